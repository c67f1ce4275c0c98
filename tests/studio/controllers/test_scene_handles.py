"""Knobs in the viewport: sizes of boxes and walls, ways of winds, pushes and gravity."""

from __future__ import annotations

import numpy as np
import pytest

from sim.scene.forces import Wind
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Capsule, HalfSpace, Sphere
from studio.controllers.scene_controller import SceneController
from studio.controllers.tools.scene_handles import LEAST_M, Handle, handles_of
from studio.controllers.tools.tool import PointerEvent
from studio.state.resolve_scene import form_lines, form_value
from studio.state.scene_fields import Choice
from studio.state.scene_mapping import object_box, world_of
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def scene(desk: Desk) -> SceneController:
    desk.open_ball()
    desk.viewport.set_pane(640, 480)
    desk.tools.choose("scene")
    return desk.scene


def handles(desk: Desk) -> tuple[Handle, ...]:
    return handles_of(form_value(desk.state), object_box(desk.state))


def drag(desk: Desk, handle: Handle, to_m: object, *, keep: bool = True) -> None:
    """Drag a handle to where a point of space is seen."""
    (x, y), (a, b) = desk.viewport.probe.project(np.stack([handle.place_m, to_m]))  # type: ignore[list-item]
    assert desk.tools.press(PointerEvent(x, y, (640, 480), "left"))
    desk.tools.move(PointerEvent((x + a) / 2, (y + b) / 2, (640, 480), "left"))
    desk.tools.move(PointerEvent(a, b, (640, 480), "left"))
    if keep:
        desk.tools.release(PointerEvent(a, b, (640, 480), "left"))
    else:
        assert desk.tools.key("Escape")


def test_a_face_of_a_box_is_dragged_and_the_opposite_one_stays(
    desk: Desk, scene: SceneController
) -> None:
    scene.add("box")
    old = desk.state.scene.all_things[0].value
    assert isinstance(old, Obstacle)
    assert isinstance(old.shape, Box)
    before = desk.state.history.position
    top = max(handles(desk), key=lambda handle: handle.place_m[2])
    drag(desk, top, np.add(top.place_m, (0.0, 0.0, 0.2)))
    new = desk.state.scene.all_things[0].value
    assert isinstance(new, Obstacle)
    assert isinstance(new.shape, Box)
    assert new.shape.half_extents_m[2] == pytest.approx(old.shape.half_extents_m[2] + 0.1, abs=2e-3)
    low = [shape.center_m[2] - shape.half_extents_m[2] for shape in (old.shape, new.shape)]
    assert low[0] == pytest.approx(low[1])
    assert new.shape.half_extents_m[:2] == old.shape.half_extents_m[:2]
    assert desk.state.history.position == before + 1
    desk.edits.undo()
    assert desk.state.scene.all_things[0].value == old


def test_the_simulation_box_and_gravity_are_dragged(desk: Desk, scene: SceneController) -> None:
    scene.choose("world")
    walls = next(line for line in form_lines(desk.state) if line.key == "domain")
    assert isinstance(walls, Choice)
    scene.set_choice(walls, "on")
    before = world_of(desk.state.scene).domain
    top = max((one for one in handles(desk) if one.axis is not None), key=lambda h: h.place_m[2])
    drag(desk, top, np.add(top.place_m, (0.0, 0.0, 0.1)))
    after = world_of(desk.state.scene).domain
    assert before is not None
    assert after is not None
    assert after.half_extents_m[2] == pytest.approx(before.half_extents_m[2] + 0.05, abs=2e-3)
    (pull,) = (one for one in handles(desk) if one.axis is None)
    assert pull.tail_m is not None
    drag(desk, pull, 2 * pull.tail_m - pull.place_m)
    turned = world_of(desk.state.scene).gravity_m_s2
    assert np.linalg.norm(turned) == pytest.approx(9.81)
    assert turned[2] > 8.0
    (pull,) = (one for one in handles(desk) if one.axis is None)
    drag(desk, pull, np.add(pull.place_m, (0.3, 0.0, 0.0)), keep=False)
    assert world_of(desk.state.scene).gravity_m_s2 == turned


def test_a_wind_is_turned_and_keeps_its_speed(desk: Desk, scene: SceneController) -> None:
    scene.add("wind")
    (tip,) = handles(desk)
    assert tip.tail_m is not None
    right = desk.viewport.probe.camera.world_to_camera[0, :3].astype(float)
    length = float(np.linalg.norm(tip.place_m - tip.tail_m))
    drag(desk, tip, tip.tail_m + length * right)
    wind = desk.state.scene.all_things[0].value
    assert isinstance(wind, Wind)
    assert np.linalg.norm(wind.velocity_m_s) == pytest.approx(3.0)
    assert float(np.array(wind.velocity_m_s) @ right) > 2.0
    assert sum(mark.kind == "handle" for mark in desk.tools.sketch()) == 1  # nothing moves a wind


@pytest.mark.parametrize(
    ("shape", "number", "way", "field", "value"),
    [
        (Sphere(0.2), 0, (0.1, 0.0, 0.0), "radius_m", 0.3),
        (Sphere(0.2), 0, (-1.0, 0.0, 0.0), "radius_m", LEAST_M),
        (Capsule(0.1, 0.2), 1, (0.0, 0.0, 0.05), "half_length_m", 0.25),
        (HalfSpace((0.0, 0.0, 1.0)), 0, (5.0, 0.0, 0.0), "normal", (1.0, 0.0, 0.0)),
    ],
)
def test_shapes_are_changed_by_their_handles(
    shape: Sphere | Capsule | HalfSpace, number: int, way: object, field: str, value: object
) -> None:
    found = handles_of(Obstacle(shape), ((-0.5, -0.5, 0.0), (0.5, 0.5, 1.0)))
    changed = found[number].write(Obstacle(shape), np.array(way))
    assert getattr(changed.shape, field) == pytest.approx(value)
