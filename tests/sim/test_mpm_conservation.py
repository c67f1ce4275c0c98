"""What the transfers keep exactly, what they damp, and by how much rounding departs from it."""

from __future__ import annotations

import numpy as np
import pytest
from sim_bodies import lattice

from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.options import MpmOptions, TransferBlend
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup

SOFT = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e4)
SPACE = SceneSetup(ground_z_m=None, gravity_m_s2=(0, 0, 0))
DX = 0.05
BODY = lattice((6, 6, 6), 0.025)
APIC, RPIC, PIC = TransferBlend(), TransferBlend(rpic=1.0), TransferBlend(pic=1.0)


def thrown(precision, blend=APIC, *, params=SOFT, velocities=None, **options):
    """A body that flies, turns and is sheared, with the affine velocities of its first substep."""
    if velocities is None:
        arms = BODY.positions - BODY.positions.mean(axis=0)
        velocities = np.cross([1.0, 2.0, 3.0], arms) + np.array([0.3, -0.2, 0.1])
        velocities[:, 0] += 5.0 * arms[:, 1]
    body = MpmParticles.of_one_body(
        BODY.positions.astype(precision), BODY.volumes, velocities.astype(precision)
    )
    options = MpmOptions(precision=precision, transfer=blend, **options)
    solver = MpmSolver(body, [params], SPACE, dx_m=DX, options=options)
    solver.advance(0.01)
    return solver


def angular_momentum(state, blend=APIC):
    """Per unit particle mass; an affine velocity A has the axial vector of A times dx² / 4."""
    a, b = blend.factors()
    C = state.affine_velocities.astype(np.float64)
    A = a * C + b * C.transpose(0, 2, 1)
    axial = np.stack([A[:, 2, 1] - A[:, 1, 2], A[:, 0, 2] - A[:, 2, 0], A[:, 1, 0] - A[:, 0, 1]], 1)
    return (np.cross(state.positions.astype(float), state.velocities) + DX**2 / 4 * axial).sum(0)


@pytest.mark.parametrize("blend", [APIC, RPIC, TransferBlend(rpic=0.4)])
@pytest.mark.parametrize(("precision", "tolerance"), [("float64", 1e-13), ("float32", 1e-6)])
def test_apic_and_rpic_keep_momentum_and_angular_momentum(blend, precision, tolerance):
    solver = thrown(precision, blend)
    first = solver.state()
    report = solver.advance(0.3)
    last = solver.state()
    assert report.substeps > 30
    before, after = angular_momentum(first, blend), angular_momentum(last, blend)
    assert np.abs(after - before).max() < tolerance * np.abs(before).max()
    momenta = [state.velocities.mean(axis=0, dtype=np.float64) for state in (first, last)]
    assert np.abs(momenta[1] - momenta[0]).max() < tolerance
    assert np.abs(last.deformations - np.eye(3)).max() > 0.05  # it was strained, not only carried


def test_pic_loses_angular_momentum():
    solver = thrown("float64", PIC)
    before = angular_momentum(solver.state(), PIC)
    solver.advance(0.3)
    after = angular_momentum(solver.state(), PIC)
    assert np.linalg.norm(after) < 0.95 * np.linalg.norm(before)


def kinetic_energy(state):
    return float((state.velocities.astype(np.float64) ** 2).sum())


def test_rpic_damps_the_shear_that_apic_carries():
    """Nearly stress-free matter in pure strain: only the transfers can slow it down."""
    params = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1.0)
    arms = BODY.positions - BODY.positions.mean(axis=0)
    strain = np.stack([arms[:, 0], -arms[:, 1], 0 * arms[:, 2]], axis=1)
    left = {}
    for name, blend in (("apic", APIC), ("rpic", RPIC), ("pic", PIC)):
        solver = thrown("float64", blend, params=params, velocities=strain, longest_dt_s=1e-3)
        start = kinetic_energy(solver.state())
        solver.advance(0.02)
        left[name] = kinetic_energy(solver.state()) / start
    assert left["apic"] > 0.99
    assert left["rpic"] < 1e-3
    assert left["pic"] == pytest.approx(left["rpic"], rel=1e-3)  # RPIC carries rotation alone


def test_rpic_turns_a_rigid_rotation_as_apic_does():
    arms = BODY.positions - BODY.positions.mean(axis=0)
    turning = np.cross([0.0, 0.0, 3.0], arms)
    spins = []
    for blend in (APIC, RPIC):
        solver = thrown("float64", blend, velocities=turning)
        solver.advance(0.1)
        spins.append(angular_momentum(solver.state(), blend)[2])
    assert spins[1] == pytest.approx(spins[0], rel=1e-3)


def test_grid_damping_is_exponential_in_time():
    still = np.tile([1.0, 0.0, -2.0], (len(BODY.positions), 1))
    solver = thrown("float64", velocities=still, grid_damping_per_s=3.0)
    solver.advance(0.19)
    expected = np.array([1.0, 0.0, -2.0]) * np.exp(-3.0 * 0.2)
    assert np.abs(solver.state().velocities - expected).max() < 1e-12


@pytest.mark.parametrize(("name", "value"), [("rpic", 1.5), ("pic", -0.1)])
def test_blends_outside_their_range_are_refused(name, value):
    with pytest.raises(ValueError, match=f"the {name} share must lie in 0 to 1"):
        TransferBlend(**{name: value})
