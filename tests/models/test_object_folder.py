"""One object in the layout of PhysAssets: labels, cameras, pictures and what refuses to be read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from shape_fixtures import write_asset_folder

from models.data.asset_tables import LABEL_COLUMNS
from models.data.assets import AssetIndex
from models.data.object_cameras import object_cameras
from models.data.object_description import ObjectDescription, Reference
from models.data.object_folder import ObjectFolder, object_folders
from models.data.object_poses import PosedPicture, read_poses, write_poses
from models.data.physics_label import PhysicsLabel, read_label, write_label
from render.errors import InputError
from sim.materials import MaterialClass

WOOD = {"material": "Wood", "E": "9e9", "nu": 0.34}


def write_object(folder: Path, side: int = 16) -> Path:
    """A folder with the first two cameras of the ring and a label."""
    folder.mkdir(parents=True)
    cameras = object_cameras("a", side_px=side, free_count=0, seed=0)[:2]
    pictures = [PosedPicture(folder / f"{at:03d}.png", camera) for at, camera in enumerate(cameras)]
    for picture in pictures:
        Image.new("RGBA", (side, side), (9, 8, 7, 6)).save(picture.file)
    write_poses(folder, "a", pictures)
    (folder / "physical.json").write_text(json.dumps(WOOD))
    return folder


def changed(folder: Path, **values: object) -> Path:
    """The folder with other values in the first frame of `pose.json`."""
    data = json.loads((folder / "pose.json").read_text())
    data["frames"][0] |= values
    (folder / "pose.json").write_text(json.dumps(data))
    return folder


def test_a_folder_of_physassets_is_read(tmp_path: Path) -> None:
    shown = ObjectFolder.open(write_object(tmp_path / "a"))
    assert shown.description is None
    assert shown.label() == PhysicsLabel(MaterialClass.WOOD, 9e9, 0.34)
    assert shown.rgba(1).tolist() == np.full((16, 16, 4), [9, 8, 7, 6]).tolist()
    expected = object_cameras("a", side_px=16, free_count=0, seed=0)[1]
    np.testing.assert_array_equal(
        shown.pictures[1].camera.world_to_camera, expected.world_to_camera
    )
    np.testing.assert_array_equal(shown.pictures[1].camera.K, expected.K)
    assert object_folders(tmp_path) == (tmp_path / "a",)


def test_the_ring_is_that_of_the_public_example(shared_folder: Path) -> None:
    pictures = read_poses(shared_folder / "photos" / "cake").pictures
    ring = object_cameras("cake", side_px=512, free_count=14, seed=0)
    assert len(ring) == 38
    for picture, camera in zip(pictures, ring[0:24:6], strict=True):
        np.testing.assert_allclose(
            picture.camera.world_to_camera, camera.world_to_camera, atol=1e-4
        )
        np.testing.assert_allclose(picture.camera.K, camera.K, rtol=1e-4)


def test_free_cameras_depend_on_seed_and_object_alone() -> None:
    def free(name: str, seed: int) -> list[float]:
        cameras = object_cameras(name, side_px=16, free_count=3, seed=seed)[24:]
        return [float(value) for camera in cameras for value in camera.position]

    assert free("a", 1) == free("a", 1)
    assert free("a", 1) != free("b", 1)
    assert free("a", 1) != free("a", 2)


def test_a_full_label_survives_both_layouts(tmp_path: Path) -> None:
    label = PhysicsLabel(
        MaterialClass.FOAM,
        2.5e5,
        0.25,
        density_kg_m3=40.0,
        log10_E_std=0.3,
        nu_std=0.05,
        log10_density_std=0.2,
        material_confidence=0.8,
        alt_class=MaterialClass.RUBBER,
        details=(("category", "toy"), ("note", "by eye, “soft”")),
    )
    write_label(tmp_path, label)
    assert read_label(tmp_path) == label
    assert (tmp_path / "phys.json").read_bytes() == (tmp_path / "physical.json").read_bytes()
    assert set(label.to_columns()) <= set(LABEL_COLUMNS)
    assert PhysicsLabel.from_columns(label.to_columns(), "row") == label


def test_the_other_label_file_is_read_where_the_first_is_missing(tmp_path: Path) -> None:
    (tmp_path / "phys.json").write_text(json.dumps(WOOD))
    assert read_label(tmp_path).material_class is MaterialClass.WOOD


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"material": None}, "has no material"),
        ({"material": "Unobtainium"}, "unknown material class 'Unobtainium'; use one of: Wood"),
        ({"E": ""}, "has no E; add it"),
        ({"E": 0}, "youngs_modulus_pa 0 Pa is outside 1 to 1e+13 Pa; give"),
        ({"E": "stiff"}, "E 'stiff' is no number"),
        ({"nu": 0.5}, r"poisson_ratio 0.5 is outside 0 to 0.49; use at most 0.49"),
        ({"nu": "nan"}, "poisson_ratio nan is outside"),
        ({"density_kg_m3": -3}, "density_kg_m3 -3 kg/m³ is outside 1 to 30000 kg/m³; give"),
        ({"material_confidence": 2}, "material_confidence 2 is outside 0 to 1"),
        ({"material": "plastik"}, "unknown material class 'plastik'; did you mean Plastic? use"),
        ({"E": float("nan")}, "youngs_modulus_pa nan Pa is outside"),
        ({"nu": [0.3]}, "nu [0.3] is no number"),
        ({"alt_material": "Jam"}, "unknown material class 'Jam'"),
    ],
)
def test_bad_labels_name_file_value_and_range(
    tmp_path: Path, values: dict[str, object], said: str
) -> None:
    (tmp_path / "physical.json").write_text(json.dumps(WOOD | values))
    with pytest.raises(InputError) as caught:
        read_label(tmp_path)
    assert str(tmp_path / "physical.json") in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize(("text", "said"), [("{", "is no JSON"), ("[3]", "holds no JSON object")])
def test_damaged_label_files_are_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "physical.json").write_text(text)
    with pytest.raises(InputError, match=rf"physical\.json {said}"):
        read_label(tmp_path)


def test_a_missing_label_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"physical\.json is missing, so the object has no label"):
        read_label(tmp_path)
    folder = write_asset_folder(tmp_path / "assets", [{"id": "gso/a", "split": "train"}])
    with pytest.raises(InputError, match=r"labels\.csv: gso/a has no row"):
        AssetIndex.load(folder).assets[0].physics()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"w2c": [[0] * 4] * 3 + [[0, 0, 0, 1]]}, "singular"),
        ({"w2c": np.diag([1, 1, -1, 1]).tolist()}, "left-handed"),
        ({"w2c": np.diag([1.0, 1, 1, 2]).tolist()}, "last row of w2c"),
        ({"w2c": [1, 2]}, "w2c|world_to_camera"),
        ({"w2c": [["a"] * 4] * 4}, "could not convert"),
        ({"fx": float("nan")}, "finite"),
        ({"fy": -5}, "must be > 0"),
        ({"w": 0}, "picture size"),
        ({"h": float("inf")}, "infinity"),
        ({"file_path": "../000.png"}, "lies outside the folder"),
        ({"file_path": "100.png"}, r"100\.png is missing"),
        ({"file_path": 7}, "argument should be a str|expected str"),
    ],
)
def test_bad_poses_name_the_frame(tmp_path: Path, values: dict[str, object], said: str) -> None:
    folder = changed(write_object(tmp_path / "a"), **values)
    with pytest.raises(InputError, match=rf"pose\.json: frame 0: .*({said})"):
        read_poses(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"frames": 3}', '{"frames": []}', '"frames"'])
def test_damaged_pose_files_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "pose.json").write_text(text)
    with pytest.raises(InputError, match=r"pose\.json"):
        read_poses(tmp_path)


def test_missing_pose_file_and_frame_without_a_key_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"pose\.json is missing"):
        read_poses(tmp_path)
    (tmp_path / "pose.json").write_text('{"frames": [{}]}')
    with pytest.raises(InputError, match="frame 0: lacks 'file_path'"):
        read_poses(tmp_path)


def test_pictures_of_another_size_or_without_alpha_are_refused(tmp_path: Path) -> None:
    folder = write_object(tmp_path / "a")
    Image.new("RGBA", (8, 16)).save(folder / "000.png")
    Image.new("RGB", (16, 16)).save(folder / "001.png")
    shown = ObjectFolder.open(folder)
    with pytest.raises(InputError, match=r"000\.png has 8x16 px, pose\.json says 16x16"):
        shown.rgba(0)
    with pytest.raises(InputError, match=r"001\.png is RGB, not RGBA"):
        shown.rgba(1)
    (folder / "000.png").write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"000\.png is no readable picture"):
        shown.rgba(0)
    with pytest.raises(InputError, match=r"000\.npz is missing"):
        shown.surfaces(0)


def test_a_reference_clip_is_kept_with_prompt_and_model(tmp_path: Path) -> None:
    folder = write_object(tmp_path / "a")
    clip = folder / "reference.mp4"
    clip.write_bytes(b"clip")
    about = ObjectDescription("a", "seed 1", (), Reference(clip, "it falls", "some-video-model"))
    about.write(folder)
    assert json.loads((folder / "object.json").read_text())["reference"]["path"] == "reference.mp4"
    assert ObjectFolder.open(folder).description == about
    clip.unlink()
    with pytest.raises(
        InputError, match=r"object\.json: reference clip .*reference\.mp4 is missing"
    ):
        ObjectFolder.open(folder)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "Expecting"),
        ('{"version": 9, "id": "a", "origin": "", "columns": {}}', "version 9 is not 1"),
        ('{"version": 1, "id": "a", "columns": {}}', "lacks 'origin'"),
    ],
)
def test_damaged_descriptions_are_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "object.json").write_text(text)
    with pytest.raises(InputError, match=rf"object\.json: {said}"):
        ObjectDescription.read(tmp_path)
