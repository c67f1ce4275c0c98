"""How the kernels of this package are compiled, and where their machine code is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba

from render.kernel_cache import use_kernel_cache

KERNEL_SOURCES = tuple(
    Path(__file__).parent / name
    for name in (
        "jit.py",
        "projection.py",
        "ordering.py",
        "binning.py",
        "falloff.py",
        "blending.py",
        "blending_gradients.py",
        "channel_blending.py",
        "projection_gradients.py",
        "../eye_guard.py",
    )
)
"""Every file whose text ends up in the machine code."""

FAST_MATH = {"contract", "reassoc", "nsz", "arcp", "afn"}
"""Rewrites that the compiler may make; infinities and NaN keep their meaning."""


def inline(function: Callable[..., Any]) -> Callable[..., Any]:
    """Function that is inlined into the kernels that call it, so that their loops vectorise."""
    compiled: Callable[..., Any] = numba.njit(
        forceinline=True, fastmath=FAST_MATH, error_model="numpy"
    )(function)
    return compiled


def kernel(function: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function for this CPU, cached on disk and free of the interpreter's lock.

    Divisions do not look for zeros: a branch that raises would keep loops from being vectorized.
    """
    use_kernel_cache(KERNEL_SOURCES)
    compiled: Callable[..., Any] = numba.njit(
        nogil=True, cache=True, fastmath=FAST_MATH, error_model="numpy"
    )(function)
    return compiled
