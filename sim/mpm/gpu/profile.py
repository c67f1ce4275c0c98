"""What each phase of a substep takes on the device, beside what its memory traffic must take.

The floor of a phase is the bytes that it cannot avoid to read and write, over the bandwidth that a
plain copy reaches on the same device. Additions and reads on the grid stay in the cache of the
device where it is large enough and are not counted.
"""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

from sim.mpm.gpu.executor import TaichiExecutor
from sim.mpm.gpu.taichi_module import Integer, Nothing, Row, kernel, ti

COPIED_NUMBERS = 1 << 27
"""Numbers of the copy that measures bandwidth: 512 MB, several times any cache."""
REPEATS = 20
REALS_A_PARTICLE = {"p2g": 22, "g2p": 18, "law": 34}
"""Real numbers read and written once: x v C τ m; x, x v C; C F V0, F τ."""
HISTORY_REALS = 4
"""History, read and written by laws."""
_REAL = 4
"""Bytes of a float32."""


class PhaseTime(NamedTuple):
    """One phase of a substep."""

    milliseconds: float
    """Median time of a call, launch included [ms]."""
    floor_milliseconds: float
    """Unavoidable bytes over the measured bandwidth [ms]."""


@kernel
def _copy(source: Row, target: Row, count: Integer) -> Nothing:
    for i in range(count):
        target[i] = source[i]


def measured_bandwidth(*, numbers: int = COPIED_NUMBERS) -> float:
    """Bytes read and written a second by a plain copy of float32 numbers.

    Args:
        numbers: Numbers that are copied.
    """
    source, target = ti.ndarray(ti.f32, (numbers,)), ti.ndarray(ti.f32, (numbers,))
    source.fill(1.0)
    _copy(source, target, numbers)
    return 2 * _REAL * numbers / _median_seconds(lambda: _copy(source, target, numbers))


def _median_seconds(call: Callable[[], object], *, repeats: int = REPEATS) -> float:
    """Median time of a call that has run before, until the device is done [s]."""
    times = []
    for _ in range(repeats):
        ti.sync()
        begin = time.perf_counter()
        call()
        ti.sync()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def phase_times(
    executor: TaichiExecutor, particle_count: int, dt_s: float, bandwidth: float
) -> dict[str, PhaseTime]:
    """Times of the phases of a substep; the particles move on.

    Args:
        executor: Particles in motion; float32, no drives, obstacles or rigid bodies.
        particle_count: Particles.
        dt_s: Substep [s].
        bandwidth: Bytes a second, see `measured_bandwidth`.
    """
    calls = executor.phases(dt_s)
    samples: dict[str, list[float]] = {name: [] for name in calls}
    calls["sort"]()
    for _ in range(REPEATS):
        for name, call in calls.items():
            samples[name].append(_median_seconds(call, repeats=1))
    medians = {name: statistics.median(values) for name, values in samples.items()}
    medians["nodes"] -= medians["p2g"]
    floors = {name: particle_count * _REAL * reals for name, reals in REALS_A_PARTICLE.items()}
    floors["law"] += particle_count * _REAL * HISTORY_REALS
    floors["nodes"] = 5 * executor.grid_bytes  # cleared, read and written twice
    return {
        name: PhaseTime(1e3 * value, 1e3 * floors.get(name, 0) / bandwidth)
        for name, value in medians.items()
    }
