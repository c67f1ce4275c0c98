"""Contact between bodies of different velocity fields on the nodes that they share.

On a shared node every pair of fields a, b whose surfaces meet there exchanges an impulse along the
common normal n ∝ ∇m_b − ∇m_a when it approaches; see `sim.mpm.field_contact`.

Source: Bardenhagen et al., An Improved Contact Algorithm for the Material Point Method, CMES 2001.
"""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm import field_contact
from sim.mpm.field_contact import LARGEST_GAP_CELLS
from sim.mpm.gpu.grid import NO_MASS, set_velocity, velocity_at
from sim.mpm.gpu.layout import BLOCK_FLOATS, NODES, SIDE
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

TINY = 1e-20
"""Speed [m/s] below which there is no direction."""
_MASSES = 3 * NODES

_surface_distance = rebound(field_contact.surface_distance)
_relative_change = rebound(field_contact.relative_change)


@function
def _mass_gradient(grid: Static, face: Static, entry: Any, block: Any, node: Any) -> Any:
    """Twice the mass gradient [kg a cell] of one field at a node, across block borders."""
    zero = like(0.0, grid)
    gradient = ti.Vector([zero, zero, zero])
    for axis in ti.static(range(3)):
        step = ti.static((SIDE * SIDE, SIDE, 1)[axis])
        index = (node // step) & (SIDE - 1)
        own, after, before = block * BLOCK_FLOATS + _MASSES + node, -1, -1
        if index < SIDE - 1:
            after = own + step
        elif face[entry, 2 * axis + 1] >= 0:
            start = face[entry, 2 * axis + 1] * BLOCK_FLOATS + _MASSES
            after = start + node - (SIDE - 1) * step
        if index > 0:
            before = own - step
        elif face[entry, 2 * axis] >= 0:
            start = face[entry, 2 * axis] * BLOCK_FLOATS + _MASSES
            before = start + node + (SIDE - 1) * step
        if after >= 0:
            gradient[axis] += grid[after]
        if before >= 0:
            gradient[axis] -= grid[before]
    return gradient


@function
def _length(vector: Any) -> Any:
    """Norm of a vector, without underflow."""
    scale = ti.max(ti.abs(vector).max(), NO_MASS)
    return scale * (vector / scale).norm()


@function
def _distance(mass: Any, gradient: Any) -> Any:
    """Distance [cells] from the node to the surface of the field."""
    zero = mass * 0
    slope = 0.5 * _length(gradient)
    return _surface_distance(mass, slope, zero + 1.5, zero, zero + 1, zero + NO_MASS)


@function
def _between(own: Any, other: Any) -> Any:
    """Direction from a to b, that of the steeper gradient more than in proportion.

    Flat surfaces have steeper gradients than edges, whose own normals would catch on them.
    """
    la, lb = _length(own), _length(other)
    most = ti.max(la, lb, NO_MASS)
    return (lb / most) ** 2 * other - (la / most) ** 2 * own


@function
def _exchange(grid: Static, a: Any, b: Any, normal: Any, friction: Any) -> None:
    """Impulse between the nodes at `a` and `b` along the normal from a to b, if they approach."""
    ma, mb = grid[a + _MASSES], grid[b + _MASSES]
    va, vb = velocity_at(grid, a), velocity_at(grid, b)
    r, zero = va - vb, ma * 0
    c0, c1, c2 = _relative_change(
        r[0], r[1], r[2], normal[0], normal[1], normal[2], friction, zero, zero + 1, zero + TINY
    )
    change = ti.Vector([c0, c1, c2])
    set_velocity(grid, a, va - mb / (ma + mb) * change)
    set_velocity(grid, b, vb + ma / (ma + mb) * change)


@kernel
def separate_fields(
    grid: Row, start: Row, block: Row, face: Table, groups: Integer, friction: Double
) -> Nothing:
    """Let velocity fields push each other apart where they share nodes.

    Args:
        grid: Velocities [m/s] and masses [kg] of the nodes, changed in place.
        start: First entry of every group and the end of the last, shape [S + 1].
        block: Grid block of every entry, shape [E]; see `blocks.SharedBlocks`.
        face: Grid blocks beside every entry's, −1 where there is none, shape [E, 6].
        groups: S.
        friction: Coulomb coefficient.
    """
    for n in range(groups * NODES):
        group, node = n // NODES, n % NODES
        for first in range(start[group], start[group + 1]):
            a = block[first] * BLOCK_FLOATS + node
            if grid[a + _MASSES] > NO_MASS:
                own = _mass_gradient(grid, face, first, block[first], node)
                for second in range(first + 1, start[group + 1]):
                    b = block[second] * BLOCK_FLOATS + node
                    if grid[b + _MASSES] > NO_MASS:
                        other = _mass_gradient(grid, face, second, block[second], node)
                        between = _between(own, other)
                        gap = _distance(grid[a + _MASSES], own)
                        gap += _distance(grid[b + _MASSES], other)
                        if ti.abs(between).max() > 0 and gap < LARGEST_GAP_CELLS:
                            normal = between / _length(between)
                            _exchange(grid, a, b, normal, like(friction, grid))
