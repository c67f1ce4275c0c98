"""One rigid body: inertia, flight, bounce, friction, rolling and rest."""

from __future__ import annotations

import numpy as np
import pytest
from rigid_bodies import SPACE, ball, energy, lowest, moved, slope, tilted, turn_about, world_of
from sim_bodies import lattice

from render.errors import InputError
from sim.particles import Particles
from sim.rigid.body import rigid_body
from sim.rigid.contacts import spread_out
from sim.rigid.impulses import ContactSystem, dissipating, solve_impulses
from sim.rigid.shapes import Ball, DistanceGrid, Polyhedron
from sim.scene_setup import SceneSetup


def test_inertia_of_a_box_is_exact():
    body = rigid_body(lattice((10, 6, 4), 0.05), 500.0)
    sides = np.array([0.5, 0.3, 0.2])
    mass = 500 * sides.prod()
    squares = (sides**2).sum() - sides**2
    assert body.mass_kg == pytest.approx(mass, rel=1e-6)
    assert np.allclose(body.inertia, np.diag(mass / 12 * squares), rtol=1e-5, atol=1e-9)


def test_regions_of_different_density_move_the_centre_of_mass():
    particles = lattice((10, 4, 4), 0.05)
    dense = np.where(particles.positions[:, 0] > 0, 3000.0, 1000.0)
    body = rigid_body(particles, dense)
    assert body.mass_kg == pytest.approx(2000 * 0.5 * 0.2 * 0.2, rel=1e-6)
    assert body.center_m[0] == pytest.approx(0.125 * 0.5, rel=1e-5)


def test_bad_bodies_are_refused():
    empty = Particles(np.zeros((0, 3), np.float32), np.zeros(0, np.float32), 0.1)
    with pytest.raises(InputError, match="at least one particle"):
        rigid_body(empty, 1000.0)
    with pytest.raises(InputError, match="must be positive"):
        rigid_body(lattice((2, 2, 2), 0.1), 0.0)


def test_flight_is_ballistic_and_keeps_angular_momentum_and_energy():
    world = world_of(
        lattice((10, 6, 4), 0.05),
        scene=SceneSetup(ground_z_m=None),
        velocity_m_s=(1.0, 0, 0),
        spin_rad_s=(3.0, 2.0, 9.0),
    )
    start, spin = world.state.centers.copy(), world.state.angular_momenta.copy()
    before = energy(world)
    world.advance(0.4)
    expected = [0.4, 0, -0.5 * 9.81 * 0.4 * 0.402]
    assert np.allclose(world.state.centers - start, expected, atol=1e-9)
    assert np.array_equal(world.state.angular_momenta, spin)
    fall = 0.5 * world.state.masses[0] * 9.81**2 * 0.4 * 0.002
    assert energy(world) == pytest.approx(before - fall, rel=1e-5)
    turn = world.state.rotations()[0]
    assert np.abs(turn @ turn.T - np.eye(3)).max() < 1e-12


def test_a_flat_body_of_one_layer_spins_about_its_middle_axis_and_flips():
    """Spin about the middle axis is unstable (Dzhanibekov), and the energy stays."""
    world = world_of(lattice((10, 6, 2), 0.05), scene=SPACE, spin_rad_s=(1e-3, 12.0, 0))
    before, axes = energy(world), []
    for _ in range(300):
        world.advance(0.01)
        axes.append(world.state.rotations()[0][1, 1])
    assert min(axes) < -0.9
    assert energy(world) == pytest.approx(before, rel=1e-3)


@pytest.mark.parametrize("restitution", [0.3, 0.7])
def test_a_ball_bounces_with_the_square_of_its_restitution(restitution):
    world = world_of(ball(0.1, 0.02, (0, 0, 0.6)), restitution=restitution)
    assert isinstance(world.bodies[0].surface.shape, Ball)
    heights = []
    for _ in range(500):
        world.step(0.002)
        heights.append(world.state.centers[0, 2])
    after = np.array(heights)[int(np.argmax(np.diff(heights) > 0)) :]
    assert (after.max() - 0.1) / 0.5 == pytest.approx(restitution**2, rel=0.05)
    assert min(heights) > 0.1 - 1e-6


@pytest.mark.parametrize("restitution", [0.0, 0.8])
def test_a_flat_drop_bounces_with_its_restitution(restitution):
    world = world_of(lattice((6, 6, 6), 0.05, bottom=0.5), restitution=restitution)
    speeds = []
    for _ in range(250):
        world.advance(0.002)
        speeds.append(world.state.velocities[0, 2])
    assert max(speeds) == pytest.approx(-restitution * min(speeds), abs=0.03)


@pytest.mark.parametrize("sides", [(10, 10, 10), (10, 6, 4), (14, 14, 1)])
@pytest.mark.parametrize("tilt", [8, 40])
def test_boxes_come_to_rest_on_the_ground(sides, tilt):
    world = world_of(tilted(lattice(sides, 0.05), tilt, 0.25))
    deepest = 0.0
    for _ in range(50):
        world.advance(0.04)
        deepest = min(deepest, lowest(world))
    assert world.asleep.all()
    assert energy(world, gravity=0) == 0
    assert deepest > -0.03 * 0.05


@pytest.mark.parametrize(("degrees", "fallen"), [(12, False), (24, True)])
def test_a_post_topples_when_its_centre_leaves_its_foot(degrees, fallen):
    """A post of 1 : 3 tips about its edge beyond atan(1/3) = 18.4 degrees."""
    post = lattice((4, 4, 12), 0.025)
    world = world_of(tilted(post, degrees, 0.0125), restitution=0.0)
    world.advance(1.5)
    assert world.state.centers[0, 2] == pytest.approx(0.05 if fallen else 0.15, rel=0.02)


def test_energy_never_grows():
    world = world_of(tilted(lattice((8, 6, 4), 0.05), 30, 0.2), restitution=0.7)
    energies = []
    for _ in range(800):
        world.step(0.002)
        energies.append(energy(world))
    assert np.diff(energies).max() < 1e-6 * energies[0]


@pytest.mark.parametrize("friction", [0.3, 0.9])
def test_a_box_slides_where_the_slope_is_steeper_than_friction(friction):
    world = world_of(lattice((10, 10, 2), 0.05), scene=slope(30), friction=friction)
    world.advance(0.5)
    angle = np.radians(30)
    expected = 0.5 * 9.81 * max(0.0, np.sin(angle) - friction * np.cos(angle))
    assert world.state.velocities[0, 0] == pytest.approx(expected, rel=0.03, abs=1e-4)
    assert abs(lowest(world)) < 1e-5


def test_friction_of_the_scene_overrides_that_of_the_body():
    scene = slope(30, ground_friction=0.1)
    world = world_of(lattice((10, 10, 2), 0.05), scene=scene, friction=0.9)
    world.advance(0.2)
    expected = 0.2 * 9.81 * (np.sin(np.pi / 6) - 0.1 * np.cos(np.pi / 6))
    assert world.state.velocities[0, 0] == pytest.approx(expected, rel=0.03)


def test_a_ball_rolls_down_a_slope_without_slipping():
    particles = ball(0.1, 0.008, (0, 0, 0.1))
    world = world_of(particles, scene=slope(20), rolling_friction=0.0)
    world.advance(0.6)
    velocity, spin = world.state.velocities[0], world.state.spins()[0]
    expected = 0.6 * 5 / 7 * 9.81 * np.sin(np.radians(20))
    assert velocity[0] == pytest.approx(expected, rel=0.03)
    assert spin[1] * 0.1 == pytest.approx(velocity[0], rel=1e-4)


def test_rolling_friction_brings_a_ball_to_rest():
    world = world_of(ball(0.1, 0.02, (0, 0, 0.1)), rolling_friction=0.02, velocity_m_s=(0.3, 0, 0))
    world.advance(3.0)
    assert world.asleep.all()


def test_three_kinds_of_surface_are_told_apart():
    box = rigid_body(lattice((6, 6, 6), 0.05), 1000.0).surface
    hollow = lattice((12, 12, 6), 0.05)
    outside = (np.abs(hollow.positions[:, :2]) > 0.15).any(axis=1)
    ring = Particles(hollow.positions[outside], hollow.volumes[outside], 0.05)
    grid = rigid_body(ring, 1000.0).surface
    assert isinstance(box.shape, Polyhedron)
    assert isinstance(grid.shape, DistanceGrid)
    probes = np.array([[0.0, 0, 0], [0.4, 0.1, 0], [0.3 - 0.02, 0, 0], [0.1, 0.2, 0.25]])
    assert grid.shape.distances(probes).signed == pytest.approx([0.15, 0.1, -0.02, 0.1], abs=0.012)
    assert box.shape.distances(np.array([[0.25, 0, 0]])).signed == pytest.approx([0.1])


def test_contact_points_are_few_lowest_first_and_spread():
    points = np.random.default_rng(0).uniform(-1, 1, (200, 3)) * [1, 1, 0]
    gaps = np.linspace(0, 1, 200)
    chosen = spread_out(points, gaps, 6)
    assert len(chosen) == 6
    assert chosen[0] == 0
    assert np.ptp(points[chosen][:, :2], axis=0).min() > 1


def test_impulses_push_only():
    system = ContactSystem(np.eye(6), np.tile([0.0, 0, 1.0], (2, 1)), np.full(2, 0.5))
    impulses = solve_impulses(system, np.zeros(2), np.ones((2, 3)))
    assert np.abs(impulses).max() == 0


def test_impulses_that_would_add_energy_are_weakened():
    system = ContactSystem(np.eye(3), np.array([[0.0, 0, -1.0]]), np.full(1, 0.5))
    assert dissipating(system, np.array([[0.0, 0, 5.0]]))[0, 2] == pytest.approx(2.0)
    assert dissipating(system, np.array([[0.0, 0, 1.5]]))[0, 2] == 1.5


def test_a_checkpoint_continues_bit_for_bit():
    start = moved(lattice((8, 6, 4), 0.05), quat=turn_about((1, 1, 0), 30), shift=(0, 0, 0.4))
    world = world_of(start, restitution=0.5)
    world.advance(0.35)
    saved = world.checkpoint()
    world.advance(0.2)
    other = world_of(start, restitution=0.5)
    other.restore(saved)
    other.advance(0.2)
    ends = world.checkpoint(), other.checkpoint()
    assert ends[0].keys() == ends[1].keys()
    assert all(np.array_equal(ends[0][name], ends[1][name]) for name in ends[0])
