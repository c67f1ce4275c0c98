"""What acts on particles and nodes: the Taichi executor beside the numba executor, in float64."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gpu_scenes import DX_M, falling_cloud, material, relative_error, world

from sim.materials import ConstitutiveLaw
from sim.mpm.blocks import FIRST_RIGID_FIELD
from sim.mpm.cpu import packs
from sim.mpm.cpu.executor import CpuExecutor
from sim.mpm.gpu.executor import TaichiExecutor
from sim.mpm.near_nodes import SoftNodes
from sim.mpm.particle_state import MpmParticles
from sim.scene.driven import DriveMotion, DrivenRegion
from sim.scene.drives import SceneDrives
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.hand import HandAction, HandCommand
from sim.scene.keyframes import Keyframes
from sim.scene.obstacle_rows import ObstacleTable
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere

pytestmark = pytest.mark.slow  # numba compiles its kernels for float64 as well

DT_S = 1e-3
SUBSTEPS = 30
TOLERANCE = 1e-6
NOWHERE = {"gravity_m_s2": np.zeros(3), "ground_node": -1e9}


def both(
    particles: MpmParticles, materials: list[Any], **changes: Any
) -> tuple[TaichiExecutor, CpuExecutor]:
    own = world(**changes)
    fast = TaichiExecutor(particles, materials, world=own, precision="float64", device="taichi-cpu")
    return fast, CpuExecutor(particles, materials, world=own, precision="float64")


def assert_alike(fast: TaichiExecutor, other: CpuExecutor) -> None:
    rows, total = fast.particles()
    expected, expected_total = other.particles()
    for part in (packs.POSITION, packs.VELOCITY, packs.AFFINE, packs.DEFORMATION, packs.STRESS):
        assert relative_error(rows[:, part], expected[:, part]) < TOLERANCE
    assert relative_error(total, expected_total) < TOLERANCE


def velocities(executor: TaichiExecutor) -> Any:
    return executor.particles()[0][:, packs.VELOCITY]


def two_bodies() -> MpmParticles:
    """Two clouds in fields of their own that fly at each other and meet."""
    one = falling_cloud(80, seed=1)
    shift = np.array([0.19, 0.01, 0.0])
    count, speed = one.particle_count, np.array([2.0, 0.0, 0.0])
    return MpmParticles(
        np.concatenate([one.positions, one.positions + shift]),
        np.concatenate([one.volumes, one.volumes]),
        np.concatenate([one.velocities + speed, one.velocities - speed]),
        np.repeat(np.array([0, 1], np.int32), count),
        np.repeat(np.array([0, 1], np.int32), count),
    )


def test_bodies_of_two_laws_and_fields_push_each_other_apart() -> None:
    particles = two_bodies()
    materials = [material(ConstitutiveLaw.JELLY), material(ConstitutiveLaw.METAL)]
    fast, other = both(particles, materials)
    apart, _ = both(particles, materials, field_friction=0.0)
    for _ in range(SUBSTEPS):
        fast.substep(DT_S)
        other.substep(DT_S)
        apart.substep(DT_S)
    assert_alike(fast, other)
    assert not np.allclose(velocities(apart), velocities(fast), rtol=1e-3)


SHAPES = {
    "half space": HalfSpace(point_m=(0.0, 0.0, 0.02), normal=(0.3, 0.0, 1.0)),
    "box": Box(center_m=(0.0, 0.0, 0.0), half_extents_m=(0.2, 0.05, 0.06)),
    "sphere": Sphere(center_m=(0.03, 0.0, 0.0), radius_m=0.09),
    "capsule": Capsule(radius_m=0.05, half_length_m=0.1, axis=(1.0, 0.0, -0.2)),
    "cylinder": Cylinder(radius_m=0.08, half_length_m=0.05, axis=(0.1, 0.0, 1.0)),
}


def test_obstacles_of_every_shape_and_surface_act_alike() -> None:
    surfaces = [*Surface, *Surface]
    obstacles = [
        Obstacle(shape, surface=surface, friction=0.3)
        for shape, surface in zip(SHAPES.values(), surfaces, strict=False)
    ]
    for chosen in ([obstacles[0], obstacles[2]], obstacles[1:]):
        table = ObstacleTable(chosen, hold_m=0.3 * DX_M, dtype="float64")
        fast, other = both(falling_cloud(80), [material(ConstitutiveLaw.JELLY)], ground_node=-1e9)
        free, _ = both(falling_cloud(80), [material(ConstitutiveLaw.JELLY)], ground_node=-1e9)
        for step in range(SUBSTEPS):
            rows = table.at(step * DT_S, DT_S)
            fast.substep(DT_S, obstacles=rows)
            other.substep(DT_S, obstacles=rows)
            free.substep(DT_S)
        assert_alike(fast, other)
        assert not np.allclose(velocities(free), velocities(fast), rtol=1e-2)


CUBE = """\
v -1 -1 -1
v 1 -1 -1
v 1 1 -1
v -1 1 -1
v -1 -1 1
v 1 -1 1
v 1 1 1
v -1 1 1
f 1 4 3 2
f 5 6 7 8
f 1 2 6 5
f 2 3 7 6
f 3 4 8 7
f 4 1 5 8
"""


def test_a_mesh_that_moves_acts_alike(tmp_path: Path) -> None:
    (tmp_path / "cube.obj").write_text(CUBE, encoding="ascii")
    still, turned = (1.0, 0.0, 0.0, 0.0), (0.8, 0.0, 0.0, 0.6)
    places = ((0.0, 0.0, 0.0), (0.1, 0.0, 0.0))
    motion = Keyframes(times_s=(0.0, 0.1), positions_m=places, quats=(still, turned))
    cube = Mesh(str(tmp_path / "cube.obj"), scale=0.08)
    table = ObstacleTable([Obstacle(cube, motion=motion)], hold_m=0.3 * DX_M, dtype="float64")
    fast, other = both(falling_cloud(80), [material(ConstitutiveLaw.JELLY)], ground_node=-1e9)
    for step in range(SUBSTEPS):
        rows = table.at(step * DT_S, DT_S)
        fast.substep(DT_S, obstacles=rows)
        other.substep(DT_S, obstacles=rows)
    assert velocities(fast)[:, 0].mean() > 0.55  # the cube pushes along x
    assert_alike(fast, other)


def test_forces_regions_and_the_hand_act_alike() -> None:
    fast, other = both(falling_cloud(80), [material(ConstitutiveLaw.JELLY)], **NOWHERE)
    lower = Box(center_m=(0.0, 0.0, 0.0), half_extents_m=(1.0, 1.0, 0.12))
    forces = [
        Wind(velocity_m_s=(5.0, 0.0, 0.0), drag_per_s=4.0),
        Attractor(point_m=(0.0, 0.3, 0.2), strength_m_s2=9.0, radius_m=0.1),
        Impulse(velocity_change_m_s=(0.0, 0.0, 1.0), region=lower, start_s=0.004, duration_s=0.01),
    ]
    regions = [DrivenRegion(lower, DriveMotion((0.5, 0.0, 0.0), 4.0), start_s=0.01, end_s=0.02)]
    executors = fast, other
    drives = [
        SceneDrives(forces, regions, masses=one.masses(), dtype="float64") for one in executors
    ]
    for step in range(SUBSTEPS):
        for one, own in zip(executors, drives, strict=True):
            if step == 5:
                grab = HandCommand(
                    time_s=step * DT_S,
                    action=HandAction.GRAB,
                    point_m=(0.0, 0.0, 0.2),
                    radius_m=0.1,
                    stiffness=500.0,
                    damping=0.5,
                )
                own.obey([grab], one.positions)
            one.substep(DT_S, drive=own.begin(step * DT_S, DT_S, one.positions))
    assert_alike(fast, other)


class SpinningBody:
    """A coupling that turns the rigid particles about z and slows the soft nodes near them."""

    def __init__(self, positions: np.ndarray, origin_m: np.ndarray) -> None:
        self.positions, self.origin = positions, origin_m
        self.felt: list[np.ndarray] = []

    def particles(self) -> SpinningBody:
        return self

    def exchange(
        self, dt_s: float, velocities: np.ndarray, affine: np.ndarray, nodes: SoftNodes
    ) -> SpinningBody:
        reach = nodes.near(self.positions.min(axis=0), self.positions.max(axis=0) + 0.02)
        nodes.set_velocities(reach.places, 0.9 * reach.velocities_m_s)
        order = np.lexsort(np.round(reach.positions_m, 6).T)
        soft = np.column_stack([reach.masses_kg, reach.velocities_m_s])[order]
        own = np.column_stack([velocities, affine.reshape(-1, 9)])
        self.felt.append(np.concatenate([own.ravel(), soft.ravel()]))
        self.positions = self.positions + dt_s * self.velocities
        return self

    @property
    def velocities(self) -> np.ndarray:
        return np.cross([0.0, 0.0, 5.0], self.positions - self.origin)

    @property
    def affine(self) -> np.ndarray:
        turning = np.array([[0.0, -5.0, 0.0], [5.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
        return np.tile(turning, (len(self.positions), 1, 1))


def test_rigid_particles_feel_and_move_alike() -> None:
    particles = two_bodies()
    rigid = particles.material == 0
    field = np.where(rigid, FIRST_RIGID_FIELD, 0).astype(np.int32)
    particles = replace(particles, field=field)
    materials = [material(ConstitutiveLaw.RIGID), material(ConstitutiveLaw.SAND)]
    frictions = np.full(FIRST_RIGID_FIELD + 1, 0.3)
    fast, other = both(particles, materials, ground_friction=frictions)
    origin = world().origin_m
    bodies = [SpinningBody(particles.positions[rigid] + origin, origin) for _ in range(2)]
    for executor, body in zip((fast, other), bodies, strict=True):
        executor.place_rigid(body)
        for _ in range(SUBSTEPS):
            executor.substep(DT_S, coupling=body)
    for felt, expected in zip(bodies[0].felt, bodies[1].felt, strict=True):
        assert len(felt) > 12 * rigid.sum()  # soft nodes were near
        assert relative_error(felt, expected) < TOLERANCE
    assert_alike(fast, other)


def test_a_restored_checkpoint_goes_on_as_if_nothing_had_happened() -> None:
    materials = [material(ConstitutiveLaw.SNOW), material(ConstitutiveLaw.JELLY)]
    fast, _ = both(two_bodies(), materials)
    for _ in range(10):
        fast.substep(DT_S)
    kept = fast.checkpoint()
    for _ in range(10):
        fast.substep(DT_S)
    expected, expected_total = fast.particles()
    again, _ = both(two_bodies(), materials)
    again.restore(kept)
    rows, total = again.particles()
    assert np.array_equal(rows, kept["state"])
    assert np.array_equal(total, kept["total"])
    for _ in range(10):
        again.substep(DT_S)
    rows, total = again.particles()
    assert relative_error(rows, expected) < 1e-12
    assert relative_error(total, expected_total) < 1e-12


def test_a_checkpoint_goes_on_with_another_law_and_density() -> None:
    particles = falling_cloud(40)
    fast, _ = both(particles, [material(ConstitutiveLaw.SNOW)])
    for _ in range(10):
        fast.substep(DT_S)
    other, _ = both(particles, [material(ConstitutiveLaw.METAL, density_kg_m3=2000.0)])
    other.restore(fast.checkpoint())
    rows, _ = other.particles()
    assert np.array_equal(rows[:, packs.POSITION], fast.positions())
    assert not rows[:, packs.HISTORY].any()  # snow's volume ratio is no yield stress
    assert rows[:, packs.MASSES] == pytest.approx(2 * fast.masses())
