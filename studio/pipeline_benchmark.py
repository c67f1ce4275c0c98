"""Whole-process seconds and memory of `generate`, measured from outside in fresh processes."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from render.errors import InputError
from render.kernel_cache import cpu_name
from render.progress import ProgressCallback
from studio.doctor_machine import usable_cores

DEFAULT_PHOTO = "coffee.jpg"
COLD = "Generating, no cache"
WARM = "Generating, warm"
HELP = "Asking for help"
HELP_RUNS = 5
JELLY = ("--material", "jelly", "--young", "2e4")
"""A soft body beside the predicted material, which may be rigid and then needs no MPM kernels."""

Report = dict[str, object]


def measure_pipeline(
    *, photo: Path | None, quality: str, warm_runs: int, progress: ProgressCallback
) -> Mapping[str, object]:
    """Run `generate` once with an empty kernel cache, then warm, and `--help`.

    Args:
        photo: Photo to use; None takes a bundled one.
        quality: Preset.
        warm_runs: Number of warm runs, at least 1.
        progress: Told what runs.

    Returns:
        Seconds of whole processes [s], peak memory [MB] and the machine.

    Raises:
        InputError: If the photo does not exist or a run fails on its input.
    """
    chosen = photo or Path(str(files("resources"))) / "samples" / DEFAULT_PHOTO
    if not chosen.is_file():
        raise InputError(f"photo {chosen} does not exist; name one with --photo")
    load = round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None
    with tempfile.TemporaryDirectory(prefix="phys4d-bench-") as name:
        folder = Path(name)
        case = ["generate", str(chosen), "-o", str(folder / "out.mp4"), "--quality", quality]
        predicted = _measure_case(case, folder / "predicted", warm_runs, progress)
        jelly = _measure_case([*case, *JELLY], folder / "jelly", warm_runs, progress)
        progress(HELP, 0.0)
        help_seconds = [_timed(["--help"], folder).seconds for _ in range(HELP_RUNS)]
    return {
        "photo": chosen.name,
        "quality": quality,
        **predicted,
        "seconds_help": round(statistics.median(help_seconds), 3),
        "cpu": cpu_name(),
        "cores": usable_cores(),
        "load_before": load,
        "jelly": {"options": " ".join(JELLY), **jelly},
    }


def _measure_case(
    arguments: list[str], folder: Path, warm_runs: int, progress: ProgressCallback
) -> Report:
    """Figures of one command: first with an empty kernel cache in `folder`, then warm."""
    folder.mkdir()
    progress(f"{COLD} ({folder.name})", 0.0)
    cold = _timed_generate(arguments, folder)
    warm = []
    for index in range(warm_runs):
        progress(f"{WARM} ({folder.name})", index / warm_runs)
        warm.append(_timed_generate(arguments, folder))
    seconds = [float(str(run["seconds_total"])) for run in warm]
    return {
        "seconds_total": round(statistics.median(seconds), 2),
        "seconds_first_run": cold["seconds_total"],
        "peak_memory_mb": max(float(str(run["peak_memory_mb"])) for run in (cold, *warm)),
        "cold": cold,
        "warm": warm,
    }


def _timed_generate(arguments: list[str], folder: Path) -> Report:
    """One fresh process; the figures of its own report stand beside the measured ones."""
    report = folder / "report.json"
    measured = _timed([*arguments, "--json", str(report)], folder)
    own = json.loads(report.read_text(encoding="utf-8"))
    take = own["takes"][0]
    return {
        "seconds_total": round(measured.seconds, 2),
        "cpu_seconds": measured.cpu_seconds,
        "seconds_inside": own["seconds_total"],
        "stage_seconds": own["stage_seconds"],
        "stage_shares": stage_shares(own["stage_seconds"], measured.seconds),
        "peak_memory_mb": measured.memory_mb or own["peak_memory_mb"],
        "law": take["law"],
        "frame_count": take["frame_count"],
        "particle_count": take["particle_count"],
        "gaussian_count": take["gaussian_count"],
        "substeps": take["substeps"],
    }


def stage_shares(stage_seconds: Mapping[str, float], seconds: float) -> dict[str, float]:
    """Share of the whole process's time that each stage took, and what lies outside of them all."""
    shares = {name: round(part / seconds, 3) for name, part in stage_seconds.items()}
    return {**shares, "start_and_end": round(1 - sum(stage_seconds.values()) / seconds, 3)}


class Measured(NamedTuple):
    """What one process took, seen from outside."""

    seconds: float
    """Wall time [s]."""
    cpu_seconds: float | None
    """Processor time of all its threads [s], None where the system does not tell."""
    memory_mb: float | None
    """Peak resident memory [MB], None where the system does not tell."""


def _timed(arguments: list[str], folder: Path) -> Measured:
    """Measure one fresh process; kernels are cached in `folder`.

    Its memory is at least that of this process, which Linux counts for the moment of starting.

    Raises:
        InputError: If it fails; the message is the last line of its standard error.
    """
    environment = {**os.environ, "PHYS4D_CACHE_DIR": str(folder / "cache")}
    command = [sys.executable, "-P", "-m", "main", *arguments]
    errors = folder / "errors.txt"
    started = time.perf_counter()
    with errors.open("wb") as stream:
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=stream
        )
        cpu_seconds, memory_mb = _wait(process)
    seconds = time.perf_counter() - started
    if process.returncode:
        lines = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        fault = lines[-1].removeprefix("error: ") if lines else "it said nothing"
        raise InputError(f"{' '.join(arguments[:2])} failed: {fault}")
    return Measured(seconds, cpu_seconds, memory_mb)


def _wait(process: subprocess.Popen[bytes]) -> tuple[float | None, float | None]:
    """Wait for the process; its processor time [s] and memory [MB] where the system tells."""
    if not hasattr(os, "wait4"):
        process.wait()
        return None, None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return round(usage.ru_utime + usage.ru_stime, 2), round(usage.ru_maxrss * unit / 1e6, 1)
