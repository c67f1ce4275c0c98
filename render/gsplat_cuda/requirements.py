"""What the CUDA renderer needs, looked for from the cheapest to the dearest.

`installation_fault` reads metadata only: no torch is imported to learn that there is no GPU.
`require_cuda` imports torch and gsplat; gsplat may compile its kernels then, which takes minutes
the first time.
"""

from __future__ import annotations

import ctypes.util
import importlib.metadata
import importlib.util
import shutil
import sys
from pathlib import Path
from typing import Any

from render.errors import BackendUnavailableError

OLDEST_GSPLAT = (1, 5)
OTHERS = "the other renderers work without it"
NO_DRIVER = f"no NVIDIA driver was found; with an NVIDIA GPU install its driver, {OTHERS}"
NO_TORCH = "torch is missing: pip install torch"
CPU_TORCH = (
    "torch {version} is a build without CUDA; install one for your GPU from "
    "https://pytorch.org/get-started/locally"
)
NO_GSPLAT = "gsplat is missing: pip install 'phys4d-studio[gpu]'"
OLD_GSPLAT = "gsplat {version} is too old, 1.5 is needed: pip install --upgrade gsplat"
NO_DEVICE = f"torch reaches no CUDA device; update the NVIDIA driver, {OTHERS}"


def compiler_remedy() -> str:
    """What helps when gsplat's kernels are not compiled."""
    missing = []
    if shutil.which("nvcc") is None:
        missing.append("nvcc of the CUDA toolkit that torch was built with")
    if sys.platform == "win32" and shutil.which("cl") is None:
        missing.append("cl of Microsoft's C++ build tools (start from their command prompt)")
    if sys.platform != "win32" and shutil.which("c++") is None:
        missing.append("a C++ compiler")
    lack = f"{' and '.join(missing)} not found" if missing else "see the log of the compiler"
    return (
        f"{lack}; install it, or a gsplat wheel for your torch from https://docs.gsplat.studio/whl"
    )


def installation_fault() -> str | None:
    """Why the renderer cannot run, as far as packages and drivers tell; None when they allow it."""
    if importlib.util.find_spec("torch") is None:
        return NO_TORCH
    torch_version = importlib.metadata.version("torch")
    if torch_version.endswith("+cpu"):
        return CPU_TORCH.format(version=torch_version)
    if importlib.util.find_spec("gsplat") is None:
        return NO_GSPLAT
    version = importlib.metadata.version("gsplat")
    if _numbers(version) < OLDEST_GSPLAT:
        return OLD_GSPLAT.format(version=version)
    return None if _has_driver() else NO_DRIVER


def require_cuda() -> tuple[Any, Any]:
    """Modules torch and gsplat, ready to draw.

    Raises:
        BackendUnavailableError: If they are not; the message names the remedy.
    """
    fault = installation_fault()
    if fault is not None:
        raise BackendUnavailableError(fault)
    try:
        import torch

        if not torch.cuda.is_available():
            raise BackendUnavailableError(NO_DEVICE)
        import gsplat
        from gsplat.cuda import _backend

        kernels = _backend._C
    except (ImportError, OSError, RuntimeError) as error:
        if isinstance(error, BackendUnavailableError):
            raise
        reason = " ".join(str(error).split())
        raise BackendUnavailableError(
            f"gsplat cannot start ({_shortened(reason)}): {compiler_remedy()}"
        ) from error
    if kernels is None:
        raise BackendUnavailableError(f"gsplat has no compiled kernels: {compiler_remedy()}")
    return torch, gsplat


def _numbers(version: str) -> tuple[int, ...]:
    """Leading numbers of a version."""
    parts = version.split("+")[0].split(".")
    return tuple(int(part) for part in parts[:2] if part.isdigit())


def _has_driver() -> bool:
    if Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None:
        return True
    return ctypes.util.find_library("nvcuda" if sys.platform == "win32" else "cuda") is not None


def _shortened(text: str, limit: int = 160) -> str:
    return text if len(text) <= limit else text[:limit] + "…"
