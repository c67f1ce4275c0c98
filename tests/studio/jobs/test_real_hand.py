"""A real grab in the compute process: the hand's controllers move the object, truly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pipeline_scene import make_project

from sim.scene.hand import HandAction, HandCommand
from sim.take import Take
from studio.jobs.messages import JobDone
from studio.jobs.requests import BranchRequest, RunRequest, SimulateRequest
from studio.jobs.runner import JobRunner
from studio.jobs.take_records import read_take_record
from tests.studio.jobs.polling import has, poll_until


@pytest.fixture
def runner(private_folders: Path) -> Iterator[JobRunner]:
    runner = JobRunner()
    runner.start()
    yield runner
    runner.close()


def centre(project: Path, name: str) -> np.ndarray:
    return Take.open(project / "takes" / name).diagnostics().center_m[-1]


@pytest.mark.slow
def test_a_branch_in_the_hand_goes_where_it_is_pulled(tmp_path: Path, runner: JobRunner) -> None:
    project = make_project(tmp_path / "ball.p4d").path
    base = SimulateRequest(
        project, "plain", law="jelly", youngs_modulus_pa=2e4, quality="sketch", frame_count=25,
        run=RunRequest(checkpoint_every=5),
    )  # fmt: skip
    runner.submit(base)
    poll_until(runner, has(JobDone))
    live = SimulateRequest(project, "held", frame_count=25, hand=True)
    runner.submit(BranchRequest(live, "plain", 4))
    middle = Take.open(project / "takes" / "plain").diagnostics().center_m[5]
    point = tuple(float(value) for value in middle)
    assert runner.send_hand(HandCommand(0.0, HandAction.GRAB, point, 0.3))
    pulled = (point[0] + 0.4, point[1], point[2] + 0.2)
    assert runner.send_hand(HandCommand(0.0, HandAction.MOVE, pulled, 0.3))
    poll_until(runner, has(JobDone))
    moved, fell = centre(project, "held"), centre(project, "plain")
    assert moved[0] - fell[0] > 0.2
    assert np.array_equal(
        Take.open(project / "takes" / "held").encoded_pose(4)[0],
        Take.open(project / "takes" / "plain").encoded_pose(4)[0],
    )
    record = read_take_record(project, "held")
    assert len(record.hand) == 1
    assert record.hand[0].start_s >= 4 * 0.04 - 1e-6
    assert read_take_record(project, "plain").hand == ()
