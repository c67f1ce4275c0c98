"""Forecasts: coefficients from measured runs, and what limits a sweep."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from render.errors import InputError
from sim.materials import ConstitutiveLaw
from sim.sweep.cost_model import (
    CostModel,
    MeasuredRun,
    RunSize,
    fitted,
    motion_of,
    shipped_cost_model,
)
from sim.sweep.forecast import RunKind, doubled, forecast

SIZES = [
    RunSize(2000, n, t, s)
    for n, t, s in ((5000, 25, 500), (40_000, 25, 500), (5000, 25, 2000), (40_000, 5, 100))
]


def measured(size: RunSize) -> MeasuredRun:
    seconds = 0.4 + 5e-8 * size.particle_count * size.substeps
    seconds += (1e-6 * size.frame_count + 5e-6) * size.gaussian_count
    take_bytes = 70_000 + (24 * size.frame_count + 60) * size.gaussian_count
    return MeasuredRun(size, seconds, take_bytes, 3 * 10**8)


def model() -> CostModel:
    fit = fitted("sketch", "elastic", [measured(one) for one in SIZES], gaussian_ratio=1.2)
    return CostModel("a processor", 1, "2026-11-22", 0.5, 0.001, 2.0, 8.0, 3000.0, (fit,))


def kind(count: float) -> RunKind:
    return RunKind("sketch", "elastic", RunSize(2000, 20_000, 25, 1000), count)


def test_coefficients_of_measured_runs_are_found() -> None:
    (fit,) = model().fits
    assert fit.start_s == pytest.approx(0.4)
    assert fit.particle_substep_s == pytest.approx(5e-8)
    assert fit.gaussian_frame_s == pytest.approx(1e-6)
    assert fit.gaussian_s == pytest.approx(5e-6)
    assert fit.seconds(SIZES[1]) == pytest.approx(measured(SIZES[1]).seconds)
    assert fit.take_bytes(SIZES[1]) == pytest.approx(measured(SIZES[1]).take_bytes)
    assert fit.substeps_a_frame == pytest.approx(3100 / 76)


def test_few_workers_are_limited_by_simulating_many_by_preparing() -> None:
    found = forecast(model(), [kind(16)], object_count=100_000, workers=(1, 8, 4096))
    assert found.run_count == 1_600_000
    assert found.run_s == pytest.approx(1.1)
    assert found.core_s == pytest.approx(1.76e6)
    assert found.take_bytes == pytest.approx(1.6e6 * (70_000 + 660 * 20_000))
    one, eight, many = found.scaling
    assert one.efficiency == 1.0
    assert eight.bottleneck == "simulation"
    assert eight.seconds == pytest.approx(2.2e5, rel=1e-3)
    assert eight.efficiency == pytest.approx(1.0, rel=1e-3)
    assert many.bottleneck == "preparation"
    assert many.seconds == pytest.approx(5e4, rel=1e-3)
    assert many.efficiency < 0.01


def test_a_single_run_gains_nothing_from_workers() -> None:
    found = forecast(model(), [kind(1)], object_count=1, workers=(1, 16), executor="ray")
    assert found.scaling[1].bottleneck == "longest run"
    assert found.scaling[1].seconds == pytest.approx(8.0 + 1.1)


def test_recording_limits_many_short_runs() -> None:
    slow = replace(model(), record_run_s=0.5, prepare_object_s=0.1)
    found = forecast(slow, [kind(16)], object_count=10, workers=(64,))
    assert found.scaling[0].bottleneck == "recording"


def test_what_was_not_measured_is_refused() -> None:
    with pytest.raises(InputError, match="plastic runs at sketch on cpu were not measured"):
        forecast(model(), [replace(kind(1), motion="plastic")], object_count=1, workers=(1,))
    with pytest.raises(InputError, match="on cuda were not measured"):
        forecast(model(), [kind(1)], object_count=1, workers=(1,), device="cuda")
    with pytest.raises(InputError, match="needs objects and workers"):
        forecast(model(), [kind(1)], object_count=0, workers=(1,))


def test_workers_double_up_to_the_number_named() -> None:
    assert doubled(1) == (1,)
    assert doubled(6) == (1, 2, 4, 6)
    assert doubled(8) == (1, 2, 4, 8)


def test_a_model_survives_json_and_refuses_damage(tmp_path: Path) -> None:
    values = json.loads(json.dumps(model().to_json()))
    assert CostModel.from_json(values) == model()
    with pytest.raises(InputError, match="version 9"):
        CostModel.from_json(values | {"version": 9})
    del values["processor"]
    with pytest.raises(InputError, match="cannot be read"):
        CostModel.from_json(values)
    with pytest.raises(InputError, match="cannot be read"):
        CostModel.read(tmp_path / "none.json")


def test_the_shipped_model_knows_sketches_and_previews_of_all_motions() -> None:
    shipped = shipped_cost_model()
    for quality in ("sketch", "preview"):
        for law in (ConstitutiveLaw.RIGID, ConstitutiveLaw.JELLY, ConstitutiveLaw.SAND):
            fit = shipped.fit_of(quality, "cpu", motion_of(law))
            assert fit.seconds(fit.runs[0].size) == pytest.approx(fit.runs[0].seconds, rel=0.6)
    assert shipped.prepare_object_s > 0
    assert shipped.record_run_s > 0


def test_the_table_of_the_documentation_is_of_the_shipped_costs(project_root: Path) -> None:
    text = (project_root / "docs" / "sweeps.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| ([\d.]+) (h|days) \| \d+ % \| ", text, re.MULTILINE)
    hours = {int(row[0]): float(row[1]) * (24 if row[2] == "days" else 1) for row in rows}
    assert {1, 16, 1024} <= set(hours)
    shipped = shipped_cost_model()
    assert hours[1024] * 3600 == pytest.approx(1e5 * shipped.prepare_object_s, rel=0.05)
    assert hours[16] == pytest.approx(hours[1] / 16, rel=0.05)
    seconds = []
    for motion in ("elastic", "plastic"):
        fit = shipped.fit_of("sketch", "cpu", motion)
        for count in (21_400, 31_000):  # Gaussians of the objects, as it says
            splats = round(count * fit.gaussian_ratio)
            seconds.append(fit.seconds(RunSize(2000, splats, 25, round(24 * fit.substeps_a_frame))))
    assert 0.9 * min(seconds) < hours[1] * 3600 / 1.6e6 < 1.1 * max(seconds)
