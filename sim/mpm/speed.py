"""How fast the material point method runs on this machine: the case that figures are quoted for.

A cube of 0.4 m in a box of 1 m, thrown on the ground so that it moves and deforms: E 1e5 Pa,
float32, steps of 1e-4 s. Machines are shared, so that medians of several runs are quoted with their
range, and processor time beside wall time.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from render.kernel_cache import cpu_name
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup

FloatArray = npt.NDArray[np.float32]

SIDE_M, BOX_M = 0.4, 1.0
DT_S = 1e-4
YOUNG_PA = 1e5
THROW_M_S = (0.3, 0.0, -1.0)
WARM_SUBSTEPS, SUBSTEPS, REPEATS = 60, 20, 7
SLOWEST_M_S = 0.05
"""A body whose mean speed is below this at the end of the runs measures nothing."""


@dataclass(frozen=True, slots=True)
class SpeedCase:
    """What is timed."""

    law: ConstitutiveLaw
    """Law of the cube."""
    particle_count: int = 100_000
    """Particles wanted; the nearest cube number is taken."""
    grid: int = 64
    """Cells along the box of 1 m."""
    device: str = "cpu"
    """As in `MpmOptions`."""
    threads: int | None = None
    """Threads of the processor; None for all."""
    walls_m: float | None = None
    """Side of a box with walls around the cube [m]; None for no walls."""


def thrown_cube(particle_count: int) -> MpmParticles:
    """Jittered lattice of about `particle_count` particles just above the ground, thrown on it."""
    per_side = max(round(particle_count ** (1 / 3)), 1)
    axes = [(np.arange(per_side) + 0.5) / per_side] * 3
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    points += np.random.default_rng(0).uniform(-0.2, 0.2, points.shape) / per_side
    corner = 0.5 * (BOX_M - SIDE_M)
    positions = (SIDE_M * points + [corner, corner, 0.002]).astype(np.float32)
    volumes = np.full(len(points), SIDE_M**3 / len(points), np.float32)
    velocities = np.tile(np.array(THROW_M_S, np.float32), (len(points), 1))
    return MpmParticles.of_one_body(positions, volumes, velocities)


def timed(step: Callable[[int], object], particle_count: int) -> dict[str, float]:
    """Speed of `REPEATS` runs of `SUBSTEPS` substeps after warming up.

    Args:
        step: Advances by a number of substeps.
        particle_count: Particles of the case.
    """
    step(WARM_SUBSTEPS)
    wall, processor = [], []
    for _ in range(REPEATS):
        start, start_processor = time.perf_counter(), time.process_time()
        step(SUBSTEPS)
        wall.append((time.perf_counter() - start) / SUBSTEPS)
        processor.append((time.process_time() - start_processor) / SUBSTEPS)
    median, busy = statistics.median(wall), statistics.median(processor)
    return {
        "mega_particle_substeps_per_s": particle_count / median / 1e6,
        "mega_particle_substeps_per_s_min": particle_count / max(wall) / 1e6,
        "mega_particle_substeps_per_s_max": particle_count / min(wall) / 1e6,
        "ms_per_substep": 1e3 * median,
        "ms_per_substep_min": 1e3 * min(wall),
        "ms_per_substep_max": 1e3 * max(wall),
        "cpu_ms_per_substep": 1e3 * busy,
        "mega_particle_substeps_per_cpu_s": particle_count / busy / 1e6,
    }


def measure_speed(case: SpeedCase) -> Mapping[str, object]:
    """Time one case.

    Raises:
        InputError: If the device is unknown.
        BackendUnavailableError: If the device cannot be used here.
    """
    if case.device != "cpu":
        return _measured(case) | {"threads": None}
    with _threads(case.threads) as threads:
        return _measured(case) | {"threads": threads}


def _measured(case: SpeedCase) -> dict[str, object]:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    particles = thrown_cube(case.particle_count)
    count = particles.particle_count
    solver = MpmSolver(
        particles,
        [material(case.law, youngs_modulus_pa=YOUNG_PA)],
        SceneSetup(),
        dx_m=BOX_M / case.grid,
        options=MpmOptions(device=case.device, fixed_dt_s=DT_S, domain=_walls(case.walls_m)),
    )
    figures = timed(lambda substeps: solver.advance(substeps * DT_S), count)
    mean_speed = float(np.linalg.norm(solver.state().velocities, axis=1).mean())
    return {
        **figures,
        "material": case.law.value,
        "particles": count,
        "grid": case.grid,
        "particles_a_cell": count * (BOX_M / case.grid / SIDE_M) ** 3,
        "device": case.device,
        "bytes_per_particle": solver.state_bytes / count,
        "mean_speed_m_s": mean_speed,
        "moves": mean_speed > SLOWEST_M_S,
        "dt_s": DT_S,
        "load_average_at_start": load,
        "cpu": cpu_name(),
    }


def _walls(side_m: float | None) -> Box | None:
    """A box on the ground around the middle of the cube's box."""
    if side_m is None:
        return None
    half = side_m / 2
    return Box((half, half, half), (BOX_M / 2, BOX_M / 2, half))


@contextmanager
def _threads(wanted: int | None) -> Iterator[int]:
    """Run kernels on this many threads, or on all; yields how many."""
    from sim.mpm.cpu.jit import numba

    present = numba.get_num_threads()
    config: Any = numba.config
    threads = min(wanted or present, int(config.NUMBA_NUM_THREADS))
    numba.set_num_threads(threads)
    try:
        yield threads
    finally:
        numba.set_num_threads(present)
