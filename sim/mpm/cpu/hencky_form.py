"""From a trial deformation gradient to principal Hencky strains and back, for plastic laws."""

from __future__ import annotations

from sim.mpm.cpu.float_bits import exp, log
from sim.mpm.cpu.jit import f32, inline
from sim.mpm.cpu.tensors import (
    Matrix,
    Symmetric,
    Triple,
    product,
    scaled_columns,
    squared_stretches,
    symmetric_part,
    times_transposed,
)

_HALF = f32(0.5)
_SMALLEST_SQUARE = f32(1e-8)
_LARGEST_SQUARE = f32(1e8)


@inline
def principal_strains(f: Matrix) -> tuple[Triple, Matrix, Matrix]:
    """Hencky strains ln σ, left axes U and right axes V (in columns) of F = U Σ Vᵀ.

    Stretches are held in 1e-4 to 1e4.
    """
    squares, v = squared_stretches(f)
    e0 = _HALF * log(min(max(squares[0], _SMALLEST_SQUARE), _LARGEST_SQUARE))
    e1 = _HALF * log(min(max(squares[1], _SMALLEST_SQUARE), _LARGEST_SQUARE))
    e2 = _HALF * log(min(max(squares[2], _SMALLEST_SQUARE), _LARGEST_SQUARE))
    u = scaled_columns(product(f, v), (exp(-e0), exp(-e1), exp(-e2)))
    return (e0, e1, e2), u, v


@inline
def gradient_of(strains: Triple, u: Matrix, v: Matrix) -> Matrix:
    """Deformation gradient U diag(exp ε) Vᵀ."""
    stretches = (exp(strains[0]), exp(strains[1]), exp(strains[2]))
    return times_transposed(scaled_columns(u, stretches), v)


@inline
def spatial(principal: Triple, u: Matrix) -> Symmetric:
    """Symmetric tensor U diag(principal) Uᵀ, xx xy xz yy yz zz."""
    return symmetric_part(times_transposed(scaled_columns(u, principal), u))
