"""Signed distances of shapes and the response of surfaces, as plain functions of scalars.

One source for numba, Taichi and tests: every constant is an argument, so that float32 stays
float32 in compiled code; `sqrt` from `math` is rebound by the compilers. Distances are negative
inside, and normals point the way the distance grows. `sim.scene.distance` is the twin for many
points at once. Distances after Quilez, Distance functions.
"""

from __future__ import annotations

from math import sqrt

SHAPE_HALF_SPACE, SHAPE_BOX, SHAPE_CAPSULE, SHAPE_CYLINDER, SHAPE_MESH = range(5)
"""Shapes in `SHAPE`; a sphere is a capsule of no length."""
SURFACE_SEPARATE, SURFACE_SLIP, SURFACE_STICKY = range(3)
"""Surfaces in `SURFACE`."""

CENTER = 0
"""Origin of the shape's own frame [m] from the solver's origin, 3 floats."""
AXES = 3
"""Rotation from the shape's axes to the world's, row by row, 9 floats."""
VELOCITY = 12
"""Velocity of `CENTER` [m/s], 3 floats."""
SPIN = 15
"""Angular velocity [rad/s], 3 floats."""
SIZE = 18
"""Box: half extents; capsule, cylinder: radius and half length [m]; 3 floats."""
FRICTION = 21
"""Coulomb coefficient."""
HOLD = 22
"""Nodes at this signed distance [m] or below touch the surface."""
CORNER = 23
"""Mesh: first node of the distance grid in the shape's frame [m], 3 floats."""
CELL = 26
"""Mesh: side of a cell of the distance grid [m]."""
OBSTACLE_FLOATS = 28
"""Floats an obstacle."""

SHAPE = 0
"""Which shape."""
SURFACE = 1
"""Which surface."""
FIRST = 2
"""Mesh: where its distance grid begins among all distances."""
NODES = 3
"""Mesh: nodes of the distance grid along x, y, z, 3 integers."""
OBSTACLE_INTS = 6
"""Integers an obstacle."""


def capsule_distance(
    x: float, y: float, z: float, radius: float, half: float, one: float, tiny: float
) -> tuple[float, float, float, float]:
    """Signed distance [m] and normal of a capsule along z; a sphere where its half length is 0.

    Args:
        x: Point in the shape's frame [m].
        y: Second coordinate [m].
        z: Third coordinate, along the axis [m].
        radius: Radius [m].
        half: From the centre to the middle of a round end [m].
        one: The number 1.
        tiny: Length below which there is no direction [m].
    """
    arm = z - max(-half, min(z, half))
    length = sqrt(x * x + y * y + arm * arm)
    inverse = one / max(length, tiny)
    upward = arm * inverse if length > tiny else one
    return length - radius, x * inverse, y * inverse, upward


def box_distance(
    x: float,
    y: float,
    z: float,
    a: float,
    b: float,
    c: float,
    zero: float,
    one: float,
    tiny: float,
) -> tuple[float, float, float, float]:
    """Signed distance [m] and normal of a box.

    Args:
        x: Point in the shape's frame [m].
        y: Second coordinate [m].
        z: Third coordinate [m].
        a: Half extent along x [m].
        b: Half extent along y [m].
        c: Half extent along z [m].
        zero: The number 0.
        one: The number 1.
        tiny: Length below which there is no direction [m].
    """
    dx, dy, dz = abs(x) - a, abs(y) - b, abs(z) - c
    ox, oy, oz = max(dx, zero), max(dy, zero), max(dz, zero)
    length = sqrt(ox * ox + oy * oy + oz * oz)
    depth = max(dx, max(dy, dz))
    inverse = one / max(length, tiny)
    face_x = one if dx >= depth else zero
    face_y = one - face_x if dy >= depth else zero
    face_z = one - face_x - face_y
    nx = ox * inverse if length > tiny else face_x
    ny = oy * inverse if length > tiny else face_y
    nz = oz * inverse if length > tiny else face_z
    signed = length if length > tiny else depth
    return (
        signed,
        -nx if x < zero else nx,
        -ny if y < zero else ny,
        -nz if z < zero else nz,
    )


def cylinder_distance(
    x: float, y: float, z: float, radius: float, half: float, zero: float, one: float, tiny: float
) -> tuple[float, float, float, float]:
    """Signed distance [m] and normal of a cylinder along z with flat ends.

    Args:
        x: Point in the shape's frame [m].
        y: Second coordinate [m].
        z: Third coordinate, along the axis [m].
        radius: Radius [m].
        half: From the centre to a flat end [m].
        zero: The number 0.
        one: The number 1.
        tiny: Length below which there is no direction [m].
    """
    ring = sqrt(x * x + y * y)
    side, end = ring - radius, abs(z) - half
    outer_side, outer_end = max(side, zero), max(end, zero)
    length = sqrt(outer_side * outer_side + outer_end * outer_end)
    inverse = one / max(length, tiny)
    side_face = one if side >= end else zero
    radial = outer_side * inverse if length > tiny else side_face
    axial = outer_end * inverse if length > tiny else one - side_face
    outward = radial / max(ring, tiny)
    signed = length if length > tiny else max(side, end)
    return signed, x * outward, y * outward, -axial if z < zero else axial


def cell_distance(
    p000: float,
    p001: float,
    p010: float,
    p011: float,
    p100: float,
    p101: float,
    p110: float,
    p111: float,
    fx: float,
    fy: float,
    fz: float,
    one: float,
) -> tuple[float, float, float, float]:
    """Trilinear distance [m] inside one cell of a distance grid, and its slope [m a cell].

    Args:
        p000: Distance at the cell's first node [m]; digits are steps along x, y, z.
        p001: One step along z.
        p010: One step along y.
        p011: One step along y and z.
        p100: One step along x.
        p101: One step along x and z.
        p110: One step along x and y.
        p111: The cell's last node.
        fx: Place in the cell along x, 0 to 1.
        fy: Place along y.
        fz: Place along z.
        one: The number 1.
    """
    gx, gy, gz = one - fx, one - fy, one - fz
    z00, z01 = gz * p000 + fz * p001, gz * p010 + fz * p011
    z10, z11 = gz * p100 + fz * p101, gz * p110 + fz * p111
    near, far = gy * z00 + fy * z01, gy * z10 + fy * z11
    slope_y = gx * (z01 - z00) + fx * (z11 - z10)
    slope_z = gx * (gy * (p001 - p000) + fy * (p011 - p010)) + fx * (
        gy * (p101 - p100) + fy * (p111 - p110)
    )
    return gx * near + fx * far, far - near, slope_y, slope_z


def surface_response(
    v0: float,
    v1: float,
    v2: float,
    n0: float,
    n1: float,
    n2: float,
    friction: float,
    closing: float,
    leaves: float,
    slides: float,
    zero: float,
    one: float,
    tiny: float,
) -> tuple[float, float, float]:
    """Velocity [m/s] relative to a surface after contact with it.

    With v_n = v · n: where matter approaches (v_n < 0), or may not leave, the normal part goes;
    the tangential part keeps max(0, 1 + friction v_n / ‖v_t‖) of itself while it presses
    (Coulomb's law for an inelastic impact). Nothing remains where the surface is sticky.

    Args:
        v0: Velocity relative to the surface before contact [m/s].
        v1: Second component [m/s].
        v2: Third component [m/s].
        n0: Unit normal out of the obstacle.
        n1: Second component.
        n2: Third component.
        friction: Coulomb coefficient.
        closing: Speed at which matter that may leave may still approach [m/s], see
            `sim.mpm.settling`; it does not count as v_n.
        leaves: 1 where matter may leave the surface (separate), 0 where not.
        slides: 0 where the surface is sticky, 1 elsewhere.
        zero: The number 0.
        one: The number 1.
        tiny: Speed below which there is no direction [m/s].
    """
    normal = v0 * n0 + v1 * n1 + v2 * n2
    t0, t1, t2 = v0 - normal * n0, v1 - normal * n1, v2 - normal * n2
    tangential = sqrt(t0 * t0 + t1 * t1 + t2 * t2)
    pressing = min(normal + leaves * closing, zero)
    kept = max(zero, one + friction * pressing / max(tangential, tiny))
    leaving = leaves * max(normal, -closing)
    return (
        slides * (kept * t0 + leaving * n0),
        slides * (kept * t1 + leaving * n1),
        slides * (kept * t2 + leaving * n2),
    )
