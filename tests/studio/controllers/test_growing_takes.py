"""Takes that grow: frames are known as soon as the simulation tells of them, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.controllers.take_controller import TOLD_INTERVAL_S
from studio.jobs.messages import JobProgress
from studio.jobs.view_messages import SceneRef
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.timeline_desk import TimelineDesk


@pytest.fixture
def line(desk: Desk, tmp_path: Path) -> TimelineDesk:
    line = TimelineDesk(desk, tmp_path)
    desk.physics.simulate()
    line.take("take-2", 1)
    return line


def tell(line: TimelineDesk, frames: int) -> None:
    number = len(line.desk.runner.requests)
    line.desk.runner.messages.append(JobProgress(number, "Simulating", frames / 50))
    line.desk.jobs.poll()


def frames_of(line: TimelineDesk) -> int:
    take = line.state.document.take("take-2")
    assert take is not None
    return take.frame_count


def test_a_frame_is_there_when_it_is_told(line: TimelineDesk) -> None:
    tell(line, 7)
    assert frames_of(line) == 7
    assert line.state.playback.cached_count == 7


def test_a_description_from_before_takes_no_frame_away(line: TimelineDesk) -> None:
    tell(line, 7)
    line.take("take-2", 5)
    assert frames_of(line) == 7
    line.take("take-2", 9)
    assert frames_of(line) == 9


def test_takes_that_tell_are_looked_at_less_often(line: TimelineDesk) -> None:
    looked = line.desk.view.described
    tell(line, 3)
    line.desk.takes.update()
    looked.clear()
    for _ in range(3):
        line.desk.now_s += TOLD_INTERVAL_S / 4
        tell(line, 4)
        line.desk.takes.update()
    assert looked == []
    line.desk.now_s += TOLD_INTERVAL_S / 4
    line.desk.takes.update()
    assert looked == [SceneRef(line.project, "take-2")]


def test_the_end_is_asked_for_again_when_a_description_was_under_way(line: TimelineDesk) -> None:
    tell(line, 50)
    line.desk.end_job()
    line.take("take-2", 50)  # described before the simulation had ended
    line.desk.view.described.clear()
    line.desk.now_s += 1.0
    line.desk.takes.update()
    assert line.desk.view.described == [SceneRef(line.project, "take-2")]
    line.take("take-2", 50, complete=True)
    line.desk.view.described.clear()
    line.desk.now_s += 1.0
    line.desk.takes.update()
    assert line.desk.view.described == []


def test_frames_that_are_simulated_again_are_read_anew(line: TimelineDesk) -> None:
    line.take("take-2", 50, complete=True)
    line.desk.end_job()
    line.playback.seek(10)
    line.branches.simulate_from_here()
    assert frames_of(line) == 11
    tell(line, 20)
    assert frames_of(line) == 11
