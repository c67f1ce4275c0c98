"""Signed principal stretches of gradients that the fast forms of elastic laws cannot take."""

from __future__ import annotations

from math import sqrt

from sim.mpm.cpu.jit import f32, inline
from sim.mpm.cpu.layout import LANES, F
from sim.mpm.cpu.tensors import (
    Matrix,
    State,
    Triple,
    determinant,
    eigen_frame,
    left_cauchy_green,
    read_matrix,
)

_ZERO = f32(0.0)
_SMALLEST_SQUARE = f32(1e-8)
_COLLAPSED = f32(0.05)


@inline
def is_collapsed(f: Matrix) -> bool:
    """Whether a particle has lost nearly all its volume or is turned inside out."""
    return bool(determinant(f) < _COLLAPSED)


@inline
def any_collapsed(state: State, start: int) -> bool:
    """Whether a pack has a collapsed particle.

    Args:
        state: Particle packs, see `layout`.
        start: First float of the pack.
    """
    count = 0
    for lane in range(LANES):
        count += 1 if is_collapsed(read_matrix(state, start + lane + F)) else 0
    return count > 0


@inline
def signed(f: Matrix, s: Triple) -> Triple:
    """Principal stretches; the smallest one is negative where det F < 0."""
    inverted = determinant(f) < _ZERO
    first = inverted and s[0] <= s[1] and s[0] <= s[2]
    second = inverted and not first and s[1] <= s[2]
    third = inverted and not first and not second
    return -s[0] if first else s[0], -s[1] if second else s[1], -s[2] if third else s[2]


@inline
def principal_stretches(f: Matrix) -> tuple[Triple, Matrix]:
    """Signed principal stretches, in size at least 1e-4, and left axes U (in columns)."""
    squares, u = eigen_frame(left_cauchy_green(f))
    s = (
        sqrt(max(squares[0], _SMALLEST_SQUARE)),
        sqrt(max(squares[1], _SMALLEST_SQUARE)),
        sqrt(max(squares[2], _SMALLEST_SQUARE)),
    )
    return signed(f, s), u
