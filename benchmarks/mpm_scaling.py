"""How the simulator's speed depends on the grid, the number of particles and the process.

- An empty border: the same cube and cells in a box twice as wide.
- Half the cell side with the same particles.
- 10 k to 1 M particles at 8 particles a cell.
- Seconds from the start of a second process to the end of its first substep.

Run: python -m benchmarks.mpm_scaling [--largest 1000000] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from render.kernel_cache import cpu_name
from sim.materials import ConstitutiveLaw
from sim.mpm.speed import BOX_M, SIDE_M, SpeedCase, measure_speed

RESULT = Path(__file__).parent / "results" / "mpm_scaling.json"
PARTICLES_A_CELL = 8
FIRST_SUBSTEP = """
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.solver import MpmSolver
from sim.mpm.speed import thrown_cube
from sim.scene_setup import SceneSetup
solver = MpmSolver(
    thrown_cube(10_000), [material(ConstitutiveLaw.{law}, youngs_modulus_pa=1e5)], SceneSetup(),
    dx_m=1 / 32,
)
solver.advance(1e-4)
"""


def speed(particle_count: int, grid: int, walls_m: float | None = None) -> dict[str, object]:
    """One elastic case on all threads."""
    case = SpeedCase(ConstitutiveLaw.JELLY, particle_count, grid, walls_m=walls_m)
    return dict(measure_speed(case))


def nanoseconds(figures: dict[str, object]) -> float:
    """Processor time of a particle and substep [ns]."""
    return 1e6 * float(figures["cpu_ms_per_substep"]) / float(figures["particles"])  # type: ignore[arg-type]


def by_count(largest: int) -> list[dict[str, object]]:
    """Cases at 8 particles a cell, from 10 k particles up."""
    counts = [count for count in (10_000, 30_000, 100_000, 300_000, 1_000_000) if count <= largest]
    rows = []
    for count in counts:
        grid = round((count / PARTICLES_A_CELL) ** (1 / 3) * BOX_M / SIDE_M)
        figures = speed(count, grid)
        rows.append(figures | {"cpu_ns_per_particle": nanoseconds(figures)})
    return rows


def first_substep_s(law: ConstitutiveLaw, repeats: int = 5) -> dict[str, float]:
    """Whole seconds of fresh processes that take one substep, with warm caches."""
    command = [sys.executable, "-c", FIRST_SUBSTEP.format(law=law.name)]
    seconds = []
    for _ in range(repeats + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True)
        seconds.append(time.perf_counter() - start)
    warm = seconds[1:]
    return {"median_s": statistics.median(warm), "min_s": min(warm), "max_s": max(warm)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=1_000_000)
    parser.add_argument("--json", type=Path, default=RESULT)
    options = parser.parse_args()
    usual, finer = speed(100_000, 64), speed(100_000, 128)
    boxed, wider = speed(100_000, 64, BOX_M), speed(100_000, 64, 2 * BOX_M)
    rows = by_count(options.largest)
    times = [float(row["cpu_ns_per_particle"]) for row in rows]  # type: ignore[arg-type]
    results = {
        "cpu": cpu_name(),
        "load_average_at_end": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "ratio_empty_border": nanoseconds(wider) / nanoseconds(boxed),
        "ratio_empty_border_target": 1.05,
        "ratio_half_cell_side": nanoseconds(finer) / nanoseconds(usual),
        "ratio_half_cell_side_target": 1.6,
        "spread_over_counts": max(times) / min(times),
        "counts": rows,
        "first_substep_s": {
            law.value: first_substep_s(law)
            for law in (ConstitutiveLaw.JELLY, ConstitutiveLaw.PLASTICINE)
        },
        "first_substep_s_target": 1.5,
    }
    print(json.dumps(results, indent=1))
    options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
