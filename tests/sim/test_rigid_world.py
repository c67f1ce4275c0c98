"""Many rigid bodies: collisions, stacks, obstacles, forces, driven bodies and the hand."""

from __future__ import annotations

import numpy as np
import pytest
from rigid_bodies import SPACE, ball, energy, lowest, moved, slope, turn_about, world_of
from sim_bodies import lattice

from sim.rigid.body import rigid_body
from sim.scene.driven import DriveMotion, DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.hand import HandAction, HandCommand
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere
from sim.scene_setup import SceneSetup


def test_two_balls_exchange_momentum_exactly():
    first = rigid_body(
        ball(0.1, 0.02), 1000.0, restitution=0.6, velocity_m_s=(2.0, 0, 0), spin_rad_s=(0, 0, 5.0)
    )
    second = rigid_body(ball(0.1, 0.02, (0.3, 0.08, 0)), 3000.0, restitution=0.6)
    world = world_of(first, second, scene=SPACE)
    state = world.state
    linear, angular = state.momentum_kg_m_s(), state.angular_momentum_kg_m2_s()
    before = energy(world, 0)
    world.advance(0.2)
    assert state.velocities[1, 0] > 0.1
    assert np.abs(state.momentum_kg_m_s() - linear).max() < 1e-10
    assert np.abs(state.angular_momentum_kg_m2_s() - angular).max() < 1e-10
    assert energy(world, 0) < before


def test_a_central_hit_follows_newtons_law_of_restitution():
    heavy = rigid_body(ball(0.1, 0.02), 2000.0, restitution=0.5, velocity_m_s=(1.0, 0, 0))
    light = rigid_body(ball(0.1, 0.02, (0.25, 0, 0)), 1000.0, restitution=0.5)
    world = world_of(heavy, light, scene=SPACE)
    world.advance(0.2)
    # m1 : m2 = 2 : 1, so u2 = 2/3 (1 + e) and u1 = u2 − e.
    assert world.state.velocities[:, 0] == pytest.approx([0.5, 1.0], rel=1e-6)


def test_tumbling_bodies_of_any_shape_keep_momentum_and_lose_energy():
    hollow = lattice((10, 10, 4), 0.03)
    ring = hollow.positions[(np.abs(hollow.positions[:, :2]) > 0.09).any(axis=1)]
    shape = type(hollow)(ring, np.full(len(ring), 0.03**3, np.float32), 0.03)
    bodies = [
        rigid_body(shape, 800.0, restitution=0.8, spin_rad_s=(1.0, 4.0, 0)),
        rigid_body(
            moved(lattice((6, 4, 4), 0.03), quat=turn_about((1, 2, 0), 40), shift=(0.3, 0.02, 0.1)),
            1500.0,
            restitution=0.8,
            velocity_m_s=(-2.0, 0, 0),
        ),
    ]
    world = world_of(*bodies, scene=SPACE)
    state, energies = world.state, [energy(world, 0)]
    linear, angular = state.momentum_kg_m_s(), state.angular_momentum_kg_m2_s()
    for _ in range(150):
        world.step(0.002)
        energies.append(energy(world, 0))
    assert np.abs(state.momentum_kg_m_s() - linear).max() < 1e-10
    assert np.abs(state.angular_momentum_kg_m2_s() - angular).max() < 1e-10
    assert np.diff(energies).max() < 1e-5 * energies[0]
    assert energies[-1] < 0.97 * energies[0]


def test_three_boxes_stay_stacked():
    boxes = [lattice((6, 6, 6), 0.05, bottom=0.001 + 0.301 * level) for level in range(3)]
    turned = [moved(box, quat=turn_about((0, 0, 1), 15 * k)) for k, box in enumerate(boxes)]
    world = world_of(*turned)
    world.advance(3.0)
    assert world.asleep.all()
    assert world.state.centers[:, 2] == pytest.approx([0.15, 0.45, 0.75], abs=0.002)
    assert np.abs(world.state.centers[:, :2]).max() < 0.002


def test_a_sleeping_stack_wakes_when_it_is_hit():
    boxes = [lattice((6, 6, 6), 0.05, bottom=0.3 * level) for level in range(2)]
    stone = rigid_body(ball(0.1, 0.02, (-0.6, 0, 0.45)), 3000.0, velocity_m_s=(0.0, 0, 0))
    scene = SceneSetup(
        forces=(
            Impulse(region=Sphere(0.2, (-0.6, 0, 0.45)), velocity_change_m_s=(4, 0, 1), start_s=1),
        ),
        regions_driven=(DrivenRegion(Sphere(0.2, (-0.6, 0, 0.45)), end_s=1.0),),
    )
    world = world_of(*boxes, stone, scene=scene)
    world.advance(0.9)
    assert world.asleep[:2].all()
    world.advance(0.4)
    assert not world.asleep[1]
    assert world.state.centers[1, 0] > 0.05


def wedge(shape, **options):
    return SceneSetup(ground_z_m=None, obstacles=(Obstacle(shape, **options),))


@pytest.mark.parametrize(
    ("shape", "top"),
    [
        (Box((0.5, 0.5, 0.1), center_m=(0, 0, -0.1)), 0.0),
        (HalfSpace(point_m=(0, 0, 0.05)), 0.05),
        (Cylinder(0.5, 0.1, center_m=(0, 0, -0.05)), 0.05),
        (Sphere(0.5, center_m=(0, 0, -0.5)), 0.0),
        (Capsule(0.5, 0.3, center_m=(0, 0, -0.5), axis=(1, 0, 0)), 0.0),
    ],
)
def test_bodies_rest_on_every_shape(shape, top):
    world = world_of(lattice((4, 4, 4), 0.05, bottom=top + 0.02), scene=wedge(shape))
    world.advance(0.8)
    assert lowest(world) == pytest.approx(top, abs=0.003)
    assert np.abs(world.state.velocities).max() < 0.01


def test_bodies_rest_on_a_mesh(tmp_path):
    corners = [(x, y, z) for x in (-0.4, 0.4) for y in (-0.4, 0.4) for z in (-0.2, 0.0)]
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    lines = [f"v {x} {y} {z}" for x, y, z in corners]
    lines += ["f " + " ".join(str(index + 1) for index in quad) for quad in quads]
    path = tmp_path / "table.obj"
    path.write_text("\n".join(lines), encoding="utf-8")
    world = world_of(lattice((4, 4, 4), 0.05, bottom=0.02), scene=wedge(Mesh(str(path))))
    world.advance(0.6)
    assert lowest(world) == pytest.approx(0.0, abs=0.004)


def test_a_lift_carries_a_body_and_a_sticky_turntable_turns_it():
    turn = turn_about((0, 0, 1), 60)
    motion = Keyframes((0.0, 1.0), ((0, 0, 0), (0, 0, 0.3)), ((1, 0, 0, 0), tuple(turn)))
    scene = wedge(Box((0.5, 0.5, 0.1), center_m=(0, 0, -0.1)), motion=motion, surface="sticky")
    world = world_of(lattice((4, 4, 4), 0.05), scene=scene)
    world.advance(0.5)
    assert lowest(world) == pytest.approx(0.15, abs=0.003)
    angle = np.degrees(2 * np.arctan2(world.state.quats[0, 3], world.state.quats[0, 0]))
    assert angle == pytest.approx(30, abs=2)


def test_walls_of_a_domain_hold_bodies():
    scene = SceneSetup(gravity_m_s2=(0, 0, 0), ground_z_m=None, domain=Box((0.5, 0.5, 0.5)))
    world = world_of(ball(0.1, 0.02), scene=scene, velocity_m_s=(3.0, 2.0, 1.0), restitution=1.0)
    reached = 0.0
    for _ in range(50):
        world.advance(0.02)
        reached = max(reached, float(np.abs(world.state.centers).max()))
    assert 0.39 < reached < 0.401


def test_a_slippery_ground_and_a_sticky_one():
    box = lattice((6, 6, 2), 0.05)
    slippery = world_of(box, scene=slope(10, ground_friction=0.0))
    sticky = world_of(box, scene=slope(50, ground_surface=Surface.STICKY), friction=0.1)
    slippery.advance(0.3)
    sticky.advance(0.3)
    expected = 0.3 * 9.81 * np.sin(np.radians(10))
    assert slippery.state.velocities[0, 0] == pytest.approx(expected, rel=0.01)
    assert np.abs(sticky.state.velocities[0]).max() < 1e-3


def test_wind_attractors_and_impulses_push_whole_bodies():
    block = lattice((4, 4, 4), 0.05, bottom=-0.1)
    air = Wind((2.0, 0, 0), drag_per_s=3.0)
    world = world_of(block, scene=SceneSetup((0, 0, 0), None, forces=(air,)))
    world.advance(0.5)
    assert world.state.velocities[0, 0] == pytest.approx(2 * (1 - np.exp(-1.5)), rel=1e-3)

    half = Impulse(Box((1, 1, 1), center_m=(0, 1, 0)), velocity_change_m_s=(1, 0, 0))
    world = world_of(block, scene=SceneSetup((0, 0, 0), None, forces=(half,)))
    world.advance(0.1)
    assert world.state.velocities[0, 0] == pytest.approx(0.5, rel=1e-6)
    assert world.state.spins()[0, 2] < -1

    pull = Attractor((1.0, 0, 0), strength_m_s2=2.0, radius_m=1.0)
    world = world_of(block, scene=SceneSetup((0, 0, 0), None, forces=(pull,)))
    world.advance(0.1)
    assert world.state.velocities[0, 0] == pytest.approx(0.2, rel=0.03)


def test_a_driven_body_moves_as_told_and_pushes_others():
    region = DrivenRegion(
        Box((0.1, 0.1, 0.1)), DriveMotion(velocity_m_s=(0.5, 0, 0)), start_s=0.0, end_s=0.5
    )
    scene = SceneSetup((0, 0, 0), None, regions_driven=(region,))
    plough = lattice((4, 4, 4), 0.05, bottom=-0.1)
    stone = moved(plough, shift=(0.25, 0, 0))
    world = world_of(plough, rigid_body(stone, 9000.0), scene=scene)
    world.advance(0.4)
    assert world.state.centers[0] == pytest.approx([0.2, 0, 0], abs=1e-9)
    assert world.state.centers[1, 0] > 0.39
    world.advance(0.2)
    assert not world.state.held.any()


def test_the_hand_lifts_a_body_and_lets_it_fall():
    world = world_of(lattice((4, 4, 4), 0.05))
    events = [HandCommand(0.0, HandAction.GRAB, (0.09, 0.09, 0.19), radius_m=0.06)]
    for k in range(1, 21):
        place = (0.09, 0.09, 0.19 + 0.03 * k)
        events.append(HandCommand(0.05 * k, HandAction.MOVE, place))
    events.append(HandCommand(2.5, HandAction.RELEASE))

    def commands(time):
        due = [event for event in events if event.time_s <= time + 1e-9]
        del events[: len(due)]
        return due

    world.advance(2.4, commands=commands)
    turn, center = world.state.rotations()[0], world.state.centers[0]
    grabbed = center + turn @ (np.array([0.075, 0.075, 0.175]) - [0, 0, 0.1])
    assert grabbed[2] == pytest.approx(0.175 + 0.6, abs=0.03)
    assert center[2] < grabbed[2] - 0.05
    world.advance(0.8, commands=commands)
    assert lowest(world) < 0.02


def test_many_bodies_fall_in_a_heap_and_restore_bit_for_bit():
    rng = np.random.default_rng(3)
    grid = [(x, y, z) for z in range(2) for x in range(2) for y in range(2)]
    boxes = [
        moved(
            lattice((3, 3, 3), 0.05, bottom=-0.075),
            quat=turn_about(rng.normal(size=3), 60),
            shift=0.22 * np.array(place) + [0, 0, 0.15],
        )
        for place in grid
    ]
    world = world_of(*boxes, restitution=0.2)
    world.advance(0.3)
    saved = world.checkpoint()
    other = world_of(*boxes, restitution=0.2)
    other.restore(saved)
    world.advance(0.06)
    other.advance(0.06)
    ends = world.checkpoint(), other.checkpoint()
    assert all(np.array_equal(ends[0][name], ends[1][name]) for name in ends[0])
    assert min(lowest(world, body) for body in range(len(boxes))) > -0.01
