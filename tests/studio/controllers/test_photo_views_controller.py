"""Pictures of other sides, poses and models of a photo, without a window."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.state.photo import PHOTO
from studio.state.resolve_photo import resolve_photo
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.photo_desk import PhotoDesk, open_photo_desk


@pytest.fixture
def photo_desk(desk: Desk, tmp_path: Path) -> PhotoDesk:
    return open_photo_desk(desk, tmp_path)


def test_pictures_of_other_sides_are_copied_placed_and_ordered(
    photo_desk: PhotoDesk, tmp_path: Path
) -> None:
    views = photo_desk.views
    files = []
    for name in ("back.png", "side.png"):
        Image.new("RGB", (40, 30)).save(tmp_path / name)
        files.append(tmp_path / name)
    views.add_pictures(files)
    assert [view.picture for view in views.views] == [
        PHOTO, Path("views/back.png"), Path("views/side.png"),
    ]  # fmt: skip
    assert [view.azimuth_deg for view in views.views] == [0.0, 180.0, 90.0]
    assert (photo_desk.path / "views" / "back.png").is_file()
    views.set_place(2, azimuth_deg=100.0, distance=2.0)
    views.move(2, -1)
    assert views.views[1].azimuth_deg == 100.0
    rows = resolve_photo(photo_desk.desk.state).views
    assert [row.title for row in rows] == ["The photo", "side.png", "back.png"]
    request = photo_desk.prediction.request()
    assert request.views == views.views
    assert request.elevation_deg == 12.0
    views.remove(1)
    views.remove(1)
    assert views.views == ()
    photo_desk.desk.edits.undo()
    assert len(views.views) == 2
    views.add_pictures([tmp_path / "gone.png"])
    assert "gone.png" in photo_desk.desk.texts[-1]


def test_a_pose_file_gives_views_with_their_cameras(photo_desk: PhotoDesk, tmp_path: Path) -> None:
    from render.camera import Camera

    camera = Camera.orbit(
        (0, 0, 0), radius=1.7, azimuth_deg=40, elevation_deg=15, width=64, height=64
    )
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[20:40, 20:40] = (200, 60, 40, 255)
    Image.fromarray(pixels).save(tmp_path / "000.png")
    frame = {"file_path": "000.png", "w2c": camera.world_to_camera.tolist(), "w": 64, "h": 64}
    frame |= {"fx": 64.0, "fy": 64.0, "cx": 32.0, "cy": 32.0}
    pose = tmp_path / "pose.json"
    pose.write_text(json.dumps({"frames": [frame]}), encoding="utf-8")
    photo_desk.views.open_poses(pose)
    (view,) = photo_desk.views.views
    assert view.given is not None
    assert view.given.size_px == (64, 64)
    np.testing.assert_allclose(
        np.reshape(view.given.world_to_camera, (4, 4)), camera.world_to_camera, atol=1e-6
    )
    assert photo_desk.prediction.request().size_m is None  # the scale of the poses
    pose.write_text("[]", encoding="utf-8")
    photo_desk.views.open_poses(pose)
    assert "is no pose file" in photo_desk.desk.texts[-1]
    assert len(photo_desk.views.views) == 1


def test_models_are_chosen_remembered_and_described(photo_desk: PhotoDesk, tmp_path: Path) -> None:
    desk, views = photo_desk.desk, photo_desk.views
    views.update()
    card = resolve_photo(desk.state).card
    assert "What it does." in card.text
    assert "shape network" in card.text
    assert card.problem == ""
    checkpoint = tmp_path / "physgm.safetensors"
    header = json.dumps({"a": {"dtype": "F16", "shape": [3, 4], "data_offsets": [0, 24]}})
    checkpoint.write_bytes(len(header).to_bytes(8, "little") + header.encode() + bytes(24))
    views.choose_model(str(checkpoint))
    views.set_model_option("device", "cuda")
    views.update()
    assert "no PhysGM network" in resolve_photo(desk.state).card.problem
    assert desk.preferences.value.recent_models == (str(checkpoint),)
    assert photo_desk.prediction.request().model.device == "cuda"
    views.choose_model("embedded")
    assert photo_desk.wishes.model.device == "cpu"
    assert resolve_photo(desk.state).recent_models == (str(checkpoint),)
    views.choose_model(str(tmp_path / "gone.pt"))
    views.update()
    card = resolve_photo(desk.state).card
    assert "is no model" in card.problem
    assert card.rows == ()
