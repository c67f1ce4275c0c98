"""From a trial deformation gradient to principal Hencky strains and back.

An isotropic law sees F only through F Fᵀ: its eigenvalues are the squared stretches, its
eigenvectors the left axes U. A return mapping that changes the strains by Δε turns F = U Σ Vᵀ into
U diag(exp Δε) Uᵀ F, so that V is never needed.
"""

from __future__ import annotations

from sim.mpm.cpu.float_bits import exp, log
from sim.mpm.cpu.jit import f32, inline
from sim.mpm.cpu.tensors import (
    Matrix,
    Triple,
    determinant,
    eigen_frame,
    full,
    left_cauchy_green,
    product,
    spatial,
)

_HALF = f32(0.5)
_SMALLEST_SQUARE = f32(1e-8)
_LARGEST_SQUARE = f32(1e8)
_FLATTENED = f32(1e-3)
_ZERO, _ONE = f32(0.0), f32(1.0)


@inline
def principal_strains(f: Matrix) -> tuple[Triple, Matrix]:
    """Hencky strains ln σ and left axes U (in columns) of F = U Σ Vᵀ.

    Stretches are held in 1e-4 to 1e4; those of a gradient turned inside out count as positive.
    """
    squares, u = eigen_frame(left_cauchy_green(f))
    e0 = _HALF * log(min(max(squares[0], _SMALLEST_SQUARE), _LARGEST_SQUARE))
    e1 = _HALF * log(min(max(squares[1], _SMALLEST_SQUARE), _LARGEST_SQUARE))
    e2 = _HALF * log(min(max(squares[2], _SMALLEST_SQUARE), _LARGEST_SQUARE))
    return (e0, e1, e2), u


@inline
def upright(f: Matrix) -> tuple[float, Matrix]:
    """1 and F; or 0 and the identity where F is flattened or turned inside out.

    Such a gradient has no rotation to keep: what is made of it starts from the identity.
    """
    proper = determinant(f) > _FLATTENED
    return (_ONE if proper else _ZERO), (
        f[0] if proper else _ONE,
        f[1] if proper else _ZERO,
        f[2] if proper else _ZERO,
        f[3] if proper else _ZERO,
        f[4] if proper else _ONE,
        f[5] if proper else _ZERO,
        f[6] if proper else _ZERO,
        f[7] if proper else _ZERO,
        f[8] if proper else _ONE,
    )


@inline
def stretched(f: Matrix, changes: Triple, u: Matrix) -> Matrix:
    """(I + U diag(changes) Uᵀ) F: what does not change keeps F to the last bit.

    U is orthogonal to rounding only; U Uᵀ F would let the volume drift with every step.
    """
    s = spatial(changes, u)
    return product(full((s[0] + _ONE, s[1], s[2], s[3] + _ONE, s[4], s[5] + _ONE)), f)


@inline
def restretched(f: Matrix, before: Triple, after: Triple, u: Matrix) -> Matrix:
    """Deformation gradient with left axes U and the stretches `after` in place of `before`."""
    kept, base = upright(f)
    b0, b1, b2 = (
        kept * before[0] + _ONE - kept,
        kept * before[1] + _ONE - kept,
        kept * before[2] + _ONE - kept,
    )
    changes = ((after[0] - b0) / b0, (after[1] - b1) / b1, (after[2] - b2) / b2)
    return stretched(base, changes, u)


@inline
def strained(f: Matrix, before: Triple, after: Triple, u: Matrix) -> Matrix:
    """Deformation gradient with left axes U and the Hencky strains `after` in place of `before`."""
    kept, base = upright(f)
    changes = (
        exp(after[0] - kept * before[0]) - _ONE,
        exp(after[1] - kept * before[1]) - _ONE,
        exp(after[2] - kept * before[2]) - _ONE,
    )
    return stretched(base, changes, u)
