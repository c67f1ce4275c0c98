"""Our CPU solver beside a plain one-thread textbook loop, in the same run.

Case (the one of the published peer figures): an elastic cube of 0.4 m in a unit box, 64³ grid,
E 1e5 Pa, nu 0.3, density 1000 kg/m³, float32, dt 1e-4 s, quadratic kernel, on the ground, so that
it moves. The textbook loop is `mpm_textbook.py`: unsorted particles, one dense grid, SVD-free polar
rotation, everything else the same.

Run: python benchmarks/mpm_throughput.py [--particles 100000] [--json FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.kernel_cache import cpu_name
from sim.material_table import material
from sim.materials import ConstitutiveLaw, lame_parameters
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup

FloatArray = npt.NDArray[np.float32]
SIDE_M, GRID, DT_S = 0.4, 64, 1e-4
WARM_SUBSTEPS, SUBSTEPS, REPEATS = 150, 20, 7


def cube(particle_count: int) -> tuple[FloatArray, FloatArray]:
    """Jittered lattice of about `particle_count` particles above the ground, and their volumes."""
    per_side = round(particle_count ** (1 / 3))
    axes = [(np.arange(per_side) + 0.5) / per_side] * 3
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    points += np.random.default_rng(0).uniform(-0.2, 0.2, points.shape) / per_side
    volumes = np.full(len(points), SIDE_M**3 / len(points), np.float32)
    return (SIDE_M * points + [0.3, 0.3, 0.01]).astype(np.float32), volumes


def timed(step: Callable[[int], None], particle_count: int) -> dict[str, float]:
    """Median speed of `REPEATS` runs of `SUBSTEPS` substeps after warming up.

    Processor time stands beside wall time: on a busy machine only the former means anything.
    """
    step(WARM_SUBSTEPS)
    wall, processor = [], []
    for _ in range(REPEATS):
        start, start_processor = time.perf_counter(), time.process_time()
        step(SUBSTEPS)
        wall.append((time.perf_counter() - start) / SUBSTEPS)
        processor.append((time.process_time() - start_processor) / SUBSTEPS)
    median = statistics.median(wall)
    return {
        "ms_per_substep": 1e3 * median,
        "ms_per_substep_min": 1e3 * min(wall),
        "ms_per_substep_max": 1e3 * max(wall),
        "cpu_ms_per_substep": 1e3 * statistics.median(processor),
        "mega_particle_substeps_per_s": particle_count / median / 1e6,
        "mega_particle_substeps_per_cpu_s": particle_count / statistics.median(processor) / 1e6,
    }


def ours(law: ConstitutiveLaw, particle_count: int, threads: int) -> dict[str, float]:
    """Our solver with one law on this many threads."""
    from sim.mpm.cpu.jit import numba  # sets how threads wait, before any of them starts

    numba.set_num_threads(threads)
    positions, volumes = cube(particle_count)
    params = material(law, youngs_modulus_pa=1e5)
    solver = MpmSolver(
        MpmParticles.of_one_body(positions, volumes),
        [params],
        SceneSetup(),
        dx_m=1 / GRID,
        options=MpmOptions(longest_dt_s=DT_S),
    )
    return timed(lambda n: solver.advance(n * DT_S) and None, len(positions)) | {
        "bytes_per_particle": solver.state_bytes / len(positions)
    }


def textbook(particle_count: int) -> dict[str, float]:
    """The plain loop on one thread, elastic."""
    from mpm_textbook import TextbookSolver

    positions, volumes = cube(particle_count)
    lam, mu = lame_parameters(1e5, 0.3)
    solver = TextbookSolver(positions, volumes * 1000, volumes, mu=mu, lam=lam, grid=GRID)
    return timed(lambda n: solver.advance(n, DT_S), len(positions))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--particles", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--json", type=Path, default=None)
    options = parser.parse_args()
    results: dict[str, object] = {
        "case": f"cube {SIDE_M} m, {GRID}^3, float32, dt {DT_S} s, E 1e5 Pa, on the ground",
        "particles": len(cube(options.particles)[0]),
        "cpu": cpu_name(),
        "numba": metadata.version("numba"),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "reading": "per_cpu_s figures of one thread compare on a busy machine, the others do not",
        "load_average_at_start": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "textbook_elastic_1_thread": textbook(options.particles),
    }
    for law in (ConstitutiveLaw.JELLY, ConstitutiveLaw.SAND, ConstitutiveLaw.PLASTICINE):
        for threads in (1, options.threads):
            results[f"{law.value}_{threads}_threads"] = ours(law, options.particles, threads)
    # The loop runs again at the end: the ratio is taken against the faster of its two runs.
    results["textbook_elastic_1_thread_again"] = textbook(options.particles)
    text = json.dumps(results, indent=1)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
