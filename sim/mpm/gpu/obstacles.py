"""Kernel that keeps grid velocities out of obstacles; their functions are `sim.mpm.obstacle`'s."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm import obstacle
from sim.mpm.gpu.grid import (
    NO_MASS,
    TINY,
    node_index,
    obstacle_closing,
    response,
    set_velocity,
    velocity_at,
)
from sim.mpm.gpu.layout import BLOCK_FLOATS, NODES
from sim.mpm.gpu.taichi_module import (
    Double,
    Integer,
    Nothing,
    Row,
    Static,
    Table,
    function,
    kernel,
    rebound,
    ti,
)
from sim.mpm.gpu.tensors import like
from sim.mpm.settling import FULLNESS, RATE, REST_CELLS

_capsule = rebound(obstacle.capsule_distance)
_box = rebound(obstacle.box_distance)
_cylinder = rebound(obstacle.cylinder_distance)
_cell = rebound(obstacle.cell_distance)


@function
def row_vector(rows: Static, k: Any, first: Static) -> Any:
    """Three columns of a row from `first`."""
    return ti.Vector([rows[k, first], rows[k, first + 1], rows[k, first + 2]])


@function
def _row_matrix(rows: Static, k: Any, first: Static) -> Any:
    return ti.Matrix([[rows[k, first + 3 * i + j] for j in range(3)] for i in range(3)])


@function
def _mesh(rows: Static, shapes: Static, distances: Static, k: Any, local: Any) -> Any:
    """Distance and normal in a mesh's frame; beyond its grid a lower bound of the distance."""
    cell = rows[k, obstacle.CELL]
    one = cell * 0 + 1
    place = (local - row_vector(rows, k, obstacle.CORNER)) / cell
    sides = ti.Vector([shapes[k, obstacle.NODES + axis] for axis in range(3)])
    held = ti.min(ti.max(place, 0 * one), (sides - 1) * one)
    node = ti.min(ti.cast(held, ti.i32), sides - 2)
    ny, nz = sides[1], sides[2]
    at = shapes[k, obstacle.FIRST] + (node[0] * ny + node[1]) * nz + node[2]
    beyond_x = at + ny * nz
    f = held - node
    value, sx, sy, sz = _cell(
        distances[at], distances[at + 1], distances[at + nz], distances[at + nz + 1],
        distances[beyond_x], distances[beyond_x + 1],
        distances[beyond_x + nz], distances[beyond_x + nz + 1],
        f[0], f[1], f[2], one,
    )  # fmt: skip
    slope = ti.Vector([sx, sy, sz])
    beyond = (place - held).norm() * cell
    signed = value
    if beyond > 0:
        signed = ti.max(value - beyond, beyond)
    return signed, slope / ti.max(slope.norm(), TINY * one)


@function
def signed_distance(rows: Static, shapes: Static, distances: Static, k: Any, position: Any) -> Any:
    """Signed distance [m] and normal of one obstacle at a point [m] from the solver's origin."""
    axes = _row_matrix(rows, k, obstacle.AXES)
    local = axes.transpose() @ (position - row_vector(rows, k, obstacle.CENTER))
    x, y, z = local[0], local[1], local[2]
    zero = x * 0
    one, tiny = zero + 1, zero + TINY
    a = rows[k, obstacle.SIZE]
    b = rows[k, obstacle.SIZE + 1]
    c = rows[k, obstacle.SIZE + 2]
    kind = shapes[k, obstacle.SHAPE]
    signed, nx, ny, nz = z, zero, zero, one
    if kind == obstacle.SHAPE_BOX:
        signed, nx, ny, nz = _box(x, y, z, a, b, c, zero, one, tiny)
    elif kind == obstacle.SHAPE_CAPSULE:
        signed, nx, ny, nz = _capsule(x, y, z, a, b, one, tiny)
    elif kind == obstacle.SHAPE_CYLINDER:
        signed, nx, ny, nz = _cylinder(x, y, z, a, b, zero, one, tiny)
    elif kind == obstacle.SHAPE_MESH:
        signed, normal = _mesh(rows, shapes, distances, k, local)
        nx, ny, nz = normal[0], normal[1], normal[2]
    return signed, axes @ ti.Vector([nx, ny, nz])


@function
def _past_surface(
    rows: Static, shapes: Static, k: Any, normal: Any, position: Any, velocity: Any, closing: Any
) -> Any:
    """Velocity [m/s] of a node in contact with a moving surface."""
    arm = position - row_vector(rows, k, obstacle.CENTER)
    own = row_vector(rows, k, obstacle.VELOCITY)
    own += row_vector(rows, k, obstacle.SPIN).cross(arm)
    zero = velocity[0] * 0
    surface = shapes[k, obstacle.SURFACE]
    leaves = zero + 1 if surface == obstacle.SURFACE_SEPARATE else zero
    slides = zero if surface == obstacle.SURFACE_STICKY else zero + 1
    friction = rows[k, obstacle.FRICTION]
    return own + response(velocity - own, normal, friction, closing, leaves, slides)


@kernel
def apply_obstacles(
    grid: Row,
    grid_origin: Table,
    settling_rows: Table,
    rows: Table,
    shapes: Table,
    distances: Row,
    node_count: Integer,
    count: Integer,
    dx_m: Double,
) -> Nothing:
    """Give nodes inside obstacles a velocity that the surfaces allow.

    Where a node lies in several obstacles they are gone through twice, so that matter in the edge
    between two surfaces enters neither.

    Args:
        grid: Velocities [m/s] and masses [kg], `BLOCK_FLOATS` a block; velocities change.
        grid_origin: First node and velocity field of every grid block, shape [G, 4].
        settling_rows: How every velocity field closes gaps to surfaces, shape [fields, 2].
        rows: Obstacles, see `sim.mpm.obstacle`, shape [K, `OBSTACLE_FLOATS`].
        shapes: Integers of the obstacles, shape [K, `OBSTACLE_INTS`].
        distances: Distance grids of the meshes [m].
        node_count: Nodes.
        count: K.
        dx_m: Cell side [m].
    """
    for n in range(node_count):
        block, within = n // NODES, n % NODES
        at = block * BLOCK_FLOATS + within
        if grid[at + 3 * NODES] > NO_MASS:
            position = like(dx_m, grid) * node_index(grid_origin, block, within)
            velocity = velocity_at(grid, at)
            mass, field = grid[at + 3 * NODES], grid_origin[block, 3]
            fullness, rate = settling_rows[field, FULLNESS], settling_rows[field, RATE]
            touched = 0
            for sweep in range(2):
                if sweep == 0 or touched > 1:
                    for k in range(count):
                        signed, normal = signed_distance(rows, shapes, distances, k, position)
                        if signed <= rows[k, obstacle.HOLD]:
                            touched += 1
                            depth = REST_CELLS - signed / like(dx_m, grid)
                            closing = obstacle_closing(mass, fullness, depth, rate)
                            velocity = _past_surface(
                                rows, shapes, k, normal, position, velocity, closing
                            )
            if touched > 0:
                set_velocity(grid, at, velocity)
