"""What an NVIDIA GPU shows, with the interpreter at hand; installs nothing.

Each back-end prints one line: passed, failed, or not run with the reason. Where Taichi reaches
CUDA, the CUDA tests run, and then the simulator's benchmark: a cube of one million particles on the
ground, jelly and sand, 128³ and 200³ cells in a box 2.5 times as wide, with the time of each phase
beside what its memory traffic must take, and a plain Taichi solver on the same particles.
`--json FILE` keeps the figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

PARTICLES = 1_000_000
CASES = [(law, grid) for grid in (128, 200) for law in ("jelly", "sand")]
NEEDED = {"gsplat_cuda": ("torch", "gsplat"), "mpm gpu": ("taichi", "numpy", "platformdirs")}
START_CUDA = """
import sys
from render.errors import BackendUnavailableError
from sim.mpm.gpu.taichi_module import start
try:
    start("cuda")
except BackendUnavailableError as error:
    sys.exit(str(error))
"""
TEST_SECONDS, CASE_SECONDS = 1800, 900


def missing_packages(*names: str) -> list[str]:
    """Names of the packages that this interpreter cannot import."""
    return [name for name in names if importlib.util.find_spec(name) is None]


def say(line: str) -> None:
    """One line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def mpm_reason() -> str | None:
    """Why the simulator cannot use CUDA here, None when it can."""
    missing = missing_packages(*NEEDED["mpm gpu"])
    if missing:
        return f"{missing[0]} is not installed"
    done = run([sys.executable, "-c", START_CUDA], seconds=120)
    if done.returncode == 0:
        return None
    return (done.stderr.strip().splitlines() or ["Taichi did not start"])[-1]


def run(command: list[str], *, seconds: int) -> subprocess.CompletedProcess[str]:
    """A command in the project's folder; its output is kept."""
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
    )


def cuda_tests() -> str:
    """Run the CUDA tests; "passed", "failed" or why not."""
    if missing_packages("pytest"):
        return "not run (pytest is not installed)"
    # The project's own settings name plugins that a bare machine need not have.
    bare = ["-c", os.devnull, "--rootdir", str(ROOT), "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *bare, "tests/sim/mpm_gpu/test_gpu_cuda.py"]
    done = run(command, seconds=TEST_SECONDS)
    lines = done.stdout.strip().splitlines() or [done.stderr.strip()]
    return f"{'passed' if done.returncode == 0 else 'failed'} ({lines[-1].strip('= ')})"


def measure(law: str, grid: int, particle_count: int, device: str) -> dict[str, Any]:
    """Speed of whole substeps and of their phases, and of the textbook solver, in this process."""
    from sim.material_table import material
    from sim.materials import ConstitutiveLaw
    from sim.mpm.gpu.profile import measured_bandwidth, phase_times
    from sim.mpm.options import MpmOptions
    from sim.mpm.solver import MpmSolver
    from sim.mpm.speed import BOX_M, DT_S, YOUNG_PA, SpeedCase, measure_speed, thrown_cube
    from sim.scene_setup import SceneSetup

    case = SpeedCase(ConstitutiveLaw(law), particle_count, grid, device)
    figures = measure_speed(case)
    particles, params = thrown_cube(particle_count), material(case.law, youngs_modulus_pa=YOUNG_PA)
    options = MpmOptions(device=device, fixed_dt_s=DT_S)
    solver = MpmSolver(particles, [params], SceneSetup(), dx_m=BOX_M / grid, options=options)
    solver.advance(100 * DT_S)
    bandwidth = measured_bandwidth()
    phases = phase_times(solver.executor, particles.particle_count, DT_S, bandwidth)
    return {
        **figures,
        "copy_gb_per_s": bandwidth / 1e9,
        "phases": {name: phase._asdict() for name, phase in phases.items()},
        "textbook_taichi": textbook(particles, params, grid, device) if law == "jelly" else None,
    }


def textbook(particles: Any, params: Any, grid: int, device: str) -> dict[str, float]:
    """Speed of the plain Taichi solver on the same particles and device."""
    from benchmarks.mpm_textbook_taichi import TaichiTextbookSolver
    from sim.materials import lame_parameters
    from sim.mpm.speed import DT_S, timed

    lam, mu = lame_parameters(params.youngs_modulus_pa, params.poisson_ratio)
    plain = TaichiTextbookSolver(
        particles.positions,
        volume=float(particles.volumes[0]),
        density=params.density_kg_m3,
        mu=mu,
        lam=lam,
        grid=grid,
        device=device,
    )
    return timed(lambda substeps: plain.advance(substeps, DT_S), particles.particle_count)


def benchmark(particle_count: int, device: str) -> list[dict[str, Any]]:
    """Every case in a process of its own; prints a line each."""
    results = []
    for law, grid in CASES:
        case = json.dumps([law, grid, particle_count, device])
        done = run([sys.executable, __file__, "--case", case], seconds=CASE_SECONDS)
        name = f"mpm {law} {grid}³"
        if done.returncode != 0:
            say(f"{name}: failed ({(done.stderr.strip().splitlines() or ['no message'])[-1]})")
            continue
        result = json.loads(done.stdout.strip().splitlines()[-1])
        results.append(result)
        say(
            f"{name}: {result['mega_particle_substeps_per_s']:.0f} M particle-substeps/s, "
            f"{result['ms_per_substep']:.3f} ms a substep"
        )
        plain = result["textbook_taichi"]
        if plain is not None:
            say(f"    textbook: {plain['mega_particle_substeps_per_s']:.0f} M particle-substeps/s")
        for phase, times in result["phases"].items():
            floor = times["floor_milliseconds"]
            say(f"    {phase:<6} {times['milliseconds']:8.3f} ms, floor {floor:.3f} ms")
    return results


def main() -> int:
    """Report every GPU back-end of this version."""
    parser = argparse.ArgumentParser(description="Test and measure the GPU back-ends.")
    parser.add_argument("--json", metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--case", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        say(json.dumps(measure(*json.loads(options.case))))
        return 0
    say("gsplat_cuda: not run (not part of this version)")
    reason, results, tests = mpm_reason(), [], "not run"
    if reason is not None:
        say(f"mpm gpu: not run ({reason})")
    else:
        tests = cuda_tests()
        say(f"mpm gpu tests: {tests}")
        results = benchmark(PARTICLES, "cuda")
    if options.json:
        report = {"mpm_gpu": {"reason": reason, "tests": tests, "cases": results}}
        Path(options.json).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return int(tests.startswith("failed") or (reason is None and len(results) < len(CASES)))


if __name__ == "__main__":
    raise SystemExit(main())
