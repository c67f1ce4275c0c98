"""Objects of val and test stay out of training under any name and in any form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shape_fixtures import sphere_mesh

from models.config import EmbeddedConfig
from models.data import view_cache
from models.data.assets import Asset, AssetIndex, TexturedMesh, load_mesh
from models.data.build_settings import BuildSettings
from models.data.dataset_build import build_dataset
from models.data.held_out import (
    HELD_OUT_FILE,
    check_training_assets,
    check_training_folders,
    held_out_objects,
    held_out_text,
)
from models.data.mesh_shape import mesh_shape
from models.data.object_folder import object_folders
from models.data.object_sources import glb_bytes, mesh_sources
from models.data.shards import training_shards, write_shards
from models.training import material_stage
from models.training.pretrain import pretrain
from render.errors import InputError


def lumpy(seed: int) -> TexturedMesh:
    """A sphere whose vertices are disturbed: no other seed has its shape."""
    mesh = sphere_mesh(8, 12)
    noise = np.random.default_rng(seed).uniform(0.8, 1.2, (len(mesh.vertices), 1))
    return TexturedMesh(mesh.vertices * noise.astype(np.float32), mesh.faces, mesh.uv, mesh.texture)


def library(folder: Path, rows: dict[str, tuple[str, str, TexturedMesh]]) -> AssetIndex:
    """An asset folder: split, family and mesh by id."""
    lines = ["id,file,size_x_m,size_y_m,size_z_m,licence,split,family"]
    for name, (split, family, mesh) in rows.items():
        file = folder / f"{name}.glb"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(glb_bytes(mesh))
        lines.append(f"{name},{name}.glb,1,1,1,MIT,{split},{family}")
    (folder / "index.csv").write_text("\n".join(lines) + "\n")
    return AssetIndex.load(folder)


def moved(mesh: TexturedMesh) -> TexturedMesh:
    turn = np.array([[0, 0, 1], [1, 0, 0], [0, 1, 0]], np.float32)
    tilt = np.array([[0.8, -0.6, 0], [0.6, 0.8, 0], [0, 0, 1]], np.float32)
    vertices = 3.7 * mesh.vertices @ (turn @ tilt) + np.float32([5, -2, 1])
    return replace(mesh, vertices=vertices.astype(np.float32))


def repainted(mesh: TexturedMesh) -> TexturedMesh:
    return replace(mesh, texture=255 - mesh.texture)


def reordered(mesh: TexturedMesh) -> TexturedMesh:
    order = np.random.default_rng(1).permutation(len(mesh.vertices))
    back = np.argsort(order).astype(np.int32)
    faces = np.roll(back[mesh.faces], 1, axis=1)[::-1]
    return TexturedMesh(mesh.vertices[order], faces, mesh.uv[order], mesh.texture)


@pytest.mark.parametrize("form", [lambda mesh: mesh, moved, repainted, reordered])
def test_a_mesh_is_known_in_any_form(
    tmp_path: Path, form: Callable[[TexturedMesh], TexturedMesh]
) -> None:
    rows = {
        "gso/new": ("train", "", form(lumpy(1))),
        "gso/old": ("test", "", lumpy(1)),
        "gso/other": ("train", "", lumpy(2)),
    }
    index = library(tmp_path, rows)
    with pytest.raises(InputError, match=r"gso/new \(.*\) has the mesh of gso/old of test; leave"):
        check_training_assets(index.split("train"), index)
    check_training_assets(index.assets[2:], index)
    with pytest.raises(InputError, match="gso/old is an object of test; leave it out"):
        check_training_assets(index.assets, AssetIndex(index.folder, index.assets[2:]))


def test_families_and_names_of_the_list_are_known_elsewhere(tmp_path: Path) -> None:
    sibling = next(held for held in held_out_objects() if held.family)
    rows = {
        "toys/a": ("train", sibling.family, lumpy(1)),
        held_out_objects()[0].id: ("train", "", lumpy(2)),
    }
    index = library(tmp_path, rows)
    with pytest.raises(InputError, match=rf"toys/a is of the family {sibling.family}, as is"):
        check_training_assets(index.assets[:1], index)
    with pytest.raises(InputError, match=rf"{held_out_objects()[0].id} is an object of val"):
        check_training_assets(index.assets[1:], index)


def test_training_of_a_library_that_leaks_is_refused(tmp_path: Path, project_root: Path) -> None:
    rows = {"gso/a": ("train", "", lumpy(1)), "gso/b": ("val", "", moved(lumpy(1)))}
    library(tmp_path / "assets", rows)
    config = project_root / "resources" / "training" / "embedded.json"
    for stage in ("shape", "material", "all"):
        with pytest.raises(InputError, match="has the mesh of gso/b of val"):
            pretrain(config, tmp_path / "assets", tmp_path / "out", stage)
    assert not (tmp_path / "out").exists()


def test_datasets_and_shards_that_leak_are_refused(tmp_path: Path, shared_folder: Path) -> None:
    source = tmp_path / "in" / "innocent.glb"
    source.parent.mkdir()
    held = next(one for one in held_out_objects() if one.split == "val" and "ycb" in one.id)
    mesh = load_mesh(shared_folder / "assets" / f"{held.id}.glb")
    source.write_bytes(glb_bytes(replace(mesh, texture=mesh.texture[:8, :8])))
    (tmp_path / "in" / "good.glb").write_bytes(glb_bytes(lumpy(3)))
    settings = BuildSettings(side_px=16, free_count=0, samples=1)
    build_dataset(mesh_sources([tmp_path / "in"]), tmp_path / "data", settings)
    good, innocent = object_folders(tmp_path / "data")
    check_training_folders([good])
    said = rf"meshes/innocent .* has the mesh of {held.id} of val"
    with pytest.raises(InputError, match=said):
        check_training_folders([good, innocent])
    with pytest.raises(InputError, match=said):
        write_shards([good, innocent], tmp_path / "shards", split="train")
    write_shards([innocent], tmp_path / "val", split="val")
    with pytest.raises(InputError, match="holds objects of val; pack those of train"):
        training_shards(tmp_path / "val")
    write_shards([good], tmp_path / "shards", split="train")
    assert len(training_shards(tmp_path / "shards")) == 1


def test_the_list_is_that_of_the_development_assets(
    shared_folder: Path, project_root: Path
) -> None:
    stored = (project_root / "resources" / "training" / HELD_OUT_FILE).read_text()
    assert stored == held_out_text(AssetIndex.load(shared_folder / "assets"))
    counts = [held.split for held in held_out_objects()]
    assert (counts.count("val"), counts.count("test")) == (13, 24)


def test_the_shape_recipe_trains_on_no_held_out_object(
    shared_folder: Path, project_root: Path
) -> None:
    index = AssetIndex.load(shared_folder / "assets")
    config = EmbeddedConfig.load(project_root / "resources" / "training" / "embedded.json")
    jobs = view_cache._asset_jobs(index.training(), config.views, config.net.frame_px)
    by_file = {str(asset.file): asset for asset in index}
    chosen = [by_file[job.mesh_file] for job in jobs]
    assert len(chosen) > 300
    assert all(asset.licence_clear for asset in chosen)
    check_training_assets(chosen, index)


def test_the_material_recipe_trains_on_no_held_out_object(
    shared_folder: Path, project_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: list[Asset] = []

    def stop(assets: tuple[Asset, ...], *rest: Any, **options: Any) -> None:
        chosen.extend(assets)
        raise InputError("enough seen")

    monkeypatch.setattr(material_stage, "labelled_features", stop)
    config = project_root / "resources" / "training" / "embedded.json"
    with pytest.raises(InputError, match="enough seen"):
        material_stage.train_material(config, shared_folder / "assets", project_root / "unused")
    assert len(chosen) == 89
    check_training_assets(chosen, AssetIndex.load(shared_folder / "assets"))


def test_files_without_a_mesh_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.glb").write_bytes(b"glTF")
    with pytest.raises(InputError, match=r"a\.glb is no GLB file with a mesh"):
        mesh_shape(tmp_path / "a.glb")
    with pytest.raises(InputError, match=r"b\.glb is no GLB file|cannot read"):
        mesh_shape(tmp_path / "b.glb")
    flat = lumpy(1)
    (tmp_path / "flat.glb").write_bytes(glb_bytes(replace(flat, vertices=0 * flat.vertices)))
    with pytest.raises(InputError, match=r"flat\.glb holds no surface of finite size"):
        mesh_shape(tmp_path / "flat.glb")
