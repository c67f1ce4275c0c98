"""A PhysGM checkpoint behind the calls that every model answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from physgm_fixtures import ring_poses, seeded_net

from models import load_predictor
from models.multiview.view_generator import GeneratedViews, ViewRig
from models.physgm.checkpoint import save_physgm
from models.physgm.config import INFERENCE_PRESET
from models.physgm.model import PhysGM
from models.physgm.predictor import PhysGMPredictor, view_rig
from models.posed_views import PosedViews
from models.predictor import Prediction, elevation_of
from models.preprocess import ObjectView, view_from_rgba
from models.threads import one_thread
from render.errors import InputError
from sim.physics_distribution import ALL_PREDICTED
from tests.models.physgm.tiny_physgm import TINY

PRESET = replace(INFERENCE_PRESET, picture_px=32)


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    with one_thread():
        yield


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    save_physgm(path, seeded_net(TINY), TINY, PRESET)
    return path


def disc(side: int = 48) -> np.ndarray:
    """A red disc, straight colour and coverage."""
    y, x = np.mgrid[:side, :side] + 0.5
    inside = np.hypot(x - side / 2, y - side / 2) < 0.3 * side
    return np.dstack([0.8 * inside, 0.2 * inside, 0.1 * inside, inside]).astype(np.float32)


def posed(count: int = 4, side: int = 48) -> PosedViews:
    lens = np.tile([side, side, side / 2, side / 2], (count, 1)).astype(np.float64)
    return PosedViews(np.stack([disc(side)] * count), lens, ring_poses(4)[:count])


class Ring:
    """Stands for a view generator: the picture all round."""

    def __init__(self) -> None:
        self.asked: list[float | None] = []

    def generate(
        self, view: ObjectView, rig: ViewRig, *, elevation_deg: float | None = None
    ) -> GeneratedViews:
        self.asked.append(elevation_deg)
        cameras = [rig.camera(at, view.size_px) for at in range(4)]
        return GeneratedViews(PosedViews.of([view.rgba] * 4, cameras), "a toy", ("It is a toy.",))


def view() -> ObjectView:
    return view_from_rgba(disc(), np.array([[48, 0, 24], [0, 48, 24], [0, 0, 1]], np.float32))


def predictor(path: Path, ring: Ring | None = None) -> PhysGMPredictor:
    return PhysGMPredictor.load(path, open_generator=lambda: ring or Ring())


def test_posed_views_keep_the_world_and_scale_of_their_poses(checkpoint: Path) -> None:
    model = load_predictor(checkpoint)
    found = model.predict_posed(posed())
    assert (found.model, found.view_source) == ("PhysGM (tiny.safetensors)", "4 posed pictures")
    assert len(found.checkpoint) == 64
    direct = PhysGM.load(checkpoint)
    from models.physgm.pictures import prepared_views

    cloud = direct.predict(prepared_views(posed(), PRESET)).cloud()
    np.testing.assert_array_equal(found.cloud.means, cloud.means)
    np.testing.assert_array_equal(found.camera.world_to_camera, ring_poses()[0].astype(np.float32))
    large = model.predict_posed(posed(), size_m=3 * found.size_m)
    np.testing.assert_allclose(large.cloud.means, 3 * found.cloud.means, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(large.camera.position, 3 * found.camera.position, rtol=1e-5)


def test_density_is_marked_as_not_predicted_and_nu_lies_in_its_range(checkpoint: Path) -> None:
    physics = load_predictor(checkpoint).predict_posed(posed()).physics
    assert physics.predicted == ALL_PREDICTED - {"log10_density"}
    assert (physics.poisson_mean >= 0).all()
    assert (physics.poisson_mean <= 0.49).all()


@pytest.mark.parametrize("count", [1, 2, 3])
def test_fewer_views_than_the_training_had_are_said(checkpoint: Path, count: int) -> None:
    found = load_predictor(checkpoint).predict_posed(posed(count))
    assert any(f"4 views of an object and was given {count}" in note for note in found.warnings)
    assert found.cloud.gaussian_count > 0


def test_one_view_takes_its_scale_from_the_ring_through_it(checkpoint: Path) -> None:
    direct = PhysGM.load(checkpoint)
    from models.physgm.pictures import prepared_views

    views = prepared_views(posed(1), PRESET)
    expected = direct.predict(views, targets=ring_poses()).cloud()
    found = load_predictor(checkpoint).predict_posed(posed(1)).cloud
    np.testing.assert_allclose(found.means, expected.means, atol=1e-5)
    above = np.eye(4)
    above[:3, :3] = np.diag([1, -1, -1])
    above[2, 3] = 1.7
    from_above = PosedViews(views.rgba, views.intrinsics, above[None])
    with pytest.raises(InputError, match="straight above or below gives no scale"):
        load_predictor(checkpoint).predict_posed(from_above)


def test_a_photo_gets_further_views_and_the_result_says_so(checkpoint: Path) -> None:
    ring = Ring()
    found = predictor(checkpoint, ring).predict(view(), size_m=0.3)
    assert found.view_source == "a toy"
    assert "It is a toy." in found.warnings
    assert found.elevation_deg == pytest.approx(8.93, abs=1e-3)
    assert found.size_m == pytest.approx(0.3)
    low, high = found.cloud.bounds(percentile=0.1, min_opacity=0.02)
    np.testing.assert_allclose((low + high) / 2, 0, atol=1e-5)
    assert float((high - low).max()) == pytest.approx(0.3, rel=1e-4)
    assert found.camera.position[0] > abs(found.camera.position[1])
    assert ring.asked == [None]


def test_a_known_elevation_tips_the_object_upright(checkpoint: Path) -> None:
    ring = Ring()
    found = predictor(checkpoint, ring).predict(view(), size_m=0.3, elevation_deg=40)
    plain = predictor(checkpoint).predict(view(), size_m=0.3)
    assert ring.asked == [40]
    assert found.elevation_deg == 40
    seen = seen_by_camera(found)
    scale = plain.size_m / untilted_side(plain, found)
    np.testing.assert_allclose(seen * scale, seen_by_camera(plain), atol=2e-3)


def seen_by_camera(found: Prediction) -> np.ndarray:
    turn, shift = found.camera.world_to_camera[:3, :3], found.camera.world_to_camera[:3, 3]
    return found.cloud.means @ turn.T + shift


def untilted_side(plain: Prediction, tilted: Prediction) -> float:
    """Size of the tilted prediction's object in the plain one's pose."""
    ratio = np.linalg.norm(np.ptp(seen_by_camera(tilted), axis=0))
    return float(plain.size_m * ratio / np.linalg.norm(np.ptp(seen_by_camera(plain), axis=0)))


def test_tipping_moves_object_and_camera_together(checkpoint: Path) -> None:
    found = load_predictor(checkpoint).predict_posed(posed())
    found = replace(found, elevation_deg=elevation_of(found.camera, np.zeros(3)))
    tipped = found.seen_from(50)
    assert elevation_of(tipped.camera, np.zeros(3)) == pytest.approx(50, abs=1e-3)
    np.testing.assert_allclose(seen_by_camera(tipped), seen_by_camera(found), atol=1e-4)
    np.testing.assert_allclose(tipped.camera.world_to_camera[0, 2], 0, atol=1e-6)


def test_the_ring_is_that_of_the_preset() -> None:
    rig = view_rig(INFERENCE_PRESET)
    for at in range(4):
        np.testing.assert_allclose(rig.camera(at, 64).world_to_camera, ring_poses()[at], atol=1e-5)
    assert rig.camera(0, 64).vertical_fov_deg == pytest.approx(53.13, abs=1e-3)


def test_a_network_that_leaves_nothing_is_named(tmp_path: Path) -> None:
    net = seeded_net(TINY)
    last = net.dpt_head.scratch.output_conv2[2]
    with torch.no_grad():
        last.weight[13], last.bias[13] = 0, -30
    save_physgm(tmp_path / "empty.safetensors", net, TINY, PRESET)
    with pytest.raises(InputError, match=r"empty\.safetensors\) left no Gaussian to see"):
        load_predictor(tmp_path / "empty.safetensors").predict_posed(posed())


@pytest.mark.parametrize(("size", "elevation"), [(0.0, None), (2e3, None), (0.5, 90.0)])
def test_sizes_and_elevations_out_of_range(
    checkpoint: Path, size: float, elevation: float | None
) -> None:
    with pytest.raises(InputError, match="is outside"):
        predictor(checkpoint).predict(view(), size_m=size, elevation_deg=elevation)


def test_models_and_options_that_do_not_exist(checkpoint: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no model .*none\.pt; use embedded, a folder"):
        load_predictor(tmp_path / "none.pt")
    with pytest.raises(InputError, match="unknown precision 'int8'; use fp32, bf16, fp16"):
        load_predictor(checkpoint, precision="int8")
    if not torch.cuda.is_available():
        with pytest.raises(InputError, match="sees no device 'cuda' here; predict with --device"):
            load_predictor(checkpoint, device="cuda")
    with pytest.raises(InputError, match="unknown view generator 'magic'"):
        load_predictor(checkpoint, views_from="magic")
    with pytest.raises(InputError, match="views by MV-Adapter need its weights"):
        load_predictor(checkpoint, views_from="mvadapter")
    with pytest.raises(InputError, match="of no use unless --views-from is mvadapter"):
        load_predictor(checkpoint, mvadapter_weights=tmp_path)
    with pytest.raises(InputError, match="embedded model takes no choice of a precision"):
        load_predictor(precision="bf16")
    with pytest.raises(InputError, match="embedded model takes no choice of a view generator"):
        load_predictor(mvadapter_weights=tmp_path)
    with pytest.raises(InputError, match="embedded model takes no choice of DINOv3 weights"):
        load_predictor(dino=checkpoint)


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_halved_precision_stays_close(checkpoint: Path, precision: str) -> None:
    full = load_predictor(checkpoint).predict_posed(posed())
    half = load_predictor(checkpoint, precision=precision).predict_posed(posed())
    assert abs(half.cloud.gaussian_count / full.cloud.gaussian_count - 1) < 0.02
    np.testing.assert_allclose(
        half.physics.class_probabilities, full.physics.class_probabilities, atol=0.02
    )
