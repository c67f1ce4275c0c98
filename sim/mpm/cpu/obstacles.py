"""Kernel that keeps grid velocities out of obstacles."""

from __future__ import annotations

from math import sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm import obstacle
from sim.mpm.cpu.boundary import obstacle_closing
from sim.mpm.cpu.jit import f32, function, inline, kernel, prange
from sim.mpm.cpu.layout import BLOCK_FLOATS, BLOCK_SIDE
from sim.mpm.cpu.vector_rows import NODE, read, write
from sim.mpm.obstacle import (
    AXES,
    CELL,
    CENTER,
    CORNER,
    FIRST,
    FRICTION,
    HOLD,
    NODES,
    SHAPE,
    SHAPE_BOX,
    SHAPE_CAPSULE,
    SHAPE_CYLINDER,
    SHAPE_MESH,
    SIZE,
    SPIN,
    SURFACE,
    SURFACE_SEPARATE,
    SURFACE_STICKY,
    VELOCITY,
)
from sim.mpm.settling import FULLNESS, RATE, REST_CELLS

Floats = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
Distance = tuple[Any, Any, Any, Any]
Vector = tuple[Any, Any, Any]

_ZERO = f32(0.0)
_ONE = f32(1.0)
_TINY = f32(1e-18)
_NO_MASS = f32(1e-30)
_REST = f32(REST_CELLS)
_MIDDLE = f32((BLOCK_SIDE - 1) / 2)
_REACH = f32((BLOCK_SIDE - 1) / 2 * 3**0.5)
"""Cells from the middle of a block to its outermost node."""
_NODE_COUNT = BLOCK_SIDE**3

_capsule = inline(obstacle.capsule_distance)
_box = inline(obstacle.box_distance)
_cylinder = inline(obstacle.cylinder_distance)
_cell = inline(obstacle.cell_distance)
_response = inline(obstacle.surface_response)


@function
def _mesh(row: Floats, ints: Ints, distances: Floats, x: Any, y: Any, z: Any) -> Distance:
    """Distance and normal in a mesh's frame; beyond its grid a lower bound of the distance."""
    cell = row[CELL]
    nx, ny, nz = ints[NODES], ints[NODES + 1], ints[NODES + 2]
    gx, gy, gz = (
        (x - row[CORNER]) / cell,
        (y - row[CORNER + 1]) / cell,
        (z - row[CORNER + 2]) / cell,
    )
    cx = min(max(gx, _ZERO), np.float32(nx - 1))
    cy = min(max(gy, _ZERO), np.float32(ny - 1))
    cz = min(max(gz, _ZERO), np.float32(nz - 1))
    i, j, k = min(int(cx), nx - 2), min(int(cy), ny - 2), min(int(cz), nz - 2)
    at = ints[FIRST] + (i * ny + j) * nz + k
    along_x = ny * nz
    value, sx, sy, sz = _cell(
        distances[at], distances[at + 1], distances[at + nz], distances[at + nz + 1],
        distances[at + along_x], distances[at + along_x + 1],
        distances[at + along_x + nz], distances[at + along_x + nz + 1],
        cx - np.float32(i), cy - np.float32(j), cz - np.float32(k), _ONE,
    )  # fmt: skip
    bx, by, bz = gx - cx, gy - cy, gz - cz
    beyond = sqrt(bx * bx + by * by + bz * bz)
    value = value if beyond <= _ZERO else max(value - beyond * cell, beyond * cell)
    length = max(sqrt(sx * sx + sy * sy + sz * sz), _TINY)
    return value, sx / length, sy / length, sz / length


@function
def signed_distance(row: Floats, ints: Ints, distances: Floats, x: Any, y: Any, z: Any) -> Distance:
    """Signed distance [m] and normal of one obstacle at a point [m] from the solver's origin."""
    dx, dy, dz = x - row[CENTER], y - row[CENTER + 1], z - row[CENTER + 2]
    lx = row[AXES] * dx + row[AXES + 3] * dy + row[AXES + 6] * dz
    ly = row[AXES + 1] * dx + row[AXES + 4] * dy + row[AXES + 7] * dz
    lz = row[AXES + 2] * dx + row[AXES + 5] * dy + row[AXES + 8] * dz
    kind = ints[SHAPE]
    signed, nx, ny, nz = lz, _ZERO * lx, _ZERO * ly, _ONE + _ZERO * lz
    if kind == SHAPE_BOX:
        signed, nx, ny, nz = _box(
            lx, ly, lz, row[SIZE], row[SIZE + 1], row[SIZE + 2], _ZERO, _ONE, _TINY
        )
    elif kind == SHAPE_CAPSULE:
        signed, nx, ny, nz = _capsule(lx, ly, lz, row[SIZE], row[SIZE + 1], _ONE, _TINY)
    elif kind == SHAPE_CYLINDER:
        signed, nx, ny, nz = _cylinder(lx, ly, lz, row[SIZE], row[SIZE + 1], _ZERO, _ONE, _TINY)
    elif kind == SHAPE_MESH:
        signed, nx, ny, nz = _mesh(row, ints, distances, lx, ly, lz)
    return (
        signed,
        row[AXES] * nx + row[AXES + 1] * ny + row[AXES + 2] * nz,
        row[AXES + 3] * nx + row[AXES + 4] * ny + row[AXES + 5] * nz,
        row[AXES + 6] * nx + row[AXES + 7] * ny + row[AXES + 8] * nz,
    )


@function
def _past_surface(
    row: Floats, surface: int, distance: Distance, position: Vector, velocity: Vector, closing: Any
) -> Vector:
    """Velocity [m/s] of a node in contact with a moving surface."""
    x, y, z = (
        position[0] - row[CENTER],
        position[1] - row[CENTER + 1],
        position[2] - row[CENTER + 2],
    )
    w0, w1, w2 = row[SPIN], row[SPIN + 1], row[SPIN + 2]
    u0 = row[VELOCITY] + w1 * z - w2 * y
    u1 = row[VELOCITY + 1] + w2 * x - w0 * z
    u2 = row[VELOCITY + 2] + w0 * y - w1 * x
    leaves = _ONE if surface == SURFACE_SEPARATE else _ZERO
    slides = _ZERO if surface == SURFACE_STICKY else _ONE
    r0, r1, r2 = _response(
        velocity[0] - u0, velocity[1] - u1, velocity[2] - u2,
        distance[1], distance[2], distance[3],
        row[FRICTION], closing, leaves, slides, _ZERO, _ONE, _TINY,
    )  # fmt: skip
    return r0 + u0, r1 + u1, r2 + u2


@kernel
def apply_obstacles(
    grid: Floats,
    grid_origin: Ints,
    fields: tuple[Floats, Ints],
    rows: Floats,
    shapes: Ints,
    distances: Floats,
    dx: float,
) -> None:
    """Give nodes inside obstacles a velocity that the surfaces allow.

    Blocks out of an obstacle's reach skip it. Where several obstacles reach a block they are gone
    through twice, so that matter in the edge between two surfaces enters neither.

    Args:
        grid: Velocity [m/s] and mass [kg] of 4³ nodes a block; velocities change.
        grid_origin: First node of every grid block, shape [G, 3].
        fields: `settling_rows` of every velocity field; field of every grid block, shape [G].
        rows: Obstacles, see `sim.mpm.obstacle`, shape [K, `OBSTACLE_FLOATS`], of the grid's type.
        shapes: Integers of the obstacles, shape [K, `OBSTACLE_INTS`].
        distances: Distance grids of the meshes [m], of the grid's type.
        dx: Cell side [m], of the grid's type.
    """
    settling, field_of = fields
    for block in prange(len(grid_origin)):
        start = block * BLOCK_FLOATS
        fullness, rate = settling[field_of[block], FULLNESS], settling[field_of[block], RATE]
        x0 = dx * np.float32(grid_origin[block, 0])
        y0 = dx * np.float32(grid_origin[block, 1])
        z0 = dx * np.float32(grid_origin[block, 2])
        half = _MIDDLE * dx
        near = 0
        sweep = 0
        while sweep < 1 or (sweep < 2 and near > 1):
            sweep += 1
            for k in range(len(rows)):
                row, ints = rows[k], shapes[k]
                middle = signed_distance(row, ints, distances, x0 + half, y0 + half, z0 + half)
                if middle[0] <= row[HOLD] + _REACH * dx:
                    near += 1
                    for node in range(_NODE_COUNT):
                        at = start + node * NODE
                        if read(grid, at + 3) > _NO_MASS:
                            position = (
                                x0 + dx * np.float32(node // (BLOCK_SIDE * BLOCK_SIDE)),
                                y0 + dx * np.float32(node // BLOCK_SIDE % BLOCK_SIDE),
                                z0 + dx * np.float32(node % BLOCK_SIDE),
                            )
                            distance = signed_distance(
                                row, ints, distances, position[0], position[1], position[2]
                            )
                            if distance[0] <= row[HOLD]:
                                velocity = read(grid, at), read(grid, at + 1), read(grid, at + 2)
                                depth = _REST - distance[0] / dx
                                closing = obstacle_closing(
                                    read(grid, at + 3), fullness, depth, rate
                                )
                                after = _past_surface(
                                    row, ints[SURFACE], distance, position, velocity, closing
                                )
                                write(grid, at, after[0])
                                write(grid, at + 1, after[1])
                                write(grid, at + 2, after[2])
