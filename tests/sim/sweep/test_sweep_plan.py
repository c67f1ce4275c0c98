"""Runs, the one stiffness map of a set, and what its results say."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from render.errors import InputError
from sim.materials import ConstitutiveLaw
from sim.stiffness import map_stiffness, steppable_modulus
from sim.sweep.grouping import motion_groups
from sim.sweep.motion import MotionSummary, MotionTrack
from sim.sweep.result import RunResult
from sim.sweep.results_file import append_line, append_result, read_results, whole_lines
from sim.sweep.run import Run, drawn, drawn_runs
from sim.sweep.set_stiffness import SetStiffness
from tests.sim.sweep.sweep_scenes import WAVE_M_S, ball_subject, jelly, plan_of, rigid
from tests.studio.synthetic_project import rubber_like

SET = [jelly(10.0**exponent) for exponent in (4.0, 6.0, 8.0, 9.5)]


def test_one_map_serves_the_whole_set() -> None:
    limits = [steppable_modulus(params, WAVE_M_S) for params in SET]
    fitted = SetStiffness.fit(SET, "expressive", WAVE_M_S)
    assert [fitted.simulated(params) for params in SET] == list(
        map_stiffness(SET, "expressive", limits)
    )


def test_map_of_a_set_is_affine_and_keeps_the_order() -> None:
    fitted = SetStiffness.fit(SET, "expressive", WAVE_M_S)
    logs = [math.log10(fitted.simulated(one).simulated.youngs_modulus_pa) for one in SET]
    assert logs == sorted(logs)
    steps = np.diff(logs[:3]) / np.diff([4.0, 6.0, 8.0])
    assert np.allclose(steps, fitted.expressive.slope)
    assert fitted.expressive.slope < 1


def test_map_survives_json_and_refuses_damage() -> None:
    for mode in ("real", "expressive"):
        fitted = SetStiffness.fit(SET, mode, WAVE_M_S)
        assert SetStiffness.from_json(json.loads(json.dumps(fitted.to_json()))) == fitted
    with pytest.raises(InputError, match="lacks 'fastest_wave_m_s'"):
        SetStiffness.from_json({"mode": "real"})
    with pytest.raises(InputError, match="positive speed"):
        SetStiffness.fit(SET, "real", 0.0)


def test_sketch_and_preview_share_the_map(tmp_path: Path) -> None:
    subject = ball_subject(tmp_path)
    both = subject.fit_stiffness(SET, "expressive", ("sketch", "preview"))
    waves = [
        subject.fit_stiffness(SET, "expressive", (name,)).fastest_wave_m_s
        for name in ("sketch", "preview")
    ]
    assert both.fastest_wave_m_s == min(waves)


def test_every_sample_is_drawn_again_by_seed_and_number() -> None:
    physics = rubber_like()
    runs = drawn_runs(physics, 7, names=("a", "b", "c"), quality="sketch")
    assert [run.sample for run in runs] == [drawn(physics, 7, index) for index in range(3)]
    assert [run.sample for run in runs[:2]] == [
        run.sample for run in drawn_runs(physics, 7, names=("a", "b"), quality="sketch")
    ]
    for run in runs:
        assert run.sample is not None
        assert run.log_likelihood == physics.log_prob(run.sample)
        assert run.asked.material_class is run.sample.material_class
    assert len({run.asked.youngs_modulus_pa for run in runs}) == 3


def test_a_named_law_is_kept() -> None:
    (run,) = drawn_runs(rubber_like(), 1, names=("a",), quality="sketch", law=ConstitutiveLaw.SAND)
    assert run.asked.law is ConstitutiveLaw.SAND


@pytest.mark.parametrize("names", [(), ("a", "a"), tuple(map(str, range(65)))])
def test_bad_lists_of_runs_are_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(InputError):
        drawn_runs(rubber_like(), 0, names=names, quality="sketch")


def test_unknown_quality_and_empty_plan_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown quality"):
        Run("a", rigid(), "finest")
    with pytest.raises(InputError, match="without runs"):
        plan_of(ball_subject(tmp_path), [])


def motion(height_m: float = 0.0) -> MotionSummary:
    points = np.zeros((2, 3, 3), "<f4")
    points[1, :, 2] = height_m
    track = MotionTrack((0, 4), 3, points.tobytes())
    return MotionSummary(0.04, (0.0, 1.5), (0.0, 0.25), ((0, 0, 1), (0, 0, 0.5)), (0, 0.1), track)


def result(name: str, height_m: float, **changes: object) -> RunResult:
    whole = RunResult(name, "sketch", "finished", simulated=jelly(1e5), motion=motion(height_m))
    return replace(whole, **changes)


def test_runs_that_move_alike_are_grouped_with_the_reason() -> None:
    clamped = {"substitution": "E is above E_max"}
    stiff = {"simulated": rigid()}
    results = [
        result("a", 0.0),
        result("b", 0.003),
        result("c", 0.2, **clamped),
        result("d", 0.2, **clamped),
        result("e", 0.4, **stiff),
        result("f", 0.4, **stiff),
        result("alone", 0.8),
        result("finer", 0.8, quality="preview"),
        result("broken", 0.0, status="failed"),
    ]
    groups = motion_groups(results, size_m=0.5)
    assert [group.names for group in groups] == [("a", "b"), ("c", "d"), ("e", "f")]
    assert "motion does not" in groups[0].reason
    assert "clamped" in groups[1].reason
    assert "rigid" in groups[2].reason


def test_results_file_keeps_the_latest_and_survives_a_torn_line(tmp_path: Path) -> None:
    file = tmp_path / "set" / "results.jsonl"
    failed = RunResult("a", "sketch", "failed", "it blew up", simulated=jelly(1e5))
    append_result(file, failed)
    append_result(file, result("b", 0.1))
    with file.open("a", encoding="utf-8") as stream:
        stream.write('{"name": "c", "qual')
    append_result(file, result("a", 0.2))
    read = read_results(file)
    assert [one.name for one in read] == ["a", "b"]
    assert read[0] == result("a", 0.2)
    append_line(file, "{}")
    assert len(list(whole_lines(file))) == 4
    assert len(read_results(file)) == 2


def test_missing_results_are_none(tmp_path: Path) -> None:
    assert read_results(tmp_path / "results.jsonl") == ()
