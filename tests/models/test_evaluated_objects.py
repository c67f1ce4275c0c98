"""Folders of objects that can be measured: every layout, and what is wrong with others."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from evaluation_fixtures import ring_camera, write_gso_model, write_posed_object
from shape_fixtures import sphere_mesh, write_asset_folder

from models.data.object_sources import glb_bytes
from models.evaluation import mesh_truth, picture_truth, reconstruction_protocol
from models.evaluation.groups import groups, trained_on
from models.evaluation.gso_models import gso_category, load_gso_model
from models.evaluation.objects import open_objects
from models.evaluation.picture_metrics import psnr
from models.evaluation.picture_truth import PictureTruth
from models.evaluation.reconstruction_protocol import azimuth_deg, elevation_deg
from render.errors import InputError


@pytest.fixture(autouse=True)
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesh_truth, "user_cache_path", lambda name: tmp_path / "cache")
    for module in (reconstruction_protocol, picture_truth):
        monkeypatch.setattr(module, "PICTURE_PX", 48)


def test_index_gives_splits_families_and_categories(tmp_path: Path) -> None:
    rows = [
        {"id": "gso/a", "split": "test", "family": "balls"},
        {"id": "gso/b", "split": "val"},
        {"id": "ycb/c", "split": "train"},
    ]
    folder = write_asset_folder(tmp_path / "assets", rows)
    assert [item.id for item in open_objects(folder).objects] == ["gso/a"]
    assert [item.id for item in open_objects(folder, "val").objects] == ["gso/b"]
    everything = open_objects(folder, "all")
    assert [item.split for item in everything.objects] == ["test", "val", "train"]
    table = groups(everything.objects)
    assert table["gso"] == [True, True, False]
    assert table["with_family"] == [True, False, False]
    assert table["trained_on"] == [False, False, True]
    assert table["not_trained_on"] == [True, True, False]


def test_scanned_models_look_like_the_mesh_they_hold(tmp_path: Path) -> None:
    model = write_gso_model(tmp_path / "models" / "Ball")
    mesh = load_gso_model(model)
    assert len(mesh.faces) == len(sphere_mesh(24, 48).faces)
    assert gso_category(model) == "Toys"
    found = open_objects(tmp_path / "models")
    assert found.split == "all objects (the folder names no splits)"
    item = found.objects[0]
    assert (item.id, item.category) == ("gso/Ball", "Toys")
    (tmp_path / "glb").mkdir()
    (tmp_path / "glb" / "ball.glb").write_bytes(glb_bytes(sphere_mesh(24, 48)))
    scanned = item.truth.truths()
    plain = open_objects(model).objects[0].truth.truths()
    for first, second in zip(scanned, plain, strict=True):
        assert psnr(first.on_white("90"), second.on_white("90")) == 100
    middle = scanned[0].views["input"][24]
    assert middle[24, 3] == 1
    assert middle[24, 0] + middle[24, 2] > 0.9  # red above, blue below the equator


def test_scanned_models_of_the_training_split_are_known_by_name(tmp_path: Path) -> None:
    for name in ("Dino_3", "Now_Designs_Bowl_Akita_Black", "Never_Seen"):
        write_gso_model(tmp_path / name)
    known = {item.name: trained_on(item) for item in open_objects(tmp_path).objects}
    assert known == {"Dino_3": True, "Now_Designs_Bowl_Akita_Black": False, "Never_Seen": False}


def test_named_training_objects_are_those_of_the_index(shared_folder: Path) -> None:
    objects = open_objects(shared_folder / "assets", "all").objects
    real = [item for item in objects if item.collection in ("gso", "ycb", "scans")]
    assert len(real) == 126
    assert all(trained_on(item) == (item.split == "train") for item in real)


def test_pictures_stand_for_meshes_where_their_cameras_fit(tmp_path: Path) -> None:
    cameras = [ring_camera(15.0 * step) for step in range(24)]
    folder = write_posed_object(tmp_path / "set" / "ball", [*cameras, ring_camera(30, 45)])
    item = open_objects(tmp_path / "set").objects[0]
    assert item.id == "set/ball"
    first, second = item.truth.truths()
    assert first.input_azimuth_deg == pytest.approx(30, abs=1e-3)
    assert second.input_azimuth_deg == pytest.approx(210, abs=1e-3)
    offsets = {"45", "90", "135", "180", "225", "270", "315"}
    assert set(first.views) == {"input", "top", *offsets}
    assert set(second.views) == {"input", *offsets}
    assert azimuth_deg(first.cameras["90"]) == pytest.approx(90, abs=1e-3)
    assert elevation_deg(first.cameras["top"]) == pytest.approx(45, abs=1e-3)
    mesh = mesh_truth.MeshTruth(lambda: sphere_mesh(24, 48), (folder / "000.png",)).truths()[0]
    assert psnr(first.on_white("input"), mesh.on_white("input")) > 25


def test_four_views_of_a_ring_have_novel_ones_between_them(tmp_path: Path) -> None:
    folder = write_posed_object(tmp_path / "ball", [ring_camera(a) for a in (0, 90, 180, 270)])
    truth = PictureTruth(folder).truths()[0]
    assert truth.novel_names(1) == ("90", "180", "270")
    with pytest.raises(InputError, match="no picture to compare"):
        truth.novel_names(4)
    lone = PictureTruth(write_posed_object(tmp_path / "lone", [ring_camera(0)])).truths()
    assert len(lone) == 1
    with pytest.raises(InputError, match="180"):
        lone[0].novel_names(2)


def test_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("nothing")
    with pytest.raises(InputError, match=r"index\.csv.*pose\.json.*model\.obj"):
        open_objects(tmp_path)
    with pytest.raises(InputError, match="not a folder"):
        open_objects(tmp_path / "missing")
    with pytest.raises(InputError, match="unknown split"):
        open_objects(tmp_path, "train")


def test_empty_split_names_the_others(tmp_path: Path) -> None:
    folder = write_asset_folder(tmp_path / "assets", [{"id": "ycb/c", "split": "train"}])
    with pytest.raises(InputError, match="'val', only in train"):
        open_objects(folder, "val")


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ({"meshes/model.obj": b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"}, "no OBJ with texture"),
        ({"meshes/model.obj": b""}, "no OBJ with texture"),
        ({"meshes/model.obj": b"v 0 0\nvt 0 0\nf 1/1 2/2 3/3\n"}, "no OBJ with texture"),
        ({"materials/textures/texture.png": b"no picture"}, "no readable picture"),
        ({"materials/textures/texture.png": None}, "is missing"),
    ],
)
def test_broken_scans_are_named(
    tmp_path: Path, broken: dict[str, bytes | None], words: str
) -> None:
    folder = write_gso_model(tmp_path / "Ball")
    for name, content in broken.items():
        (folder / name).unlink()
        if content is not None:
            (folder / name).write_bytes(content)
    item = open_objects(tmp_path).objects[0]
    with pytest.raises(InputError, match=words) as caught:
        item.truth.truths()
    assert str(folder / next(iter(broken))) in str(caught.value)


def test_meshes_without_a_surface_are_named(tmp_path: Path) -> None:
    mesh = sphere_mesh(6, 8)
    file = tmp_path / "ball.glb"
    file.write_bytes(b"x")
    flat = mesh.vertices * np.float32(np.nan)
    cases = {
        "not finite": type(mesh)(flat, mesh.faces, mesh.uv, mesh.texture),
        "no triangles": type(mesh)(mesh.vertices, mesh.faces[:0], mesh.uv, mesh.texture),
        "do not fit": type(mesh)(mesh.vertices, mesh.faces + 1, mesh.uv, mesh.texture),
        "no size": type(mesh)(mesh.vertices * 0, mesh.faces, mesh.uv, mesh.texture),
    }
    for words, bad in cases.items():
        with pytest.raises(InputError, match=f"ball.glb.*{words}"):
            mesh_truth.checked_mesh(bad, file)


def test_cameras_that_look_past_the_object_are_refused(tmp_path: Path) -> None:
    folder = write_posed_object(tmp_path / "ball", [ring_camera(a) for a in (0, 90, 180, 270)])
    poses = json.loads((folder / "pose.json").read_text())
    poses["frames"][0]["w2c"][0][3] += 0.3
    (folder / "pose.json").write_text(json.dumps(poses))
    with pytest.raises(InputError, match="past the origin"):
        PictureTruth(folder).truths()


def test_damaged_pose_file_breaks_its_object_alone(tmp_path: Path) -> None:
    write_posed_object(tmp_path / "good", [ring_camera(a) for a in (0, 90)])
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "pose.json").write_text("{}")
    bad, good = open_objects(tmp_path).objects
    assert len(good.truth.truths()) == 2
    with pytest.raises(InputError, match=r"bad/pose\.json"):
        bad.truth.truths()


def test_changed_mesh_is_rendered_anew(tmp_path: Path) -> None:
    file = tmp_path / "ball.glb"
    file.write_bytes(glb_bytes(sphere_mesh(6, 8)))
    before = open_objects(tmp_path).objects[0].truth.truths()[0].views["90"]
    file.write_bytes(glb_bytes(sphere_mesh(5, 4)))
    after = open_objects(tmp_path).objects[0].truth.truths()[0].views["90"]
    assert np.abs(before - after).max() > 0.5
