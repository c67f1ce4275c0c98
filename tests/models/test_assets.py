"""The index of the asset library and the borders between its splits."""

from __future__ import annotations

from pathlib import Path

import pytest
from shape_fixtures import write_asset_folder

from models.data.assets import AssetIndex, load_mesh
from models.data.material_examples import real_objects
from render.errors import InputError


def test_training_takes_no_object_of_another_split_and_no_unclear_licence(tmp_path: Path) -> None:
    folder = write_asset_folder(
        tmp_path / "assets",
        [
            {"id": "gso/a", "split": "train"},
            {"id": "gso/b", "split": "val"},
            {"id": "gso/c", "split": "test"},
            {"id": "market/d", "split": "train", "licence": "unconfirmed"},
            {"id": "market/e", "split": "train", "licence": "CC0-1.0 (Kenney)"},
        ],
    )
    index = AssetIndex.load(folder)
    assert [asset.id for asset in index.training()] == ["gso/a", "market/e"]


def test_family_in_two_splits_is_refused(tmp_path: Path) -> None:
    rows = [
        {"id": "gso/a", "split": "train", "family": "cups"},
        {"id": "gso/b", "split": "test", "family": "cups"},
    ]
    with pytest.raises(InputError, match="cups"):
        AssetIndex.load(write_asset_folder(tmp_path / "assets", rows))


def test_missing_index_unknown_split_and_missing_mesh_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"index\.csv"):
        AssetIndex.load(tmp_path)
    folder = write_asset_folder(tmp_path / "assets", [{"id": "gso/a", "split": "train"}])
    with pytest.raises(InputError, match="holdout"):
        AssetIndex.load(folder).split("holdout")
    with pytest.raises(InputError, match="no such mesh"):
        load_mesh(folder / "other.glb")


def test_normalized_mesh_is_centred_with_unit_longest_side(tmp_path: Path) -> None:
    folder = write_asset_folder(tmp_path / "assets", [{"id": "gso/a", "split": "train"}])
    mesh = load_mesh(AssetIndex.load(folder).assets[0].file)
    unit = mesh.normalized()
    assert abs(unit.longest_side - 1) < 1e-5
    assert abs(unit.vertices.min(0) + unit.vertices.max(0)).max() < 1e-5


def test_splits_of_the_shared_assets_hold(shared_folder: Path) -> None:
    index = AssetIndex.load(shared_folder / "assets")
    training = {asset.id for asset in index.training()}
    held_out = {asset.id for name in ("val", "test") for asset in index.split(name)}
    assert len(training) == 356
    assert not training & held_out
    families = {asset.family for asset in index.training()} - {""}
    assert not families & {asset.family for asset in index if asset.id in held_out}


def test_real_objects_without_a_label_are_refused_by_name(tmp_path: Path) -> None:
    rows = [{"id": "gso/a", "split": "train"}, {"id": "market/b", "split": "train"}]
    folder = write_asset_folder(tmp_path / "assets", rows)
    with pytest.raises(InputError, match=r"labels\.csv: gso/a has no row"):
        real_objects(AssetIndex.load(folder))
    header = "id,material,youngs_modulus_pa,poisson_ratio,density_kg_m3\n"
    (folder / "labels.csv").write_text(header + "gso/a,Wood,9e9,0.3,\n")
    with pytest.raises(InputError, match=r"labels\.csv: gso/a has no density_kg_m3; add it"):
        real_objects(AssetIndex.load(folder))
    (folder / "labels.csv").write_text(header + "gso/a,Wood,9e9,0.3,500\n")
    assert [asset.id for asset in real_objects(AssetIndex.load(folder))] == ["gso/a"]
