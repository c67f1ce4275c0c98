"""The doctor's look at the machine: processor, memory, GPU, display and disks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from render.kernel_cache import cpu_name
from studio.doctor_report import Check

HARDWARE = "hardware"
LEAST_MEMORY_GB = 4.0
LEAST_FREE_GB = 1.0
NVIDIA_QUERY = (
    "nvidia-smi",
    "--query-gpu=name,memory.total,driver_version",
    "--format=csv,noheader",
)
PROBE_SECONDS = 20


def cpu_check() -> Iterable[Check]:
    """Name of the processor and the cores this process may use."""
    cores = usable_cores()
    detail = f"{cpu_name()}, {cores} cores usable"
    return [Check(HARDWARE, "cpu", True, detail, values={"name": cpu_name(), "cores": cores})]


def usable_cores() -> int:
    """Cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_check() -> Iterable[Check]:
    """Memory of the machine."""
    total_gb = total_memory_gb()
    if total_gb is None:
        return [Check(HARDWARE, "memory", True, "unknown on this system")]
    return [
        Check(
            HARDWARE,
            "memory",
            total_gb >= LEAST_MEMORY_GB,
            f"{total_gb:.1f} GB",
            remedy=f"at least {LEAST_MEMORY_GB:.0f} GB are recommended; close other programs",
            values={"total_gb": round(total_gb, 2)},
        )
    ]


def total_memory_gb() -> float | None:
    """Memory of the machine [GB], or None where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return None


def gpu_check() -> Iterable[Check]:
    """NVIDIA GPU, as its driver tells; torch is not imported for it."""
    remedy = "none is needed; with an NVIDIA GPU install its driver"
    try:
        found = subprocess.run(
            NVIDIA_QUERY, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
        )
        names = [line.strip() for line in found.stdout.splitlines() if line.strip()]
    except (OSError, subprocess.TimeoutExpired):
        names = []
    if not names or found.returncode != 0:
        return [Check(HARDWARE, "gpu", False, "no NVIDIA GPU", remedy=remedy)]
    return [Check(HARDWARE, "gpu", True, "; ".join(names), values={"gpus": names})]


def display_check() -> Iterable[Check]:
    """Whether a window can appear."""
    if sys.platform in ("win32", "darwin"):
        return [Check(HARDWARE, "display", True, "desktop session")]
    name = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY")
    remedy = "commands work without one; for the window start a desktop, or use xvfb-run"
    detail = name or "neither DISPLAY nor WAYLAND_DISPLAY is set"
    return [Check(HARDWARE, "display", bool(name), detail, remedy=remedy)]


def disk_checks() -> Iterable[Check]:
    """Free space where takes, temporary projects and kernels go."""
    places = {"disk here": Path.cwd(), "disk for temporary": Path(tempfile.gettempdir())}
    return [_disk_check(name, folder) for name, folder in places.items()]


def _disk_check(name: str, folder: Path) -> Check:
    free_gb = shutil.disk_usage(folder).free / 1e9
    return Check(
        HARDWARE,
        name,
        free_gb >= LEAST_FREE_GB,
        f"{free_gb:.1f} GB free in {folder}",
        remedy=f"a long take needs up to {LEAST_FREE_GB:.0f} GB; free some space",
        values={"folder": str(folder), "free_gb": round(free_gb, 2)},
    )
