"""The hand: commands that reach a simulation in the compute process while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
import pytest
from pipeline_scene import make_project

from sim.scene.hand import HandAction, HandCommand
from sim.take import Take
from studio.jobs.compute_process import HandInbox
from studio.jobs.messages import HandEnvelope, JobDone, JobFailed, JobProgress, takes_hand
from studio.jobs.pipeline import run_simulate
from studio.jobs.requests import PredictRequest, SimulateRequest
from studio.jobs.runner import JobRunner
from tests.studio.jobs.polling import poll_until

GRAB = HandCommand(0.0, HandAction.GRAB, (0.0, 0.0, 0.3), 0.2)
PULL = HandCommand(0.0, HandAction.MOVE, (0.3, 0.0, 0.5), 0.2)


@pytest.fixture
def runner(private_folders: Path) -> Iterator[JobRunner]:
    runner = JobRunner()
    runner.start()
    yield runner
    runner.close()


def request(project: Path, **values: object) -> SimulateRequest:
    base = {"law": "rigid", "quality": "sketch", "frame_count": 60}
    return SimulateRequest(project, **base | values)


def test_the_inbox_gives_what_has_come_for_its_job() -> None:
    ours, theirs = Pipe()
    inbox = HandInbox(theirs, 7)
    assert inbox(0.0) == []
    for generation, command in ((6, GRAB), (7, GRAB), (7, PULL)):
        ours.send(HandEnvelope(generation, command))
    assert inbox(0.1) == [GRAB, PULL]
    assert inbox(0.2) == []


def test_a_hand_takes_part_only_where_it_was_asked_for(tmp_path: Path, runner: JobRunner) -> None:
    assert takes_hand(request(tmp_path, take_name="t", hand=True))
    assert not takes_hand(request(tmp_path, take_name="t"))
    assert not takes_hand(PredictRequest(tmp_path, tmp_path))
    assert not runner.send_hand(GRAB)


@pytest.mark.slow
def test_commands_reach_the_running_simulation_and_replay(
    tmp_path: Path, runner: JobRunner
) -> None:
    project = make_project(tmp_path / "ball.p4d").path
    runner.submit(request(project, take_name="pulled", hand=True))
    simulating = poll_until(
        runner,
        lambda messages: any(
            isinstance(m, JobProgress) and m.stage == "Simulating" and m.fraction > 0
            for m in messages
        ),
    )
    assert not any(isinstance(message, JobFailed) for message in simulating)
    assert runner.send_hand(GRAB)
    assert runner.send_hand(PULL)
    poll_until(runner, lambda messages: any(isinstance(m, JobDone) for m in messages))
    take = Take.open(project / "takes" / "pulled")
    commands = take.commands()
    assert [command.action for command in commands] == [HandAction.GRAB, HandAction.MOVE]
    assert take.diagnostics().center_m[-1, 0] > 0.1
    again = Take.open(run_simulate(request(project, take_name="again", replay="pulled")))
    for frame in (20, 59):
        pairs = zip(take.encoded_pose(frame), again.encoded_pose(frame), strict=True)
        assert all(np.array_equal(a, b) for a, b in pairs)
