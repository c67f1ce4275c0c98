"""Elastic bodies: waves, columns, beams and bounces."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.validate.bodies import (
    GRAVITY,
    SPACE,
    Floats,
    block,
    channel,
    jelly,
    solver_of,
)
from benchmarks.validate.rows import Row, absolute, relative
from sim.constitutive.oracle import energy_densities
from sim.materials import MaterialParams, p_wave_modulus
from sim.mpm.particle_state import ParticleState
from sim.mpm.solver import MpmSolver
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup

YOUNG_PA, POISSON, DENSITY = 1e6, 0.3, 1000.0
BAR_CELLS = 32
DX_M = 0.025


def _half_period_s(solver: MpmSolver, shape: Floats, step_s: float, longest_s: float) -> float:
    """Mean time between zeros of the velocity in a mode of vibration."""
    times, amplitudes = [], []
    while solver.time_s < longest_s:
        solver.advance(step_s)
        times.append(solver.time_s)
        amplitudes.append(float(shape @ solver.state().velocities[:, 0]))
    a, t = np.array(amplitudes), np.array(times)
    at = np.flatnonzero(a[:-1] * a[1:] < 0)
    zeros = t[at] + (t[at + 1] - t[at]) * a[at] / (a[at] - a[at + 1])
    return float(np.diff(zeros).mean())


def _wave(confined: bool) -> Row:
    width = 4 if confined else 2
    points = block((BAR_CELLS, width, width), DX_M)
    length, side = BAR_CELLS * DX_M, width * DX_M
    scene = SPACE
    if confined:
        walls = channel(1, 0, side) + channel(2, 0, side)
        scene = SceneSetup((0, 0, 0), None, obstacles=walls)
    modulus = p_wave_modulus(YOUNG_PA, POISSON) if confined else YOUNG_PA
    speed = math.sqrt(modulus / DENSITY)
    mode = np.cos(np.pi * points[:, 0] / length)
    velocities = np.zeros_like(points)
    velocities[:, 0] = 1e-3 * speed * mode
    solver = solver_of(
        points, jelly(YOUNG_PA, POISSON), scene, DX_M, velocities, precision="float64"
    )
    half = _half_period_s(solver, mode, length / speed / 25, 3.6 * length / speed)
    return relative(
        "wave speed of a confined bar" if confined else "wave speed of a slender bar",
        "√(M/rho)" if confined else "√(E/rho)",
        speed,
        length / half,
        tolerance=0.05,
        unit="m/s",
        remark=f"{BAR_CELLS} × {width} × {width} cells, half periods of the first mode, "
        "strain 1e-3",
    )


def wave_speeds() -> Sequence[Row]:
    """Longitudinal vibration of free and of laterally confined bars."""
    return [_wave(confined=False), _wave(confined=True)]


def _column(confined: bool) -> list[Row]:
    young, height_cells, width = 4e5, 24, 4
    params = jelly(young, POISSON)
    points = block((width, width, height_cells), DX_M)
    height, side = height_cells * DX_M, width * DX_M
    walls = channel(0, 0, side) + channel(1, 0, side) if confined else ()
    scene = SceneSetup(obstacles=walls, ground_friction=0.0)
    modulus = p_wave_modulus(young, POISSON) if confined else young
    rate = math.pi / 2 * math.sqrt(modulus / DENSITY) / height
    solver = solver_of(points, params, scene, DX_M, grid_damping_per_s=2 * rate)
    solver.advance(8 / rate)
    sunk = points[:, 2] - solver.state().positions[:, 2]
    low, high = points[:, 2].min(), points[:, 2].max()
    by_row = [float(sunk[points[:, 2] == z].mean()) for z in (low, high)]
    settled = (height * (high - low) - (high**2 - low**2) / 2) * DENSITY * GRAVITY / modulus
    kind = "confined" if confined else "free"
    formula = "rho g H²/(2 M)" if confined else "rho g H²/(2 E)"
    return [
        relative(
            f"shortening of a {kind} column under its weight",
            f"{formula}, from the lowest to the highest row of particles",
            settled,
            by_row[1] - by_row[0],
            tolerance=0.05,
            unit="m",
            remark=f"{width} × {width} × {height_cells} cells, damped to rest; the foot itself "
            f"moved {by_row[0] / DX_M:+.2f} cells into the ground",
        )
    ]


def columns() -> Sequence[Row]:
    """Columns under their own weight, free and confined."""
    return _column(confined=False) + _column(confined=True)


def cantilever() -> Sequence[Row]:
    """A square beam, one end in a sticky box, bending under its weight."""
    thick, long, young = 3, 30, 1e7
    side, length = thick * DX_M, long * DX_M
    expected = 0.01 * length
    gravity = expected * 2 * young * side**2 / (3 * DENSITY * length**4)
    points = block((long + 3, thick, thick), DX_M, (-3 * DX_M, 0, 0))
    clamp = Box((3 * DX_M, side, side), center_m=(-3 * DX_M, side / 2, side / 2))
    scene = SceneSetup((0, 0, -gravity), None, obstacles=(Obstacle(clamp, Surface.STICKY),))
    rate = 3.516 * math.sqrt(young * side**2 / (12 * DENSITY * length**4))
    solver = solver_of(points, jelly(young, POISSON), scene, DX_M, grid_damping_per_s=2 * rate)
    solver.advance(7 / rate)
    tip = points[:, 0] > points[:, 0].max() - 1e-6
    sunk = float((points[tip, 2] - solver.state().positions[tip, 2]).mean())
    return [
        relative(
            "tip of a cantilever under its weight",
            "3 rho g L⁴/(2 E h²)",
            expected,
            sunk,
            tolerance=0.10,
            unit="m",
            remark=f"small deflection (tip/L 1 %), slender-beam idealisation; L/h {long // thick}, "
            f"{thick} cells thick; shear adds 1 %",
        )
    ]


def total_energy_j(
    state: ParticleState, params: MaterialParams, volume: float, *, dx: float, dt: float
) -> float:
    """Kinetic (affine part included), elastic and potential energy of equal particles [J].

    Positions are those half a substep before, where the leapfrog has them beside the velocities.
    """
    mass = params.density_kg_m3 * volume
    v, c = state.velocities.astype(np.float64), state.affine_velocities.astype(np.float64)
    kinetic = 0.5 * mass * ((v**2).sum() + dx * dx / 4 * (c**2).sum())
    gradients, history = state.deformations.astype(np.float64), state.history.astype(np.float64)
    elastic = volume * energy_densities(params, gradients, history).sum()
    heights = state.positions[:, 2].astype(np.float64) - 0.5 * dt * v[:, 2]
    return float(kinetic + elastic + mass * GRAVITY * heights.sum())


def bounce() -> Sequence[Row]:
    """A block dropped on the ground."""
    params, cells, drop = jelly(2e5, POISSON), 6, 0.3
    points = block((cells, cells, cells), DX_M, (0, 0, drop))
    solver = solver_of(points, params, SceneSetup(), DX_M)
    volume = (DX_M / 2) ** 3
    centre = float(points[:, 2].mean())
    fall = len(points) * volume * DENSITY * GRAVITY * drop
    energies, heights = [], []
    for _ in range(160):
        dt = solver.advance(0.005).smallest_dt_s
        state = solver.state()
        energies.append(total_energy_j(state, params, volume, dx=DX_M, dt=dt))
        heights.append(float(state.positions[:, 2].mean()))
    energy, height = np.array(energies), np.array(heights)
    lowest = int(np.argmin(height[:90]))
    rise = height[lowest:].max() - (centre - drop)
    growth = float((energy - np.minimum.accumulate(energy)).max() / fall)
    restitution = math.sqrt(max(rise, 0.0) / drop)
    return [
        absolute(
            "energy gained by a bouncing block, over that of the fall",
            "energy never grows",
            0.0,
            growth,
            tolerance=0.01,
            remark="kinetic (affine part included), elastic and potential, every 5 ms; the "
            "reference states no tolerance",
        ),
        Row(
            "restitution of a bouncing block",
            "below 1",
            1.0,
            restitution,
            max(0.0, restitution - 1.0),
            0.0,
            "",
            f"{cells}³ cells, drop {drop} m; what is missing went into vibration",
        ),
    ]


ELASTIC: dict[str, Callable[[], Sequence[Row]]] = {
    "wave-speed": wave_speeds,
    "column": columns,
    "cantilever": cantilever,
    "bounce": bounce,
}
"""Cases by name."""
