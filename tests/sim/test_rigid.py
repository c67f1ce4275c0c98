"""The rigid body: inertia, flight, bounce, friction and rest."""

from __future__ import annotations

import numpy as np
import pytest
from sim_bodies import lattice

from sim.particles import Particles
from sim.rigid.body import rigid_body
from sim.rigid.contact import Contacts, choose_contacts, solve_contacts
from sim.rigid.solver import RigidSolver
from sim.scene_setup import SceneSetup


def solver_of(particles, *, restitution=0.3, friction=0.5, scene=None):
    body = rigid_body(particles, 1000.0)
    scene = SceneSetup() if scene is None else scene
    return RigidSolver(body, scene, restitution=restitution, friction=friction)


def tilted(particles, degrees, bottom):
    angle = np.radians(degrees)
    turn = np.array(
        [[1, 0, 0], [0, np.cos(angle), -np.sin(angle)], [0, np.sin(angle), np.cos(angle)]]
    )
    positions = particles.positions @ turn.T
    positions[:, 2] += bottom - positions[:, 2].min()
    return Particles(positions.astype(np.float32), particles.volumes, particles.spacing_m)


def test_inertia_of_a_box_is_exact():
    body = rigid_body(lattice((10, 6, 4), 0.05), 500.0)
    sides = np.array([0.5, 0.3, 0.2])
    mass = 500 * sides.prod()
    squares = (sides**2).sum() - sides**2
    assert body.mass_kg == pytest.approx(mass, rel=1e-6)
    assert np.allclose(body.inertia, np.diag(mass / 12 * squares), rtol=1e-5, atol=1e-9)


def test_flight_is_ballistic_and_keeps_angular_momentum():
    solver = solver_of(lattice((10, 6, 4), 0.05), scene=SceneSetup(ground_z_m=None))
    solver.angular_momentum = np.array([0.2, 0.1, 0.5])
    solver.velocity = np.array([1.0, 0, 0])
    start, energy = solver.center.copy(), solver.kinetic_energy_j()
    solver.advance(0.4)
    expected = [0.4, 0, -0.5 * 9.81 * 0.4 * 0.402]
    assert np.allclose(solver.center - start, expected, atol=1e-9)
    spin_energy = 0.5 * solver.spin @ solver.angular_momentum
    assert spin_energy == pytest.approx(energy - 0.5 * 30, rel=0.02)
    assert np.abs(solver.rotation @ solver.rotation.T - np.eye(3)).max() < 1e-12


@pytest.mark.parametrize("restitution", [0.0, 0.3, 0.8])
def test_a_flat_drop_bounces_with_its_restitution(restitution):
    solver = solver_of(lattice((6, 6, 6), 0.05, bottom=0.5), restitution=restitution)
    fastest_fall, fastest_rise = 0.0, 0.0
    for _ in range(250):
        solver.advance(0.002)
        fastest_fall = min(fastest_fall, solver.velocity[2])
        fastest_rise = max(fastest_rise, solver.velocity[2])
    assert fastest_rise == pytest.approx(-restitution * fastest_fall, abs=0.06)


@pytest.mark.parametrize("sides", [(10, 10, 10), (10, 6, 4), (14, 14, 1)])
@pytest.mark.parametrize("tilt", [8, 40])
def test_boxes_come_to_rest_on_the_ground(sides, tilt):
    solver = solver_of(tilted(lattice(sides, 0.05), tilt, 0.25))
    for _ in range(50):
        solver.advance(0.04)
    assert solver.asleep
    assert solver.kinetic_energy_j() == 0


def test_energy_never_grows():
    solver = solver_of(tilted(lattice((8, 6, 4), 0.05), 30, 0.2), restitution=0.7)
    mass = 1000 * 192 * 0.05**3
    energies = []
    for _ in range(150):
        solver.advance(0.01)
        energies.append(solver.kinetic_energy_j() + mass * 9.81 * solver.center[2])
    assert (np.diff(energies) < 0.01 * energies[0]).all()


def test_friction_decides_between_sliding_and_sticking():
    angle = np.radians(30)
    gravity = (9.81 * np.sin(angle), 0.0, -9.81 * np.cos(angle))
    speeds = {}
    for friction in (0.3, 0.9):
        scene = SceneSetup(gravity_m_s2=gravity)
        solver = solver_of(lattice((10, 10, 2), 0.05), friction=friction, scene=scene)
        for _ in range(50):
            solver.advance(0.01)
        speeds[friction] = solver.velocity[0]
    expected = 0.5 * 9.81 * (np.sin(angle) - 0.3 * np.cos(angle))
    assert speeds[0.3] == pytest.approx(expected, rel=0.03)
    assert abs(speeds[0.9]) < 1e-3


def test_contact_points_are_few_lowest_first_and_spread(rng):
    arms = np.concatenate(
        [np.random.default_rng(0).uniform(-1, 1, (200, 2)), np.zeros((200, 1))], 1
    )
    gaps = np.linspace(0, 1, 200)
    contacts = choose_contacts(arms, gaps, 0.5)
    assert len(contacts.arms) == 6
    assert contacts.gaps.min() == 0
    assert np.ptp(contacts.arms[:, :2], axis=0).min() > 1


def test_impulses_push_only():
    contacts = Contacts(np.array([[0.1, 0, -0.1], [-0.1, 0, -0.1]]), np.zeros(2))
    impulse, angular = solve_contacts(
        contacts,
        np.array([0, 0, 1.0]),
        np.zeros(3),
        inverse_mass=1.0,
        inverse_inertia=np.eye(3),
        friction=0.5,
        targets=np.zeros(2),
    )
    assert np.abs(impulse).max() == 0
    assert np.abs(angular).max() == 0
