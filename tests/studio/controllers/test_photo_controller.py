"""Mask, camera, size and predicting again, without a window."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.mask_edits import MaskFill, MaskGrowth, MaskPolygon, MaskStroke
from sim.project import Project
from studio.controllers.photo_pointer import roll_of_level
from studio.jobs.requests import PredictRequest
from studio.jobs.view_messages import SceneRef
from studio.state.bitmask import BitMask
from studio.state.conditions import checked, conditions
from studio.state.resolve_photo import horizon, resolve_canvas, resolve_photo
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.photo_desk import PhotoDesk, open_photo_desk
from tests.studio.photo_project import predict_anew
from tests.studio.synthetic_project import make_project, write_take


@pytest.fixture
def photo_desk(desk: Desk, tmp_path: Path) -> PhotoDesk:
    return open_photo_desk(desk, tmp_path)


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
