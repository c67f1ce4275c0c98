"""Where compiled CPU kernels live, and the one lock under which parallel kernels run.

numba's own cache key ignores globals and called functions, so an edited law would run stale
machine code. The folder is therefore keyed by the hash of all kernel sources, numba's version,
the CPU and the thread layer's rules. numba's workqueue layer aborts when two threads enter
parallel kernels, so within a process they run one at a time under `PARALLEL_KERNEL_LOCK`.
"""

from __future__ import annotations

import atexit
import hashlib
import importlib.metadata
import logging
import os
import platform
import shutil
import tempfile
import threading
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import platformdirs

_log = logging.getLogger(__name__)

PARALLEL_KERNEL_LOCK = threading.RLock()
"""Held around every call of a `parallel=True` numba kernel."""


def cpu_name() -> str:
    """Name of this machine's CPU, as the operating system gives it."""
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def cache_root() -> Path:
    """The user's cache folder for this program; `PHYS4D_CACHE_DIR` overrides it."""
    override = os.environ.get("PHYS4D_CACHE_DIR")
    return Path(override or platformdirs.user_cache_dir("phys4d-studio"))


def kernel_cache_folder(sources: Iterable[Path]) -> Path:
    """Folder for the compiled kernels of these sources, in the user's cache folder.

    Args:
        sources: Every file whose text ends up in the machine code: kernels and laws.

    Returns:
        Path that changes with the sources, numba's version and the CPU. It may not exist yet.
    """
    digest = hashlib.sha256()
    for source in sorted(sources):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    for part in (importlib.metadata.version("numba"), platform.python_version(), cpu_name()):
        digest.update(part.encode())
    return cache_root() / "kernels" / digest.hexdigest()[:16]


@cache
def _writable(folder: Path) -> Path:
    """The folder, created, or a temporary one where the user's cache cannot be written.

    A temporary one is private and goes with the process: compiled code from a place that others
    can write would be theirs to run.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    _log.warning("%s cannot be written: kernels are compiled anew in every run", folder)
    temporary = Path(tempfile.mkdtemp(prefix="phys4d-kernels-"))
    atexit.register(shutil.rmtree, temporary, ignore_errors=True)
    return temporary


def use_kernel_cache(sources: Iterable[Path]) -> Path:
    """Point numba's cache at the folder of these sources; call before the kernels are decorated.

    Returns:
        The folder, created.
    """
    # Threads that wait for work by spinning slow everything down fourfold once another program
    # wants the processor; read when the thread layer is loaded, so it must be set before.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import numba

    folder = _writable(kernel_cache_folder(sources))
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]
    return folder
