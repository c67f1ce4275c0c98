"""Wind, attractors, impulses, driven regions and the hand: kernels and their rows."""

from __future__ import annotations

import logging
from itertools import pairwise

import numpy as np
import pytest

from render.errors import InputError
from sim.mpm.cpu.drives import move_driven, push_particles
from sim.mpm.cpu.layout import FIELDS, LANES, MASS, C, V, X
from sim.scene.driven import DriveMotion, DrivenRegion, LayerRelease
from sim.scene.drives import SceneDrives
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.hand import HandCommand
from sim.scene.shapes import Box, Cylinder, Sphere

DT = 1e-3
ORIGIN = np.array([0.5, -0.25, 2.0])
PLACES = {"X": (X, 3), "V": (V, 3), "C": (C, 9), "MASS": (MASS, 1)}


class Swarm:
    """Particles without a grid: they only feel drives and fly straight on between them."""

    def __init__(self, positions, forces=(), regions=(), *, masses=None, velocities=0.0):
        count = len(positions)
        packs = -(-count // LANES)
        self.state = np.zeros(packs * FIELDS * LANES)
        self.order = np.random.default_rng(3).permutation(count)
        self.particle_of = np.zeros(packs * LANES, np.int32)
        self.particle_of[:count] = self.order
        masses = np.ones(count) if masses is None else masses
        self.set("X", np.asarray(positions, np.float64) - ORIGIN)
        self.set("V", np.broadcast_to(velocities, (count, 3)))
        self.set("MASS", masses[:, None])
        self.drives = SceneDrives(forces, regions, masses=masses, origin_m=ORIGIN, dtype=np.float64)
        self.time = 0.0

    def fields(self, name):
        """Indices of some fields of every particle in the packs, in pack order."""
        first, count = PLACES[name]
        lane = np.arange(len(self.order))[:, None]
        return lane // LANES * FIELDS * LANES + first + np.arange(count) * LANES + lane % LANES

    def set(self, name, values):
        self.state[self.fields(name)] = np.asarray(values)[self.order]

    def get(self, name):
        ordered = np.empty((len(self.order), PLACES[name][1]))
        ordered[self.order] = self.state[self.fields(name)]
        return ordered

    @property
    def positions(self):
        return self.get("X") + ORIGIN

    def run(self, substeps, commands=()):
        """Substeps; commands whose time has come go to the hand first."""
        commands = list(commands)
        for _ in range(substeps):
            due = [command for command in commands if command.time_s <= self.time + 1e-12]
            commands = commands[len(due) :]
            self.drives.obey(due, lambda: self.get("X"))
            step = self.drives.begin(self.time, DT, lambda: self.get("X"))
            if len(step.entering):
                self.move(step, step.entering)
            if step.pushes:
                push_particles(
                    self.state, self.particle_of, step.members, step.force_ints, step.forces,
                    step.grips, step.hand,
                )  # fmt: skip
            self.set("X", self.get("X") + DT * self.get("V"))
            if len(step.regions):
                self.move(step, step.regions)
            self.time += DT
        return self

    def move(self, step, regions):
        move_driven(
            self.state, self.particle_of, step.region_of, step.masses, step.anchors, regions
        )


@pytest.fixture
def points(rng):
    return rng.uniform(-0.5, 0.5, (40, 3))


def test_wind_carries_matter_along_at_the_rate_of_its_drag(points):
    body = Swarm(points, [Wind((3.0, 0, -1.0), drag_per_s=4.0)], velocities=(0, 1.0, 0))
    body.run(500)
    left = np.exp(-4.0 * 0.5)
    assert body.get("V") == pytest.approx(np.tile([3 * (1 - left), left, left - 1], (40, 1)))


def test_wind_of_any_drag_is_stable_and_stops_at_its_end(points):
    body = Swarm(points, [Wind((1.0, 0, 0), drag_per_s=1e4, start_s=0.01, end_s=0.02)])
    assert (body.run(10).get("V") == 0).all()
    assert body.run(10).get("V")[:, 0] == pytest.approx(1.0)
    body.set("V", np.zeros((40, 3)))
    assert (body.run(10).get("V") == 0).all()


def test_orbits_around_an_attractor_keep_their_energy(points):
    center, force = np.array([0.1, 0.2, 0.3]), Attractor((0.1, 0.2, 0.3), 2.0, 0.3)
    body = Swarm(points, [force], velocities=(0.4, -0.2, 0.1))

    def energy():
        square = ((body.positions - center) ** 2).sum(axis=1) + 0.09
        kinetic = 0.5 * (body.get("V") ** 2).sum(axis=1)
        return kinetic - force.parameter_m3_s2 / np.sqrt(square)

    start = energy()
    body.run(2000)
    assert np.abs(body.get("V") - [0.4, -0.2, 0.1]).max() > 0.3
    assert energy() == pytest.approx(start, rel=2e-3)


def test_an_attractor_s_strength_is_the_acceleration_one_radius_away():
    body = Swarm(np.array([[0.3, 0, 0]]), [Attractor((0, 0, 0), 2.0, 0.3)]).run(1)
    assert body.get("V")[0] == pytest.approx([-2.0 * DT, 0, 0])


@pytest.mark.parametrize("duration", [0.0, 0.0123, 0.0004])
def test_a_velocity_change_is_exact_however_substeps_fall(points, duration):
    change = (0.5, -1.0, 2.0)
    push = Impulse(velocity_change_m_s=change, start_s=0.0037, duration_s=duration)
    body = Swarm(points, [push]).run(30)
    assert body.get("V") == pytest.approx(np.tile(change, (40, 1)), abs=1e-12)


def test_a_force_on_a_region_gives_exactly_its_momentum(points, rng):
    masses = rng.uniform(0.5, 2.0, 40)
    region = Sphere(0.35)
    push = Impulse(region, force_n=(3.0, 0, -6.0), start_s=0.0021, duration_s=0.01)
    body = Swarm(points, [push], masses=masses).run(30)
    assert masses @ body.get("V") == pytest.approx([0.03, 0, -0.06], abs=1e-14)
    chosen = np.linalg.norm(points, axis=1) <= 0.35
    assert 0 < chosen.sum() < 40
    assert ((np.abs(body.get("V")).max(axis=1) > 0) == chosen).all()


def test_an_impulse_pushes_those_that_were_inside_when_it_began(points):
    push = Impulse(Sphere(0.3), velocity_change_m_s=(100.0, 0, 0), duration_s=0.02)
    body = Swarm(points, [push]).run(40)
    chosen = np.linalg.norm(points, axis=1) <= 0.3
    assert body.get("V")[chosen, 0] == pytest.approx(100.0)
    assert (body.get("V")[~chosen] == 0).all()


SCREW = DriveMotion((0.2, 0, 0.1), turn_rad_s=3.0, axis=(0, 0, 1), axis_point_m=(0.1, 0, 0))
REGION = DrivenRegion(Box((0.3, 0.3, 0.3)), SCREW, start_s=0.01, end_s=0.05)


def screwed(points, passed):
    turn, c, s = 3.0 * passed, np.cos(3.0 * passed), np.sin(3.0 * passed)
    assert turn > 0
    rotation = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    pivot = np.array([0.1, 0, 0])
    moved = (points - pivot) @ rotation.T
    velocity = np.cross([0, 0, 3.0], moved) + np.array([0.2, 0, 0.1])
    return moved + pivot + passed * np.array([0.2, 0, 0.1]), velocity


def test_driven_particles_are_exactly_where_they_are_told(points):
    inside = np.abs(points).max(axis=1) <= 0.3
    body = Swarm(points, regions=[REGION]).run(45)
    weights = body.get("MASS")[:, 0]
    assert (weights == np.where(inside, 1024.0, 1.0)).all()
    where, velocity = screwed(points, 0.035)
    assert body.positions[inside] == pytest.approx(where[inside], abs=1e-12)
    assert body.get("V")[inside] == pytest.approx(velocity[inside], abs=1e-12)
    spin = np.array([0, -3.0, 0, 3.0, 0, 0, 0, 0, 0])
    assert body.get("C")[inside] == pytest.approx(np.tile(spin, (inside.sum(), 1)))
    assert body.positions[~inside] == pytest.approx(points[~inside], abs=1e-14)


def test_released_particles_fly_on_with_the_velocity_they_have(points):
    inside = np.abs(points).max(axis=1) <= 0.3
    body = Swarm(points, regions=[REGION]).run(70)
    where, velocity = screwed(points, 0.04)
    assert body.get("V")[inside] == pytest.approx(velocity[inside], abs=1e-12)
    expected = where + 0.02 * velocity
    assert body.positions[inside] == pytest.approx(expected[inside], abs=1e-12)
    assert (body.get("MASS") == 1.0).all()


def test_layers_are_released_one_after_the_other():
    points = np.stack([np.zeros(20), np.zeros(20), (np.arange(20) + 0.5) / 20], axis=1)
    release = LayerRelease((0, 0, 1), layers=10, duration_s=0.1)
    region = DrivenRegion(Box((1, 1, 2)), end_s=0.02, release=release)
    body = Swarm(points, [Impulse(velocity_change_m_s=(0, 1.0, 0), duration_s=10)], [region])
    free = []
    for _ in range(14):
        body.run(10)
        free.append(int((body.get("V")[:, 1] > 0).sum()))
    assert free[:2] == [0, 0]
    assert all(0 <= later - earlier <= 3 for earlier, later in pairwise(free))
    assert free[-1] == 20
    assert (np.argsort(-body.get("V")[:, 1], kind="stable")[:5] < 6).all()


def test_two_motions_of_one_particle_are_refused_when_they_meet(points):
    first = DrivenRegion(Box((0.3, 0.3, 0.3)), DriveMotion((10.0, 0, 0)))
    second = DrivenRegion(Box((0.3, 0.3, 0.3), (1.0, 0, 0)), start_s=0.1)
    with pytest.raises(InputError, match="driven regions 1 and 2 hold the same particles"):
        Swarm(points, regions=[first, second]).run(101)


def test_an_empty_region_is_reported(points, caplog):
    with caplog.at_level(logging.WARNING):
        Swarm(points, regions=[DrivenRegion(Cylinder(0.1, 0.1, (9, 9, 9)))]).run(1)
    assert "driven region 1 selects no particle" in caplog.text


def test_too_many_impulses_with_a_region_are_refused(points):
    pushes = [Impulse(Sphere(1.0), velocity_change_m_s=(0, 0, 1.0))] * 32
    with pytest.raises(InputError, match="at most 31 impulses with a region, got 32"):
        Swarm(points, pushes)


GRAB = HandCommand(0.0, "grab", (0, 0, 0), 0.5, stiffness=900.0)
PULL = [
    GRAB,
    *[HandCommand(0.01 * i, "move", (0.02 * i, 0, 0)) for i in range(1, 11)],
    HandCommand(0.5, "release"),
]


def test_the_hand_pulls_what_it_holds_to_where_it_goes(points):
    body = Swarm(points).run(450, PULL)
    held = np.linalg.norm(points, axis=1) < 0.3
    moved = body.positions - points
    assert held.any()
    assert moved[held] == pytest.approx(np.tile([0.2, 0, 0], (held.sum(), 1)), abs=0.02)
    assert np.abs(moved[np.linalg.norm(points, axis=1) > 0.5]).max() < 1e-14


def test_a_critically_damped_hand_does_not_overshoot():
    body = Swarm(np.zeros((1, 3)))
    body.run(1, [GRAB, HandCommand(0.0, "move", (0.1, 0, 0))])
    places = [body.run(5).positions[0, 0] for _ in range(100)]
    assert max(places) <= 0.1 + 1e-9
    assert places[-1] == pytest.approx(0.1, abs=1e-4)


def test_a_spring_too_stiff_for_the_substep_is_held_to_a_stable_one():
    body = Swarm(np.zeros((1, 3)))
    body.run(1, [HandCommand(0.0, "grab", stiffness=1e8), HandCommand(0.0, "move", (0.1, 0, 0))])
    places = [body.run(1).positions[0, 0] for _ in range(200)]
    assert max(places) < 0.11
    assert places[-1] == pytest.approx(0.1, abs=1e-6)


def test_replayed_commands_give_the_same_motion_bit_for_bit(points):
    runs = [Swarm(points, [Wind((0, 1, 0))]).run(600, PULL) for _ in range(2)]
    assert np.array_equal(runs[0].state, runs[1].state)


def test_a_checkpoint_continues_bit_for_bit(points):
    scene = ([Impulse(Sphere(0.3), velocity_change_m_s=(0, 0, 1), duration_s=0.3)], [REGION])
    whole = Swarm(points, *scene).run(250, PULL)
    first = Swarm(points, *scene).run(30, PULL[:3])
    second = Swarm(points, *scene)
    second.drives.restore(first.drives.checkpoint())
    second.state, second.time = first.state.copy(), first.time
    second.run(220, PULL[3:])
    assert np.array_equal(second.state, whole.state)
