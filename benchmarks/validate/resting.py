"""Dropped blocks come to rest on the ground and on a box, wherever that lies on the grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.validate.bodies import PER_CELL_SIDE, block, jelly, solver_of
from benchmarks.validate.rows import Row, absolute
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box
from sim.scene_setup import SceneSetup

DX_M = 0.025
CELLS = 6
DROP_M = 0.1
DAMPING_PER_S, DURATION_S = 3.0, 2.0
OFFSETS_CELLS = (0.0, 0.25, 0.5, 0.75)
"""Places of the box's top between two nodes."""
IDEAL_CELLS = 0.5 / PER_CELL_SIDE
"""Half a particle spacing."""


def _on_box(top_m: float) -> SceneSetup:
    """A box far above the ground."""
    half = 10 * DX_M
    middle = CELLS * DX_M / 2
    box = Box((half, half, half), center_m=(middle, middle, top_m - half))
    return SceneSetup(ground_z_m=-40 * DX_M, obstacles=(Obstacle(box),))


def _height_cells(young_pa: float, scene: SceneSetup, top_m: float) -> float:
    """Mean height of the lowest row of particles above the surface at rest."""
    points = block((CELLS, CELLS, CELLS), DX_M, (0, 0, top_m + DROP_M))
    solver = solver_of(points, jelly(young_pa), scene, DX_M, grid_damping_per_s=DAMPING_PER_S)
    solver.advance(DURATION_S)
    lowest = points[:, 2] < points[:, 2].min() + 0.1 * DX_M
    return (float(solver.state().positions[lowest, 2].mean()) - top_m) / DX_M


def resting() -> Sequence[Row]:
    """Soft and stiff blocks after a drop of four cells."""
    rows = []
    for young in (1e4, 1e5, 1e6):
        on_box = [
            _height_cells(young, _on_box(offset * DX_M), offset * DX_M) for offset in OFFSETS_CELLS
        ]
        heights = {
            "the ground": _height_cells(young, SceneSetup(), 0.0),
            "a box, worst of four places on the grid": max(
                on_box, key=lambda height: abs(height - IDEAL_CELLS)
            ),
        }
        rows += [
            absolute(
                f"height of the lowest row of particles at rest on {place}, E {young:.0e} Pa",
                "half a particle spacing",
                IDEAL_CELLS,
                height,
                tolerance=0.3,
                unit="cells",
                remark=f"{CELLS}³ cells, dropped {DROP_M} m, damped; the tolerance is this "
                "project's own: a particle spacing is 0.5 cells",
            )
            for place, height in heights.items()
        ]
    return rows


RESTING: dict[str, Callable[[], Sequence[Row]]] = {"resting": resting}
"""Cases by name."""
