"""What an export leaves out is dimmed while a camera is looked through; the rest is true to it."""

from __future__ import annotations

import numpy as np
import pytest

from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.tools.camera_mask import CameraMask
from studio.controllers.tools.tool import Sketch
from studio.state.orbit_camera import OrbitCamera
from studio.state.picture_frame import outside, picture_frame, safe_frame
from tests.studio.controllers.conftest import Desk

CORNERS_M = np.array([[x, y, z] for x in (-0.3, 0.3) for y in (-0.2, 0.2) for z in (0.1, 0.6)])


class Look:
    """A desk that looks through a camera path."""

    def __init__(self, desk: Desk) -> None:
        desk.open_ball()
        self.state, self.viewport = desk.state, desk.viewport
        self.path = CameraPathController(desk.state, desk.edits, desk.playback)
        self.mask = CameraMask(desk.state, desk.viewport.probe)
        desk.viewport.set_camera(OrbitCamera(distance_m=2.0))
        self.path.add()

    def see(self, pane: tuple[int, int], size_px: tuple[int, int]) -> tuple[Sketch, ...]:
        self.viewport.set_pane(*pane)
        self.state.export.size_px = size_px
        if not self.state.camera_path.look_through:
            self.path.toggle_look_through()
        self.path.update()
        return self.mask.layer()


@pytest.fixture
def look(desk: Desk) -> Look:
    return Look(desk)


@pytest.mark.parametrize("size_px", [(1920, 1080), (1080, 1920), (1024, 1024)])
@pytest.mark.parametrize("pane", [(900, 600), (500, 900)])
def test_the_frame_shows_exactly_what_the_export_shows(
    look: Look, pane: tuple[int, int], size_px: tuple[int, int]
) -> None:
    look.see(pane, size_px)
    frame = picture_frame(pane, size_px[0] / size_px[1])
    shot = look.path.shot_at(0)
    assert shot is not None
    exported, _ = shot.camera(*size_px).project(CORNERS_M)
    scale = (frame.right - frame.left) / size_px[0]
    expected = exported * scale + (frame.left, frame.top)
    assert look.viewport.project(CORNERS_M) == pytest.approx(expected, abs=0.05)


def test_what_is_left_out_is_dimmed_on_two_sides(look: Look) -> None:
    marks = look.see((900, 600), (1080, 1350))
    shades = [mark for mark in marks if mark.kind == "shade"]
    assert len(shades) == 2
    assert marks[-1].text == "1080 × 1350"
    assert [mark.dashed for mark in marks if mark.kind == "line"] == [False, True]
    assert look.see((900, 600), (900, 600))[0].kind == "line"


def test_the_mask_is_switched_off_and_goes_with_the_camera(look: Look) -> None:
    assert look.mask.layer() == ()
    assert look.see((900, 600), (1024, 1024))
    look.path.toggle_mask()
    assert look.mask.layer() == ()
    look.path.toggle_mask()
    look.viewport.orbit(0.1, 0.0)
    look.path.update()
    assert look.mask.layer() == ()
    look.path.go_to(0)
    assert look.mask.layer()


def test_safe_frame_and_veil_fill_the_pane() -> None:
    pane = (800, 600)
    picture = picture_frame(pane, 2.0)
    assert picture == (0.0, 100.0, 800.0, 500.0)
    assert safe_frame(picture) == pytest.approx((40.0, 120.0, 760.0, 480.0))
    veiled = sum((part.right - part.left) * (part.bottom - part.top)
                 for part in outside(picture, pane))  # fmt: skip
    assert veiled == pytest.approx(800 * 600 - 800 * 400)
    assert outside(picture_frame(pane, 4 / 3), pane) == ()
