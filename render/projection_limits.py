"""How far off the picture a Gaussian's ray may point before its projection is held back."""

from __future__ import annotations

from render.camera import Camera

MARGIN = 0.3
"""Share of half the field of view's tangent by which rays may leave the picture."""

Limits = tuple[tuple[float, float], tuple[float, float]]


def ray_limits(camera: Camera) -> Limits:
    """Limits (low, high) of x/z and of y/z at which the projection's Jacobian is taken.

    Beyond them the affine approximation of a perspective projection explodes. 3DGS holds the ray
    within 1.3 times the tangent of half the field of view; this is the same for a principal point
    in the centre and moves with it otherwise, as in gsplat. Tiles have the limits of their whole
    picture, so that they draw the same.
    """

    def one_axis(focal_px: float, centre_px: float, size_px: float) -> tuple[float, float]:
        margin = MARGIN * 0.5 * size_px / focal_px
        return -centre_px / focal_px - margin, (size_px - centre_px) / focal_px + margin

    K, whole = camera.K, camera.placing  # noqa: N806 - the matrix is called K everywhere
    return (
        one_axis(float(K[0, 0]), float(K[0, 2]) + whole.left, whole.whole_width),
        one_axis(float(K[1, 1]), float(K[1, 2]) + whole.top, whole.whole_height),
    )
