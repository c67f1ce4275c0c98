"""The shipped material weights give a proper distribution, always the same one."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from models.physics_estimator import PhysicsEstimator
from models.preprocess import ObjectView, view_from_rgba
from sim.materials import MaterialClass
from sim.physics_distribution import PARAMETERS

SIZE = 128
INTRINSICS = np.array([[128, 0, 64], [0, 128, 64], [0, 0, 1]], np.float32)


def weights_path() -> Path:
    return Path(str(files("resources").joinpath("weights", "embedded", "material.safetensors")))


@pytest.fixture(scope="module")
def estimator() -> PhysicsEstimator:
    return PhysicsEstimator.load(weights_path())


def disc_view(color: tuple[float, float, float]) -> ObjectView:
    rows, columns = np.mgrid[:SIZE, :SIZE]
    inside = (rows - 64) ** 2 + (columns - 64) ** 2 < 37**2
    rgba = np.zeros((SIZE, SIZE, 4), np.float32)
    rgba[..., :3] = color
    rgba[..., 3] = inside
    return view_from_rgba(rgba, INTRINSICS)


def test_prediction_is_proper_and_repeatable(estimator: PhysicsEstimator) -> None:
    view = disc_view((0.8, 0.3, 0.1))
    first, second = estimator.estimate(view), estimator.estimate(view)
    assert first.to_json() == second.to_json()
    assert (first.probabilities > 0).all()
    for name in PARAMETERS:
        low, high = first.quantile(name, 0.05), first.quantile(name, 0.95)
        assert low < first.quantile(name, 0.5) < high


def test_pictures_differ_in_their_answers(estimator: PhysicsEstimator) -> None:
    red, grey = (
        estimator.estimate(disc_view((0.9, 0.1, 0.1))),
        estimator.estimate(disc_view((0.5, 0.5, 0.5))),
    )
    assert not np.array_equal(red.class_probabilities, grey.class_probabilities)


def test_weights_stay_small_and_are_of_the_committed_recipe() -> None:
    from models.checkpoint import read_metadata
    from models.material_config import MaterialConfig

    path = weights_path()
    assert path.stat().st_size <= 14e6
    config = MaterialConfig.load(
        Path(str(files("resources").joinpath("training", "material.json")))
    )
    assert read_metadata(path)["config"] == config.to_json()


@pytest.mark.parametrize(
    ("asset", "expected"),
    [
        ("ycb/036_wood_block", MaterialClass.WOOD),
        ("ycb/042_adjustable_wrench", MaterialClass.METAL),
        ("ycb/008_pudding_box", MaterialClass.PAPER),
    ],
)
def test_training_objects_are_recognised_through_the_view(
    estimator: PhysicsEstimator, shared_folder: Path, asset: str, expected: MaterialClass
) -> None:
    """Not a measure of skill: that the road from a view to the head is the one of the training."""
    from models.data.assets import load_mesh
    from models.data.raycast import RayCaster, render_mesh
    from render.camera import Camera

    mesh = load_mesh(shared_folder / "assets" / f"{asset}.glb").normalized()
    camera = Camera.orbit(
        (0, 0, 0), radius=1.7067, azimuth_deg=30, elevation_deg=25, width=256, height=256
    )
    view = view_from_rgba(render_mesh(RayCaster(mesh), camera, samples=2), camera.K)
    assert estimator.estimate(view).mean().material_class is expected
