"""Rigid bodies among soft matter: conservation, rest, dents, friction, restarts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from mini_grid import MiniGrid
from rigid_bodies import SPACE, ball, lowest, tilted
from sim_bodies import lattice

from render.errors import InputError
from sim.coupling import RigidCoupling
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.rigid.body import rigid_body
from sim.rigid.soft_load import NodeMasses, SoftLoad, loaded
from sim.rigid.world import RigidWorld
from sim.scene.driven import DrivenRegion
from sim.scene.forces import Wind
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup

SPACING, DX = 0.025, 0.05
JELLY = MaterialParams(
    law=ConstitutiveLaw.JELLY, youngs_modulus_pa=5e4, poisson_ratio=0.3, density_kg_m3=1000.0
)
SAND = replace(JELLY, law=ConstitutiveLaw.SAND, youngs_modulus_pa=1e6, density_kg_m3=1600.0)
RIGID = replace(JELLY, law=ConstitutiveLaw.RIGID, youngs_modulus_pa=1e9)
BALL = {"velocity_m_s": (0.3, 0, -1.0), "spin_rad_s": (2.0, 3.0, 1.0)}


class Mixed:
    """A solver with soft particles of one material and one rigid body."""

    def __init__(self, soft, material, shape, body, scene, **options):
        self.coupling = RigidCoupling([body], scene, dx_m=DX)
        both = [np.concatenate(pair).astype(np.float64) for pair in (
            (soft.positions, shape.positions), (soft.volumes, shape.volumes))]  # fmt: skip
        index = (np.arange(len(both[0])) >= len(soft.positions)).astype(np.int32)
        self.particles = MpmParticles(*both, np.zeros_like(both[0]), index, np.zeros_like(index))
        self.soft = index == 0
        self.masses = both[1][self.soft] * material.density_kg_m3
        self.solver = MpmSolver(
            self.particles,
            [material, RIGID],
            scene,
            dx_m=DX,
            options=MpmOptions(**options),
            coupling=self.coupling,
        )

    @property
    def state(self):
        return self.coupling.world.state

    def momenta(self):
        """Momentum and angular momentum about the origin of everything, shape [6]."""
        now = self.solver.state()
        x, v, C = (part[self.soft].astype(np.float64) for part in (
            now.positions, now.velocities, now.affine_velocities))  # fmt: skip
        curl = [C[:, 2, 1] - C[:, 1, 2], C[:, 0, 2] - C[:, 2, 0], C[:, 1, 0] - C[:, 0, 1]]
        angular = self.masses @ (np.cross(x, v) + DX**2 / 4 * np.stack(curl, axis=1))
        total = angular + self.state.angular_momentum_kg_m2_s()
        return np.concatenate([self.masses @ v + self.state.momentum_kg_m_s(), total])


def test_nothing_is_lost_between_body_and_grid():
    body = rigid_body(ball(0.08, SPACING, (0.01, 0, 0.185)), 2000.0, **BALL)
    coupling = RigidCoupling([body], SPACE, dx_m=DX)
    soft = lattice((8, 8, 4), SPACING)
    world = MiniGrid(soft, 1000.0, coupling, dx=DX, mu=2e4, lam=4e4)
    before, speed = world.momenta(), coupling.world.state.velocities[0, 2]
    for _ in range(60):
        world.step(4e-4)
    assert coupling.world.state.velocities[0, 2] > 0.8 * speed
    assert np.abs(world.v).max() > 0.3
    assert np.abs(world.momenta() - before).max() < 1e-12


def test_a_body_alone_moves_as_without_a_grid():
    shape = tilted(lattice((10, 8, 6), SPACING), 30, 0.03)
    body = rigid_body(shape, 1000.0, velocity_m_s=(0.3, 0, -1.0), spin_rad_s=(2.0, 3.0, 1.0))
    far = lattice((2, 2, 2), SPACING, bottom=2.0)
    mixed = Mixed(far, JELLY, shape, body, SceneSetup(), precision="float64", fixed_dt_s=1e-3)
    alone = RigidWorld([body], SceneSetup(), sleeping=False)
    for _ in range(120):
        alone.step(1e-3)
    mixed.solver.advance(0.12)
    assert mixed.state.centers == pytest.approx(alone.state.centers, abs=1e-7)
    assert mixed.state.quats == pytest.approx(alone.state.quats, abs=1e-6)
    assert abs(lowest(mixed.coupling.world)) < 0.02


@pytest.mark.parametrize(("precision", "tolerance"), [("float64", 1e-13), ("float32", 1e-6)])
def test_the_solver_keeps_momentum_and_angular_momentum(precision, tolerance):
    shape = ball(0.08, SPACING, (0.01, 0, 0.185))
    body = rigid_body(shape, 2000.0, **BALL)
    mixed = Mixed(lattice((8, 8, 4), SPACING), JELLY, shape, body, SPACE, precision=precision)
    before = mixed.momenta()
    mixed.solver.advance(0.06)
    assert mixed.state.velocities[0, 2] > -0.8
    assert np.abs(mixed.momenta() - before).max() < tolerance * np.abs(before).max()


def test_a_ball_sinks_into_jelly_is_carried_and_rests():
    shape = ball(0.08, SPACING, (0.0, 0, 0.3))
    mixed = Mixed(
        lattice((10, 10, 6), SPACING), JELLY, shape, rigid_body(shape, 3000.0), SceneSetup(),
        grid_damping_per_s=3.0,
    )  # fmt: skip
    heights = []
    for _ in range(30):
        mixed.solver.advance(0.04)
        heights.append(mixed.state.centers[0, 2])
    assert min(heights) < 0.21
    assert 0.15 < heights[-1] < 0.22
    assert abs(heights[-1] - heights[-6]) < 0.003
    assert np.linalg.norm(mixed.state.velocities[0]) < 0.02
    particles = mixed.solver.state().positions
    carried = particles[~mixed.soft].mean(axis=0)
    assert carried == pytest.approx(mixed.state.centers[0], abs=2e-3)


def test_a_heavy_box_dents_sand():
    shape = lattice((5, 5, 5), SPACING, bottom=0.13)
    mixed = Mixed(
        lattice((14, 14, 5), SPACING), SAND, shape, rigid_body(shape, 6000.0), SceneSetup()
    )
    mixed.solver.advance(0.4)
    sand = mixed.solver.state().positions[mixed.soft]
    below = np.abs(sand[:, :2]).max(axis=1) < 0.04
    assert lowest(mixed.coupling.world) < 0.11
    assert sand[below, 2].max() < 0.1
    assert sand[below, 2].max() < lowest(mixed.coupling.world) + 0.02


def test_jelly_does_not_creep_into_a_light_plate_on_the_ground():
    plate = lattice((12, 12, 2), SPACING)
    mixed = Mixed(
        lattice((6, 6, 8), SPACING, bottom=0.055), JELLY, plate, rigid_body(plate, 50.0),
        SceneSetup(), grid_damping_per_s=10.0,
    )  # fmt: skip
    bottoms = []
    for _ in range(2):
        mixed.solver.advance(0.4)
        bottoms.append(mixed.solver.state().positions[mixed.soft, 2].min())
    assert lowest(mixed.coupling.world) == pytest.approx(0, abs=1e-3)
    assert bottoms[0] > 0.045
    assert bottoms[1] == pytest.approx(bottoms[0], abs=5e-4)


def test_wind_and_driven_regions_reach_bodies_through_the_grid():
    shape = ball(0.08, SPACING, (0, 0, 0))
    far = lattice((2, 2, 2), SPACING, bottom=2.0)
    space = {"gravity_m_s2": (0, 0, 0), "ground_z_m": None}
    air = SceneSetup(**space, forces=(Wind((2.0, 0, 0), drag_per_s=3.0),))
    mixed = Mixed(far, JELLY, shape, rigid_body(shape, 1000.0), air, fixed_dt_s=1e-3)
    mixed.solver.advance(0.1)
    assert mixed.state.velocities[0, 0] == pytest.approx(2 * (1 - np.exp(-0.3)), rel=0.01)
    pinned = SceneSetup(ground_z_m=None, regions_driven=(DrivenRegion(Box((0.1, 0.1, 0.1))),))
    mixed = Mixed(far, JELLY, shape, rigid_body(shape, 1000.0), pinned, fixed_dt_s=1e-3)
    start = mixed.state.centers.copy()
    mixed.solver.advance(0.1)
    assert np.abs(mixed.state.centers - start).max() < 1e-12


@pytest.mark.parametrize("sticky", [True, False])
def test_jelly_hangs_from_a_rigid_part_it_sticks_to(sticky):
    shape = lattice((6, 6, 3), SPACING, bottom=0.6)
    held = DrivenRegion(Box((0.2, 0.2, 0.04), center_m=(0, 0, 0.6375)))
    scene = SceneSetup(regions_driven=(held,))
    body = replace(rigid_body(shape, 1000.0), sticky=sticky)
    mixed = Mixed(lattice((6, 6, 4), SPACING, bottom=0.5), JELLY, shape, body, scene)
    mixed.solver.advance(0.24)
    top = mixed.solver.state().positions[mixed.soft, 2].max()
    assert (top > 0.57) == sticky
    assert (top < 0.4) == (not sticky)


def test_a_restored_solver_continues_bit_for_bit():
    shape = ball(0.08, SPACING, (0.01, 0, 0.19))
    soft = lattice((8, 8, 4), SPACING)
    ends = []
    for restart in (False, True):
        mixed = Mixed(soft, JELLY, shape, rigid_body(shape, 2000.0, **BALL), SceneSetup())
        mixed.solver.advance(0.04)
        if restart:
            saved = mixed.solver.checkpoint()
            mixed = Mixed(soft, JELLY, shape, rigid_body(shape, 2000.0, **BALL), SceneSetup())
            mixed.solver.restore(saved)
        mixed.solver.advance(0.04)
        ends.append((mixed.solver.state().positions, mixed.state.quats))
    assert all(np.array_equal(*pair) for pair in zip(*ends, strict=True))


def test_particles_must_be_those_of_the_bodies():
    shape = ball(0.08, SPACING)
    other = rigid_body(lattice((2, 2, 2), SPACING), 1000.0)
    with pytest.raises(InputError, match="particles that the bodies were made of"):
        Mixed(lattice((2, 2, 2), SPACING, bottom=1.0), JELLY, shape, other, SPACE)


def nodes_under(friction, velocities=(0.2, 0, 0.5)):
    arms = np.array([[x, y, -0.1] for x in (-0.1, 0, 0.1) for y in (-0.1, 0, 0.1)])
    down = np.tile([0.0, 0, -1.0], (9, 1))
    return NodeMasses(arms, down, np.full(9, 0.2), np.tile(velocities, (9, 1)), friction)


@pytest.mark.parametrize("friction", [0.0, 10.0, np.inf])
def test_the_push_of_nodes_is_linear_as_it_says(friction):
    nodes = nodes_under(friction)
    motion = np.array([0.1, 0, -0.2, 0.3, 0.1, 0.2])
    push = nodes.push(motion)
    for k in range(6):
        step = np.zeros(6)
        step[k] = 1e-5
        change = nodes.push(motion + step).impulse - push.impulse
        assert change == pytest.approx(-1e-5 * push.resistance[:, k], abs=1e-9)


def test_nodes_obey_coulomb_and_give_back_what_they_take():
    nodes = nodes_under(0.5)
    velocities = nodes.after(np.zeros(6))
    assert velocities[:, 2] == pytest.approx(0)
    assert velocities[:, 0] == pytest.approx(0)
    fast = nodes_under(0.5, (1.0, 0, 0.5))
    assert fast.after(np.zeros(6))[:, 0] == pytest.approx(0.75)
    assert fast.impulse(fast.after(np.zeros(6)))[:3] == pytest.approx([0.45, 0, 0.9])
    glued = nodes_under(np.inf, (1.0, 0, -0.5))
    assert np.abs(glued.after(np.zeros(6))).max() == 0
    leaving = nodes_under(0.5, (1.0, 0, -0.5))
    assert np.array_equal(leaving.after(np.zeros(6)), leaving.velocities_m_s)


def test_a_body_and_its_nodes_move_together_at_their_common_momentum():
    masses = np.diag([0.6, 0.6, 0.6, 1.0, 1.0, 1.0])[None]
    load = SoftLoad([nodes_under(0.0, (0, 0, 1.0))])
    common = loaded(masses, np.zeros((1, 6)), np.zeros((1, 6)), load)
    assert common.motions[0] == pytest.approx([0, 0, 1.8 / 2.4, 0, 0, 0])
    assert load.settle(common.motions)[0, 2] == pytest.approx(0.6 * 0.75)
