"""`data build`: rendered datasets that both readers accept, and builds that go on."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from shape_fixtures import sphere_mesh, write_asset_folder

from models.data.assets import AssetIndex, load_mesh
from models.data.dataset_build import BuildSettings, build_dataset
from models.data.object_folder import DEPTH_STEP, ObjectFolder, object_folders
from models.data.object_sources import glb_bytes, mesh_sources, procedural_sources
from models.data.procedural import procedural_mesh
from models.rig import RIG_DISTANCE
from render.errors import CancelledError, InputError
from sim.materials import MaterialClass

SMALL = BuildSettings(side_px=16, free_count=2, samples=1)
LABEL = "id,category,material,youngs_modulus_pa,poisson_ratio,density_kg_m3,note\n"


def asset_folder(folder: Path) -> Path:
    """Two spheres, one of them labelled."""
    rows = [
        {"id": "gso/a", "split": "val", "family": "balls", "mass_kg": "0.5"},
        {"id": "gso/b", "split": "train"},
    ]
    write_asset_folder(folder, rows)
    (folder / "labels.csv").write_text(LABEL + 'gso/a,ball,Rubber,3e6,0.48,1100,"soft, red"\n')
    return folder


def test_assets_become_both_layouts(tmp_path: Path) -> None:
    source = asset_folder(tmp_path / "assets")
    out = tmp_path / "data"
    report = build_dataset(mesh_sources([source]), out, SMALL)
    assert (report.built, report.kept, report.labelled, report.pictures) == (2, 0, 1, 26)

    shown = ObjectFolder.open(out / "gso" / "a")
    assert len(shown.pictures) == 26
    assert shown.label().material_class is MaterialClass.RUBBER
    with pytest.raises(InputError, match=r"gso/b/physical\.json is missing"):
        ObjectFolder.open(out / "gso" / "b").label()

    before, after = AssetIndex.load(source), AssetIndex.load(out)
    for old, new in zip(before, after, strict=True):
        assert (new.id, new.split, new.family, new.columns) == (
            old.id,
            old.split,
            old.family,
            old.columns,
        )
        assert new.file.read_bytes() == old.file.read_bytes()
    assert after.assets[0].physics() == before.assets[0].physics()
    assert after.assets[0].label_text("note") == "soft, red"
    assert not after.assets[1].label


def test_pictures_and_surfaces_show_the_sphere(tmp_path: Path) -> None:
    mesh = tmp_path / "ball.glb"
    mesh.write_bytes(glb_bytes(sphere_mesh()))
    settings = BuildSettings(side_px=33, free_count=0)
    build_dataset(mesh_sources([mesh], up="+z"), tmp_path / "data", settings)
    shown = ObjectFolder.open(tmp_path / "data" / "meshes" / "ball")
    rgba, surfaces = shown.rgba(0), shown.surfaces(0)
    assert rgba[10, 16].tolist() == [255, 0, 0, 255]
    assert rgba[22, 16].tolist() == [0, 0, 255, 255]
    assert rgba[0, 0, 3] == 0
    assert surfaces.hit[16, 16]
    assert not surfaces.hit[0, 0]
    assert surfaces.depth[0, 0] == surfaces.hidden_depth[0, 0] == 0
    near, far = surfaces.depth[16, 16], surfaces.hidden_depth[16, 16]
    assert abs(near - (RIG_DISTANCE - 0.5)) < 1e-3 + DEPTH_STEP
    assert abs(far - (RIG_DISTANCE + 0.5)) < 1e-3 + DEPTH_STEP
    assert surfaces.hidden_color[16, 16].max() == 1


def test_files_of_gltf_are_turned_upright_and_grounded(tmp_path: Path) -> None:
    mesh = sphere_mesh()
    mesh.vertices[:, 1] *= 3
    (tmp_path / "tall.glb").write_bytes(glb_bytes(mesh))
    build_dataset(mesh_sources([tmp_path / "tall.glb"]), tmp_path / "data", SMALL)
    asset = AssetIndex.load(tmp_path / "data").assets[0]
    assert asset.id == "meshes/tall"
    np.testing.assert_allclose(asset.size_m, [1, 1, 3], atol=5e-3)
    low, high = (f(load_mesh(asset.file).vertices, axis=0) for f in (np.min, np.max))
    np.testing.assert_allclose([*low, *high], [-0.5, -0.5, 0, 0.5, 0.5, 3], atol=5e-3)


def test_procedural_objects_come_from_their_seeds_and_have_no_label(tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_dataset(procedural_sources(2, 40), tmp_path / name, SMALL)
    folders = [object_folders(tmp_path / name) for name in ("one", "two")]
    assert [folder.name for folder in folders[0]] == ["00000040", "00000041"]
    for first, second in zip(*folders, strict=True):
        for file in ("000.png", "025.png", "pose.json"):
            assert (first / file).read_bytes() == (second / file).read_bytes()
    index = AssetIndex.load(tmp_path / "one")
    assert [asset.label for asset in index] == [(), ()]
    stored = load_mesh(index.assets[0].file)
    np.testing.assert_array_equal(stored.texture, procedural_mesh(40).texture)
    np.testing.assert_allclose(stored.uv, procedural_mesh(40).uv, atol=1e-6)
    np.testing.assert_array_equal(stored.faces, procedural_mesh(40).faces)


def test_a_stopped_build_goes_on_and_equals_one_that_was_not(tmp_path: Path) -> None:
    sources = procedural_sources(2, 7)
    build_dataset(sources, tmp_path / "whole", SMALL)
    calls: list[float] = []

    def stop(stage: str, fraction: float) -> None:
        calls.append(fraction)
        if len(calls) == 35:
            raise CancelledError

    out = tmp_path / "stopped"
    with pytest.raises(CancelledError):
        build_dataset(sources, out, SMALL, progress=stop)
    assert [folder.name for folder in object_folders(out)] == ["00000007"]
    assert len(AssetIndex.load(out).assets) == 1
    drawn = sorted((out / "procedural" / "00000008").glob("0*.png"))
    assert 0 < len(drawn) < 26
    assert not list(out.rglob("*.part*"))
    times = [file.stat().st_mtime_ns for file in drawn]

    report = build_dataset(sources, out, SMALL)
    assert (report.built, report.kept) == (1, 1)
    assert [file.stat().st_mtime_ns for file in drawn] == times
    whole = sorted(path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole").rglob("*"))
    assert whole == sorted(path.relative_to(out) for path in out.rglob("*"))
    for path in whole:
        if path.suffix in (".png", ".json", ".csv", ".glb"):
            assert (out / path).read_bytes() == (tmp_path / "whole" / path).read_bytes()


def test_other_settings_other_meshes_and_foreign_folders_are_refused(tmp_path: Path) -> None:
    mesh, out = tmp_path / "ball.glb", tmp_path / "data"
    mesh.write_bytes(glb_bytes(sphere_mesh(8, 8)))
    build_dataset(mesh_sources([mesh]), out, SMALL)
    with pytest.raises(InputError, match=r"was built with .*use its options or another folder"):
        build_dataset(mesh_sources([mesh]), out, BuildSettings(side_px=17))
    mesh.write_bytes(glb_bytes(sphere_mesh(9, 9)))
    with pytest.raises(InputError, match="shows another mesh"):
        build_dataset(mesh_sources([mesh]), out, SMALL)
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "file").touch()
    with pytest.raises(InputError, match="holds other files; choose an empty folder"):
        build_dataset(mesh_sources([mesh]), tmp_path / "foreign", SMALL)


def test_parts_of_an_asset_folder_keep_what_its_index_says(tmp_path: Path) -> None:
    source = asset_folder(tmp_path / "assets")
    (only,) = mesh_sources([source / "gso_a.glb"])
    assert (only.id, only.split, only.up) == ("gso/a", "val", "+z")
    (source / "new").mkdir()
    (source / "new" / "cup.glb").touch()
    with pytest.raises(InputError, match=r"index\.csv names no object in .*new; add it"):
        mesh_sources([source / "new"])


def test_an_unusable_label_stops_the_build_before_its_object(tmp_path: Path) -> None:
    source = asset_folder(tmp_path / "assets")
    (source / "labels.csv").write_text(LABEL + "gso/a,ball,Rubber,3e6,0.7,1100,\n")
    with pytest.raises(InputError, match=r"labels\.csv: gso/a: poisson_ratio 0\.7 is outside"):
        build_dataset(mesh_sources([source]), tmp_path / "data", SMALL)
    assert not (tmp_path / "data" / "gso").exists()


def test_sources_that_hold_no_mesh_or_clash_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=r"empty holds no \.glb file"):
        mesh_sources([tmp_path / "empty"])
    (tmp_path / "mesh.obj").touch()
    with pytest.raises(InputError, match=r"mesh\.obj is no \.glb file"):
        mesh_sources([tmp_path / "mesh.obj"])
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "cup.glb").touch()
    with pytest.raises(InputError, match="are both meshes/cup; rename one"):
        mesh_sources([tmp_path / "a", tmp_path / "b"])
    with pytest.raises(InputError, match="is not a GLB"):
        build_dataset(mesh_sources([tmp_path / "a"]), tmp_path / "data", SMALL)
    with pytest.raises(InputError, match="there is no object to render"):
        build_dataset([], tmp_path / "data", SMALL)
    with pytest.raises(InputError, match="side_px 4096 is outside 16 to 2048"):
        BuildSettings(side_px=4096)


@pytest.mark.parametrize("name", ["../../a", "/a", "a/b/c"])
def test_ids_stay_inside_the_dataset(tmp_path: Path, name: str) -> None:
    folder = write_asset_folder(tmp_path / "assets", [{"id": "gso/a", "split": "train"}])
    with (folder / "index.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerow({**rows[0], "id": name})
    with pytest.raises(InputError, match="is no folder/name"):
        mesh_sources([folder])
