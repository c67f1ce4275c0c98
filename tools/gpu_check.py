"""What an NVIDIA GPU shows, with the interpreter at hand; installs nothing.

Each back-end prints one line: passed, failed, or not run with the reason, and its figures:
gsplat one million Gaussians in 1920 x 1080 (target 8 ms a picture), OpenGL on a graphics card
300,000 Gaussians that all move in 1920 x 1080 (target 60 frames a second). Where Taichi reaches
CUDA, the CUDA tests run, and then the simulator's benchmark: a cube of one million particles on the
ground, jelly and sand, 128³ and 200³ cells in a box 2.5 times as wide, with the time of each phase
beside what its memory traffic must take, and a plain Taichi solver on the same particles. The
PhysGM network predicts four views of 512 x 512 pixels with random weights of the public size in
bf16 (target 1 s).
`--json FILE` keeps the figures.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

PARTICLES = 1_000_000
PICTURE_PX = (1920, 1080)
GSPLAT_GAUSSIANS, GSPLAT_TARGET_MS = 1_000_000, 8.0
OPENGL_GAUSSIANS, OPENGL_TARGET_FPS = 300_000, 60.0
RENDERER_FRAMES = 60
PHYSGM_PX, PHYSGM_TARGET_S = 512, 1.0
GSPLAT_TESTS = ("tests/render/test_gsplat_gpu.py",)
OPENGL_TESTS = ("tests/render/test_opengl.py", "tests/render/test_opengl_agrees.py")
PHYSGM_TESTS = (
    "tests/models/physgm/test_physgm_gpu.py",
    "tests/models/physgm_training/test_training_gpu.py",
)
MPM_TESTS = ("tests/sim/mpm_gpu/test_gpu_cuda.py",)
CASES = [(law, grid) for grid in (128, 200) for law in ("jelly", "sand")]
NEEDED = {
    "gsplat_cuda": ("numpy", "torch", "gsplat"),
    "opengl": ("numpy", "vispy", "OpenGL"),
    "physgm": ("numpy", "scipy", "PIL", "torch", "safetensors", "platformdirs"),
    "mpm gpu": ("taichi", "numpy", "platformdirs"),
}
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


def lacking(backend: str) -> str | None:
    """Which package a back-end lacks, None when all are there."""
    missing = missing_packages(*NEEDED[backend])
    return f"{missing[0]} is not installed" if missing else None


def gsplat_reason() -> str | None:
    """Why gsplat cannot draw here, None when it can."""
    from render.errors import BackendUnavailableError
    from render.gsplat_cuda.probe import probe_gsplat

    try:
        say(f"gsplat_cuda: {probe_gsplat()}")
    except BackendUnavailableError as error:
        return str(error)
    return None


def opengl_reason() -> str | None:
    """Why no graphics card draws through OpenGL here, None when one does."""
    from render.errors import BackendUnavailableError
    from render.opengl.probe import probe_opengl

    try:
        driver = probe_opengl()
    except BackendUnavailableError as error:
        return str(error)
    if driver.is_software:
        return f"no graphics card: {driver.renderer} draws on the CPU"
    say(f"opengl: {driver.renderer}, OpenGL {driver.version}")
    return None


def mpm_reason() -> str | None:
    """Why the simulator cannot use CUDA here, None when it can."""
    done = run([sys.executable, "-c", START_CUDA], seconds=120)
    if done.returncode == 0:
        return None
    return (done.stderr.strip().splitlines() or ["Taichi did not start"])[-1]


def run(command: list[str], *, seconds: int) -> subprocess.CompletedProcess[str]:
    """A command in the project's folder; its output is kept."""
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
    )


def gpu_tests(*files: str) -> str:
    """Run test files; "passed", "failed" or why not."""
    if missing_packages("pytest"):
        return "not run (pytest is not installed)"
    # The project's own settings name plugins that a bare machine need not have.
    bare = ["-c", os.devnull, "--rootdir", str(ROOT), "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", "-q", *bare, *files]
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


def draw(backend: str) -> dict[str, Any]:
    """Speed of a renderer, in this process."""
    from render.progress import ignore_progress
    from render.raster_speed import RasterCase, measure_raster, random_scene, scene_camera

    if backend == "opengl":
        from render.opengl.speed import measure_moving

        cloud = random_scene(OPENGL_GAUSSIANS)
        return dict(measure_moving(cloud, scene_camera(*PICTURE_PX), RENDERER_FRAMES))
    case = RasterCase(GSPLAT_GAUSSIANS, *PICTURE_PX, backend, RENDERER_FRAMES)
    return dict(measure_raster(case, ignore_progress))


def check_renderer(
    name: str, reason_of: Callable[[], str | None], tests: tuple[str, ...]
) -> dict[str, Any]:
    """Test and measure a renderer in processes of their own; prints what was found."""
    reason = lacking(name) or reason_of()
    if reason is not None:
        say(f"{name}: not run ({reason})")
        return {"reason": reason, "tests": "not run", "figures": None}
    outcome = gpu_tests(*tests)
    say(f"{name} tests: {outcome}")
    done = run([sys.executable, __file__, "--draw", name], seconds=CASE_SECONDS)
    if done.returncode != 0:
        say(f"{name}: failed ({(done.stderr.strip().splitlines() or ['no message'])[-1]})")
        return {"reason": None, "tests": outcome, "figures": None}
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    say(f"{name}: {figures['ms_per_frame']} ms a frame, {figures['gaussians']:,} Gaussians")
    say(f"    {verdict(name, figures)}")
    return {"reason": None, "tests": outcome, "figures": figures}


def verdict(name: str, figures: dict[str, Any]) -> str:
    """A renderer's figure beside its target."""
    if name == "opengl":
        fps = figures["moving_fps"]
        met = fps >= OPENGL_TARGET_FPS
        return f"{fps} frames a second, target {OPENGL_TARGET_FPS:g}: {'met' if met else 'missed'}"
    met = figures["ms_per_frame"] <= GSPLAT_TARGET_MS
    return f"target {GSPLAT_TARGET_MS:g} ms: {'met' if met else 'missed'}"


def physgm_reason() -> str | None:
    """Why the PhysGM network cannot use CUDA here, None when it can."""
    import torch

    if not torch.cuda.is_available():
        return "PyTorch sees no CUDA device"
    say(f"physgm: {torch.cuda.get_device_name()}")
    return None


def check_physgm() -> dict[str, Any]:
    """Test and measure the PhysGM network with random weights; prints what was found."""
    reason = lacking("physgm") or physgm_reason()
    if reason is not None:
        say(f"physgm: not run ({reason})")
        return {"reason": reason, "tests": "not run", "figures": None}
    tests = gpu_tests(*PHYSGM_TESTS)
    say(f"physgm tests: {tests}")
    command = [sys.executable, "-m", "benchmarks.physgm", "--device", "cuda"]
    command += ["--precisions", "bf16", "--sides", str(PHYSGM_PX)]
    done = run(command, seconds=CASE_SECONDS)
    if done.returncode != 0:
        say(f"physgm: failed ({(done.stderr.strip().splitlines() or ['no message'])[-1]})")
        return {"reason": None, "tests": tests, "figures": None}
    figures = json.loads(done.stdout.strip().splitlines()[-1])
    met = "met" if figures["predict_s"] <= PHYSGM_TARGET_S else "missed"
    say(f"physgm: {figures['predict_s']} s, target {PHYSGM_TARGET_S:g} s: {met}")
    say(f"    {figures['device_peak_gb']} GB of device memory")
    return {"reason": None, "tests": tests, "figures": figures}


def check_simulator() -> dict[str, Any]:
    """Test and measure the simulator; prints what was found."""
    reason = lacking("mpm gpu") or mpm_reason()
    if reason is not None:
        say(f"mpm gpu: not run ({reason})")
        return {"reason": reason, "tests": "not run", "cases": []}
    tests = gpu_tests(*MPM_TESTS)
    say(f"mpm gpu tests: {tests}")
    return {"reason": None, "tests": tests, "cases": benchmark(PARTICLES, "cuda")}


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
    parser.add_argument("--draw", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        say(json.dumps(measure(*json.loads(options.case))))
        return 0
    if options.draw:
        say(json.dumps(draw(options.draw)))
        return 0
    found = {
        "gsplat_cuda": check_renderer("gsplat_cuda", gsplat_reason, GSPLAT_TESTS),
        "opengl": check_renderer("opengl", opengl_reason, OPENGL_TESTS),
        "physgm": check_physgm(),
    }
    simulator = check_simulator()
    if options.json:
        report = {**found, "mpm_gpu": simulator}
        Path(options.json).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    return int(
        has_failed(simulator, len(simulator["cases"]) == len(CASES))
        or any(has_failed(one, one["figures"] is not None) for one in found.values())
    )


def has_failed(found: dict[str, Any], measured: bool) -> bool:
    """Whether a back-end that runs here failed its tests or gave no figures."""
    return found["reason"] is None and (found["tests"].startswith("failed") or not measured)


if __name__ == "__main__":
    raise SystemExit(main())
