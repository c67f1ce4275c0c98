"""Markers, time remap, rows and branches, driven without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from render.errors import InputError
from sim.scene.forces import Impulse
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box
from studio.jobs.requests import BranchRequest, ResumeRequest, SimulateRequest
from studio.state.conditions import conditions
from studio.state.resolve_timeline import resolve_timeline_parts
from studio.state.scene_parts import Thing
from studio.state.take_list import TakeRow, resolve_takes
from studio.state.take_record import HandSpan, TakeRecord
from studio.state.timeline_rows import ItemKey, row_items
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.timeline_desk import TimelineDesk


@pytest.fixture
def line(desk: Desk, tmp_path: Path) -> TimelineDesk:
    return TimelineDesk(desk, tmp_path)


def test_markers_are_added_named_moved_jumped_to_deleted_and_undone(line: TimelineDesk) -> None:
    state, timeline = line.state, line.timeline
    for frame, name in ((1, "hit"), (3, "")):
        line.playback.seek(frame)
        timeline.add_marker(name)
    assert [(one.frame, one.name) for one in state.timeline.markers] == [
        (1, "hit"),
        (3, "Marker 2"),
    ]
    assert len({one.color for one in state.timeline.markers}) == 2
    line.playback.seek(0)
    timeline.jump(1)
    assert (state.playback.frame, state.timeline.chosen_marker) == (1, 1)
    timeline.rename_marker(1, "first touch")
    with pytest.raises(InputError, match="needs a name"):
        timeline.rename_marker(1, "  ")
    timeline.move_marker(1, 99)
    assert state.timeline.markers[0].frame == 4
    timeline.delete_marker()
    assert [one.name for one in state.timeline.markers] == ["Marker 2"]
    for _ in range(5):
        line.desk.edits.undo()
    assert state.timeline.markers == ()


def test_a_marker_stands_only_once_at_a_frame(line: TimelineDesk) -> None:
    line.timeline.add_marker()
    line.timeline.add_marker()
    assert len(line.state.timeline.markers) == 1


def test_a_drag_of_an_item_is_one_step(line: TimelineDesk) -> None:
    line.timeline.add_marker("a")
    key = ItemKey("marker", 1)
    line.items.begin(key)
    for frame in (1, 2, 3):
        assert line.items.move(key, frame) == key
    line.items.end()
    assert line.state.timeline.markers[0].frame == 3
    line.desk.edits.undo()
    assert line.state.timeline.markers[0].frame == 0


def test_impulses_collider_keys_and_camera_keys_move_in_time(line: TimelineDesk) -> None:
    obstacle = Obstacle(
        Box((0.1, 0.1, 0.1)),
        motion=Keyframes((0.0, 0.08), ((0, 0, 0), (0, 0, 1)), ((1, 0, 0, 0), (1, 0, 0, 0))),
    )
    impulse = Impulse(velocity_change_m_s=(1.0, 0.0, 0.0), start_s=0.04, duration_s=0.04)
    line.state.scene.things = (Thing(1, "kick", impulse), Thing(2, "hammer", obstacle))
    line.camera_path.add()
    kinds = [item.key for item in row_items(line.state)]
    assert kinds == [
        ItemKey("impulse", 1), ItemKey("collider", 2, 0), ItemKey("collider", 2, 1),
        ItemKey("camera", 0),
    ]  # fmt: skip
    line.items.move(ItemKey("impulse", 1), 3)
    line.items.move(ItemKey("collider", 2, 1), 4)
    line.items.move(ItemKey("collider", 2, 0), 99)
    line.items.move(ItemKey("camera", 0), 2)
    kick, hammer = (thing.value for thing in line.state.scene.things)
    assert isinstance(kick, Impulse)
    assert isinstance(hammer, Obstacle)
    assert kick.start_s == pytest.approx(0.12)
    assert hammer.motion.times_s == pytest.approx((0.159, 0.16))
    assert line.state.camera_path.keys[0].time_s == pytest.approx(0.08)
    line.items.delete(ItemKey("camera", 0))
    assert line.state.camera_path.keys == ()


def test_a_recorded_hand_is_replayed_later_when_it_was_dragged(line: TimelineDesk) -> None:
    line.state.timeline.record = TakeRecord("take-1", 5, hand=(HandSpan(0.04, 0.08),))
    assert "handed" in conditions(line.state)
    line.items.move(ItemKey("hand", 0), 3)
    shown = next(item for item in row_items(line.state) if item.key.kind == "hand")
    assert shown.start == pytest.approx(3)
    line.branches.replay_hand()
    request = line.desk.runner.last
    assert isinstance(request, SimulateRequest)
    assert (request.replay, request.quality) == ("take-1", "preview")
    assert request.replay_delay_s == pytest.approx(0.08)
    line.items.move(ItemKey("hand", 0), -9)
    assert line.state.timeline.hand_delay_s("take-1") == pytest.approx(-0.04)


def test_the_remap_is_chosen_typed_refused_and_undone(line: TimelineDesk) -> None:
    timeline = line.timeline
    timeline.choose_remap("reverse")
    assert line.state.timeline.time_remap == "reverse"
    timeline.set_remap("nonsense")
    assert line.state.timeline.time_remap == "reverse"
    assert "cannot read the time remap" in line.state.notices.notices[-1].text
    timeline.set_remap("1@0.1")
    line.desk.edits.undo()
    line.desk.edits.undo()
    assert line.state.timeline.time_remap == ""


def test_records_are_read_when_the_take_has_other_frames(line: TimelineDesk) -> None:
    line.timeline.update()
    record = line.state.timeline.record
    assert record is not None
    assert record.frame_count == len(record.values("kinetic")) > 0
    line.state.document.active_take = None
    line.timeline.update()
    assert line.state.timeline.record is None


def test_only_shown_parts_are_resolved(line: TimelineDesk) -> None:
    line.timeline.update()
    parts = resolve_timeline_parts(line.state)
    assert parts.rows == ()
    assert parts.plots is None
    assert parts.remap is None
    for name in ("rows", "plots", "remap"):
        line.timeline.toggle(name)
    parts = resolve_timeline_parts(line.state)
    assert parts.rows is None
    assert parts.plots is line.state.timeline.record
    assert parts.remap is not None


def test_simulating_from_here_keeps_the_frames_before(line: TimelineDesk) -> None:
    line.playback.seek(2)
    line.branches.simulate_from_here()
    assert line.desk.runner.last == ResumeRequest(line.project, "take-1", 2, hand=True)
    assert line.state.playback.cached_count == 3
    assert line.state.playback.growing
    line.branches.simulate_from_here()
    assert len(line.desk.runner.requests) == 1
    assert "is being simulated" in line.state.notices.notices[-1].text


def test_a_branch_is_shown_when_it_has_passed_the_shared_frames(line: TimelineDesk) -> None:
    line.playback.seek(2)
    name = line.branches.branch_here()
    request = line.desk.runner.last
    assert isinstance(request, BranchRequest)
    assert (request.take_name, request.frame, request.base.take_name) == ("take-1", 2, name)
    assert request.base.youngs_modulus_pa is not None
    assert line.state.document.active_take == "take-1"
    line.take("take-2", 3, left="take-1", left_frame=2)
    assert line.state.document.active_take == "take-2"
    assert line.state.playback.frame == 2
    rows = [row for row in resolve_takes(line.state) if isinstance(row, TakeRow)]
    assert [(row.name, row.depth) for row in rows] == [("take-1", 0), ("take-2", 1)]
    assert "left take-1 at frame 3" in rows[1].subtitle


def test_flipping_shows_the_other_branch_at_the_same_frame(line: TimelineDesk) -> None:
    line.take("take-2", 5, complete=True, left="take-1", left_frame=1)
    line.playback.seek(3)
    line.branches.flip()
    assert (line.state.document.active_take, line.state.playback.frame) == ("take-2", 3)
    line.branches.flip()
    assert (line.state.document.active_take, line.state.playback.frame) == ("take-1", 3)
