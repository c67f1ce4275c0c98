"""What happens on the nodes: momentum to velocity, gravity, damping, the ground and walls."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm import obstacle, settling
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

NO_MASS = 1e-30
"""Nodes of no more mass than this [kg] are empty."""
TINY = 1e-18
"""Length [m] or speed [m/s] below which there is no direction."""
HUGE = 2.0**60
"""Speeds above this [m/s] are not physics any more."""

_response = rebound(obstacle.surface_response)
_ground_gap = rebound(settling.ground_gap)
_obstacle_gap = rebound(settling.obstacle_gap)


@function
def velocity_at(grid: Static, at: Any) -> Any:
    """Velocity [m/s] of the node whose first number lies at `at`."""
    return ti.Vector([grid[at], grid[at + NODES], grid[at + 2 * NODES]])


@function
def set_velocity(grid: Static, at: Any, velocity: Any) -> None:
    """Store the velocity [m/s] of the node whose first number lies at `at`."""
    for axis in ti.static(range(3)):
        grid[at + axis * NODES] = velocity[axis]


@function
def node_index(grid_origin: Static, block: Any, within: Any) -> Any:
    """Index of a node along the three axes."""
    return ti.Vector(
        [
            grid_origin[block, 0] + (within >> 4),
            grid_origin[block, 1] + ((within >> 2) & 3),
            grid_origin[block, 2] + (within & 3),
        ]
    )


@kernel
def update_grid(
    grid: Row,
    node_count: Integer,
    gravity_x: Double,
    gravity_y: Double,
    gravity_z: Double,
    kept: Double,
) -> Nothing:
    """Divide momentum by mass, add gravity, damp.

    Args:
        grid: Momenta and masses, then velocities [m/s] and masses [kg], `BLOCK_FLOATS` a block.
        node_count: Nodes.
        gravity_x: dt · g along x [m/s].
        gravity_y: dt · g along y [m/s].
        gravity_z: dt · g along z [m/s].
        kept: Share of the velocity that damping leaves.
    """
    for n in range(node_count):
        at = (n >> 6) * BLOCK_FLOATS + (n & (NODES - 1))
        mass = grid[at + 3 * NODES]
        if mass > NO_MASS:
            step = ti.Vector([gravity_x, gravity_y, gravity_z])
            velocity = velocity_at(grid, at) / mass + like(step, grid)
            set_velocity(grid, at, like(kept, grid) * velocity)


@function
def response(
    velocity: Any, normal: Any, friction: Any, closing: Any, leaves: Any, slides: Any
) -> Any:
    """Velocity [m/s] relative to a surface after contact with it; see `surface_response`."""
    zero = velocity[0] * 0
    r0, r1, r2 = _response(
        velocity[0], velocity[1], velocity[2], normal[0], normal[1], normal[2],
        friction, closing, leaves, slides, zero, zero + 1, zero + TINY,
    )  # fmt: skip
    return ti.Vector([r0, r1, r2])


@function
def ground_closing(mass: Any, above: Any, depth: Any, rate: Any) -> Any:
    """Speed [m/s] at which a node may approach the ground; see `sim.mpm.settling`."""
    zero = rate * 0
    reach, slope = zero + settling.REACH_CELLS, zero + settling.RATIO_SLOPE
    return rate * ti.max(_ground_gap(mass, above, depth, reach, slope, zero + NO_MASS), zero)


@function
def obstacle_closing(mass: Any, fullness: Any, depth: Any, rate: Any) -> Any:
    """Speed [m/s] at which a node may approach an obstacle; see `sim.mpm.settling`."""
    zero = rate * 0
    reach = zero + settling.REACH_CELLS
    return rate * ti.max(_obstacle_gap(mass, fullness, depth, reach, zero + 3, zero + 1), zero)


@kernel
def finish_grid(
    grid: Row,
    grid_origin: Table,
    frictions: Row,
    settling_rows: Table,
    walls: Row,
    fastest: Row,
    node_count: Integer,
    ground_node: Double,
    ground_rest: Double,
    leaves: Double,
    slides: Double,
) -> Nothing:
    """Apply the ground and the domain's walls, and find the fastest node of every block.

    Args:
        grid: Velocities and masses of `update_grid`.
        grid_origin: First node and velocity field of every grid block, shape [G, 4].
        frictions: Coulomb coefficient of every velocity field against the ground.
        settling_rows: How every velocity field closes gaps to surfaces, shape [fields, 2].
        walls: Node at or below the lower and at or above the upper walls, shape [6].
        fastest: In and out, zero before: largest |velocity component| of every block [m/s];
            infinite where a velocity or mass is not finite.
        node_count: Nodes.
        ground_node: Highest node that lies in the ground.
        ground_rest: Height at which matter rests on the ground [cells].
        leaves: 1 where matter may leave the ground, 0 where not.
        slides: 0 where the ground is sticky, 1 elsewhere.
    """
    for n in range(node_count):
        block = n >> 6
        at = block * BLOCK_FLOATS + (n & (NODES - 1))
        mass = grid[at + 3 * NODES]
        if not (mass <= NO_MASS):  # also where it is not a number
            velocity = velocity_at(grid, at)
            index = node_index(grid_origin, block, n & (NODES - 1))
            if index[2] <= ground_node:
                friction = frictions[grid_origin[block, 3]]
                up = ti.Vector([mass * 0, mass * 0, mass * 0 + 1])
                depth = like(ground_rest, grid) - index[2]
                closing = mass * 0
                if (n & 3) < 3:  # the node above lies in the same block
                    rate = settling_rows[grid_origin[block, 3], settling.RATE]
                    closing = ground_closing(mass, grid[at + 3 * NODES + 1], depth, rate)
                velocity = response(
                    velocity, up, friction, closing, like(leaves, grid), like(slides, grid)
                )
            for axis in ti.static(range(3)):
                zero = velocity[axis] * 0
                if index[axis] <= walls[axis]:
                    velocity[axis] = ti.max(velocity[axis], zero)
                if index[axis] >= walls[3 + axis]:
                    velocity[axis] = ti.min(velocity[axis], zero)
            set_velocity(grid, at, velocity)
            speed = ti.max(ti.abs(velocity[0]), ti.abs(velocity[1]), ti.abs(velocity[2]))
            finite = ti.abs(velocity[0]) < HUGE and ti.abs(velocity[1]) < HUGE
            if not (finite and ti.abs(velocity[2]) < HUGE and mass < HUGE):
                speed = like(ti.math.inf, grid)
            if not (speed <= fastest[block]):
                ti.atomic_max(fastest[block], speed)


@kernel
def largest_speed(fastest: Row, count: Integer) -> Double:
    """Largest of the blocks' speeds [m/s]; the blocks' are set to zero for the next substep."""
    largest = ti.cast(0, ti.f64)
    for block in range(count):
        ti.atomic_max(largest, ti.cast(fastest[block], ti.f64))
        fastest[block] = 0
    return largest
