"""The kernels on CUDA against the numpy oracle; run by tools/gpu_check.py in its own process."""

from __future__ import annotations

import numpy as np
import pytest
from gpu_scenes import DX_M, falling_cloud, material, relative_error, world
from mpm_oracle import OracleMpm

from sim.materials import ConstitutiveLaw
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup

pytestmark = pytest.mark.gpu

SUBSTEPS, DT_S = 50, 1e-3
TOLERANCES = {"float64": 1e-6, "float32": 1e-2}
LAWS = [law for law in ConstitutiveLaw if law is not ConstitutiveLaw.RIGID]
POSITION, VELOCITY, DEFORMATION = slice(0, 3), slice(3, 6), slice(15, 24)


@pytest.mark.parametrize("precision", TOLERANCES)
@pytest.mark.parametrize("law", LAWS)
def test_agrees_with_the_oracle_over_50_substeps(law: ConstitutiveLaw, precision: str) -> None:
    from sim.mpm.gpu.executor import TaichiExecutor

    particles, materials = falling_cloud(), [material(law)]
    fast = TaichiExecutor(particles, materials, world=world(), precision=precision, device="cuda")
    oracle = OracleMpm(particles, materials, world())
    for _ in range(SUBSTEPS):
        fast.substep(DT_S)
        oracle.substep(DT_S)
    rows, _ = fast.particles()
    tolerance = TOLERANCES[precision]
    assert relative_error(rows[:, POSITION], oracle.positions) < tolerance
    assert relative_error(rows[:, VELOCITY], oracle.velocities) < tolerance
    if law is not ConstitutiveLaw.LIQUID:  # the oracle keeps a liquid's rotation
        expected = oracle.deformations.reshape(-1, 9)
        assert relative_error(rows[:, DEFORMATION], expected) < tolerance


def test_a_hundred_thousand_particles_keep_mass_and_fall_freely() -> None:
    rng = np.random.default_rng(0)
    count = 100_000
    positions = rng.uniform(-0.5, 0.5, (count, 3))
    solver = MpmSolver(
        MpmParticles.of_one_body(positions, np.full(count, 1 / count)),
        [material(ConstitutiveLaw.SAND)],
        SceneSetup(ground_z_m=None),
        dx_m=DX_M,
        options=MpmOptions(device="cuda"),
    )
    report = solver.advance(0.1)
    state = solver.state()
    dt_s = 0.1 / report.substeps
    fall = -9.81 / 2 * 0.1 * (0.1 + dt_s)
    assert state.positions.mean(axis=0) - positions.mean(axis=0) == pytest.approx(
        [0, 0, fall], abs=1e-4
    )
