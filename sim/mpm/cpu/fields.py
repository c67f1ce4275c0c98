"""Contact between bodies of different velocity fields on the nodes that they share.

On a shared node every pair of fields a, b whose surfaces meet there exchanges an impulse along the
common normal n ∝ ∇m_b − ∇m_a when it approaches; see `sim.mpm.field_contact`. Impulses are equal
and opposite, so that momentum is kept; separating bodies feel nothing.

Source: Bardenhagen et al., An Improved Contact Algorithm for the Material Point Method, CMES 2001;
normals from mass gradients as there, one a pair so that they are opposite.
"""

from __future__ import annotations

from math import sqrt

from sim.mpm import field_contact
from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import BLOCK_FLOATS, BLOCK_SIDE
from sim.mpm.cpu.tiles import Floats, Ints
from sim.mpm.cpu.vector_rows import NODE, read, write
from sim.mpm.field_contact import LARGEST_GAP_CELLS

_ZERO = f32(0.0)
_ONE = f32(1.0)
_HALF = f32(0.5)
_REACH = f32(1.5)
_NO_MASS = f32(1e-30)
_TINY = f32(1e-20)
_LARGEST_GAP = f32(LARGEST_GAP_CELLS)
_STEPS = (BLOCK_SIDE * BLOCK_SIDE * NODE, BLOCK_SIDE * NODE, NODE)
_NODES = BLOCK_SIDE**3

Vector = tuple[float, float, float]

_surface_distance = inline(field_contact.surface_distance)
_relative_change = inline(field_contact.relative_change)


@inline
def _mass_beside(grid: Floats, face: Ints, entry: int, at: int, index: int, axis: int) -> float:
    """Mass [kg] after a node minus mass before it along an axis, across block borders.

    `at` is the node's place in the grid and `index` its index along the axis within the block.
    """
    step = _STEPS[axis]
    after: float = _ZERO
    before: float = _ZERO
    if index < BLOCK_SIDE - 1:
        after = read(grid, at + step + 3)
    elif face[entry, 2 * axis + 1] >= 0:
        start = face[entry, 2 * axis + 1] * BLOCK_FLOATS
        after = read(grid, start + at % BLOCK_FLOATS - (BLOCK_SIDE - 1) * step + 3)
    if index > 0:
        before = read(grid, at - step + 3)
    elif face[entry, 2 * axis] >= 0:
        start = face[entry, 2 * axis] * BLOCK_FLOATS
        before = read(grid, start + at % BLOCK_FLOATS + (BLOCK_SIDE - 1) * step + 3)
    return after - before


@inline
def _mass_gradient(grid: Floats, face: Ints, entry: int, block: int, node: int) -> Vector:
    """Twice the mass gradient [kg a cell] of one field at a node."""
    at = block * BLOCK_FLOATS + node * NODE
    return (
        _mass_beside(grid, face, entry, at, node // (BLOCK_SIDE * BLOCK_SIDE), 0),
        _mass_beside(grid, face, entry, at, node // BLOCK_SIDE % BLOCK_SIDE, 1),
        _mass_beside(grid, face, entry, at, node % BLOCK_SIDE, 2),
    )


@inline
def _length(vector: Vector, scale: float) -> float:
    """Norm of a vector whose largest component is `scale` > 0, without underflow."""
    x, y, z = vector[0] / scale, vector[1] / scale, vector[2] / scale
    return scale * sqrt(x * x + y * y + z * z)


@inline
def _largest(vector: Vector) -> float:
    return max(abs(vector[0]), abs(vector[1]), abs(vector[2]))


@inline
def _between(ga: Vector, gb: Vector) -> Vector:
    """Direction from a to b, that of the steeper gradient more than in proportion.

    Flat surfaces have steeper gradients than edges, whose own normals would catch on them.
    """
    la, lb = _length(ga, max(_largest(ga), _NO_MASS)), _length(gb, max(_largest(gb), _NO_MASS))
    most = max(la, lb)
    wa, wb = (la / most) * (la / most), (lb / most) * (lb / most)
    return wb * gb[0] - wa * ga[0], wb * gb[1] - wa * ga[1], wb * gb[2] - wa * ga[2]


@inline
def _distance(mass: float, gradient: Vector) -> float:
    """Distance [cells] from the node to the surface of the field."""
    scale = max(_largest(gradient), _NO_MASS)
    return _surface_distance(mass, _HALF * _length(gradient, scale), _REACH, _ZERO, _ONE, _NO_MASS)


@inline
def _exchange(grid: Floats, a: int, b: int, normal: Vector, friction: float) -> None:
    """Impulse between the nodes at `a` and `b` along the normal from a to b, if they approach."""
    ma, mb = read(grid, a + 3), read(grid, b + 3)
    change = _relative_change(
        read(grid, a) - read(grid, b),
        read(grid, a + 1) - read(grid, b + 1),
        read(grid, a + 2) - read(grid, b + 2),
        normal[0], normal[1], normal[2], friction, _ZERO, _ONE, _TINY,
    )  # fmt: skip
    share_a, share_b = mb / (ma + mb), ma / (ma + mb)
    for axis in range(3):
        write(grid, a + axis, read(grid, a + axis) - share_a * change[axis])
        write(grid, b + axis, read(grid, b + axis) + share_b * change[axis])


@kernel
def separate_fields(grid: Floats, start: Ints, block: Ints, face: Ints, friction: float) -> None:
    """Let velocity fields push each other apart where they share nodes.

    Args:
        grid: Velocities [m/s] and masses [kg] of the nodes, changed in place.
        start: First entry of every group and the end of the last, shape [S + 1].
        block: Grid block of every entry, shape [E]; see `blocks.SharedBlocks`.
        face: Grid blocks beside every entry's, −1 where there is none, shape [E, 6].
        friction: Coulomb coefficient.
    """
    for group in prange(len(start) - 1):
        for node in range(_NODES):
            for first in range(start[group], start[group + 1]):
                a = block[first] * BLOCK_FLOATS + node * NODE
                if read(grid, a + 3) > _NO_MASS:
                    ga = _mass_gradient(grid, face, first, block[first], node)
                    for second in range(first + 1, start[group + 1]):
                        b = block[second] * BLOCK_FLOATS + node * NODE
                        if read(grid, b + 3) > _NO_MASS:
                            gb = _mass_gradient(grid, face, second, block[second], node)
                            gap = _distance(read(grid, a + 3), ga) + _distance(
                                read(grid, b + 3), gb
                            )
                            between = _between(ga, gb)
                            scale = _largest(between)
                            if scale > _ZERO and gap < _LARGEST_GAP:
                                n = _ONE / _length(between, scale)
                                normal = (between[0] * n, between[1] * n, between[2] * n)
                                _exchange(grid, a, b, normal, friction)
