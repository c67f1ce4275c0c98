"""Damaged files: what every reader must survive, within 2 s and 1 GB, with a clear error."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from render.errors import InputError
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud

OWN_COUNT = 300
"""Mutations of a reader of our own in `make test`."""
WEIGHED = 20
"""One in so many mutations is read once more to see how much memory it takes."""
OWN_SLOW_COUNT = 10_000
NATIVE_COUNT = 50
NATIVE_SLOW_COUNT = 2_000
MAX_SECONDS = 2.0
MAX_BYTES = 1_000_000_000

_HOSTILE = (
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\x80\x96\x98\x00",  # 10,000,000
    b"\x00\x00\xc0\x7f",  # NaN
    b"\x00\x00\x80\x7f",  # infinity
    b"\xff\xff\x7f\x7f",  # the largest float
    b"\x00\x00\x00\x80",
)
"""Four bytes that break readers when they land in a count, an offset or a float."""


def mutated(data: bytes, seed: int) -> bytes:
    """The bytes with some of them changed, cut, doubled, moved or replaced by hostile numbers.

    Half of the changes fall into the first kilobyte, where headers stand.
    """
    rng = np.random.default_rng(seed)
    changed = bytearray(data)
    for _ in range(int(rng.integers(1, 6))):
        if not changed:
            break
        limit = min(len(changed), 1024) if rng.random() < 0.5 else len(changed)
        start = int(rng.integers(limit))
        end = min(len(changed), start + int(rng.integers(1, 64)))
        match int(rng.integers(7)):
            case 0 | 1:
                changed[start] = int(rng.integers(256))
            case 2:
                changed[start] ^= 1 << int(rng.integers(8))
            case 3:
                word = _HOSTILE[int(rng.integers(len(_HOSTILE)))]
                changed[start : start + 4] = word
            case 4:
                del changed[start:end]
            case 5:
                changed[start:start] = changed[start:end]
            case _:
                del changed[start:]
    return bytes(changed)


def check_survives(
    read: Callable[[Path], SplatFile],
    path_suffix: str,
    originals: Sequence[bytes],
    count: int,
    *,
    folder: Path,
) -> None:
    """Read mutated files and fail on anything but a valid cloud or an `InputError`.

    Args:
        read: Reader under test.
        path_suffix: Ending of the files it reads, with the dot.
        originals: Contents of good files; mutations go through them in turn.
        count: Number of mutations; the seed of each is its number, and named in failures.
        folder: Empty folder to work in; nothing else may appear in it.
    """
    path = folder / f"mutated{path_suffix}"
    for seed in range(count):
        path.unlink(missing_ok=True)  # truncating a file makes some file systems flush it
        path.write_bytes(mutated(originals[seed % len(originals)], seed))
        start = time.process_time()
        try:
            check_valid(read(path).cloud)
        except InputError as error:
            lines = str(error).splitlines()
            if len(lines) != 1:
                raise AssertionError(f"seed {seed}: no message of one line: {lines}") from error
        except Exception as error:
            raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}") from error
        assert time.process_time() - start <= MAX_SECONDS, f"seed {seed} took too long"
        if seed % WEIGHED == 0:
            assert peak_bytes(partial(read, path)) <= MAX_BYTES, f"seed {seed} took much memory"
    assert [item.name for item in folder.iterdir()] == [path.name]


def check_valid(cloud: GaussianCloud) -> None:
    """Fail unless every value of a cloud can be drawn."""
    for name in ("means", "quats", "scales", "opacities", "sh_coeffs"):
        assert np.isfinite(getattr(cloud, name)).all(), name
    assert (cloud.scales > 0).all()
    assert np.abs(cloud.means).max(initial=0) <= 1e9


def peak_bytes(call: Callable[[], object]) -> int:
    """Most memory that Python and numpy held at once during a call that may fail on bad input."""
    tracemalloc.start()
    try:
        call()
    except InputError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return peak
