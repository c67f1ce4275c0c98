"""Mask, camera, size, views and predicting again, without a window."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.mask_edits import MaskFill, MaskGrowth, MaskPolygon, MaskStroke
from render.errors import InputError
from sim.project import Project
from studio.controllers.photo_controller import PhotoController
from studio.controllers.photo_pointer import PhotoPointer, roll_of_level
from studio.controllers.photo_prediction import PhotoPrediction
from studio.controllers.photo_views_controller import PhotoViewsController
from studio.jobs.mask_preview import MaskPreview
from studio.jobs.model_card import read_model_facts
from studio.jobs.requests import PredictRequest
from studio.jobs.view_messages import SceneDescribed, SceneRef
from studio.state.bitmask import BitMask
from studio.state.conditions import checked, conditions
from studio.state.model_facts import ModelFacts
from studio.state.photo import PHOTO, PhotoWishes
from studio.state.resolve_photo import horizon, resolve_canvas, resolve_photo
from tests.studio.controllers.conftest import BOUNDS, Desk, ImmediateFiles
from tests.studio.photo_project import make_photo_project, predict_anew
from tests.studio.synthetic_project import make_project, write_take


class ReadAtOnce:
    """Reads files of models while it is asked."""

    def __init__(self) -> None:
        self._answer: ModelFacts | str | None = None

    def ask(self, name: str) -> None:
        try:
            self._answer = read_model_facts(name)
        except InputError as error:
            self._answer = str(error)

    def poll(self) -> ModelFacts | str | None:
        answer, self._answer = self._answer, None
        return answer

    def close(self) -> None:
        pass


@dataclass
class PhotoDesk:
    """The photo's controllers on a desk with an open photo project."""

    desk: Desk
    photo: PhotoController
    pointer: PhotoPointer
    views: PhotoViewsController
    prediction: PhotoPrediction
    preview: MaskPreview
    path: Path

    @property
    def wishes(self) -> PhotoWishes:
        return self.desk.state.photo.wishes

    def mask(self) -> np.ndarray:  # type: ignore[type-arg]
        """The mask of the present edits, 0 to 255."""
        self.photo.update()
        while self.preview.busy:
            self.photo.update()
        mask = self.photo.mask
        assert mask is not None
        return np.frombuffer(mask.coverage, np.uint8).reshape(mask.height, mask.width)


@pytest.fixture
def photo_desk(desk: Desk, tmp_path: Path) -> PhotoDesk:
    path = make_photo_project(tmp_path / "Ball.p4d").path
    files, preview = ImmediateFiles(), MaskPreview()
    photo = PhotoController(desk.state, desk.edits, desk.placement, files, preview)
    made = PhotoDesk(
        desk,
        photo,
        PhotoPointer(desk.state, photo),
        PhotoViewsController(desk.state, photo, desk.preferences, files, ReadAtOnce()),
        PhotoPrediction(desk.state, desk.jobs, desk.takes, desk.edits, photo, files),
        preview,
        path,
    )
    desk.document.open_path(path)
    desk.takes.take_description(SceneDescribed(SceneRef(path), 400, BOUNDS))
    photo.update()
    return made


def test_the_facts_of_a_photo_are_read_and_those_of_a_splat_are_not(
    photo_desk: PhotoDesk, tmp_path: Path
) -> None:
    facts = photo_desk.desk.state.photo.facts
    assert facts is not None
    assert (facts.size_px, facts.fov_deg, facts.elevation_deg) == ((160, 120), 40.0, 12.0)
    assert "photo-mask" in conditions(photo_desk.desk.state)
    project = make_project(tmp_path / "Splat.p4d")
    project.save(replace(project.manifest, mask=None, physics=None))
    photo_desk.desk.document.open_path(project.path)
    photo_desk.photo.update()
    assert photo_desk.desk.state.photo.facts is None
    assert "splat file" in resolve_photo(photo_desk.desk.state).hint
    assert "photo-mask" not in conditions(photo_desk.desk.state)


def test_every_stroke_is_one_step_that_can_be_undone(photo_desk: PhotoDesk) -> None:
    desk, pointer, photo = photo_desk.desk, photo_desk.pointer, photo_desk.photo
    photo.watch(True)
    before = photo_desk.mask()
    photo.set_brush(0.05)
    pointer.press((0.1, 0.1))
    for step in range(40):
        pointer.move((0.1 + 0.005 * step, 0.1))
    assert len(desk.state.photo.draft) > 5
    pointer.release()
    (stroke,) = photo_desk.wishes.mask_edits
    assert isinstance(stroke, MaskStroke)
    assert stroke.adds
    painted = photo_desk.mask()
    assert painted[16, 16] == 255 != before[16, 16]
    assert desk.state.history.undo_label == "Paint the mask"
    desk.edits.undo()
    assert photo_desk.wishes.mask_edits == ()
    assert np.array_equal(photo_desk.mask(), before)


def test_the_second_button_and_the_eraser_take_away(photo_desk: PhotoDesk) -> None:
    pointer, photo = photo_desk.pointer, photo_desk.photo
    for tool, other, adds in (
        ("brush", False, True),
        ("brush", True, False),
        ("eraser", False, False),
        ("eraser", True, True),
    ):
        photo.set_tool(tool)  # type: ignore[arg-type]
        pointer.press((0.5, 0.4), other=other)
        pointer.release()
        edit = photo_desk.wishes.mask_edits[-1]
        assert isinstance(edit, MaskStroke)
        assert edit.adds is adds


def test_an_outline_is_closed_taken_back_and_given_up(photo_desk: PhotoDesk) -> None:
    desk, pointer = photo_desk.desk, photo_desk.pointer
    photo_desk.photo.set_tool("polygon")
    for place in ((0.1, 0.1), (0.3, 0.1), (0.3, 0.3), (0.9, 0.9)):
        pointer.press(place)
        pointer.release()
    assert pointer.back()
    assert not pointer.drawing
    assert pointer.close_outline(adds=False)
    assert photo_desk.wishes.mask_edits == (
        MaskPolygon(((0.1, 0.1), (0.3, 0.1), (0.3, 0.3)), adds=False),
    )
    pointer.press((0.5, 0.5))
    assert not pointer.close_outline()
    assert pointer.abandon()
    assert desk.state.photo.draft == ()
    for place in ((0.1, 0.1), (0.3, 0.1), (0.3, 0.3), (0.101, 0.1)):
        pointer.press(place, reach=0.01)
    assert isinstance(photo_desk.wishes.mask_edits[-1], MaskPolygon)


def test_the_whole_mask_grows_is_filled_and_reset(photo_desk: PhotoDesk) -> None:
    photo = photo_desk.photo
    photo.grow(1)
    photo.grow(-2)
    photo.feather()
    photo.invert()
    photo.fill(True)
    first, second, *_, last = photo_desk.wishes.mask_edits
    assert isinstance(first, MaskGrowth)
    assert isinstance(second, MaskGrowth)
    assert first.distance > 0 > second.distance
    assert last == MaskFill(True)
    photo.watch(True)
    assert photo_desk.mask().min() == 255
    assert "mask-edited" in conditions(photo_desk.desk.state)
    photo.reset_mask()
    assert photo_desk.wishes.mask_edits == ()
    assert len(photo_desk.desk.state.history.edits) == 6


def test_the_size_scales_the_object_and_predicts_nothing(photo_desk: PhotoDesk) -> None:
    desk = photo_desk.desk
    photo_desk.photo.set_size(1.5)
    assert desk.state.placement.pose.scale == pytest.approx(3.0)
    assert desk.state.placement.pose.translation_m == pytest.approx((0, 0, 0))
    assert resolve_photo(desk.state).size_m == pytest.approx(1.5)
    assert desk.runner.requests == {}
    assert not desk.state.photo.changed
    desk.edits.undo()
    assert resolve_photo(desk.state).size_m == pytest.approx(0.5)


def test_a_line_of_known_length_gives_the_size(photo_desk: PhotoDesk) -> None:
    photo, pointer = photo_desk.photo, photo_desk.pointer
    photo.watch(True)
    photo_desk.mask()
    photo.set_tool("measure")
    pointer.press((0.4, 0.3))
    pointer.release()
    assert photo.line_length_m() is None
    pointer.press((0.7, 0.3))
    pointer.release()
    assert photo.line_length_m() == pytest.approx(0.25, rel=0.02)  # the disc is .6 wide for .5 m
    photo.set_line_length(0.1)
    assert resolve_photo(photo_desk.desk.state).size_m == pytest.approx(0.2, rel=0.02)


def test_a_level_line_sets_the_roll_and_the_horizon_follows(photo_desk: PhotoDesk) -> None:
    photo_desk.photo.set_tool("level")
    photo_desk.pointer.press((0.2, 0.4))
    photo_desk.pointer.move((0.6, 0.3))
    photo_desk.pointer.release()
    roll = photo_desk.wishes.roll_deg
    assert roll == pytest.approx(np.degrees(np.arctan2(0.1, 0.4)), abs=0.01)
    assert roll_of_level(((0.6, 0.3), (0.2, 0.4))) == pytest.approx(roll, abs=0.01)
    _, along = horizon(resolve_canvas(photo_desk.desk.state), (0.5, 0.4))
    assert along[1] / along[0] == pytest.approx(-0.25, rel=0.01)


def test_the_horizon_lies_where_the_elevation_says(photo_desk: PhotoDesk) -> None:
    photo_desk.photo.set_fov(60.0)
    photo_desk.photo.set_elevation(10.0)
    place, along = horizon(resolve_canvas(photo_desk.desk.state), (0.5, 0.5))
    focal = 0.5 * 0.75 / np.tan(np.radians(30))
    assert place == pytest.approx((0.5, 0.5 - focal * np.tan(np.radians(10))))
    assert along == pytest.approx((1, 0))


def test_found_values_come_back_after_a_prediction_with_others(photo_desk: PhotoDesk) -> None:
    desk = photo_desk.desk
    view = resolve_photo(desk.state)
    assert (view.fov_text, view.elevation_text) == ("found: 40.0°", "predicted: 12.0°")
    photo_desk.photo.set_fov(70.0)
    photo_desk.photo.set_elevation(25.0)
    photo_desk.prediction.predict_again()
    desk.end_job(result=predict_anew(photo_desk.path))
    photo_desk.photo.update()
    assert resolve_photo(desk.state).elevation_text == "predicted: 12.0°"
    photo_desk.photo.reset_camera()
    request = photo_desk.prediction.request()
    assert request.camera.vertical_fov_deg == 40.0
    assert request.elevation_deg is None


def test_predicting_again_keeps_takes_and_edits(photo_desk: PhotoDesk) -> None:
    desk = photo_desk.desk
    write_take(Project.open(photo_desk.path), "take-1")
    desk.document.open_path(photo_desk.path)
    photo_desk.photo.update()
    desk.distribution.set_locked("youngs_modulus_pa", True)
    photo_desk.photo.fill(True)
    photo_desk.photo.set_elevation(30.0)
    with desk.edits.step("Hide"):
        desk.state.selection.hidden = BitMask.full(400)
    position = desk.state.history.position
    photo_desk.prediction.predict_again()
    request = desk.runner.last
    assert isinstance(request, PredictRequest)
    assert (request.project, request.photo) == (photo_desk.path, photo_desk.path / "photo.png")
    assert request.mask_edits == (MaskFill(True),)
    assert (request.elevation_deg, request.size_m) == (30.0, 0.5)
    assert "predictable" not in conditions(desk.state)
    photo_desk.prediction.predict_again()
    assert len(desk.runner.requests) == 1
    desk.end_job(result=predict_anew(photo_desk.path))
    photo_desk.photo.update()
    assert not desk.state.photo.changed
    assert [take.name for take in desk.state.document.takes] == ["take-1"]
    assert desk.state.material.is_edited()
    assert desk.state.selection.hidden is None
    assert desk.state.history.position == position + 1
    assert desk.state.photo.facts is not None
    assert desk.state.photo.facts.elevation_deg == 25.0
    assert desk.view.described[-1] == SceneRef(photo_desk.path)
    assert desk.saving.unsaved


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_failed_prediction_leaves_everything(photo_desk: PhotoDesk, *, cancelled: bool) -> None:
    desk = photo_desk.desk
    photo_desk.photo.fill(False)
    before = (desk.state.document.physics, photo_desk.wishes, desk.state.history.position)
    photo_desk.prediction.predict_again()
    desk.end_job(line="" if cancelled else "the mask is empty", cancelled=cancelled)
    after = (desk.state.document.physics, photo_desk.wishes, desk.state.history.position)
    assert after == before
    assert desk.state.photo.changed
    assert desk.state.photo.predicting is None
    notice = desk.state.notices.notices[-1]
    if cancelled:
        assert "Cancelled" in notice.text
    else:
        assert "the mask is empty" in notice.text
        assert notice.remedy is not None
        assert notice.remedy.command == "show-photo"


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


def test_the_wishes_are_saved_with_the_project(photo_desk: PhotoDesk, tmp_path: Path) -> None:
    from studio.state.document_fields import document_fields
    from studio.state.document_values import plain_value, read_value

    desk = photo_desk.desk
    photo_desk.photo.set_tool("polygon")
    for place in ((0.1, 0.1), (0.3, 0.1), (0.3, 0.3)):
        photo_desk.pointer.press(place)
    photo_desk.pointer.close_outline()
    photo_desk.photo.grow(1)
    photo_desk.photo.invert()
    photo_desk.photo.set_roll(3.0)
    photo_desk.views.choose_model(str(tmp_path / "x.pt"))
    (field,) = (f for f in document_fields(desk.state) if f.path == "photo.wishes")
    plain = json.loads(json.dumps(plain_value(field, photo_desk.wishes)))
    assert read_value(field, plain) == photo_desk.wishes


def test_tools_and_overlay_are_switched_on(photo_desk: PhotoDesk) -> None:
    photo_desk.photo.set_tool("eraser")
    assert {"photo-eraser", "photo-overlay"} <= checked(photo_desk.desk.state)
    photo_desk.photo.toggle_overlay()
    assert "photo-overlay" not in checked(photo_desk.desk.state)
