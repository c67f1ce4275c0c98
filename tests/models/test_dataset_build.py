"""`data build`: rendered datasets that both readers accept, and builds that go on."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from shape_fixtures import sphere_mesh, write_asset_folder

from models.data.assets import AssetIndex, load_mesh
from models.data.build_settings import BuildSettings
from models.data.dataset_build import build_dataset
from models.data.object_folder import DEPTH_STEP, ObjectFolder, object_folders
from models.data.object_sources import glb_bytes, mesh_sources, procedural_sources
from models.data.procedural_materials import material_object, typical_label
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


def ball(folder: Path, name: str) -> Path:
    """A GLB file of a small sphere."""
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.glb").write_bytes(glb_bytes(sphere_mesh(8, 12)))
    return folder / f"{name}.glb"


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder by its path in it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_procedural_objects_come_from_their_seeds_with_labels(tmp_path: Path) -> None:
    sources = procedural_sources(1, 11, materials=(MaterialClass.SAND, MaterialClass.SNOW))
    for name in ("one", "two"):
        build_dataset(sources, tmp_path / name, BuildSettings(side_px=16, free_count=0, samples=1))
    assert files_of(tmp_path / "one") == files_of(tmp_path / "two")
    index = AssetIndex.load(tmp_path / "one")
    assert [asset.id for asset in index] == ["procedural/train_00000011_snow"]
    for asset, source in zip(index, sources, strict=True):
        assert source.procedural is not None
        material, seed, _ = source.procedural
        assert asset.physics().material_class is material
        made = typical_label(material, seed)
        assert asset.physics().youngs_modulus_pa == pytest.approx(made.youngs_modulus_pa)
        assert max(asset.size_m) == pytest.approx(0.5, abs=1e-4)
        stored, mesh = load_mesh(asset.file), material_object(seed, material)
        np.testing.assert_array_equal(stored.texture, mesh.texture)
        np.testing.assert_array_equal(stored.faces, mesh.faces)


def test_splits_share_no_procedural_object() -> None:
    made = {split: procedural_sources(28, 0, split=split) for split in ("train", "val", "test")}
    seeds = [source.procedural.seed for own in made.values() for source in own if source.procedural]
    assert len(set(seeds)) == len(seeds) == 84
    kinds = {
        split: {source.procedural.generators for source in own if source.procedural}
        for split, own in made.items()
    }
    assert kinds == {"train": {"train"}, "val": {"train"}, "test": {"held_out"}}
    classes = {source.procedural.material for source in made["test"] if source.procedural}
    assert classes == set(MaterialClass)
    with pytest.raises(InputError, match="unknown split 'dev'"):
        procedural_sources(1, 0, split="dev")


def test_a_stopped_build_goes_on_and_equals_one_that_was_not(tmp_path: Path) -> None:
    sources = mesh_sources([ball(tmp_path / "in", "a"), ball(tmp_path / "in", "b")])
    build_dataset(sources, tmp_path / "whole", SMALL)
    calls: list[float] = []

    def stop(stage: str, fraction: float) -> None:
        calls.append(fraction)
        if len(calls) == 35:
            raise CancelledError

    out = tmp_path / "stopped"
    with pytest.raises(CancelledError):
        build_dataset(sources, out, SMALL, progress=stop)
    assert [folder.name for folder in object_folders(out)] == ["a"]
    assert len(AssetIndex.load(out).assets) == 1
    drawn = sorted((out / "meshes" / "b").glob("0*.png"))
    assert 0 < len(drawn) < 26
    assert not list(out.rglob("*.part*"))
    times = [file.stat().st_mtime_ns for file in drawn]

    report = build_dataset(sources, out, SMALL)
    assert (report.built, report.kept) == (1, 1)
    assert [file.stat().st_mtime_ns for file in drawn] == times
    assert files_of(out) == files_of(tmp_path / "whole")


def test_workers_write_the_same_files_and_finish_a_killed_build(tmp_path: Path) -> None:
    sources = mesh_sources([ball(tmp_path / "in", name).parent / f"{name}.glb" for name in "abcd"])
    build_dataset(sources, tmp_path / "one", SMALL)
    out = tmp_path / "two"
    build_dataset(sources[:2], out, SMALL)
    half = out / "meshes" / "b"
    for file in ("pose.json", "020.png", "surfaces/020.npz"):
        (half / file).unlink()
    (half / ".021.0123abcd.part.png").write_bytes(b"half")
    (half / "surfaces" / ".021.0123abcd.part.npz").write_bytes(b"half")
    told: list[float] = []
    report = build_dataset(
        sources, out, SMALL, workers=2, progress=lambda _, share: told.append(share)
    )
    assert (report.built, report.kept) == (3, 1)
    assert told == sorted(told)
    assert files_of(out) == files_of(tmp_path / "one")


def test_a_full_disk_is_named_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = mesh_sources([ball(tmp_path / "in", "a")])
    whole, count = Image.Image.save, 0

    def save(picture: Image.Image, target: Any, **options: Any) -> None:
        nonlocal count
        count += isinstance(target, Path)
        if count == 6:
            target.write_bytes(b"half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        whole(picture, target, **options)

    monkeypatch.setattr(Image.Image, "save", save)
    with pytest.raises(InputError, match=r"cannot write .*meshes.a: the disk is full; free some"):
        build_dataset(sources, tmp_path / "data", SMALL)
    folder = tmp_path / "data" / "meshes" / "a"
    assert len(list(folder.glob("*.png"))) == 5
    assert not list(folder.glob(".*"))
    monkeypatch.undo()
    assert build_dataset(sources, tmp_path / "data", SMALL).built == 1


def test_an_unusable_mesh_is_left_out_and_named(tmp_path: Path) -> None:
    sources = mesh_sources([ball(tmp_path / "in", "a"), ball(tmp_path / "in", "b")])
    (tmp_path / "in" / "a.glb").write_bytes(b"glTF")
    report = build_dataset(sources, tmp_path / "data", SMALL)
    assert (report.built, report.kept, len(report.unusable)) == (1, 0, 1)
    assert "a.glb is not a GLB with a texture" in report.unusable[0]
    assert [asset.id for asset in AssetIndex.load(tmp_path / "data")] == ["meshes/b"]


def test_a_corrected_label_reaches_a_built_dataset(tmp_path: Path) -> None:
    source, out = asset_folder(tmp_path / "assets"), tmp_path / "data"
    build_dataset(mesh_sources([source]), out, SMALL)
    (source / "labels.csv").write_text(LABEL + "gso/a,ball,Foam,3e5,0.2,40,\n")
    report = build_dataset(mesh_sources([source]), out, SMALL)
    assert (report.built, report.kept) == (0, 2)
    assert ObjectFolder.open(out / "gso" / "a").label().material_class is MaterialClass.FOAM
    assert AssetIndex.load(out).assets[0].physics().density_kg_m3 == 40
    (source / "labels.csv").write_text(LABEL)
    build_dataset(mesh_sources([source]), out, SMALL)
    assert ObjectFolder.open(out / "gso" / "a").label().material_class is MaterialClass.FOAM


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
