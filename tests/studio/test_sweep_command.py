"""`sweep` on the command line: whole runs, forecasts, and what it refuses."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio.cli import EXIT_INPUT, EXIT_OK, run
from studio.commands.sweep_lines import duration_text
from tests.studio.synthetic_project import make_project


@pytest.fixture
def config(tmp_path: Path) -> Path:
    make_project(tmp_path / "ball.p4d", gaussian_count=200)
    path = tmp_path / "sweep.toml"
    path.write_text('objects = ["ball.p4d"]\nframes = 2\n[parameters]\nlaw = "rigid"\n')
    return path


def test_a_sweep_is_carried_out_and_reported(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, report = config.parent / "out", config.parent / "report.json"
    arguments = ["sweep", str(config), "-o", str(out), "--no-pictures", "--workers", "1"]
    assert run([*arguments, "--json", str(report)]) == EXIT_OK
    assert "1 of 1 finished, 1 now, 0 failed" in capsys.readouterr().out
    values = json.loads(report.read_text())
    assert values["finished_count"] == values["carried_out_count"] == 1
    assert values["pictures"] == []
    assert (out / "table.parquet").is_file()
    assert run(arguments) == EXIT_OK
    assert "1 of 1 finished, 0 now" in capsys.readouterr().out


@pytest.mark.slow
def test_a_sweep_that_was_killed_goes_on_without_repeating_what_is_finished(
    tmp_path: Path, project_root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_project(tmp_path / "ball.p4d")
    config, out = tmp_path / "sweep.toml", tmp_path / "out"
    young = '{ range = [1e4, 1e6], steps = 8, scale = "log" }'
    config.write_text(
        'objects = ["ball.p4d"]\nframes = 12\n[parameters]\nlaw = "jelly"\n'
        f"youngs_modulus_pa = {young}\n"
    )
    arguments = ["sweep", str(config), "-o", str(out), "--workers", "1", "--no-pictures"]
    command = [sys.executable, str(project_root / "main.py"), *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    results, deadline = out / "results.jsonl", time.monotonic() + 60
    while not results.is_file() or results.read_text().count("\n") < 2:
        assert time.monotonic() < deadline
        with contextlib.suppress(subprocess.TimeoutExpired):
            assert process.wait(timeout=0.02) is None, "it ended too early"
    process.kill()
    process.wait()
    takes = out / "objects" / "ball.p4d" / "takes"
    names = [json.loads(line)["name"] for line in results.read_text().splitlines()]
    written = {name: (takes / name / "take.json").stat().st_mtime_ns for name in names}
    assert 2 <= len(names) < 8
    assert run(arguments) == EXIT_OK
    assert f"8 of 8 finished, {8 - len(names)} now" in capsys.readouterr().out
    for name, time_ns in written.items():
        assert (takes / name / "take.json").stat().st_mtime_ns == time_ns


def test_a_forecast_names_the_bottleneck(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["sweep", str(config), "--dry-run", "--objects", "100000", "--workers", "6"]
    report = config.parent / "report.json"
    assert run([*arguments, "--json", str(report)]) == EXIT_OK
    text = capsys.readouterr().out
    assert "runs       100,000 of 100,000 objects" in text
    assert "bottleneck" in text
    values = json.loads(report.read_text())
    assert [point["workers"] for point in values["scaling"]] == [1, 2, 4, 6]
    assert values["take_bytes"] > 1e9
    assert [path.name for path in config.parent.iterdir() if path.suffix == ""] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name the folder of the sweep with -o"),
        (("-o", "none/out"), "does not exist; create it first"),
        (("-o", "out", "--objects", "3"), "add --dry-run"),
        (("-o", "out", "--storage", "memory://a"), "name --ray"),
        (("-o", "out", "--ray", "127.0.0.1:1"), "no Ray head answers at 127.0.0.1:1"),
        (("-o", "out", "--memory", "0.1"), "out of range"),
        (("--dry-run", "--costs", "none.json"), "cannot be read"),
    ],
)
def test_bad_use_is_one_line(
    config: Path,
    arguments: tuple[str, ...],
    words: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(config.parent)
    assert run(["sweep", str(config), *arguments]) == EXIT_INPUT
    error = capsys.readouterr().err
    assert words in error
    assert [
        line for line in error.splitlines() if line.startswith("error: ")
    ] == error.splitlines()[-1:]


def test_times_are_told_in_a_unit_that_suits() -> None:
    texts = [duration_text(seconds) for seconds in (3.21, 150, 3 * 3600, 86_400 * 3.5)]
    assert texts == ["3.2 s", "2.5 min", "3.0 h", "3.5 days"]
