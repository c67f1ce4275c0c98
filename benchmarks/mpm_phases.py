"""Where a substep's time goes, and what limits each phase.

Times are processor times of one thread; beside them stand the bytes that a phase must move for a
particle, and the rate that this makes. A rate near that of a plain pass over the same state says
that memory limits the phase.

Run: python -m benchmarks.mpm_phases [--particles 100000] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from render.kernel_cache import cpu_name
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.cpu import executor, law_steps, transfer
from sim.mpm.cpu.executor import CpuExecutor
from sim.mpm.cpu.jit import numba
from sim.mpm.cpu.layout import FIELDS
from sim.mpm.options import MpmOptions
from sim.mpm.solver import MpmSolver
from sim.mpm.speed import BOX_M, DT_S, WARM_SUBSTEPS, YOUNG_PA, thrown_cube
from sim.scene_setup import SceneSetup

RESULT = Path(__file__).parent / "results" / "mpm_phases.json"
LAWS = ("jelly", "neo-hookean", "hencky", "liquid", "sand", "plasticine", "snow", "foam")
SUBSTEPS = 60
PLACES: dict[str, tuple[Any, str]] = {
    "p2g_and_grid": (executor, "fill_grid"),
    "g2p": (transfer, "g2p"),
    "law": (law_steps, "run"),
    "sort": (CpuExecutor, "_sort"),
}
REALS = {"p2g_and_grid": 22, "g2p": 18, "law": 34}
"""Numbers of a particle read and written: x v C τ m; x and x v C; C F V0 and F τ."""
LIMITS = {
    "p2g_and_grid": "additions into rows of nodes that cross cache lines, then reading 22 numbers",
    "g2p": "reading rows of nodes that cross cache lines, then writing 15 numbers",
    "law": "memory without principal axes; with them square roots and products of Jacobi sweeps",
    "sort": "numpy's sorting on one thread, once in about a hundred substeps",
}


def timed(body: Callable[..., Any], times: list[float]) -> Callable[..., Any]:
    """The function, noting its processor time in a list."""

    def call(*arguments: Any, **options: Any) -> Any:
        start = time.thread_time()
        result = body(*arguments, **options)
        times.append(time.thread_time() - start)
        return result

    return call


def profile(law: ConstitutiveLaw, particle_count: int, grid_cells: int) -> dict[str, object]:
    """Nanoseconds a particle and substep of every phase."""
    cube = thrown_cube(particle_count)
    solver = MpmSolver(
        cube,
        [material(law, youngs_modulus_pa=YOUNG_PA)],
        SceneSetup(),
        dx_m=BOX_M / grid_cells,
        options=MpmOptions(fixed_dt_s=DT_S),
    )
    solver.advance(WARM_SUBSTEPS * DT_S)
    times: dict[str, list[float]] = {name: [] for name in PLACES}
    originals = {name: getattr(*place) for name, place in PLACES.items()}
    for name, (owner, attribute) in PLACES.items():
        setattr(owner, attribute, timed(originals[name], times[name]))
    try:
        start = time.thread_time()
        solver.advance(SUBSTEPS * DT_S)
        total = time.thread_time() - start
    finally:
        for name, (owner, attribute) in PLACES.items():
            setattr(owner, attribute, originals[name])
    scale = 1e9 / cube.particle_count
    phases: dict[str, object] = {}
    for name, seconds in times.items():
        mean = sum(seconds) / SUBSTEPS
        phases[name] = {"ns_per_particle": scale * mean} | (
            {"gigabytes_per_s": 4 * REALS[name] / (scale * mean)} if name in REALS else {}
        )
    speeds = np.linalg.norm(solver.state().velocities, axis=1)
    return {
        "total_ns_per_particle": scale * total / SUBSTEPS,
        "phases": phases,
        "bytes_per_particle": solver.state_bytes / cube.particle_count,
        "mean_speed_m_s": float(speeds.mean()),
    }


@numba.njit(nogil=True)  # type: ignore[misc]
def scale_all(state: Any, factor: Any) -> None:
    """A plain pass over a state: every number read and written."""
    for i in range(len(state)):
        state[i] *= factor


def plain_pass_gigabytes_per_s(particle_count: int) -> float:
    """Bytes read and written a second by a plain pass over as many particles."""
    state = np.ones(particle_count * FIELDS, np.float32)
    scale_all(state, np.float32(1))
    times: list[float] = []
    for _ in range(20):
        timed(scale_all, times)(state, np.float32(1))
    return 2e-9 * state.nbytes / statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--particles", type=int, default=100_000)
    parser.add_argument("--grid", type=int, default=64)
    parser.add_argument("--json", type=Path, default=RESULT)
    options = parser.parse_args()
    numba.set_num_threads(1)
    results: dict[str, object] = {
        "cpu": cpu_name(),
        "particles": thrown_cube(options.particles).particle_count,
        "grid": options.grid,
        "threads": 1,
        "load_average_at_start": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "plain_pass_gigabytes_per_s": plain_pass_gigabytes_per_s(options.particles),
        "limits": LIMITS,
    }
    for name in LAWS:
        law = ConstitutiveLaw.from_name(name)
        results[name] = profile(law, options.particles, options.grid)
        print(name, json.dumps(results[name]), flush=True)
    options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
