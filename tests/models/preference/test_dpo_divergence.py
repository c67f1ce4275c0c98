"""A motion that really blows up and a run that fails, from the simulation to the report."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from preference_fixtures import CHECKPOINT, foam_like

from models.preference.rollouts import Rollout
from sim.mpm.solver import MpmSolver
from sim.sweep import work
from sim.sweep.plan import RunTask
from sim.sweep.result import RunResult
from studio.cli import run

WORLD = {
    "classes": ["Foam"], "object_count": 3, "candidates": 3, "splat_count": 200,
    "shifts_decades": [0.0],
}  # fmt: skip
TOO_LONG_S = 0.04
"""A substep that no candidate survives."""


class Rough:
    """Simulates here, but blows up some runs by a substep beyond all bounds and loses others."""

    def __init__(self, blown_up: set[str], lost: set[str]) -> None:
        self._blown_up, self._lost = blown_up, lost

    def run(self, tasks: Iterator[RunTask], report: object = None) -> Iterator[RunResult]:
        for task in tasks:
            name = task.run.name
            with contextlib.ExitStack() as patches:
                if name in self._lost:
                    fault = mock.patch.object(
                        work, "simulate_bodies", side_effect=OSError("disk gone")
                    )
                    patches.enter_context(fault)
                elif name in self._blown_up:
                    long = mock.patch.object(MpmSolver, "largest_dt_s", return_value=TOO_LONG_S)
                    patches.enter_context(long)
                result = work.perform(task)
            yield result


@pytest.mark.slow
def test_a_candidate_that_blew_up_is_worst_and_a_lost_run_is_unknown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rough = Rough(
        {"foam-1000_c1", "foam-1001_c1", "foam-1002_r0"}, {"foam-1000_c2", "foam-1001_c2"}
    )
    source = (lambda view: foam_like(), CHECKPOINT)
    monkeypatch.setattr("models.preference.config.open_source", lambda *_: source)
    monkeypatch.setattr("sim.sweep.local_executor.LocalExecutor", lambda **_: rough)
    config, out = tmp_path / "dpo.json", tmp_path / "out"
    config.write_text(json.dumps({"world": WORLD, "learning": {"steps": 2, "evidence": 0.0}}))
    command = ["train", "dpo", str(config), "-o", str(out), "--no-tensorboard"]
    assert run([*command, "--json", str(tmp_path / "report.json")]) == 0

    lines = (out / "rollouts.jsonl").read_text().splitlines()
    rollouts = {one.name: one for one in (Rollout.from_json(json.loads(each)) for each in lines)}
    for name in ("foam-1000", "foam-1001"):
        ((good, blown_up, lost),) = rollouts[name].distances
        assert 0 <= good < 1
        assert np.isposinf(blown_up)
        assert np.isnan(lost)
    # the policy chose no reference: where that blew up nothing is known of the candidates
    assert np.isnan(rollouts["foam-1002"].distances).all()

    report = json.loads((tmp_path / "report.json").read_text())
    assert report["diverged_candidate_count"] == 2
    assert (report["object_count"], report["tied_object_count"]) == (3, 1)
    assert report["pair_count"] == 2  # the good one against the one that blew up, twice
    told = capsys.readouterr()
    assert "2 candidates blew up" in told.out
    failed = [line for line in told.err.splitlines() if "failed: " in line]
    assert len(failed) == len(report["failures"]) == 5
    assert sum("disk gone" in line for line in failed) == 2
    assert sum("frames are kept" in line for line in failed) == 3
