"""Choosing the device, and what is said where it is missing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gpu_scenes import DX_M, falling_cloud, material

from render.errors import BackendUnavailableError, InputError
from sim.materials import ConstitutiveLaw
from sim.mpm.options import MpmOptions
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup

SOLVER = """
import sys; sys.path[:0] = {paths!r}
from gpu_scenes import *
from sim.mpm.options import MpmOptions
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup
from render.errors import BackendUnavailableError
{before}
try:
    MpmSolver(falling_cloud(20), [material(ConstitutiveLaw.JELLY)], SceneSetup(), dx_m=DX_M,
              options=MpmOptions(device="cuda"))
except BackendUnavailableError as error:
    print(error)
"""
PATHS = [str(Path(__file__).parent)]


def printed(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stderr == ""
    return done.stdout.strip()


def taichi_solver() -> MpmSolver:
    return MpmSolver(
        falling_cloud(60),
        [material(ConstitutiveLaw.JELLY)],
        SceneSetup(),
        dx_m=DX_M,
        options=MpmOptions(device="taichi-cpu", precision="float64"),
    )


def test_a_checkpoint_brings_every_particle_back() -> None:
    solver = taichi_solver()
    solver.advance(0.004)
    kept, before = solver.checkpoint(), solver.state()
    solver.advance(0.002)
    other = taichi_solver()
    other.restore(kept)
    after = other.state()
    assert other.time_s == 0.004
    assert np.array_equal(after.positions, before.positions)
    assert np.array_equal(after.deformations, before.deformations)
    other.advance(0.002)
    assert np.allclose(other.state().positions, solver.state().positions, rtol=0, atol=1e-12)


def test_the_solver_runs_on_taichis_cpu_target() -> None:
    solver = taichi_solver()
    report = solver.advance(0.02)
    state = solver.state()
    assert report.substeps > 1
    assert state.positions.dtype == np.float64
    assert state.velocities[:, 2].mean() > -2.0  # the ground has stopped the fall


def test_an_unknown_device_is_refused() -> None:
    with pytest.raises(InputError, match="use cpu, cuda"):
        MpmOptions(device="abacus")


def test_a_machine_without_cuda_is_told_what_helps() -> None:
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES")
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    try:
        message = printed(SOLVER.format(paths=PATHS, before=""))
    finally:
        if hidden is None:
            del os.environ["CUDA_VISIBLE_DEVICES"]
        else:
            os.environ["CUDA_VISIBLE_DEVICES"] = hidden
    assert "NVIDIA driver" in message
    assert "device cpu" in message
    assert "\n" not in message


def test_a_missing_taichi_is_told_with_the_remedy() -> None:
    message = printed(SOLVER.format(paths=PATHS, before="sys.modules['taichi'] = None"))
    assert "pip install 'phys4d-studio[gpu]'" in message


def test_one_process_runs_taichi_on_one_device() -> None:
    from sim.mpm.gpu.taichi_module import start

    start("taichi-cpu")
    start("taichi-cpu")
    with pytest.raises(BackendUnavailableError, match="process of its own"):
        start("cuda")


def test_taichi_starts_quietly_and_never_looks_online() -> None:
    code = """
import socket, sys
def refuse(*_): raise AssertionError("a connection was attempted")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from sim.mpm.gpu.taichi_module import start
start("taichi-cpu")
"""
    assert printed(code) == ""


def test_importing_the_solver_loads_no_taichi() -> None:
    code = "import sim.mpm.solver, sim.mpm.executors, sys, json; print(json.dumps([*sys.modules]))"
    assert "taichi" not in {name.split(".")[0] for name in json.loads(printed(code))}


def test_a_changed_parameter_compiles_nothing() -> None:
    from sim.mpm.gpu.taichi_module import ti

    def run(young: float) -> None:
        solver = MpmSolver(
            falling_cloud(20, seed=int(young)),
            [material(ConstitutiveLaw.JELLY, youngs_modulus_pa=young)],
            SceneSetup(gravity_m_s2=(0.0, 0.0, -young / 1e4)),
            dx_m=DX_M * young / 2e4,
            options=MpmOptions(device="taichi-cpu", precision="float64"),
        )
        solver.advance(0.002)

    run(2e4)
    before = compiled_kernels(ti)
    run(3e4)
    assert compiled_kernels(ti) == before > 0


def compiled_kernels(ti: object) -> int:
    """Instances of kernels that this process has compiled or loaded."""
    from sim.mpm.gpu import advance, grid, transfer

    kernels = (transfer.p2g, transfer.g2p, grid.update_grid, grid.finish_grid, advance.advance)
    return sum(len(one._primal.compiled_kernels) for one in kernels)
