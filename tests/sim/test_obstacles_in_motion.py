"""Bodies that rest on, slide down and are pushed by obstacles; forces and the hand on a body."""

from __future__ import annotations

import re

import numba
import numpy as np
import pytest
from numba import types
from sim_bodies import lattice
from test_obstacle_shapes import obj_text

from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.cpu.drives import move_driven, push_particles
from sim.mpm.cpu.obstacles import apply_obstacles
from sim.mpm.particle_state import MpmParticles
from sim.mpm.solver import MpmSolver
from sim.scene.driven import DriveMotion, DrivenRegion
from sim.scene.forces import Impulse, Wind
from sim.scene.hand import HandCommand
from sim.scene.keyframes import Keyframes
from sim.scene.obstacle_rows import ObstacleTable
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, HalfSpace, Mesh, Sphere
from sim.scene_setup import SceneSetup

DX = 0.05
STILL = (1.0, 0.0, 0.0, 0.0)
JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e5)


def solver_of(body, params=JELLY, *, turn=None, **scene):
    positions = body.positions if turn is None else body.positions @ turn.T
    values = {"ground_z_m": None, "gravity_m_s2": (0, 0, 0)} | scene
    particles = MpmParticles.of_one_body(positions.astype(np.float32), body.volumes)
    return MpmSolver(particles, [params], SceneSetup(**values), dx_m=DX)


def held_at_once(origin):
    """One velocity field whose nodes may not approach what they touch."""
    return np.zeros((1, 2), np.float32), np.zeros(len(origin), np.int32)


def grid_about(blocks=4):
    """Blocks of nodes around the origin with unit mass and random velocities."""
    origin = np.stack(np.meshgrid(*[np.arange(-blocks // 2, blocks // 2) * 4] * 3), -1)
    origin = origin.reshape(-1, 3).astype(np.int32)
    grid = np.ones((len(origin), 64, 4), np.float32)
    grid[..., :3] = np.random.default_rng(1).normal(size=(len(origin), 64, 3))
    steps = np.stack(np.meshgrid(*[np.arange(4)] * 3, indexing="ij"), -1).reshape(-1, 3)
    return grid, origin, (origin[:, None] + steps) * DX


@pytest.mark.parametrize("surface", ["separate", "slip", "sticky"])
def test_nodes_inside_a_moving_turning_box_follow_its_surface(surface):
    half, friction = np.array([0.12, 0.2, 0.16]), 0.4
    motion = Keyframes((0.0, 1.0), ((0, 0, 0), (0.5, 0, 0.2)), (STILL, (1, 0.2, 0, 0.4)))
    table = ObstacleTable([Obstacle(Box(tuple(half)), surface, friction, motion=motion)])
    grid, origin, nodes = grid_about()
    before = grid.copy()
    flat = grid.ravel()
    rows = table.at(0.3, 0.02)
    apply_obstacles(flat, origin, held_at_once(origin), *rows, np.float32(DX))
    after = flat.reshape(grid.shape)[..., :3]
    twist = motion.twist(0.3, 0.02)
    turn = rows.rows[0, 3:12].reshape(3, 3).astype(np.float64)
    local = (nodes - twist.position) @ turn
    deepest = (np.abs(local) - half).argmax(axis=-1)
    inside = (np.abs(local) - half).max(axis=-1) < -1e-6
    normals = np.sign(np.take_along_axis(local, deepest[..., None], -1)) * np.eye(3)[deepest]
    normals = normals @ turn.T
    own = twist.velocity + np.cross(twist.spin, nodes - twist.position)
    relative = before[..., :3] - own
    normal = (relative * normals).sum(axis=-1, keepdims=True)
    tangent = relative - normal * normals
    size = np.linalg.norm(tangent, axis=-1, keepdims=True)
    slid = tangent * np.maximum(0, 1 + friction * np.minimum(normal, 0) / size)
    expected = {
        "separate": slid + np.maximum(normal, 0) * normals,
        "slip": slid,
        "sticky": 0 * slid,
    }[surface] + own
    assert inside.sum() > 100
    assert after[inside] == pytest.approx(expected[inside], abs=2e-5)
    far = (np.abs(local) - half).max(axis=-1) > 1e-6
    assert np.array_equal(after[far], before[..., :3][far])


def test_matter_in_the_edge_of_two_surfaces_enters_neither():
    normals = np.array([[1.0, 0, 1.0], [-1.0, 0, 0.2]])
    table = ObstacleTable([Obstacle(HalfSpace(tuple(n)), friction=0.0) for n in normals])
    grid, origin, nodes = grid_about()
    flat = grid.ravel()
    apply_obstacles(flat, origin, held_at_once(origin), *table.at(0, 0.01), np.float32(DX))
    inside = (nodes @ normals.T < -1e-6).all(axis=-1)
    after = flat.reshape(grid.shape)[inside][:, :3]
    units = normals / np.linalg.norm(normals, axis=1, keepdims=True)
    before = (grid[inside][:, :3] @ units.T).min(axis=1).clip(max=0)
    assert (after @ units.T).min(axis=1).mean() > 0.2 * before.mean()
    assert ((after @ units.T)[:, 1] > -1e-5).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kernel", "ranks"),
    [(apply_obstacles, "f1 i2 f2,i1 f2 i2 f1 f0"), (push_particles, "f1 i1 i1 i2 f2 f1 f1"),
     (move_driven, "f1 i1 i1 f1 f1 f2")],
)  # fmt: skip
def test_kernels_of_a_scene_compute_in_float32_alone(kernel, ranks):
    kinds = {"f": types.float32, "i": types.int32}

    def typed(words):
        found = [
            kinds[kind] if rank == "0" else types.Array(kinds[kind], int(rank), "C")
            for kind, rank in words.split(",")
        ]
        return types.Tuple(found) if len(found) > 1 else found[0]

    arguments = tuple(typed(words) for words in ranks.split())
    serial = numba.njit(error_model="numpy")(kernel.py_func)
    serial.compile(arguments)
    text = serial.inspect_llvm(arguments)
    assert "float" in text
    assert not re.search(r"= f(add|sub|mul|div|pext)[^\n]*\bdouble\b", text)


def test_speeds_of_surfaces_are_bounded():
    motion = Keyframes((0.0, 1.0), ((0, 0, 0), (3.0, 0, 0)), (STILL, (0, 0, 0, 1)))
    table = ObstacleTable([Obstacle(Sphere(0.5, (0.2, 0, 0)), motion=motion, end_s=2.0)])
    assert table.fastest_m_s(0.5) == pytest.approx(3.0 + np.pi * 0.7)
    assert table.fastest_m_s(1.5) == 0
    assert table.fastest_m_s(3.0) == 0


def test_an_obstacle_acts_from_its_start_to_its_end():
    table = ObstacleTable([Obstacle(Sphere(1.0), start_s=1.0, end_s=2.0), Obstacle(Sphere(1.0))])
    assert [len(table.at(t, 0.01).rows) for t in (0.0, 1.0, 1.99, 2.0)] == [1, 2, 2, 1]
    assert [table.next_event_s(t) for t in (0.0, 1.0, 2.0)] == [1.0, 2.0, np.inf]


@pytest.mark.parametrize("shape", [Sphere(0.15), Box((0.15, 0.15, 0.15))])
def test_a_moving_obstacle_takes_a_body_along(shape):
    """At 0.5 m/s; the body ends as fast as what pushes it, give or take its ringing."""
    motion = Keyframes((0.0, 2.0), ((-0.3, 0, 0.1), (0.7, 0, 0.1)), (STILL, STILL))
    solver = solver_of(lattice((6, 6, 6), 0.025), obstacles=(Obstacle(shape, motion=motion),))
    speeds, gaps = [], []
    for step in range(1, 36):
        solver.advance(0.02)
        state = solver.state()
        speeds.append(state.velocities[:, 0].mean())
        gaps.append(state.positions[:, 0].min() - (-0.15 + 0.5 * 0.02 * step))
    assert speeds[0] == pytest.approx(0, abs=1e-4)
    assert max(speeds) < 1.1  # an elastic body leaves a wall at most twice as fast as it comes
    assert np.mean(speeds[-10:]) > 0.45
    assert min(gaps) > -DX


def test_an_obstacle_faster_than_sound_does_not_pass_through_a_body():
    """At 40 m/s, with waves of 4 m/s: substeps follow the obstacle before it has touched."""
    motion = Keyframes((0.0, 0.025), ((-0.4, 0, 0.075), (0.6, 0, 0.075)), (STILL, STILL))
    wall = Obstacle(Box((0.1, 0.5, 0.5)), motion=motion)
    soft = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e4)
    solver = solver_of(lattice((4, 4, 6), 0.025), soft, obstacles=(wall,))
    solver.advance(0.02)
    face = -0.4 + 40 * 0.02 + 0.1
    assert solver.state().positions[:, 0].min() > face - DX
    assert solver.state().velocities[:, 0].mean() > 35


def test_a_body_on_a_sticky_lift_travels_exactly_as_far():
    motion = Keyframes((0.0, 0.4), ((0, 0, 0), (0.1, 0.05, 0.15)), (STILL, STILL))
    floor = Obstacle(Box((0.3, 0.3, 0.1), (0, 0, -0.1)), "sticky", motion=motion)
    body = lattice((6, 6, 4), 0.025)
    stiff = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e6)
    solver = solver_of(body, stiff, obstacles=(floor,), gravity_m_s2=(0, 0, -9.81))
    for _ in range(15):
        solver.advance(0.04)
    moved = solver.state().positions - body.positions
    assert moved[:, :2].mean(axis=0) == pytest.approx([0.1, 0.05], abs=2e-3)
    assert moved[:, 2].mean() == pytest.approx(0.15, abs=0.3 * DX)


@pytest.mark.parametrize(
    ("surface", "friction", "angle"),
    [("separate", 0.3, 35), ("separate", 0.0, 35), ("slip", 0.3, 35), ("separate", 1.0, 35),
     ("sticky", 0.0, 35)],
)  # fmt: skip
def test_a_slope_of_any_surface_is_slid_down_by_coulomb_s_law(surface, friction, angle):
    """Acceleration g (sin θ − friction cos θ) down a tilted half-space, 3 %."""
    theta = np.radians(angle)
    turn = np.array(
        [[np.cos(theta), 0, np.sin(theta)], [0, 1, 0], [-np.sin(theta), 0, np.cos(theta)]]
    )
    stiff = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e6)
    plane = Obstacle(HalfSpace(tuple(turn[:, 2])), surface, friction)
    solver = solver_of(
        lattice((10, 10, 4), 0.025), stiff, turn=turn, obstacles=(plane,),
        gravity_m_s2=(0, 0, -9.81),
    )  # fmt: skip
    down, speeds = turn[:, 0], []
    for _ in range(6):
        solver.advance(0.04)
        speeds.append(float((solver.state().velocities @ down).mean()))
    found = (speeds[-1] - speeds[0]) / 0.2
    expected = 9.81 * max(np.sin(theta) - friction * np.cos(theta), 0.0)
    expected = 0.0 if surface == "sticky" else expected
    assert found == pytest.approx(expected, rel=0.03, abs=0.1)


def test_a_body_rests_on_a_mesh_as_on_the_box_that_it_is(tmp_path):
    (tmp_path / "box.obj").write_text(obj_text())
    heights = []
    for shape in (
        Mesh(str(tmp_path / "box.obj"), 1.0, (0, 0, -0.3)),
        Box((0.1, 0.2, 0.3), (0, 0, -0.3)),
    ):
        body = lattice((6, 6, 4), 0.025, bottom=0.03)
        solver = solver_of(body, obstacles=(Obstacle(shape),), gravity_m_s2=(0, 0, -9.81))
        for _ in range(10):
            solver.advance(0.04)
        heights.append(solver.state().positions[:, 2].mean())
    assert heights[0] == pytest.approx(heights[1], abs=0.02 * DX)


def test_a_body_in_the_wind_falls_at_its_terminal_velocity():
    wind = Wind((2.0, 0, 0), drag_per_s=4.0)
    solver = solver_of(lattice((4, 4, 4), 0.025), forces=(wind,), gravity_m_s2=(0, 0, -9.81))
    solver.advance(2.0)
    terminal = np.array([2.0, 0, -9.81 / 4.0])
    found = solver.state().velocities.mean(axis=0)
    assert found == pytest.approx(terminal, rel=5e-3, abs=1e-3)


def test_an_impulse_on_part_of_a_body_gives_it_exactly_its_momentum():
    push = Impulse(Box((1, 1, 0.05)), force_n=(5.0, 0, 0), start_s=0.01, duration_s=0.05)
    body = lattice((6, 6, 6), 0.025)
    solver = solver_of(body, forces=(push,))
    solver.advance(0.1)
    mass = body.volumes.sum(dtype=np.float64) * JELLY.density_kg_m3
    momentum = mass * solver.state().velocities.mean(axis=0, dtype=np.float64)
    assert momentum == pytest.approx([0.25, 0, 0], rel=1e-5, abs=1e-5)


def test_a_bar_pulled_by_driven_ends_moves_exactly_there_and_stretches_between():
    body = lattice((20, 4, 4), 0.025)
    ends = [
        DrivenRegion(Box((0.04, 1, 1), (side * 0.25, 0, 0)), DriveMotion((side * 0.1, 0, 0)))
        for side in (-1, 1)
    ]
    solver = solver_of(body, regions_driven=tuple(ends))
    solver.advance(0.5)
    state, start = solver.state(), body.positions
    for side in (-1, 1):
        end = side * start[:, 0] > 0.21
        moved = state.positions[end] - start[end]
        assert moved == pytest.approx(np.tile([side * 0.05, 0, 0], (end.sum(), 1)), abs=1e-6)
        assert state.velocities[end, 0] == pytest.approx(side * 0.1)
    middle = np.abs(start[:, 0]) < 0.1
    # The ends take hold of up to a cell beside them: 0.1 m over 0.42 m, or over 0.32 m of bar.
    assert 1.22 < state.deformations[middle, 0, 0].mean() < 1.32


DRAG = [
    HandCommand(0.0, "grab", (0.08, 0, 0.08), 0.08, stiffness=2500.0),
    *[HandCommand(0.02 * i, "move", (0.08, 0, 0.08 + 0.02 * i)) for i in range(1, 11)],
]


def dragged(seconds=0.28):
    solver = solver_of(lattice((6, 6, 6), 0.025), gravity_m_s2=(0, 0, -9.81), ground_z_m=0.0)
    waiting = list(DRAG)

    def commands(time_s):
        due = [command for command in waiting if command.time_s <= time_s]
        del waiting[: len(due)]
        return due

    for _ in range(round(seconds / 0.04)):
        solver.advance(0.04, commands=commands)
    return solver.state()


def test_the_hand_lifts_a_body_and_a_replay_is_equal_bit_for_bit():
    first, second = dragged(), dragged()
    assert first.positions[:, 2].mean() > 0.075 + 0.08
    assert np.array_equal(first.positions, second.positions)
    assert np.array_equal(first.deformations, second.deformations)
