"""Readers in native code run in a child process, whose death or thirst is a clear error.

The child is started at the first use, reused and replaced when it dies. It answers with plain
text (JSON) and raw arrays, never with pickled objects. Its memory is limited by `setrlimit` on
Linux; Windows and macOS do not limit address space, so there only the time limit holds. The parent
keeps the time and kills the child when it runs out.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.os_faults import remedy_for

Arrays = dict[str, npt.NDArray[np.generic]]

START_LIMIT_S = 60.0
"""Longest wait for the child to start and load a reader's library, on a busy machine [s]."""
CLOUD_FIELDS = ("means", "quats", "scales", "opacities", "sh_coeffs")
EXTRA_PREFIX = "extra:"
_LENGTH = struct.Struct("<Q")


class ReadLimits(NamedTuple):
    """What reading one file may cost."""

    seconds: float
    """Wall-clock time [s], counted after the reader's library is loaded."""
    memory_bytes: int
    """Address space beyond that of the child before it starts to read [bytes]."""


def limits_for(path: Path) -> ReadLimits:
    """Limits that grow with the file: 2 s and 1 GB for small ones.

    Raises:
        InputError: If there is no such file.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from error
    return ReadLimits(seconds=2.0 + size / 4e6, memory_bytes=1_000_000_000 + 40 * size)


def read_in_child(module: str, path: Path, limits: ReadLimits) -> SplatFile:
    """Run `module.read(path)` in the child process.

    Args:
        module: Module of a format; its `read` returns a `SplatFile`.
        path: File to read.
        limits: Time and memory it may take.

    Raises:
        InputError: What the reader says of the file, or that it broke down or took too long.
    """
    facts, arrays = arrays_in_child(
        "render.formats.child_tasks:splats", path, limits, module=module
    )
    return splat_file_from(facts, arrays)


def arrays_in_child(
    task: str, path: Path, limits: ReadLimits, **options: object
) -> tuple[Mapping[str, object], Arrays]:
    """Run any function of a file in the child process.

    Args:
        task: "package.module:function", called as `function(path, **options)`, which returns
            plain values (for JSON) and named arrays. If its module, or the module that the option
            `module` names, has a `load()`, that is called first, outside the time limit.
        path: File it works on.
        limits: Time and memory it may take.
        options: Plain values for the function.

    Raises:
        InputError: What the function says of the file, or that it broke down or took too long.
    """
    request = {"task": task, "path": str(path.absolute()), "options": options}
    with _LOCK:
        child = _running_child()
        try:
            child.send({**request, "memory_bytes": limits.memory_bytes})
            facts, arrays = child.receive(START_LIMIT_S)
            if "error" not in facts:
                facts, arrays = child.receive(limits.seconds)
        except TimeoutError:
            reason = f"reading it took more than {limits.seconds:.0f} s"
            raise InputError(f"{path}: {reason}; the file is probably damaged") from None
        except (EOFError, OSError):
            child.stop()
            raise InputError(
                f"{path}: its reader broke down; the file is probably damaged"
            ) from None
        except BaseException:  # an answer that nobody read would be taken for the next one
            child.stop()
            raise
    if "error" in facts:
        raise InputError(str(facts["error"]).replace(str(path.absolute()), str(path)))
    return facts, arrays


def splat_file_message(splats: SplatFile) -> tuple[Mapping[str, object], Arrays]:
    """Plain values and arrays that make up a splat file."""
    facts = {
        "format": splats.format,
        "up_axis": splats.up_axis,
        "antialiased": splats.antialiased,
        "is_2dgs": splats.is_2dgs,
        "comments": list(splats.comments),
        "notes": list(splats.notes),
    }
    arrays: Arrays = {name: getattr(splats.cloud, name) for name in CLOUD_FIELDS}
    arrays.update({EXTRA_PREFIX + name: values for name, values in splats.extras.items()})
    return facts, arrays


def splat_file_from(facts: Mapping[str, object], arrays: Arrays) -> SplatFile:
    """The splat file of `splat_file_message`."""
    cloud = GaussianCloud(**{name: arrays[name].astype(np.float32) for name in CLOUD_FIELDS})
    start = len(EXTRA_PREFIX)
    extras = {name[start:]: arrays[name] for name in arrays if name.startswith(EXTRA_PREFIX)}
    return SplatFile(
        cloud,
        format=str(facts["format"]),
        up_axis=str(facts["up_axis"]),
        antialiased=bool(facts["antialiased"]),
        is_2dgs=bool(facts["is_2dgs"]),
        extras=extras,
        comments=tuple(cast("list[str]", facts["comments"])),
        notes=tuple(cast("list[str]", facts["notes"])),
    )


def send_message(stream: BinaryIO, facts: Mapping[str, object], arrays: Arrays) -> None:
    """Write plain values and arrays to a pipe."""
    kept = {name: np.ascontiguousarray(values) for name, values in arrays.items()}
    layout = [[name, values.dtype.str, list(values.shape)] for name, values in kept.items()]
    head = json.dumps({"facts": facts, "arrays": layout}).encode()
    stream.write(_LENGTH.pack(len(head)))
    stream.write(head)
    for values in kept.values():
        stream.write(values.reshape(-1).view(np.uint8).data)
    stream.flush()


def receive_message(stream: BinaryIO) -> tuple[dict[str, object], Arrays]:
    """Read what `send_message` wrote.

    Raises:
        EOFError: If the other end is gone.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    head = json.loads(_exactly(stream, length))
    arrays: Arrays = {}
    for name, dtype, shape in head["arrays"]:
        count = int(np.prod(shape, dtype=np.int64))
        data = _exactly(stream, count * np.dtype(dtype).itemsize)
        arrays[name] = np.frombuffer(data, dtype).reshape(shape)
    return head["facts"], arrays


def _exactly(stream: BinaryIO, length: int) -> bytearray:
    data = bytearray(length)
    view, done = memoryview(data), 0
    while done < length:
        count = stream.readinto(view[done:])  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        done += count
    return data


class _Child:
    """The child process and the pipes to it."""

    def __init__(self) -> None:
        root = str(Path(__file__).resolve().parents[2])
        paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
        }
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "render.formats.child_loop"],  # -P: not the user's folder
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # Windows
            env=environment,
        )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def send(self, facts: Mapping[str, object]) -> None:
        send_message(cast("BinaryIO", self._process.stdin), facts, {})

    def receive(self, limit_s: float) -> tuple[dict[str, object], Arrays]:
        """The child's next message; it is killed when that takes too long."""
        with self._killed_after(limit_s) as late:
            try:
                return receive_message(cast("BinaryIO", self._process.stdout))
            except EOFError:
                self.stop()
                if late.is_set():
                    raise TimeoutError from None
                raise

    @contextlib.contextmanager
    def _killed_after(self, limit_s: float) -> Iterator[threading.Event]:
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._process.kill()

        timer = threading.Timer(limit_s, kill)
        timer.daemon = True
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()

    def stop(self) -> None:
        """Kill the child and close the pipes."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                cast("BinaryIO", pipe).close()
        self._process.wait()


_LOCK = threading.Lock()
_CHILDREN: list[_Child] = []


def _running_child() -> _Child:
    """The child, started anew when it is gone."""
    while _CHILDREN:
        if _CHILDREN[-1].alive:
            return _CHILDREN[-1]
        _CHILDREN.pop().stop()
    _CHILDREN.append(_Child())
    return _CHILDREN[-1]


@atexit.register
def stop_child() -> None:
    """End the child process; the next use starts another."""
    while _CHILDREN:
        _CHILDREN.pop().stop()
