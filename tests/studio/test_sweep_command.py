"""`sweep` on the command line: whole runs, forecasts, and what it refuses."""

from __future__ import annotations

import json
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
