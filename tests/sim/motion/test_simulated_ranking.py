"""Distances of simulated takes from the take of a hidden material."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.motion.camera import scoring_camera
from sim.motion.distance import motion_distance
from sim.motion.projection import motion_of_take
from sim.project import Project
from sim.sweep.local_executor import LocalExecutor
from sim.take import Take
from tests.sim.sweep.sweep_scenes import ball_subject, jelly, plan_of

TRUTH = 3
EXPONENTS = (4.0, 4.35, 4.7, 5.05, 5.4, 5.7)


@pytest.mark.slow
def test_the_truth_scores_best_and_distance_grows_with_the_stiffness_apart(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path, frame_count=16)
    plan = plan_of(subject, [jelly(10.0**exponent) for exponent in EXPONENTS])
    results = list(LocalExecutor(child_count=0).run(plan.tasks()))
    assert all(result.finished for result in results)
    project = Project.open(subject.project)
    takes = [Take.open(project.take_path(run.name)) for run in plan.runs]
    camera = scoring_camera(takes[TRUTH], side_px=64)
    motions = [motion_of_take(take, camera, point_count=80) for take in takes]
    totals = [motion_distance(motion, motions[TRUTH]).total for motion in motions]
    assert totals[TRUTH] == 0
    softer, stiffer = totals[: TRUTH + 1], totals[TRUTH:]
    assert softer == sorted(softer, reverse=True)
    assert stiffer == sorted(stiffer)
    assert min(totals[TRUTH - 1], totals[TRUTH + 1]) > 0.003
