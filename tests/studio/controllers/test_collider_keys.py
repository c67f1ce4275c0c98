"""Keys of colliders: added in the pose that holds, kept in order, changed in one step each."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup
from studio.state.collider_keys import collider, key_values, motion_of, with_key, without_key
from studio.state.conditions import conditions
from studio.state.scene_parts import Thing
from studio.state.timeline import ColliderKey
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.timeline_desk import TimelineDesk

STILL = (1.0, 0.0, 0.0, 0.0)
FALLING = Keyframes((0.0, 0.4), ((0, 0, 1.0), (0, 0, 0.0)), (STILL, STILL))
HAMMER = Thing(1, "hammer", Obstacle(Box((0.1, 0.1, 0.1)), motion=FALLING))


@pytest.fixture
def line(desk: Desk, tmp_path: Path) -> TimelineDesk:
    line = TimelineDesk(desk, tmp_path)
    with desk.edits.step("Add hammer"):
        line.state.scene.things = (HAMMER,)
    return line


def motion(line: TimelineDesk) -> Keyframes:
    thing = collider(line.state.scene, 1)
    assert thing is not None
    return motion_of(thing)


def test_a_key_is_added_where_the_collider_is_then() -> None:
    added, part = with_key(FALLING, 0.1)
    assert part == 1
    assert added.positions_m[1] == pytest.approx((0, 0, 0.75))
    assert with_key(added, 0.1004)[1] == 1
    late, last = with_key(FALLING, 9.0)
    assert (last, late.positions_m[2]) == (2, (0.0, 0.0, 0.0))
    assert without_key(added, 1) == FALLING
    assert without_key(Keyframes(), 0) == Keyframes()


def test_the_chosen_collider_gets_a_key_at_the_playhead(line: TimelineDesk) -> None:
    assert "collider" not in conditions(line.state)
    line.state.scene.chosen = "thing-1"
    assert "collider" in conditions(line.state)
    line.playback.seek(4)
    line.colliders.add()
    assert motion(line).times_s == pytest.approx((0.0, 0.16, 0.4))
    assert line.state.timeline.chosen_key == ColliderKey(1, 1)
    assert line.state.history.edits[-1].label == "Add collider key"


def test_entries_are_one_step_each_and_stay_in_order(line: TimelineDesk) -> None:
    key = ColliderKey(1, 1)
    line.colliders.choose(key)
    line.colliders.set_time(key, -3.0)
    assert motion(line).times_s[1] == pytest.approx(1e-3)
    line.colliders.set_position(key, 0, 0.25)
    line.colliders.set_angle(key, 2, math.pi / 2)
    values = key_values(line.state)
    assert values is not None
    assert values.position_m == pytest.approx((0.25, 0, 0))
    assert values.angles_rad == pytest.approx((0, 0, math.pi / 2))
    for _ in range(3):
        line.desk.edits.undo()
    assert motion(line) == FALLING


def test_what_is_out_of_range_is_refused_with_its_reason(line: TimelineDesk) -> None:
    line.colliders.set_position(ColliderKey(1, 0), 0, 1e12)
    assert motion(line) == FALLING
    assert "position of a keyframe" in line.state.notices.notices[-1].text


def test_the_last_key_stays_and_others_go(line: TimelineDesk) -> None:
    line.colliders.choose(ColliderKey(1, 1))
    assert "collider-key" in conditions(line.state)
    line.colliders.delete()
    assert motion(line).times_s == (0.0,)
    assert line.state.timeline.chosen_key is None
    line.colliders.delete(ColliderKey(1, 0))
    assert len(motion(line).times_s) == 1


def test_colliders_of_the_projects_own_scene_are_edited_too(line: TimelineDesk) -> None:
    with line.desk.edits.step("Forget"):
        line.state.scene.things = None
    line.state.scene.base = SceneSetup(obstacles=(HAMMER.value,))  # type: ignore[arg-type]
    line.colliders.add(1, 0.2)
    assert motion(line).times_s == pytest.approx((0.0, 0.2, 0.4))
    assert line.state.scene.things is not None
