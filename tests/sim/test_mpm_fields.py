"""Bodies of different velocity fields meet, push, rub and part; those of one field stick."""

from __future__ import annotations

import numpy as np
import pytest
from sim_bodies import lattice

from render.errors import InputError
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm import field_contact
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup

JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e5)
DENSE = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e5, density_kg_m3=3000.0)
SPACE = SceneSetup(ground_z_m=None, gravity_m_s2=(0, 0, 0))
DX = 0.05
COUNT = 6**3


def pair(offset, velocities, *, separate=True, materials=(JELLY, JELLY), scene=SPACE, **options):
    """Two cubes of 0.15 m side by side along `offset`, each with one velocity."""
    body = lattice((6, 6, 6), 0.025, bottom=0.01)
    shift = np.array(offset, np.float64)
    positions = np.concatenate([body.positions, body.positions + shift])
    indices = np.repeat(np.int32([0, 1]), COUNT)
    particles = MpmParticles(
        positions,
        np.tile(body.volumes, 2),
        np.repeat(np.array(velocities, np.float64), COUNT, axis=0),
        indices,
        indices if separate else np.zeros_like(indices),
    )
    options = MpmOptions(precision="float64", **options)
    return MpmSolver(particles, materials, scene, dx_m=DX, options=options)


def means(solver):
    velocities = solver.state().velocities
    return velocities[:COUNT].mean(axis=0), velocities[COUNT:].mean(axis=0)


def gap(solver, axis=0):
    positions = solver.state().positions[:, axis]
    return positions[COUNT:].min() - positions[:COUNT].max()


def test_two_jellies_of_different_mass_meet_and_part_again_with_their_momentum():
    solver = pair((0.22, 0.004, 0.003), [(1, 0, 0), (-1, 0, 0)], materials=(JELLY, DENSE))
    closest = np.inf
    for _ in range(20):
        solver.advance(0.01)
        closest = min(closest, gap(solver))
    assert abs(closest) < 0.6 * DX  # they touched: nearer than a particle spacing
    light, dense = means(solver)
    assert light[0] < -0.8
    assert dense[0] > light[0] + 0.8
    assert gap(solver) > closest + 0.5 * DX
    total = JELLY.density_kg_m3 * light + 3000.0 * dense
    expected = np.array([JELLY.density_kg_m3 - 3000.0, 0, 0])
    assert np.abs(total - expected).max() < 1e-11 * 3000


def test_bodies_of_one_field_stick_where_others_part():
    """Touching cubes pulled apart gently: one body, or two."""
    travelled = {}
    for separate in (True, False):
        solver = pair((0.15, 0, 0), [(-0.02, 0, 0), (0.02, 0, 0)], separate=separate)
        solver.advance(0.2)
        travelled[separate] = gap(solver) - 0.025
    assert travelled[True] == pytest.approx(0.04 * 0.2, rel=1e-6)  # nothing holds them
    assert abs(travelled[False]) < 0.25 * travelled[True]


def test_fields_do_not_feel_each_other_before_their_surfaces_meet():
    """Nodes reach 1.5 cells beyond a body, so that bodies two cells apart share some."""
    solver = pair((0.15 + 1.6 * DX, 0, 0), [(0.5, 0, 0), (-0.5, 0, 0)])
    solver.advance(0.05)  # to 0.6 cells + a particle spacing
    left, right = means(solver)
    assert np.allclose(left, [0.5, 0, 0], atol=1e-12)
    assert np.allclose(right, [-0.5, 0, 0], atol=1e-12)


def test_a_body_rests_on_another_one_at_particle_distance():
    solver = pair((0, 0, 0.17), [(0, 0, 0), (0, 0, 0)], scene=SceneSetup(), grid_damping_per_s=20.0)
    for _ in range(10):
        solver.advance(0.04)
    assert 0.2 * DX < gap(solver, axis=2) < 0.8 * DX  # particles are half a cell apart
    assert np.abs(solver.state().velocities).max() < 0.05


@pytest.mark.parametrize("friction", [0.0, 0.2])
def test_a_cube_slides_over_a_slab_against_coulomb_friction(friction):
    """Loss of speed = friction times what presses: gravity and the change of vertical speed."""
    slab, cube = lattice((18, 10, 4), 0.025), lattice((6, 6, 6), 0.025, bottom=0.1)
    upper = np.concatenate([np.zeros(len(slab.positions)), np.ones(len(cube.positions))])
    indices, on_cube = upper.astype(np.int32), upper > 0
    positions = np.concatenate([slab.positions, cube.positions - np.float32([0.05, 0, 0])])
    particles = MpmParticles(
        positions.astype(np.float64),
        np.concatenate([slab.volumes, cube.volumes]),
        upper[:, None] * [0.8, 0, 0],
        np.zeros_like(indices),
        indices,
    )
    scene = SceneSetup(ground_surface="sticky", ground_z_m=0.0)
    options = MpmOptions(precision="float64", field_friction=friction)
    solver = MpmSolver(particles, [JELLY], scene, dx_m=DX, options=options)
    solver.advance(0.04)
    before = solver.state().velocities[on_cube].mean(axis=0)
    solver.advance(0.08)
    after = solver.state().velocities[on_cube].mean(axis=0)
    pressed = 9.81 * 0.08 + after[2] - before[2]
    lost = before[0] - after[0]
    # The cube is three cells wide: its edges catch a little on the slab.
    assert friction * pressed - 0.01 < lost < friction * pressed + 0.08


def test_three_bodies_in_a_row_keep_their_momentum():
    body = lattice((4, 4, 4), 0.025)
    shifts = (-0.13, 0.0, 0.13)
    positions = np.concatenate([body.positions + np.array([shift, 0, 0]) for shift in shifts])
    velocities = np.zeros_like(positions)
    velocities[:64, 0], velocities[128:, 0] = 1.0, -0.5
    fields = np.repeat(np.int32([0, 1, 2]), 64)
    particles = MpmParticles(
        positions, np.tile(body.volumes, 3), velocities, np.zeros_like(fields), fields
    )
    options = MpmOptions(precision="float64")
    solver = MpmSolver(particles, [JELLY], SPACE, dx_m=DX, options=options)
    solver.advance(0.2)
    after = solver.state().velocities
    assert np.abs(after.sum(axis=0) - velocities.sum(axis=0)).max() < 1e-10
    assert abs(after[64:128, 0].mean()) > 0.05  # the one in the middle was hit


def test_distance_from_the_ratio_of_masses_is_that_of_a_flat_body():
    def mass(d):  # quadratic B-spline integrated from d outwards
        x = np.linspace(d, 1.5, 4001) if d < 1.5 else np.zeros(2)
        a = np.abs(x)
        kernel = np.where(a < 0.5, 0.75 - a**2, np.where(a < 1.5, 0.5 * (1.5 - a) ** 2, 0))
        return np.trapezoid(kernel, x)

    for d in np.linspace(-0.8, 1.4, 12):
        steepness = (mass(d - 1) - mass(d + 1)) / 2
        found = field_contact.surface_distance(mass(d), steepness, 1.5, 0.0, 1.0, 1e-30)
        assert found == pytest.approx(d, abs=0.11 if d > -0.5 else 0.4)


def test_contact_takes_the_approach_and_coulomb_friction():
    def change(velocity, friction):
        return field_contact.relative_change(*velocity, 1.0, 0.0, 0.0, friction, 0.0, 1.0, 1e-20)

    assert change((2.0, 3.0, 4.0), 0.0) == (2.0, 0.0, 0.0)
    assert change((2.0, 3.0, 4.0), 0.5) == pytest.approx((2.0, 0.6, 0.8))
    assert change((2.0, 3.0, 4.0), 9.0) == pytest.approx((2.0, 3.0, 4.0))
    assert change((-2.0, 3.0, 4.0), 9.0) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize("field", [-1, 256])
def test_fields_outside_their_range_are_refused(field):
    one = np.zeros(1, np.int32)
    with pytest.raises(InputError, match="velocity fields are numbered"):
        MpmParticles(np.zeros((1, 3)), np.ones(1), np.zeros((1, 3)), one, one + field)
