"""Sand: the slopes at which it comes to rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.validate.bodies import GRAVITY, Floats, block, channel, solver_of, wall
from benchmarks.validate.rows import Row, absolute
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.scene.obstacles import Surface
from sim.scene_setup import SceneSetup

DX_M = 0.02
THICK = 2
"""Cells between the frictionless walls that make it plane strain."""
ANGLES = (20.0, 30.0, 40.0)
GUARDS_DEG = {20.0: 4.5, 30.0: 4.5, 40.0: 9.0}
"""Departures of collapsed columns that tests allow."""
HEAP_CELLS = 16


def _sand(degrees: float) -> MaterialParams:
    return MaterialParams(
        ConstitutiveLaw.SAND, 3e5, 0.3, 1500.0, friction_angle_rad=math.radians(degrees)
    )


def _scene(degrees: float) -> SceneSetup:
    """A channel with a mirror at x = 0 over ground as rough as the sand."""
    walls = (*channel(1, 0, THICK * DX_M), wall((0, 0, 0), (1, 0, 0)))
    return SceneSetup(obstacles=walls, ground_friction=math.tan(math.radians(degrees)))


def flank_deg(positions: npt.NDArray[np.floating]) -> float:
    """Slope of the surface between 20 and 85 % of the height [degrees]."""
    column = np.floor(positions[:, 0] / DX_M).astype(np.int64)
    places, heights = [], []
    for number in np.unique(column):
        z = np.sort(positions[column == number, 2])
        if len(z) >= 2 * THICK:
            places.append((number + 0.5) * DX_M)
            heights.append(float(z[-THICK - 1 :].mean()))
    x, top = np.array(places), np.array(heights)
    flank = (top < 0.85 * top.max()) & (top > 0.2 * top.max())
    slope: Floats = np.polyfit(x[flank], top[flank], 1)
    return math.degrees(math.atan(-slope[0]))


def heap() -> Sequence[Row]:
    """Heaps built with the slope φ, which they should keep."""
    rows = []
    for degrees in ANGLES:
        slope = math.tan(math.radians(degrees))
        points = block((math.ceil(HEAP_CELLS / slope), THICK, HEAP_CELLS), DX_M)
        points = points[points[:, 2] < HEAP_CELLS * DX_M - slope * points[:, 0]]
        solver = solver_of(points, _sand(degrees), _scene(degrees), DX_M)
        solver.advance(0.7)
        rows.append(
            absolute(
                f"slope that a heap built at φ keeps, φ {degrees:g}°",
                "φ",
                degrees,
                flank_deg(solver.state().positions),
                tolerance=3.0,
                unit="°",
                remark=f"plane strain, half a heap {HEAP_CELLS} cells high, after 0.7 s",
            )
        )
    return rows


def _shear_slope_deg(degrees: float) -> float:
    """Slope at which sand in simple shear flows: tan = √3 · 2 sin φ / (3 − sin φ)."""
    sine = math.sin(math.radians(degrees))
    return math.degrees(math.atan(math.sqrt(3) * 2 * sine / (3 - sine)))


def collapse() -> Sequence[Row]:
    """Half a column as high as wide, let go at once."""
    rows = []
    for degrees in ANGLES:
        side = 16
        points = block((side, THICK, side), DX_M)
        solver = solver_of(points, _sand(degrees), _scene(degrees), DX_M)
        fall_s = math.sqrt(side * DX_M / GRAVITY)
        solver.advance((9 if degrees < 25 else 6) * fall_s)
        state = solver.state()
        rows.append(
            absolute(
                f"flank of a collapsed column, φ {degrees:g}°",
                "φ",
                degrees,
                flank_deg(state.positions),
                tolerance=3.0,
                unit="°",
                known_miss=GUARDS_DEG[degrees],
                remark=f"plane strain, half a column {side} cells high and wide; front at "
                f"{state.positions[:, 0].max() / (side * DX_M):.2f} widths; let go at once, "
                "it probably fails near 45° for any φ, as flow does not dilate it, and runs out",
            )
        )
    return rows


def _flow_friction(degrees: float, steep: float, *, tilted: bool) -> float:
    """Friction coefficient of a sheared layer on a sticky slope, from its acceleration."""
    long, high, speed = 60, 6, 1.0
    angle = math.radians(steep)
    cosine, sine = math.cos(angle), math.sin(angle)
    flat = block((long, THICK, high), DX_M)
    velocities = np.zeros_like(flat)
    velocities[:, 0] = speed * flat[:, 2] / (high * DX_M)
    turn = np.eye(3)
    walls = channel(1, 0, THICK * DX_M)
    if tilted:
        turn = np.array([[cosine, 0, sine], [0, 1, 0], [-sine, 0, cosine]])
        bed = wall((0, 0, 0), (sine, 0, cosine), "sticky")
        scene = SceneSetup(ground_z_m=None, obstacles=(*walls, bed))
    else:
        gravity = (GRAVITY * sine, 0.0, -GRAVITY * cosine)
        scene = SceneSetup(gravity, obstacles=walls, ground_surface=Surface.STICKY)
    solver = solver_of(flat @ turn.T, _sand(degrees), scene, DX_M, velocities @ turn.T)
    x, z = flat[:, 0] / DX_M, flat[:, 2] / DX_M
    watched = (x > 0.3 * long) & (x < 0.6 * long) & (z > 0.5 * high)
    times, speeds = [], []
    for _ in range(16):
        solver.advance(0.01)
        times.append(solver.time_s)
        speeds.append(float((solver.state().velocities[watched] @ turn[:, 0]).mean()))
    acceleration = float(np.polyfit(times[6:], speeds[6:], 1)[0])
    return (GRAVITY * sine - acceleration) / (GRAVITY * cosine)


def flow() -> Sequence[Row]:
    """Layers that flow down rough slopes: the slope at which they would neither gain nor lose."""
    rows = []
    for degrees, steep, tilted in (
        (20.0, 24.0, False),
        (30.0, 35.0, False),
        (40.0, 43.0, False),
        (30.0, 35.0, True),
    ):
        friction = _flow_friction(degrees, steep, tilted=tilted)
        place = "oblique to the grid" if tilted else "along the grid"
        rows.append(
            absolute(
                f"slope of steady flow of a sand layer {place}, φ {degrees:g}°",
                "tan = √3 · 2 sin φ/(3 − sin φ), simple shear of the cone",
                _shear_slope_deg(degrees),
                math.degrees(math.atan(friction)),
                tolerance=3.0,
                unit="°",
                remark=f"from the acceleration of a layer of 60 × {THICK} × 6 cells, sheared at "
                f"the start, on a slope of {steep:g}°; plane strain",
            )
        )
    return rows


GRANULAR: dict[str, Callable[[], Sequence[Row]]] = {
    "sand-heap": heap,
    "sand-flow": flow,
    "sand-collapse": collapse,
}
"""Cases by name."""
