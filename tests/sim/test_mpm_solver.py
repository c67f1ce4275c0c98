"""The material point method against analytic answers and conservation laws."""

from __future__ import annotations

import numpy as np
import pytest
from sim_bodies import lattice

from render.errors import InputError
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.blocks import plan_blocks
from sim.mpm.errors import SimulationDivergedError
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene_setup import SceneSetup

JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e5)
SPACE = SceneSetup(ground_z_m=None, gravity_m_s2=(0, 0, 0))
DX = 0.05


def solver_of(particles, params=JELLY, scene=SPACE, velocities=None, dx=DX, **options):
    body = MpmParticles.of_one_body(particles.positions, particles.volumes, velocities)
    return MpmSolver(body, [params], scene, dx_m=dx, options=MpmOptions(**options))


def test_free_fall_is_symplectic_euler():
    body = lattice((8, 8, 8), 0.025, bottom=3.0)
    dt = 1e-3
    solver = solver_of(body, scene=SceneSetup(ground_z_m=None), longest_dt_s=dt)
    for _ in range(5):
        solver.advance(0.04)
    fallen = solver.state().positions[:, 2] - body.positions[:, 2]
    expected = -0.5 * 9.81 * 0.2 * (0.2 + dt)
    assert np.abs(fallen - expected).max() < 1e-5 * 3.0
    assert fallen.mean() == pytest.approx(expected, rel=1e-5)


def test_momentum_is_kept_to_rounding(rng):
    body = lattice((8, 8, 8), 0.025)
    velocities = (np.array([1.0, -2.0, 0.5]) + 0.3 * rng.normal(size=(512, 3))).astype(np.float32)
    solver = solver_of(body, velocities=velocities)
    solver.advance(0.1)
    before, after = velocities.mean(axis=0), solver.state().velocities.mean(axis=0)
    assert np.abs(after - before).max() < 1e-5 * np.abs(before).max()


def test_angular_momentum_with_its_affine_part_is_kept():
    body = lattice((8, 8, 8), 0.025)
    center = body.positions.mean(axis=0)
    velocities = np.cross([1.0, 2.0, 3.0], body.positions - center).astype(np.float32)
    solver = solver_of(body, velocities=velocities)
    start = angular_momentum(solver.state(), center)
    solver.advance(0.2)
    assert np.abs(angular_momentum(solver.state(), center) - start).max() < 1e-4 * start.max()


def angular_momentum(state, center):
    """Per unit particle mass; the affine part is the axial vector of C dx² / 4."""
    C = state.affine_velocities.astype(np.float64)
    axial = np.stack([C[:, 2, 1] - C[:, 1, 2], C[:, 0, 2] - C[:, 2, 0], C[:, 1, 0] - C[:, 0, 1]], 1)
    orbital = np.cross(state.positions - center, state.velocities)
    return (orbital + DX**2 / 4 * axial).sum(axis=0)


def test_a_turning_body_feels_no_strain_and_turns():
    body = lattice((8, 8, 8), 0.025)
    velocities = np.cross([0, 0, 3.0], body.positions - body.positions.mean(axis=0))
    solver = solver_of(body, velocities=velocities.astype(np.float32))
    solver.advance(0.4)
    u, stretches, vt = np.linalg.svd(solver.state().deformations)
    assert np.abs(stretches - 1).max() < 5e-3
    angle = np.arctan2((u @ vt)[:, 1, 0], (u @ vt)[:, 0, 0])
    assert 0.9 < angle.mean() < 1.21  # the affine part starts at zero and takes its share


@pytest.mark.parametrize("law", ["jelly", "sand", "plasticine"])
def test_a_body_on_the_ground_stays_there(law):
    body = lattice((8, 8, 4), 0.025)
    params = material(ConstitutiveLaw(law), youngs_modulus_pa=3e5)
    solver = solver_of(body, params, SceneSetup())
    for _ in range(10):
        solver.advance(0.04)
    lowest = solver.state().positions[:, 2].min()
    assert -0.5 * DX < lowest < 0.5 * DX
    assert np.abs(solver.state().velocities).max() < 0.3


def test_elastic_column_settles_by_its_own_weight():
    body = lattice((4, 4, 24), 0.025)
    params = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=3e5, poisson_ratio=0.0)
    solver = solver_of(body, params, SceneSetup(), dx=0.05)
    heights = []
    for _ in range(50):  # the mean over whole oscillations is the static state
        solver.advance(0.02)
        heights.append(solver.state().deformations[:, 2, 2].mean())
    expected = 1000 * 9.81 * 0.6 / (2 * 3e5)
    assert 1 - np.mean(heights) == pytest.approx(expected, rel=0.1)


def test_energy_of_a_bouncing_block_never_grows():
    body = lattice((8, 8, 8), 0.025, bottom=0.2)
    solver = solver_of(body, scene=SceneSetup())
    tops = []
    for _ in range(40):
        solver.advance(0.02)
        tops.append(solver.state().positions[:, 2].mean())
    assert max(tops) <= body.positions[:, 2].mean()
    first_landing = int(np.argmin(tops[:20]))
    assert max(tops[first_landing:]) > tops[first_landing] + 0.02


def test_slope_is_only_slid_down_beyond_the_friction_angle():
    """Tilted gravity on level ground is a slope: acceleration g (sin θ − friction cos θ)."""
    angle = np.radians(35)
    gravity = (9.81 * np.sin(angle), 0.0, -9.81 * np.cos(angle))
    travelled = {}
    for friction in (0.3, 1.0):
        body = lattice((10, 10, 3), 0.025)
        scene = SceneSetup(gravity_m_s2=gravity, ground_friction=friction)
        stiff = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e6)
        solver = solver_of(body, stiff, scene)
        for _ in range(5):
            solver.advance(0.04)
        travelled[friction] = float(solver.state().velocities[:, 0].mean())
    expected = 0.2 * 9.81 * (np.sin(angle) - 0.3 * np.cos(angle))
    assert travelled[0.3] == pytest.approx(expected, rel=0.05)
    assert travelled[1.0] < 0.05 * expected


def test_faster_stepping_than_stable_is_stopped(monkeypatch):
    monkeypatch.setattr(MpmSolver, "largest_dt_s", lambda self: 0.02)
    body = lattice((8, 8, 8), 0.025, bottom=0.01)
    solver = solver_of(body, scene=SceneSetup())
    with pytest.raises(SimulationDivergedError, match="velocities"):
        solver.advance(2.0)


def test_substeps_obey_the_courant_number():
    body = lattice((4, 4, 4), 0.025, bottom=1.0)
    solver = solver_of(body, scene=SceneSetup())
    report = solver.advance(0.04)
    assert report.smallest_dt_s * solver.wave_speed_m_s / DX <= 0.5
    assert report.substeps * report.smallest_dt_s <= 0.04 * (1 + 1e-9)
    assert report.substeps < 1.3 * 0.04 * solver.wave_speed_m_s / (0.5 * DX)


def test_particles_far_apart_never_leave_the_grid():
    body = lattice((2, 2, 2), 0.025)
    positions = np.concatenate([body.positions, body.positions + np.float32(300.0)])
    velocities = np.zeros_like(positions)
    velocities[8:] = 50.0
    pair = MpmParticles.of_one_body(positions, np.tile(body.volumes, 2), velocities)
    solver = MpmSolver(pair, [JELLY], SPACE, dx_m=DX)
    solver.advance(0.1)
    moved = solver.state().positions - positions
    assert np.abs(moved[:8]).max() < 1e-3
    assert np.allclose(moved[8:].mean(axis=0), 5.0, atol=1e-2)


def test_one_particle_falls(rng):
    one = MpmParticles.of_one_body(np.zeros((1, 3), np.float32), np.ones(1, np.float32))
    solver = MpmSolver(one, [JELLY], SceneSetup(ground_z_m=None), dx_m=DX)
    solver.advance(0.1)
    assert solver.state().positions[0, 2] == pytest.approx(-0.05, rel=0.02)


@pytest.mark.parametrize(
    ("positions", "volumes", "dx", "words"),
    [
        (np.zeros((0, 3)), np.zeros(0), DX, "at least one particle"),
        (np.zeros((2, 3)), np.zeros(2), DX, "volumes positive"),
        (np.full((2, 3), np.nan), np.ones(2), DX, "finite"),
        (np.zeros((2, 3)), np.ones(3), DX, "one volume a particle"),
        (np.zeros((2, 3)), np.ones(2), 0.0, "positive length"),
    ],
)
def test_bad_particles_are_refused(positions, volumes, dx, words):
    with pytest.raises(InputError, match=words):
        MpmSolver(MpmParticles.of_one_body(positions, volumes), [JELLY], SPACE, dx_m=dx)


def test_block_plan_covers_every_particle_once(rng):
    cells = rng.integers(-30, 30, (500, 3))
    materials, fields = rng.integers(0, 2, (2, 500), dtype=np.int32)
    plan = plan_blocks(cells, materials, fields)
    assert np.array_equal(np.sort(plan.order), np.arange(500))
    assert len(np.unique(plan.slots)) == 500
    block = plan.block_of_slots()
    assert (plan.field[block] == fields[plan.order]).all()
    assert (plan.pack_material[plan.slots // 16] == materials[plan.order]).all()
    local = cells[plan.order] - plan.origin[block]
    assert local.min() >= 0
    assert local.max() <= 3
    assert (plan.grid_origin[plan.grid_of[:, 13]] == plan.origin).all()
    assert (plan.grid_field[plan.grid_of] == plan.field[:, None]).all()


def test_blocks_whose_tiles_share_nodes_are_neighbours_with_a_turn(rng):
    cells, fields = rng.integers(-12, 12, (900, 3)), rng.integers(0, 2, 900, dtype=np.int32)
    plan = plan_blocks(cells, np.zeros(900, np.int32), fields)
    blocks = len(plan.origin)
    assert np.array_equal(np.sort(plan.scatter_order), np.arange(blocks))
    apart = np.abs(plan.origin[:, None] - plan.origin[None]).max(axis=-1)
    sharing = (apart < 8) & (plan.field[:, None] == plan.field[None])
    turns = plan.turn_of[plan.grid_of]
    for block in range(blocks):
        around = plan.scatter_order[turns[block][turns[block] >= 0]]
        assert set(around) == set(np.flatnonzero(sharing[block]))


def test_eight_colours_follow_one_another_within_two_layers():
    axes = [np.arange(0, 32, 4)] * 3
    cells = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    plan = plan_blocks(cells, np.zeros(512, np.int32), np.zeros(512, np.int32))
    ordered = plan.origin[plan.scatter_order] // 4
    assert (np.diff(ordered[:, 0] // 2) >= 0).all()
    for group in ordered.reshape(-1, 16, 3):
        assert len(np.unique(group % 2, axis=0)) == 1
