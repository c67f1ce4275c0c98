"""numba's decorators as this project uses them, after the kernel cache has its folder.

Every kernel module imports its decorators from here: numba reads the cache folder when it
decorates, so the folder of the present sources must be set before.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any, TypeVar, cast

import numpy as np

import sim.constitutive
from render.kernel_cache import use_kernel_cache

_KERNELS = Path(__file__).parent
_LAWS = Path(str(sim.constitutive.__file__)).parent
SOURCES = (
    *sorted([*_KERNELS.glob("*.py"), *_LAWS.glob("*.py")]),
    _KERNELS.parent / "blocks.py",
    _KERNELS.parent / "drive.py",
    _KERNELS.parent / "field_contact.py",
    _KERNELS.parent / "material_rows.py",
    _KERNELS.parent / "obstacle.py",
)
"""Every file whose text ends up in the machine code."""

CACHE_FOLDER = use_kernel_cache(SOURCES)
"""Where the compiled kernels lie."""

# Waiting threads sleep: where other programs are busy, spinning ones would only take their time.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numba  # noqa: E402 - after its cache folder is known
from numba import prange  # noqa: E402
from numba.extending import intrinsic as _intrinsic  # noqa: E402
from numba.extending import overload as _overload  # noqa: E402

types: Any = numba.types
"""numba's types; untyped for mypy, as are the two modules below."""
cgutils: Any = import_module("numba.core.cgutils")
ir: Any = import_module("llvmlite.ir")

__all__ = [
    "CACHE_FOLDER",
    "SOURCES",
    "Kernel",
    "cgutils",
    "f32",
    "function",
    "inline",
    "intrinsic",
    "ir",
    "kernel",
    "numba",
    "prange",
    "serial",
    "threads_for",
    "types",
    "with_float32",
]

PARTICLES_A_THREAD = 3000
"""Smaller shares cost more in waiting for each other than they save."""

Function = TypeVar("Function", bound=Callable[..., Any])


def inline(body: Function) -> Function:
    """Function that is inlined into the kernels that call it, so that their loops vectorise."""
    compiled: Any = numba.njit(forceinline=True, error_model="numpy")(body)
    return cast("Function", compiled)


def function(body: Function) -> Function:
    """Function that kernels call."""
    compiled: Any = numba.njit(error_model="numpy")(body)
    return cast("Function", compiled)


def serial(body: Function) -> Function:
    """Function of integers that runs on the calling thread."""
    config: Any = numba.config
    config.CACHE_DIR = str(CACHE_FOLDER)  # another package may have set its own since
    compiled: Any = numba.njit(nogil=True, cache=True, error_model="numpy")(body)
    return cast("Function", compiled)


class Kernel:
    """A kernel in two compilations: float32 with threads, float64 without.

    float64 is for checks: without `parallel` it compiles several times faster. Call it under
    `render.kernel_cache.PARALLEL_KERNEL_LOCK`.
    """

    def __init__(self, body: Callable[..., None]) -> None:
        options: dict[str, Any] = {
            "nogil": True,
            "cache": True,
            "error_model": "numpy",
            "fastmath": {"contract"},
        }
        self.py_func = body
        self._threaded: Any = numba.njit(parallel=True, **options)(body)
        self._serial: Any = numba.njit(**options)(body)

    def __call__(self, *arguments: Any) -> None:
        """Run; the type of the first argument, an array, chooses the compilation."""
        double = arguments[0].dtype == np.float64
        (self._serial if double else self._threaded)(*arguments)

    @property
    def stats(self) -> Any:
        """Cache hits and misses of the threaded compilation."""
        return self._threaded.stats


def kernel(body: Callable[..., None]) -> Kernel:
    """Compile a kernel on its first call, or take it from the cache."""
    config: Any = numba.config
    config.CACHE_DIR = str(CACHE_FOLDER)  # another package may have set its own since
    return Kernel(body)


def intrinsic(body: Callable[..., Any]) -> Callable[..., Any]:
    """Function that emits LLVM instructions; `typing_context` is supplied by numba."""
    emitter: Callable[..., Any] = _intrinsic(body)
    return emitter


def _bare(body: Callable[..., Any]) -> Callable[..., Any]:
    """The function without annotations: numba compares those of an overload."""
    plain = cast("FunctionType", body)
    return FunctionType(
        plain.__code__, plain.__globals__, plain.__name__, closure=plain.__closure__
    )


def with_float32(fast: Function) -> Callable[[Function], Function]:
    """Decorator: kernels run `fast` in the function's place where the argument is float32.

    Args:
        fast: The same function of one argument `x` for float32 alone.
    """

    def register(body: Function) -> Function:
        def choose(x: Any) -> Callable[..., Any]:
            return _bare(fast if x == types.float32 else body)

        _overload(body, jit_options={"forceinline": True, "error_model": "numpy"})(_bare(choose))
        return body

    return register


def f32(value: float) -> Any:
    """A number that stays float32 in arithmetic with other float32 numbers."""
    return np.float32(value)


@contextmanager
def threads_for(particle_count: int) -> Iterator[None]:
    """Run kernels on as many threads as this many particles keep busy; results do not depend on it.

    Args:
        particle_count: Particles, or Gaussians, that a kernel loops over.
    """
    present = numba.get_num_threads()
    numba.set_num_threads(max(1, min(present, particle_count // PARTICLES_A_THREAD)))
    try:
        yield
    finally:
        numba.set_num_threads(present)
