"""The Taichi executor against the numpy oracle and the numba executor, in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gpu_scenes import DX_M, falling_cloud, material, relative_error, world
from mpm_oracle import OracleMpm

from sim.materials import ConstitutiveLaw
from sim.mpm.cpu import packs
from sim.mpm.gpu.executor import TaichiExecutor
from sim.mpm.options import TransferBlend
from sim.mpm.particle_state import MpmParticles
from sim.mpm.present_modulus import stiffening

SUBSTEPS = 50
DT_S = 1e-3
TOLERANCE = 1e-6
FIELDS = {
    "positions": packs.POSITION,
    "velocities": packs.VELOCITY,
    "affine velocities": packs.AFFINE,
    "deformations": packs.DEFORMATION,
    "stresses": packs.STRESS,
    "history": packs.HISTORY,
}
IN_MAKE_TEST = (ConstitutiveLaw.JELLY, ConstitutiveLaw.SAND)
LAWS = [
    pytest.param(law, marks=() if law in IN_MAKE_TEST else pytest.mark.slow)
    for law in ConstitutiveLaw
    if law is not ConstitutiveLaw.RIGID
]


def taichi_executor(
    particles: MpmParticles, materials: list[Any], *, precision: str = "float64", **changes: Any
) -> TaichiExecutor:
    return TaichiExecutor(
        particles, materials, world=world(**changes), precision=precision, device="taichi-cpu"
    )


@pytest.mark.parametrize("law", LAWS)
def test_agrees_with_numba_over_50_substeps(law: ConstitutiveLaw) -> None:
    from sim.mpm.cpu.executor import CpuExecutor

    particles, materials = falling_cloud(), [material(law)]
    fast = taichi_executor(particles, materials)
    other = CpuExecutor(particles, materials, world=world(), precision="float64")
    for _ in range(SUBSTEPS):
        assert fast.substep(DT_S) == pytest.approx(other.substep(DT_S), rel=TOLERANCE)
    rows, total = fast.particles()
    expected, expected_total = other.particles()
    assert np.abs(expected[:, packs.VELOCITY] - particles.velocities).max() > 0.5
    for name, columns in FIELDS.items():
        assert relative_error(rows[:, columns], expected[:, columns]) < TOLERANCE, name
    assert relative_error(total, expected_total) < TOLERANCE


def check_against_oracle(particles: MpmParticles, materials: list[Any], **changes: Any) -> None:
    fast = taichi_executor(particles, materials, **changes)
    oracle = OracleMpm(particles, materials, world(**changes))
    for _ in range(SUBSTEPS):
        assert fast.substep(DT_S) == pytest.approx(oracle.substep(DT_S), rel=TOLERANCE)
    rows, _ = fast.particles()
    for columns, expected in (
        (packs.POSITION, oracle.positions),
        (packs.VELOCITY, oracle.velocities),
        (packs.AFFINE, oracle.affine.reshape(-1, 9)),
        (packs.DEFORMATION, oracle.deformations.reshape(-1, 9)),
    ):
        assert relative_error(rows[:, columns], expected) < TOLERANCE


def test_agrees_with_an_oracle_written_apart() -> None:
    check_against_oracle(falling_cloud(60), [material(ConstitutiveLaw.JELLY)])


def test_walls_damping_and_transfer_blend_agree_with_the_oracle() -> None:
    check_against_oracle(
        falling_cloud(60),
        [material(ConstitutiveLaw.JELLY)],
        wall_low=np.array([-2.5, -1.2, -9.0]),
        wall_high=np.array([2.0, 9.0, 4.5]),
        damping_per_s=20.0,
        blend=TransferBlend(rpic=0.4, pic=0.1),
    )


def test_particles_that_cross_many_blocks_keep_their_identity() -> None:
    particles = falling_cloud(40)
    fast = taichi_executor(
        particles, [material(ConstitutiveLaw.JELLY)], gravity_m_s2=np.zeros(3), ground_node=-1e9
    )
    drift = np.array([30.0, -20.0, 10.0])
    shifted = MpmParticles(
        particles.positions,
        particles.volumes,
        np.tile(drift, (40, 1)),
        particles.material,
        particles.field,
    )
    fast = taichi_executor(
        shifted, [material(ConstitutiveLaw.JELLY)], gravity_m_s2=np.zeros(3), ground_node=-1e9
    )
    for _ in range(40):
        fast.substep(DT_S)
    rows, _ = fast.particles()
    moved = particles.positions + 40 * DT_S * drift
    assert np.abs(moved - particles.positions).max() > 20 * DX_M
    assert np.allclose(rows[:, packs.POSITION], moved, atol=1e-12)


def test_mass_and_momentum_are_kept_in_free_flight() -> None:
    particles = falling_cloud(100)
    fast = taichi_executor(
        particles, [material(ConstitutiveLaw.SAND)], gravity_m_s2=np.zeros(3), ground_node=-1e9
    )
    rows, _ = fast.particles()
    masses = rows[:, packs.MASSES]
    before = masses @ rows[:, packs.VELOCITY]
    for _ in range(20):
        fast.substep(DT_S)
    rows, _ = fast.particles()
    assert np.array_equal(rows[:, packs.MASSES], masses)
    assert masses @ rows[:, packs.VELOCITY] == pytest.approx(before, rel=1e-12)


def test_a_blow_up_is_told_and_moves_nothing() -> None:
    particles = falling_cloud(40)
    fast = taichi_executor(particles, [material(ConstitutiveLaw.JELLY)])
    fast.substep(DT_S)
    before, _ = fast.particles()
    assert fast.substep(1e30) == np.inf
    after, _ = fast.particles()
    assert np.array_equal(before, after)


def test_stiffening_of_stretched_bodies_is_found_on_the_device() -> None:
    fast = taichi_executor(falling_cloud(60), [material(ConstitutiveLaw.JELLY)])
    assert fast.stiffening() == [1.0]
    for _ in range(SUBSTEPS):
        fast.substep(DT_S)
    gradients = fast.particles()[0][:, packs.DEFORMATION].T
    assert fast.stiffening() == pytest.approx([stiffening(gradients)], rel=1e-12)
    assert stiffening(gradients) > 1.01


@pytest.mark.slow  # compiles every kernel again
def test_float32_stays_float32_and_near_float64() -> None:
    particles, materials = falling_cloud(), [material(ConstitutiveLaw.JELLY)]
    single = taichi_executor(particles, materials, precision="float32")
    double = taichi_executor(particles, materials)
    for _ in range(SUBSTEPS):
        single.substep(DT_S)
        double.substep(DT_S)
    rows, _ = single.particles()
    expected, _ = double.particles()
    assert rows.dtype == np.float32
    assert relative_error(rows[:, packs.POSITION], expected[:, packs.POSITION]) < 1e-4
