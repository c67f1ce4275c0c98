"""Reference takes: labelled objects fall as their labels say, whatever the number of workers."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from models.data.assets import TexturedMesh
from models.data.build_settings import BuildSettings
from models.data.dataset_build import build_dataset
from models.data.mesh_cloud import mesh_cloud
from models.data.object_description import ObjectDescription
from models.data.object_folder import ObjectFolder
from models.data.object_sources import glb_bytes, mesh_sources
from models.data.physics_label import PhysicsLabel, write_label
from render.errors import CancelledError, InputError
from sim.materials import ConstitutiveLaw, MaterialClass
from sim.take import Take
from studio.jobs.reference_takes import add_reference_takes, label_material

RUBBER = PhysicsLabel(MaterialClass.RUBBER, 3e5, 0.4, 1100.0)


def box(size: tuple[float, float, float]) -> TexturedMesh:
    """A box, half red and half green along x, resting on the ground."""
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float32)
    quads = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    faces = [face for a, b, c, d in quads for face in ((a, b, c), (a, c, d))]
    texture = np.zeros((2, 2, 3), np.uint8)
    texture[:, 0, 0] = texture[:, 1, 1] = 200
    uv = np.stack([corners[:, 0], corners[:, 1]], axis=-1)
    return TexturedMesh(
        corners * np.array(size, np.float32), np.array(faces, np.int32), uv, texture
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two labelled boxes and one without a label."""
    root = tmp_path_factory.mktemp("built")
    for name in "abc":
        (root / f"{name}.glb").write_bytes(glb_bytes(box((0.2, 0.3, 0.4))))
    settings = BuildSettings(side_px=16, free_count=0, samples=1)
    build_dataset(mesh_sources([root / f"{n}.glb" for n in "abc"], up="+z"), root / "d", settings)
    for name in "ab":
        write_label(root / "d" / "meshes" / name, RUBBER)
    return root / "d"


def dataset_of(built: Path, names: str, to: Path) -> Path:
    for name in names:
        shutil.copytree(built / "meshes" / name, to / "meshes" / name)
    return to


def test_a_mesh_becomes_gaussians_in_its_surface() -> None:
    mesh = box((0.2, 0.3, 0.4))
    cloud = mesh_cloud(mesh, 4000)
    half = np.array([0.1, 0.15, 0.2])
    distance = np.abs(np.abs(cloud.means) - half).min(axis=1)
    assert distance.max() < 1e-6
    np.testing.assert_allclose(np.abs(cloud.means).max(axis=0), half, atol=1e-6)
    areas = np.array([0.3 * 0.4, 0.2 * 0.4, 0.2 * 0.3])
    on_side = [np.abs(np.abs(cloud.means[:, axis]) - half[axis]) < 1e-6 for axis in range(3)]
    np.testing.assert_allclose(np.mean(on_side, axis=1), areas / areas.sum(), atol=0.01)
    assert np.all(cloud.scales[:, 0] < 0.3 * cloud.scales[:, 1])
    again = mesh_cloud(mesh, 4000)
    np.testing.assert_array_equal(cloud.means, again.means)


def test_a_label_becomes_a_material() -> None:
    sand = PhysicsLabel(
        MaterialClass.SAND, 2e7, 0.3, details=(("friction_angle_deg", "33"), ("note", "dry"))
    )
    params = label_material(sand)
    assert params.law is ConstitutiveLaw.SAND
    assert (params.youngs_modulus_pa, params.poisson_ratio) == (2e7, 0.3)
    assert 1400 < params.density_kg_m3 < 2000
    assert params.friction_angle_rad == pytest.approx(np.radians(33))
    given = label_material(replace(sand, density_kg_m3=1234.0))
    assert given.density_kg_m3 == 1234


@pytest.mark.slow
def test_workers_make_the_same_takes_and_videos(built: Path, tmp_path: Path) -> None:
    one, two = (dataset_of(built, "abc", tmp_path / name) for name in ("one", "two"))
    report = add_reference_takes(one, workers=1)
    assert (report.made, report.kept, report.unlabelled, report.failed) == (2, 0, 1, ())
    (two / "meshes" / "a" / "reference" / "take").mkdir(parents=True)
    add_reference_takes(two, workers=2)
    for name in "ab":
        shown = ObjectFolder.open(two / "meshes" / name)
        assert shown.description is not None
        reference = shown.description.reference
        assert reference is not None
        assert reference.take is not None
        take, same = (
            Take.open(folder / "meshes" / name / "reference" / "take") for folder in (one, two)
        )
        assert take.frame_count == 25
        for index in (0, 12, 24):
            np.testing.assert_array_equal(take.frame(index).means, same.frame(index).means)
        start, end = (take.frame(index).means[:, 2].min() for index in (0, 24))
        assert start == pytest.approx(0.2, abs=0.03)
        assert -0.02 < end < 0.1
        clips = [folder / "meshes" / name / "reference" / "clip.mp4" for folder in (one, two)]
        assert clips[0].read_bytes() == clips[1].read_bytes()
        assert reference.model.endswith("simulated with quality sketch")
        with av.open(str(reference.path)) as video:
            assert sum(1 for _ in video.decode(video=0)) == 25
    assert add_reference_takes(two, workers=2).kept == 2


@pytest.mark.slow
def test_a_stopped_run_names_no_half_made_reference(built: Path, tmp_path: Path) -> None:
    data = dataset_of(built, "a", tmp_path / "data")

    def stop(stage: str, share: float) -> None:
        if share > 0.1:
            raise CancelledError

    with pytest.raises(CancelledError):
        add_reference_takes(data, progress=stop)
    about = ObjectDescription.read(data / "meshes" / "a")
    assert about is not None
    assert about.reference is None
    assert add_reference_takes(data).made == 1


def test_bad_requests_are_named(built: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown quality 'fine'"):
        add_reference_takes(built, quality="fine")
    assert add_reference_takes(dataset_of(built, "c", tmp_path / "c")).unlabelled == 1
    foreign = tmp_path / "foreign" / "x"
    shutil.copytree(built / "meshes" / "a", foreign)
    (foreign / "object.json").unlink()
    assert add_reference_takes(tmp_path / "foreign").unlabelled == 1
