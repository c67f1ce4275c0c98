"""Free motion: falls, conserved sums, rotations, encounters."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.validate.bodies import GRAVITY, SPACE, Floats, block, jelly, solver_of
from benchmarks.validate.rows import Row, absolute, relative
from sim.mpm.options import MpmOptions
from sim.mpm.particle_state import MpmParticles, ParticleState
from sim.mpm.solver import MpmSolver
from sim.scene.driven import DriveMotion, DrivenRegion
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup

DX_M = 0.05
SOFT = jelly(1e4)


def free_fall() -> Sequence[Row]:
    """A block without ground."""
    points, dt, seconds = block((4, 4, 4), DX_M, (0, 0, 3)), 1e-3, 0.2
    scene = SceneSetup(ground_z_m=None)
    solver = solver_of(points, jelly(1e5), scene, DX_M, longest_dt_s=dt)
    solver.advance(seconds)
    fallen = points[:, 2] - solver.state().positions[:, 2]
    return [
        relative(
            "fall of a free block in 0.2 s",
            "½ g t (t + dt), symplectic Euler",
            0.5 * GRAVITY * seconds * (seconds + dt),
            float(fallen.mean()),
            tolerance=1e-5,
            unit="m",
            remark="float32, dt 1 ms",
        )
    ]


def _angular(state: ParticleState) -> Floats:
    """Angular momentum per unit particle mass, the affine part included (APIC)."""
    c = state.affine_velocities.astype(np.float64)
    axial = np.stack(
        [c[:, 2, 1] - c[:, 1, 2], c[:, 0, 2] - c[:, 2, 0], c[:, 1, 0] - c[:, 0, 1]], axis=1
    )
    orbital = np.cross(state.positions.astype(np.float64), state.velocities)
    total: Floats = (orbital + DX_M**2 / 4 * axial).sum(axis=0)
    return total


def _conserved(precision: str) -> list[Row]:
    points = block((3, 3, 3), DX_M)
    arms = points - points.mean(axis=0)
    velocities = np.cross([1.0, 2.0, 3.0], arms) + np.array([0.3, -0.2, 0.1])
    velocities[:, 0] += 5.0 * arms[:, 1]
    solver = solver_of(points, SOFT, SPACE, DX_M, velocities, precision=precision)
    solver.advance(0.01)
    first, masses = solver.state(), solver.executor.masses()
    steps = solver.advance(0.5).substeps
    last = solver.state()
    strain = float(np.abs(last.deformations - np.eye(3)).max())
    linear = [state.velocities.mean(axis=0, dtype=np.float64) for state in (first, last)]
    angular = [_angular(state) for state in (first, last)]
    limit = 1e-6 if precision == "float64" else 1e-5
    how = f"{steps} substeps, ‖F − I‖ up to {strain:.2f}, relative to the largest component"
    if precision == "float32":
        how += "; the drift of single precision, for which the reference states no tolerance"
    mass = absolute(
        f"change of the mass of any particle, {precision}",
        "none",
        0.0,
        float(np.abs(solver.executor.masses() - masses).max()),
        tolerance=0.0,
        unit="kg",
    )
    momenta = [
        absolute(
            f"change of {kind} momentum, {precision}",
            "none without boundaries" + (" (APIC, affine part included)" if affine else ""),
            0.0,
            float(np.abs(pair[1] - pair[0]).max() / np.abs(pair[0]).max()),
            tolerance=limit,
            remark=how,
        )
        for kind, pair, affine in (("linear", linear, False), ("angular", angular, True))
    ]
    return [mass, *momenta]


def conservation() -> Sequence[Row]:
    """Mass, linear and angular momentum of a body that flies, turns and is sheared."""
    return _conserved("float64") + _conserved("float32")


def rotation() -> Sequence[Row]:
    """One turn of a stiff block that a driven region has spun up."""
    spin, points = 4.0, block((4, 4, 4), DX_M)
    center = points.mean(axis=0)
    start_s, arms = 1e-3, points - center
    motion = DriveMotion(turn_rad_s=spin)
    region = DrivenRegion(Box((1, 1, 1), tuple(center.tolist())), motion, end_s=start_s)
    scene = SceneSetup((0, 0, 0), None, regions_driven=(region,))
    young, density = 1e6, 1000.0
    velocities = np.cross([0.0, 0.0, spin], arms)
    solver = solver_of(
        points, jelly(young, density=density), scene, DX_M, velocities, precision="float64"
    )
    solver.advance(start_s + 2 * math.pi / spin)
    state = solver.state()
    u, stretches, vt = np.linalg.svd(state.deformations)
    turns = u @ vt
    angle = np.arctan2(turns[:, 1, 0], turns[:, 0, 0]) - spin * start_s
    strain = float(np.abs(stretches - 1).max())
    centrifugal = density * spin**2 * float((arms**2).sum(axis=1).max()) / young
    return [
        absolute(
            "largest strain after one turn of a rigid rotation",
            "none",
            0.0,
            strain,
            tolerance=1e-3,
            remark=f"the centrifugal strain alone is about rho w² r²/E = {centrifugal:.1e}",
        ),
        absolute(
            "angle missing after one turn, over 2 pi",
            "none",
            0.0,
            float(np.abs(angle.mean()) / (2 * math.pi)),
            tolerance=1e-3,
            remark="mean of the polar factors of F",
        ),
    ]


def encounter() -> Sequence[Row]:
    """Two elastic blocks with velocity fields of their own hit each other centrally."""
    points = block((4, 4, 4), DX_M)
    both = np.concatenate([points, points + np.array([6 * DX_M, 0, 0])])
    velocities = np.zeros_like(both)
    velocities[: len(points), 0] = 0.5
    fields = np.repeat(np.arange(2, dtype=np.int32), len(points))
    volumes = np.full(len(both), (DX_M / 2) ** 3)
    particles = MpmParticles(both, volumes, velocities, np.zeros_like(fields), fields)
    options = MpmOptions(precision="float64", field_friction=0.0)
    solver = MpmSolver(particles, [jelly(1e5, 0.0)], SPACE, dx_m=DX_M, options=options)
    solver.advance(0.6)
    after = solver.state().velocities
    first, second = after[fields == 0, 0].mean(), after[fields == 1, 0].mean()
    return [
        absolute(
            "momentum lost when two soft blocks meet",
            "none",
            0.0,
            float(np.abs(after.sum(axis=0) - velocities.sum(axis=0)).max() / len(points) / 0.5),
            tolerance=1e-6,
            remark=f"float64, separate velocity fields; speeds 0.5 and 0 became {first:.3f} and "
            f"{second:.3f} m/s",
        ),
        Row(
            "restitution of two soft blocks",
            "at most 1",
            1.0,
            float((second - first) / 0.5),
            max(0.0, float((second - first) / 0.5) - 1.0),
            0.0,
            "",
            "equal masses, central hit; what is missing went into vibration",
        ),
    ]


MOTION: dict[str, Callable[[], Sequence[Row]]] = {
    "free-fall": free_fall,
    "conservation": conservation,
    "rotation": rotation,
    "encounter": encounter,
}
"""Cases by name."""
