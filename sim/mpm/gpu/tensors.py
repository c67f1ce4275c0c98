"""Vectors and 3×3 tensors of one particle on the device, read from and written to its rows."""

# No `from __future__ import annotations`: Taichi reads the annotations of kernels as objects.

from typing import Any

from sim.mpm.gpu.taichi_module import Static, function, ti

SWEEPS = 5
"""Jacobi sweeps of a 3×3 matrix; they converge quadratically."""


@function
def like(value: Any, array: Static) -> Any:
    """A number or tensor in the precision of an array, so that float32 stays float32."""
    return ti.cast(value, array.get_type().element_type)


@function
def read_vector(state: Static, row: Static, p: Any) -> Any:
    """Three rows from `row`."""
    return ti.Vector([state[row, p], state[row + 1, p], state[row + 2, p]])


@function
def write_vector(state: Static, row: Static, p: Any, vector: Any) -> None:
    """Store three rows from `row`."""
    for axis in ti.static(range(3)):
        state[row + axis, p] = vector[axis]


@function
def read_matrix(state: Static, row: Static, p: Any) -> Any:
    """Nine rows from `row`."""
    return ti.Matrix([[state[row + 3 * i + j, p] for j in range(3)] for i in range(3)])


@function
def write_matrix(state: Static, row: Static, p: Any, matrix: Any) -> None:
    """Store nine rows from `row`."""
    for i, j in ti.static(ti.ndrange(3, 3)):
        state[row + 3 * i + j, p] = matrix[i, j]


@function
def read_symmetric(state: Static, row: Static, p: Any) -> Any:
    """Matrix of the six rows xx xy xz yy yz zz from `row`."""
    xx, xy, xz = state[row, p], state[row + 1, p], state[row + 2, p]
    yy, yz, zz = state[row + 3, p], state[row + 4, p], state[row + 5, p]
    return ti.Matrix([[xx, xy, xz], [xy, yy, yz], [xz, yz, zz]])


@function
def write_symmetric(state: Static, row: Static, p: Any, matrix: Any) -> None:
    """Store xx xy xz yy yz zz from `row`."""
    state[row, p] = matrix[0, 0]
    state[row + 1, p] = matrix[0, 1]
    state[row + 2, p] = matrix[0, 2]
    state[row + 3, p] = matrix[1, 1]
    state[row + 4, p] = matrix[1, 2]
    state[row + 5, p] = matrix[2, 2]


@function
def _rotation_of(app: Any, aqq: Any, apq: Any) -> Any:
    """Tangent, cosine and sine of the Jacobi rotation that makes a_pq zero."""
    d = aqq - app
    twice = apq + apq
    root = ti.sqrt(d * d + twice * twice)
    reach = ti.abs(d) + root
    t = twice / reach if reach > 0 else twice * 0
    t = -t if d < 0 else t
    c = 1 / ti.sqrt(1 + t * t)
    return t, c, t * c


@function
def eigen_frame(a: Any) -> Any:
    """Eigenvalues and eigenvectors (in columns) of a symmetric matrix, by Jacobi sweeps."""
    zero = a[0, 0] * 0
    one = zero + 1
    v = ti.Matrix([[one, zero, zero], [zero, one, zero], [zero, zero, one]])
    for _ in range(SWEEPS):
        for p, q in ti.static(((0, 1), (0, 2), (1, 2))):
            r = ti.static(3 - p - q)
            t, c, s = _rotation_of(a[p, p], a[q, q], a[p, q])
            a[p, p] -= t * a[p, q]
            a[q, q] += t * a[p, q]
            arp, arq = a[r, p], a[r, q]
            a[r, p] = c * arp - s * arq
            a[p, r] = a[r, p]
            a[r, q] = s * arp + c * arq
            a[q, r] = a[r, q]
            a[p, q] = zero
            a[q, p] = zero
            for i in ti.static(range(3)):
                vp, vq = v[i, p], v[i, q]
                v[i, p] = c * vp - s * vq
                v[i, q] = s * vp + c * vq
    return ti.Vector([a[0, 0], a[1, 1], a[2, 2]]), v


@function
def scaled_columns(matrix: Any, factors: Any) -> Any:
    """Product m diag(factors)."""
    return ti.Matrix([[matrix[i, j] * factors[j] for j in range(3)] for i in range(3)])


@function
def spatial(axes: Any, principal: Any) -> Any:
    """Symmetric tensor U diag(principal) Uᵀ."""
    return scaled_columns(axes, principal) @ axes.transpose()
