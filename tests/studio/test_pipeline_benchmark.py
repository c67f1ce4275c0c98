"""The benchmark measures whole processes from outside and names what fails."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from render.errors import InputError
from render.progress import ignore_progress
from studio import pipeline_benchmark


def test_a_process_is_measured_from_outside(tmp_path: Path) -> None:
    measured = pipeline_benchmark._timed(["--help"], tmp_path)
    assert measured.seconds > 0
    if sys.platform != "win32":
        assert measured.memory_mb is not None
        assert measured.memory_mb > 5
        assert measured.cpu_seconds is not None
        assert measured.cpu_seconds > 0


def test_a_failing_process_is_an_error_with_its_last_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"info missing\.jpg failed: missing\.jpg does not"):
        pipeline_benchmark._timed(["info", "missing.jpg"], tmp_path)


def test_report_holds_medians_and_the_largest_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "cup.jpg"
    photo.write_bytes(b"")
    soft = [(99.0, 1.0), (50.0, 1.0), (60.0, 1.0), (55.0, 1.0)]
    runs = iter([(80.0, 900.0), (30.0, 700.0), (34.0, 950.0), (32.0, 800.0), *soft])

    def timed(arguments: list[str], folder: Path) -> pipeline_benchmark.Measured:
        if arguments == ["--help"]:
            return pipeline_benchmark.Measured(0.1, 0.1, 20.0)
        take = {"law": "rigid", "frame_count": 50, "particle_count": 9, "gaussian_count": 7}
        report = {"takes": [take | {"substeps": 3}], "stage_seconds": {}, "seconds_total": 1.0}
        (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
        seconds, memory_mb = next(runs)
        return pipeline_benchmark.Measured(seconds, 10.0, memory_mb)

    monkeypatch.setattr(pipeline_benchmark, "_timed", timed)
    measured = pipeline_benchmark.measure_pipeline(
        photo=photo, quality="preview", warm_runs=3, progress=ignore_progress
    )
    assert measured["seconds_first_run"] == 80.0
    assert measured["seconds_total"] == 32.0
    assert measured["peak_memory_mb"] == 950.0
    assert measured["seconds_help"] == 0.1
    assert isinstance(measured["jelly"], dict)
    assert measured["jelly"]["seconds_total"] == 55.0


def test_shares_of_the_stages_add_up() -> None:
    shares = pipeline_benchmark.stage_shares({"simulating": 10.0, "rendering_the_video": 5.0}, 20.0)
    assert shares == {"simulating": 0.5, "rendering_the_video": 0.25, "start_and_end": 0.25}


def test_a_missing_photo_is_refused() -> None:
    with pytest.raises(InputError, match=r"missing\.jpg does not exist"):
        pipeline_benchmark.measure_pipeline(
            photo=Path("missing.jpg"), quality="preview", warm_runs=1, progress=ignore_progress
        )
