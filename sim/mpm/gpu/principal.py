"""From a trial deformation gradient to principal stretches or strains and back.

An isotropic law sees F only through F Fᵀ: its eigenvalues are the squared stretches, its
eigenvectors the left axes U. No singular value decompositions.
"""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm.gpu.taichi_module import function, ti
from sim.mpm.gpu.tensors import eigen_frame, spatial

SMALLEST_SQUARE, LARGEST_SQUARE = 1e-8, 1e8
"""Squared stretches are held between these."""
FLATTENED = 1e-3
"""A gradient of a smaller determinant has no rotation to keep."""


@function
def principal_stretches(gradient: Any) -> Any:
    """Stretches and left axes of F; det F < 0 makes the smallest stretch negative."""
    squares, u = eigen_frame(gradient @ gradient.transpose())
    s = ti.sqrt(ti.max(squares, SMALLEST_SQUARE))
    if gradient.determinant() < 0:
        if s[0] <= s[1] and s[0] <= s[2]:
            s[0] = -s[0]
        elif s[1] <= s[2]:
            s[1] = -s[1]
        else:
            s[2] = -s[2]
    return s, u


@function
def principal_strains(gradient: Any) -> Any:
    """Hencky strains and left axes of F; a gradient turned inside out counts as positive."""
    squares, u = eigen_frame(gradient @ gradient.transpose())
    return 0.5 * ti.log(ti.min(ti.max(squares, SMALLEST_SQUARE), LARGEST_SQUARE)), u


@function
def _stretched(gradient: Any, changes: Any, axes: Any) -> Any:
    """(I + U diag(changes) Uᵀ) F: what does not change keeps F to the last bit.

    U is orthogonal to rounding only; U Uᵀ F would let the volume drift with every step.
    """
    return gradient + spatial(axes, changes) @ gradient


@function
def restretched(gradient: Any, before: Any, after: Any, axes: Any) -> Any:
    """Deformation gradient with the stretches `after` in place of `before`.

    What is made of a flattened or inverted gradient starts from the identity.
    """
    changed = spatial(axes, after)
    if gradient.determinant() > FLATTENED:
        changed = _stretched(gradient, (after - before) / before, axes)
    return changed


@function
def strained(gradient: Any, before: Any, after: Any, axes: Any) -> Any:
    """Deformation gradient with the Hencky strains `after` in place of `before`.

    What is made of a flattened or inverted gradient starts from the identity.
    """
    changed = spatial(axes, ti.exp(after))
    if gradient.determinant() > FLATTENED:
        changed = _stretched(gradient, ti.exp(after - before) - 1, axes)
    return changed
