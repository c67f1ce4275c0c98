"""The one place where Taichi is imported and started.

Taichi looks for new versions online and greets on standard output when it is imported; both are
switched off before. A fork of Taichi that keeps its interface is swapped in here, in `_PACKAGE`.
Types of kernel arguments are `Any` to the type checker, which cannot read Taichi's.
"""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

import os
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from pathlib import Path
from threading import Lock
from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from render.errors import BackendUnavailableError
from render.kernel_cache import cache_root
from sim.mpm.gpu.cuda_driver import device_count

_PACKAGE = "taichi"
REMEDY = "install Taichi with: pip install 'phys4d-studio[gpu]', or run on the device cpu"
ARCHITECTURES = {"cuda": "cuda", "taichi-cpu": "cpu"}
"""Names of devices and Taichi's names of what they run on."""

os.environ.setdefault("TI_SKIP_VERSION_CHECK", "ON")
os.environ.setdefault("ENABLE_TAICHI_HEADER_PRINT", "0")
try:
    with warnings.catch_warnings():  # it asks for the locale in a way that Python deprecates
        warnings.simplefilter("ignore", DeprecationWarning)
        ti: Any = import_module(_PACKAGE)
except ImportError as error:
    raise BackendUnavailableError(f"the simulator on the GPU needs Taichi; {REMEDY}") from error

if TYPE_CHECKING:
    Row: TypeAlias = Any
    Table: TypeAlias = Any
    Integer: TypeAlias = Any
    Double: TypeAlias = Any
    Static: TypeAlias = Any
    Nothing: TypeAlias = None
else:
    Row = ti.types.ndarray(ndim=1)
    Table = ti.types.ndarray(ndim=2)
    Integer = ti.i32
    Double = ti.f64
    Static = ti.template()
    Nothing = ()

Function = TypeVar("Function", bound=Callable[..., Any])

_started: str | None = None
_lock = Lock()


def function(body: Function) -> Function:
    """Function that kernels call; it is inlined. Arguments of type `Any` are values."""
    notes = body.__annotations__
    body.__annotations__ = {name: kind for name, kind in notes.items() if kind is not Any}
    return cast("Function", ti.func(body))


def kernel(body: Function) -> Function:
    """Kernel whose outermost loop runs in parallel."""
    return cast("Function", ti.kernel(body))


def rebound(body: Function) -> Function:
    """A plain Python function of scalars as a function that kernels call.

    The names it uses from `math` become Taichi's, and plain functions that it calls are rebound
    likewise: the source stays the one that numba compiles and that runs as it is.
    """
    return function(cast("Function", _with_taichi_names(cast("FunctionType", body))))


def _with_taichi_names(body: FunctionType) -> FunctionType:
    names = dict(body.__globals__)
    for name in body.__code__.co_names:
        used = names.get(name)
        if isinstance(used, FunctionType):
            names[name] = function(_with_taichi_names(used))
        elif isinstance(used, BuiltinFunctionType) and used.__module__ == "math":
            names[name] = getattr(ti, used.__name__)
    return FunctionType(body.__code__, names, body.__name__)


def _is_writable(folder: Path) -> bool:
    """Whether files can be kept in a folder, which is made where it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


def start(device: str) -> None:
    """Start Taichi on a device; later calls for the same one do nothing.

    Args:
        device: "cuda" or "taichi-cpu".

    Raises:
        BackendUnavailableError: If the device is not here, or the process runs on another one.
    """
    global _started
    with _lock:
        if _started == device:
            return
        if _started is not None:
            raise BackendUnavailableError(
                f"this process runs Taichi on {_started}; use {device} in a process of its own"
            )
        ti.set_logging_level(ti.ERROR)  # it warns of a missing driver; the error says it better
        architecture = getattr(ti, ARCHITECTURES[device])
        supported = ti.lang.misc.is_arch_supported(architecture)
        if not supported or (device == "cuda" and device_count() == 0):
            raise BackendUnavailableError(
                f"Taichi finds no {device} device; install the NVIDIA driver, or run on the "
                "device cpu"
            )
        cache = cache_root() / "taichi"
        with redirect_stdout(StringIO()):  # it announces its device on standard output
            ti.init(
                arch=architecture,
                default_fp=ti.f32,
                default_ip=ti.i32,
                fast_math=False,  # a NaN must be seen, and logarithms near 1 be right
                log_level=ti.ERROR,
                enable_fallback=False,
                offline_cache=_is_writable(cache),
                offline_cache_file_path=str(cache),
            )
        _started = device
