"""Contact between bodies of different velocity fields on the nodes that they share.

On a shared node every pair of fields a, b exchanges an impulse along the common normal
n ∝ ∇m_b − ∇m_a when it approaches, (v_a − v_b) · n > 0: the one that makes the normal velocities
equal, and Coulomb friction in the tangent plane. Impulses are equal and opposite, so that momentum
is kept exactly; separating bodies feel nothing.

Source: Bardenhagen et al., An Improved Contact Algorithm for the Material Point Method, CMES 2001;
normals from mass gradients as there, one a pair so that they are opposite.
"""

from __future__ import annotations

from math import sqrt

from sim.mpm.cpu.jit import f32, inline, kernel, prange
from sim.mpm.cpu.layout import BLOCK_FLOATS, BLOCK_SIDE
from sim.mpm.cpu.transfer import Floats, Ints
from sim.mpm.cpu.vector_rows import NODE, read, write

_ZERO = f32(0.0)
_ONE = f32(1.0)
_NO_MASS = f32(1e-30)
_TINY = f32(1e-30)
_STEPS = (BLOCK_SIDE * BLOCK_SIDE * NODE, BLOCK_SIDE * NODE, NODE)
_NODES = BLOCK_SIDE**3


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
def _mass_gradient(
    grid: Floats, face: Ints, entry: int, block: int, node: int
) -> tuple[float, float, float]:
    """Twice the mass gradient [kg a cell] of one field at a node."""
    at = block * BLOCK_FLOATS + node * NODE
    return (
        _mass_beside(grid, face, entry, at, node // (BLOCK_SIDE * BLOCK_SIDE), 0),
        _mass_beside(grid, face, entry, at, node // BLOCK_SIDE % BLOCK_SIDE, 1),
        _mass_beside(grid, face, entry, at, node % BLOCK_SIDE, 2),
    )


@inline
def _direction(n0: float, n1: float, n2: float) -> tuple[float, float, float]:
    size = sqrt(n0 * n0 + n1 * n1 + n2 * n2)
    return n0 / size, n1 / size, n2 / size


@inline
def _exchange(
    grid: Floats, a: int, b: int, normal: tuple[float, float, float], friction: float
) -> None:
    """Impulse between the nodes at `a` and `b` along the normal from a to b, if they approach."""
    ma, mb = read(grid, a + 3), read(grid, b + 3)
    n0, n1, n2 = normal
    r0 = read(grid, a) - read(grid, b)
    r1 = read(grid, a + 1) - read(grid, b + 1)
    r2 = read(grid, a + 2) - read(grid, b + 2)
    approach = r0 * n0 + r1 * n1 + r2 * n2
    if approach > _ZERO:
        t0, t1, t2 = r0 - approach * n0, r1 - approach * n1, r2 - approach * n2
        slip = sqrt(t0 * t0 + t1 * t1 + t2 * t2)
        held = min(_ONE, friction * approach / max(slip, _TINY))
        d0, d1, d2 = approach * n0 + held * t0, approach * n1 + held * t1, approach * n2 + held * t2
        share_a, share_b = mb / (ma + mb), ma / (ma + mb)
        write(grid, a, read(grid, a) - share_a * d0)
        write(grid, a + 1, read(grid, a + 1) - share_a * d1)
        write(grid, a + 2, read(grid, a + 2) - share_a * d2)
        write(grid, b, read(grid, b) + share_b * d0)
        write(grid, b + 1, read(grid, b + 1) + share_b * d1)
        write(grid, b + 2, read(grid, b + 2) + share_b * d2)


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
                            n0, n1, n2 = gb[0] - ga[0], gb[1] - ga[1], gb[2] - ga[2]
                            largest = max(abs(n0), abs(n1), abs(n2))
                            if largest > _ZERO:
                                normal = _direction(n0 / largest, n1 / largest, n2 / largest)
                                _exchange(grid, a, b, normal, friction)
