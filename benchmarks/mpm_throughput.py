"""Our solver beside plain textbook solvers in numba and in Taichi, in the same run.

The case is that of `phys4d-studio bench mpm` (`sim.mpm.speed`). The textbook loops are
`mpm_textbook.py` (one thread) and `mpm_textbook_taichi.py` (all threads, elastic alone): unsorted
particles, one dense grid. Every textbook figure is taken before and after ours; ratios are against
the faster of the two.

Run: python -m benchmarks.mpm_throughput [--particles 100000] [--json FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

from benchmarks.mpm_textbook import TextbookSolver
from render.kernel_cache import cpu_name
from sim.material_table import material
from sim.materials import ConstitutiveLaw, lame_parameters
from sim.mpm.speed import DT_S, YOUNG_PA, SpeedCase, measure_speed, thrown_cube, timed

RESULT = Path(__file__).parent / "results" / "mpm_throughput.json"
LAWS = (
    ConstitutiveLaw.JELLY,
    ConstitutiveLaw.LIQUID,
    ConstitutiveLaw.SAND,
    ConstitutiveLaw.PLASTICINE,
    ConstitutiveLaw.SNOW,
)
SPEED = "mega_particle_substeps_per_s"
CPU_SPEED = "mega_particle_substeps_per_cpu_s"
TARGET_RATIOS = {"jelly": 2.5, "liquid": 2.5, "sand": 1.8, "plasticine": 1.8, "snow": 1.8}
TARGET_SPEEDS = {"jelly": 12.0, "sand": 5.0, "plasticine": 5.0, "snow": 5.0}
PEERS = {
    "warp-mpm, jelly (the solver of PhysGaussian and PhysGM)": "0.24 to 0.39",
    "warp-mpm, sand": "0.09",
    "taichi_elements, plasticity off": "0.54",
    "mpm-pytorch 0.1.1, corotated": "0.16",
    "machine": "two Xeon cores at 2.5 GHz, same cube, grid and steps, million a second",
}
"""Figures measured once for other solvers; not part of this run."""

Figures = Mapping[str, object]


def textbook(law: ConstitutiveLaw, particle_count: int, grid: int) -> dict[str, float]:
    """The plain numba loop on one thread."""
    cube = thrown_cube(particle_count)
    params = material(law, youngs_modulus_pa=YOUNG_PA)
    solver = TextbookSolver(cube.positions, cube.velocities, cube.volumes, params=params, grid=grid)
    return timed(lambda substeps: solver.advance(substeps, DT_S), cube.particle_count)


def taichi_textbook(particle_count: int, grid: int) -> Figures:
    """The plain Taichi solver on the processor, or why it does not run."""
    try:
        from benchmarks.mpm_textbook_taichi import TaichiTextbookSolver
    except ImportError as error:
        return {"not_run": f"Taichi is missing ({error.name}); install the extra `gpu`"}
    cube = thrown_cube(particle_count)
    params = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=YOUNG_PA)
    lam, mu = lame_parameters(YOUNG_PA, params.poisson_ratio)
    solver = TaichiTextbookSolver(
        cube.positions,
        volume=float(cube.volumes[0]),
        density=params.density_kg_m3,
        mu=mu,
        lam=lam,
        grid=grid,
    )
    return timed(lambda substeps: solver.advance(substeps, DT_S), cube.particle_count)


def one_law(law: ConstitutiveLaw, particle_count: int, grid: int, threads: int) -> Figures:
    """Ours on one and on all threads, beside the textbook loop of the same law."""
    before = textbook(law, particle_count, grid)
    case = {"law": law, "particle_count": particle_count, "grid": grid}
    single = measure_speed(SpeedCase(**case, threads=1))  # type: ignore[arg-type]
    both = measure_speed(SpeedCase(**case, threads=threads))  # type: ignore[arg-type]
    after = textbook(law, particle_count, grid)
    plain = max(before, after, key=lambda figures: figures[SPEED])
    name = law.value
    return {
        "textbook_1_thread": plain,
        "ours_1_thread": single,
        f"ours_{threads}_threads": both,
        "ratio_to_textbook": float(both[SPEED]) / plain[SPEED],  # type: ignore[arg-type]
        "ratio_to_textbook_target": TARGET_RATIOS.get(name),
        "ratio_of_processor_time_1_thread": float(single[CPU_SPEED]) / plain[CPU_SPEED],  # type: ignore[arg-type]
        "ratio_of_threads": float(both[SPEED]) / float(single[SPEED]),  # type: ignore[arg-type]
        f"{SPEED}_target": TARGET_SPEEDS.get(name),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--particles", type=int, default=100_000)
    parser.add_argument("--grid", type=int, default=64)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--materials", nargs="*", default=[law.value for law in LAWS])
    parser.add_argument("--json", type=Path, default=RESULT)
    options = parser.parse_args()
    results: dict[str, object] = {
        "case": "cube of 0.4 m thrown on the ground, float32, dt 1e-4 s, E 1e5 Pa",
        "particles": thrown_cube(options.particles).particle_count,
        "grid": options.grid,
        "cpu": cpu_name(),
        "cpu_count": os.cpu_count(),
        "numba": metadata.version("numba"),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "load_average_at_start": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "reading": "wall time means little where more programs run than there are processors; "
        "ratio_of_processor_time_1_thread holds there too",
        "peers_mega_particle_substeps_per_s": PEERS,
    }
    for law in map(ConstitutiveLaw.from_name, options.materials):
        results[law.value] = one_law(law, options.particles, options.grid, options.threads)
        print(law.value, json.dumps(results[law.value]), flush=True)
    results["taichi_textbook_jelly"] = taichi_textbook(options.particles, options.grid)
    options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
