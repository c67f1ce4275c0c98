"""Runs every benchmark that needs nothing but this machine; results go to benchmarks/results.

Run it on an otherwise idle machine: python -m benchmarks.run_all
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
MODULES: tuple[tuple[str, ...], ...] = (
    ("benchmarks.mpm_throughput",),
    ("benchmarks.mpm_scaling",),
    ("benchmarks.mpm_phases",),
    ("benchmarks.physgaussian_scenes",),
    ("benchmarks.validation",),
    ("benchmarks.raster_cpu", "-o", str(RESULTS / "raster_cpu.json")),
    ("benchmarks.sog_writing", "-o", str(RESULTS / "sog_writing.json")),
    ("benchmarks.viewport",),
    ("benchmarks.document",),
    ("benchmarks.selection",),
    ("benchmarks.sweep_cost",),
    ("benchmarks.sweep",),
    ("benchmarks.preference_training",),
    ("benchmarks.prediction",),
    ("benchmarks.dataset_streaming",),
    ("benchmarks.physgm_training_memory",),
    ("benchmarks.physgm", "--precisions", "fp32", "bf16", "-o", str(RESULTS / "physgm.json")),
    ("benchmarks.export_video", "-o", str(RESULTS / "export_video.json")),
)
WINDOW_MODULES = ("benchmarks.start", "benchmarks.drop", "benchmarks.event_times")


def main() -> int:
    """Run one after the other; the exit status says how many failed."""
    commands = [[sys.executable, "-m", *module] for module in MODULES]
    if sys.platform != "linux" or os.environ.get("DISPLAY"):
        display: list[str] | None = []
    else:
        display = ["xvfb-run", "-a"] if shutil.which("xvfb-run") else None
    for module in WINDOW_MODULES:
        if display is None:
            print(f"not run: {module} needs a display or xvfb-run", flush=True)
        else:
            commands.append([*display, sys.executable, "-m", module])
    failed = 0
    for command in commands:
        print(" ".join(command), flush=True)
        failed += subprocess.run(command, check=False).returncode != 0
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
