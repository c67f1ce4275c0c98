"""The camera path: keys, presets, files, looking through it and dragging it, without a window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from render.cameras.easing import Easing
from render.cameras.presets import PRESETS, camera_preset
from studio.controllers.camera_files_controller import CameraFilesController
from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.tools.camera_path_tool import CameraPathTool
from studio.controllers.tools.tool import Button, PointerEvent
from studio.state.camera_angles import angles_of
from studio.state.camera_path import path_over
from studio.state.fly_camera import FlyCamera
from studio.state.orbit_camera import OrbitCamera
from tests.studio.controllers.conftest import Desk, ImmediateFiles

PANE = (640, 480)


class Rig:
    """A desk with a ball, and the controllers of its camera path."""

    def __init__(self, desk: Desk) -> None:
        desk.open_ball()
        desk.viewport.set_pane(*PANE)
        self.desk, self.state = desk, desk.state
        self.path = CameraPathController(desk.state, desk.edits, desk.playback)
        self.files = CameraFilesController(desk.state, self.path, ImmediateFiles())
        self.tool = CameraPathTool(desk.state, self.path, desk.viewport.probe)
        desk.tools.register(self.tool)
        desk.tools.add_layer(self.tool.layer)

    @property
    def keys(self):  # type: ignore[no-untyped-def]
        return self.state.camera_path.keys

    def look(self, azimuth_deg: float) -> None:
        self.desk.viewport.set_camera(OrbitCamera(azimuth_deg=azimuth_deg, distance_m=2.0))

    def take(self, frames: int = 11) -> None:
        self.state.playback.frame_count = self.state.playback.cached_count = frames
        self.state.playback.frame_dt_s = 0.1

    def three_keys(self) -> None:
        self.take()
        for frame, azimuth_deg in ((0, 0.0), (5, 60.0), (10, 120.0)):
            self.state.playback.frame = frame
            self.look(azimuth_deg)
            self.path.add()


@pytest.fixture
def rig(desk: Desk) -> Rig:
    return Rig(desk)


def at(x: float, y: float, button: Button = "left", clicks: int = 1) -> PointerEvent:
    return PointerEvent(x, y, PANE, button, clicks=clicks)


def test_keys_come_from_the_view_and_the_playhead(rig: Rig) -> None:
    rig.three_keys()
    assert [key.time_s for key in rig.keys] == pytest.approx([0, 0.5, 1.0])
    assert rig.keys[1].target_m == (0.0, 0.0, 0.25)
    assert rig.state.camera_path.selected == 2
    seen = OrbitCamera(azimuth_deg=60, distance_m=2.0).camera(64, 48)
    path = rig.state.camera_path.path
    assert path is not None
    np.testing.assert_allclose(
        path.camera(0.5, 64, 48).world_to_camera, seen.world_to_camera, atol=1e-5
    )


def test_a_key_under_the_playhead_is_overwritten(rig: Rig) -> None:
    rig.three_keys()
    rig.path.set_easing(2, Easing.EASE_OUT)
    rig.look(90)
    rig.path.add()
    assert len(rig.keys) == 3
    assert rig.keys[2].easing is Easing.EASE_OUT
    rig.path.select(0)
    rig.path.overwrite()
    assert rig.keys[0].position_m == pytest.approx(rig.keys[2].position_m)


def test_every_change_can_be_undone(rig: Rig) -> None:
    rig.three_keys()
    start = rig.keys
    changes = (
        lambda: rig.path.set_time(0, 0.7),
        lambda: rig.path.set_position(0, (3.0, 0.0, 1.0)),
        lambda: rig.path.set_target(1, (0.1, 0.0, 0.3)),
        lambda: rig.path.set_angles(1, 30.0, -10.0),
        lambda: rig.path.set_fov(1, 30.0),
        lambda: rig.path.set_roll(1, 15.0),
        lambda: rig.path.set_hold(1, 0.2),
        lambda: rig.path.set_easing(1, Easing.HOLD),
        lambda: rig.path.duplicate(0),
        lambda: rig.path.remove(1),
        rig.path.clear,
        rig.path.fit_to_take,
        lambda: rig.files.start_from("turntable"),
    )
    for change in changes:
        rig.path.select(1)
        steps = rig.state.history.position
        change()
        if rig.keys != start:
            assert rig.state.history.position == steps + 1
            rig.desk.edits.undo()
        assert rig.keys == start
        rig.desk.edits.clear()


def test_times_sort_keys_and_selection_follows(rig: Rig) -> None:
    rig.three_keys()
    rig.path.set_time(0, 0.8)
    assert [key.time_s for key in rig.keys] == pytest.approx([0.5, 0.8, 1.0])
    assert rig.state.camera_path.selected == 1
    rig.path.set_time(1, 0.5)
    assert len(rig.keys) == 3


def test_what_cannot_be_is_refused_in_words(rig: Rig) -> None:
    rig.three_keys()
    before = rig.keys
    rig.path.set_fov(0, 200.0)
    rig.path.set_target(0, rig.keys[0].position_m)
    assert rig.keys == before
    assert "field of view" in rig.desk.texts[0]
    assert "coincide" in rig.desk.texts[1]
    rig.path.select(None)
    rig.state.playback.frame = 3
    rig.path.remove()
    assert rig.keys == before


def test_aiming_by_angles_shows_the_same(rig: Rig) -> None:
    rig.three_keys()
    before = rig.keys[1]
    rig.path.aim_at_target(1, targeted=False)
    free = rig.keys[1]
    assert free.target_m is None
    assert angles_of(free) == pytest.approx(angles_of(before), abs=0.01)
    rig.path.aim_at_target(1, targeted=True)
    assert angles_of(rig.keys[1]) == pytest.approx(angles_of(before), abs=0.01)


def test_look_through_follows_the_playhead_until_the_person_moves(rig: Rig) -> None:
    rig.three_keys()
    rig.path.set_roll(1, 20)
    rig.path.toggle_look_through()
    for frame in (0, 5, 10):
        rig.state.playback.frame = frame
        rig.path.update()
        path = rig.state.camera_path.path
        assert path is not None
        shown = rig.desk.viewport.view().camera
        wanted = path_over(path, 1.0).frame_camera(frame, 11, *PANE)
        np.testing.assert_allclose(shown.world_to_camera, wanted.world_to_camera, atol=1e-4)
    rig.desk.viewport.orbit(0.1, 0.0)
    assert rig.state.viewport.through is None
    rig.path.update()
    assert not rig.state.camera_path.look_through
    assert isinstance(rig.state.viewport.camera, OrbitCamera)


def test_leaving_look_through_goes_back_to_the_persons_view(rig: Rig) -> None:
    rig.three_keys()
    before = rig.state.viewport.camera
    rig.path.toggle_look_through()
    rig.path.update()
    rig.path.toggle_look_through()
    assert rig.state.viewport.seen_through == before
    rig.path.toggle_look_through()
    rig.path.clear()
    rig.path.update()
    assert not rig.state.camera_path.look_through
    assert rig.state.viewport.seen_through == before


def test_going_to_a_key_keeps_its_roll(rig: Rig) -> None:
    rig.three_keys()
    rig.path.set_roll(0, 30)
    rig.path.step(1)
    assert rig.state.playback.frame == 5
    rig.path.step(-1)
    assert rig.state.playback.frame == 0
    path = rig.state.camera_path.path
    assert path is not None
    np.testing.assert_allclose(
        rig.desk.viewport.view().camera.world_to_camera,
        path.camera(0, *PANE).world_to_camera,
        atol=1e-5,
    )


def test_flights_become_keys_with_a_direction(rig: Rig) -> None:
    rig.desk.viewport.set_camera(FlyCamera((1, 2, 3), heading_deg=200, pitch_deg=-30))
    rig.path.add()
    assert rig.keys[0].target_m is None
    assert angles_of(rig.keys[0]) == pytest.approx((200, -30), abs=0.01)


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_presets_become_keys_that_fly_alike(rig: Rig, preset: str) -> None:
    rig.take(51)
    rig.files.start_from(preset)
    path = rig.state.camera_path.path
    document = rig.state.document
    assert path is not None
    motion = camera_preset(
        preset,
        np.array([rig.state.viewport.bounds], np.float32),
        azimuth_deg=document.view_azimuth_deg,
        elevation_deg=document.view_elevation_deg,
    )
    fly = path_over(path, rig.path.length_s)
    for frame in range(0, 51, 3):
        wanted = motion.frame_camera(frame, 51, 64, 64)
        found = fly.frame_camera(frame, 51, 64, 64)
        away = np.linalg.norm(wanted.position)
        assert np.linalg.norm(found.position - wanted.position) < 0.02 * away
        assert float(found.forward @ wanted.forward) > 0.999


def test_paths_go_through_files(rig: Rig, tmp_path: Path) -> None:
    rig.three_keys()
    rig.path.set_loop(True)
    before = rig.keys
    file = tmp_path / "path.json"
    rig.files.write(file)
    rig.path.clear()
    rig.path.set_loop(False)
    rig.files.read(file)
    assert rig.keys == before
    assert rig.state.camera_path.loop
    script = tmp_path / "path.py"
    rig.files.write(script)
    assert "bpy" in script.read_text()
    rig.files.read(script)
    rig.files.write(tmp_path / "path.fbx")
    assert "written, not read" in rig.desk.texts[-2]
    assert "choose one of" in rig.desk.texts[-1]


def test_a_drag_moves_a_key_in_the_view_plane_as_one_step(rig: Rig) -> None:
    rig.three_keys()
    rig.desk.viewport.set_camera(OrbitCamera(distance_m=6.0, elevation_deg=50.0, azimuth_deg=30))
    rig.desk.tools.choose("camera-path")
    key = rig.keys[1]
    x, y = (float(v) for v in rig.desk.viewport.project([key.position_m])[0])
    steps = rig.state.history.position
    assert rig.desk.tools.press(at(x + 2, y))
    rig.desk.tools.move(at(x + 30, y))
    rig.desk.tools.release(at(x + 40, y - 25))
    moved = rig.keys[1]
    np.testing.assert_allclose(
        rig.desk.viewport.project([moved.position_m])[0], (x + 40, y - 25), atol=0.1
    )
    shift = np.array(moved.position_m) - key.position_m
    assert abs(shift @ rig.desk.viewport.probe.camera.forward) < 1e-4
    assert moved.target_m == key.target_m
    assert rig.state.history.position == steps + 1
    assert not rig.desk.tools.press(at(3, 3))


def test_the_target_of_the_selected_key_is_dragged_and_escape_puts_it_back(rig: Rig) -> None:
    rig.three_keys()
    rig.desk.viewport.set_camera(OrbitCamera(distance_m=6.0, elevation_deg=50.0, azimuth_deg=30))
    rig.desk.tools.choose("camera-path")
    rig.path.select(0)
    before = rig.keys
    x, y = (float(v) for v in rig.desk.viewport.project([before[0].target_m])[0])
    assert rig.desk.tools.press(at(x, y))
    rig.desk.tools.move(at(x + 20, y))
    assert rig.keys[0].target_m != before[0].target_m
    assert rig.desk.tools.key("Escape")
    assert rig.keys == before
    assert rig.desk.tools.key("Delete")
    assert len(rig.keys) == 2


def test_the_path_is_drawn_below_other_tools_unless_hidden(rig: Rig) -> None:
    rig.three_keys()
    rig.desk.viewport.set_camera(OrbitCamera(distance_m=6.0, elevation_deg=50.0))
    quiet = rig.desk.tools.sketch()
    assert quiet
    assert not any(mark.kind == "handle" for mark in quiet)
    rig.desk.tools.choose("camera-path")
    drawn = rig.desk.tools.sketch()
    assert sum(mark.kind == "handle" for mark in drawn) == 4
    assert sorted(mark.text for mark in drawn if mark.kind == "text") == ["1", "2", "3"]
    rig.desk.tools.choose("navigate")
    rig.path.toggle_drawn()
    assert rig.desk.tools.sketch() == ()
    rig.path.toggle_drawn()
    rig.path.toggle_look_through()
    rig.path.update()
    assert rig.desk.tools.sketch() == ()


def test_fitting_a_loop_fills_the_take_with_its_way_back(rig: Rig) -> None:
    rig.three_keys()
    rig.take(41)
    rig.path.set_loop(True)
    rig.path.fit_to_take()
    path = rig.state.camera_path.path
    assert path is not None
    assert path.duration_s == pytest.approx(4.0)
    assert replace(path, loop=False).keyframes[0].time_s == 0
