"""Water at rest and water let go."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.validate.bodies import GRAVITY, block, channel, solver_of, wall
from benchmarks.validate.rows import Row, absolute, relative
from sim.constitutive.oracle import principal_kirchhoff, principal_stretches
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.scene_setup import SceneSetup

DENSITY = 1000.0
POISSON = 0.3

# Martin and Moyce, An Experimental Study of the Collapse of Liquid Columns on a Rigid Horizontal
# Plane, Phil. Trans. R. Soc. Lond. A 244, 1952: column twice as high as wide (n² = 2).
FRONT_TIMES = (0.84, 1.19, 1.43, 1.63, 1.83, 1.98, 2.20, 2.32, 2.51, 2.65, 2.83, 2.98, 3.11, 3.33)
"""t √(2 g / a)."""
FRONT_PLACES = (1.22, 1.44, 1.67, 1.89, 2.11, 2.33, 2.56, 2.78, 3.00, 3.22, 3.44, 3.67, 3.89, 4.11)
"""Front over the width a."""


def water(height_m: float, stiffness: float) -> MaterialParams:
    """Inviscid water whose bulk modulus is `stiffness` times rho g H."""
    kappa = stiffness * DENSITY * GRAVITY * height_m
    return MaterialParams(
        ConstitutiveLaw.LIQUID, 3 * kappa * (1 - 2 * POISSON), POISSON, DENSITY, viscosity_pa_s=0.0
    )


def tank() -> Sequence[Row]:
    """Water damped to rest between frictionless walls."""
    dx, wide, deep, high = 0.025, 10, 6, 12
    points = block((wide, deep, high), dx)
    params = water(high * dx, 50.0)
    walls = channel(0, 0, wide * dx) + channel(1, 0, deep * dx)
    scene = SceneSetup(obstacles=walls, ground_friction=0.0)
    solver = solver_of(points, params, scene, dx, grid_damping_per_s=6.0)
    solver.advance(1.8)
    state = solver.state()
    stretches = principal_stretches(state.deformations.astype(np.float64))
    kirchhoff = principal_kirchhoff(params, stretches, state.history.astype(np.float64))[:, 0]
    pressure = -kirchhoff / stretches.prod(axis=1)
    z = state.positions[:, 2].astype(np.float64)
    surface = float(np.sort(z)[-len(z) // (2 * high) :].mean()) + dx / 4
    x, y = state.positions[:, 0] / dx, state.positions[:, 1] / dx
    away = (x > 1) & (x < wide - 1) & (y > 1) & (y < deep - 1)
    ratios, middles = [], []
    for layer in range(high - 2):
        inside = (z >= layer * dx) & (z < (layer + 1) * dx)
        expected = DENSITY * GRAVITY * (surface - z[inside].mean())
        ratios.append(float(pressure[inside].mean()) / expected)
        middles.append(float(pressure[inside & away].mean()) / expected)
    inner = np.array(ratios[1:])
    how = (
        f"{wide} × {deep} × {high} cells, kappa 50 rho g H, layers of one cell; the lowest and "
        "the two highest are left out"
    )
    squeezed = (
        "slip walls at nodes: particles in the half cell beside a wall balance only at 4/3 of the "
        "pressure; "
    )
    numbers = (
        ("mean of the layers", float(inner.mean()), how, None),
        ("worst layer", float(inner[np.argmax(np.abs(inner - 1))]), how, None),
        (
            "a cell and more away from walls",
            float(np.mean(middles[1:])),
            squeezed + "what they carry the middle lacks, the less the wider the tank",
            0.09,
        ),
        (
            "cell on the floor",
            ratios[0],
            squeezed + "resolution only makes the layer thinner",
            0.15,
        ),
    )
    return [
        absolute(
            f"pressure in a tank over rho g h, {where}",
            "p = rho g h",
            1.0,
            ratio,
            tolerance=0.03,
            remark=remark,
            known_miss=known,
        )
        for where, ratio, remark, known in numbers
    ]


def dam() -> Sequence[Row]:
    """A column of water twice as high as wide, let go on a dry frictionless floor."""
    dx, wide, thick = 0.02, 16, 2
    points = block((wide, thick, 2 * wide), dx)
    width, height = wide * dx, 2 * wide * dx
    walls = (*channel(1, 0, thick * dx), wall((0, 0, 0), (1, 0, 0)))
    scene = SceneSetup(obstacles=walls, ground_friction=0.0)
    solver = solver_of(points, water(height, 20.0), scene, dx)
    fronts = []
    for time in FRONT_TIMES:
        solver.advance(time * math.sqrt(width / (2 * GRAVITY)) - solver.time_s)
        fronts.append(float(np.sort(solver.state().positions[:, 0])[-8 * thick]) / width)
    found, known = np.array(fronts), np.array(FRONT_PLACES)
    departures = np.abs(found - known) / known
    worst = int(np.argmax(departures))
    how = (
        f"dry frictionless floor, inviscid, {wide} × {thick} × {2 * wide} cells, kappa 20 rho g H; "
        "the front is that of the first cell's worth of particles"
    )
    return [
        relative(
            "front of a dam break, worst of 14 times",
            "Martin and Moyce 1952, n² = 2, in widths of the column",
            FRONT_PLACES[worst],
            fronts[worst],
            tolerance=0.15,
            remark=how + f"; mean departure {departures.mean():.1%}",
        ),
    ]


def reservoir() -> Sequence[Row]:
    """A long reservoir let go: Ritter's solution once the water has turned from down to along."""
    dx, high, long, thick = 0.02, 12, 60, 2
    height = high * dx
    points = block((long, thick, high), dx, (-long * dx, 0, 0))
    walls = (*channel(1, 0, thick * dx), wall((-long * dx, 0, 0), (1, 0, 0)))
    scene = SceneSetup(obstacles=walls, ground_friction=0.0)
    solver = solver_of(points, water(height, 20.0), scene, dx)
    wave, fall_s = math.sqrt(GRAVITY * height), math.sqrt(height / GRAVITY)
    fronts, depths = [], []
    for times in (3.0, 3.5, 4.0, 4.5, 5.0):
        solver.advance(times * fall_s - solver.time_s)
        x = solver.state().positions[:, 0]
        fronts.append(float(np.sort(x)[-8 * thick]))
        depths.append(float((np.abs(x) < dx).sum()) / (16 * thick * high))
    how = (
        f"reservoir {long // high} depths long, {high} cells deep, dry frictionless floor, from 3 "
        "to 5 √(H/g)"
    )
    return [
        relative(
            "speed of the front of a long reservoir",
            "2 √(g H) (Ritter, shallow water)",
            2 * wave,
            (fronts[-1] - fronts[0]) / (2 * fall_s),
            tolerance=0.15,
            unit="m/s",
            remark=how + "; before, the front is slower: it starts from rest",
        ),
        relative(
            "depth at the gate of a long reservoir, over H",
            "4/9 (Ritter)",
            4 / 9,
            float(np.mean(depths)),
            tolerance=0.15,
            remark=how,
        ),
    ]


LIQUIDS: dict[str, Callable[[], Sequence[Row]]] = {
    "tank": tank,
    "dam-break": dam,
    "reservoir": reservoir,
}
"""Cases by name."""
