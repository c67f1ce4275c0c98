"""The doctor's look at the machine: processor, memory, GPU and disks."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from render.kernel_cache import cpu_name
from studio.doctor_report import Check, Told

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
    detail = Told("{name}, {cores} cores usable", name=cpu_name(), cores=cores)
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
        return [Check(HARDWARE, "memory", True, Told("unknown on this system"))]
    return [
        Check(
            HARDWARE,
            "memory",
            total_gb >= LEAST_MEMORY_GB,
            f"{total_gb:.1f} GB",
            remedy=Told(
                "at least {least} GB are recommended; close other programs",
                least=f"{LEAST_MEMORY_GB:.0f}",
            ),
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
    names = nvidia_gpus()
    if not names:
        return [Check(HARDWARE, "gpu", False, Told("no NVIDIA GPU"), remedy=remedy)]
    return [Check(HARDWARE, "gpu", True, "; ".join(names), values={"gpus": names})]


def nvidia_gpus() -> list[str]:
    """Name, memory and driver of every NVIDIA GPU."""
    try:
        found = subprocess.run(
            NVIDIA_QUERY, capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    if found.returncode != 0:
        return []
    return [line.strip() for line in found.stdout.splitlines() if line.strip()]


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
        Told("{free} GB free in {folder}", free=f"{free_gb:.1f}", folder=folder),
        remedy=Told(
            "a long take needs up to {most} GB; free some space", most=f"{LEAST_FREE_GB:.0f}"
        ),
        values={"folder": str(folder), "free_gb": round(free_gb, 2)},
    )
