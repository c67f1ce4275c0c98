"""Views along the axes, as the view cube offers them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from render.camera import Projection
from studio.state.language import mark
from studio.state.navigation import ViewCamera, orbit_of
from studio.state.orbit_camera import OrbitCamera


@dataclass(frozen=True, slots=True)
class AxisView:
    """One face of the view cube."""

    name: str
    """Identity, for example "front"."""
    title: str
    """English name; translated when shown."""
    azimuth_deg: float | None
    """Where the camera stands, from the photo's side on [degrees]; None keeps it."""
    elevation_deg: float
    """Height of the camera above the horizon [degrees]."""


AXIS_VIEWS = (
    AxisView("front", mark("Front"), 0.0, 0.0),
    AxisView("back", mark("Back"), 180.0, 0.0),
    AxisView("right", mark("Right"), 90.0, 0.0),
    AxisView("left", mark("Left"), -90.0, 0.0),
    AxisView("top", mark("Top"), None, 90.0),
    AxisView("bottom", mark("Bottom"), None, -90.0),
)
"""Faces of the cube; the front is where the photo was taken from."""


def along(camera: ViewCamera, view: AxisView, front_deg: float) -> OrbitCamera:
    """The view along an axis, round the same point from the same distance.

    Args:
        camera: Present view.
        view: Face of the cube.
        front_deg: Azimuth of the photo's camera [degrees].
    """
    orbit = orbit_of(camera)
    azimuth = orbit.azimuth_deg if view.azimuth_deg is None else front_deg + view.azimuth_deg
    return replace(orbit, azimuth_deg=azimuth % 360, elevation_deg=view.elevation_deg)


def is_flat(camera: ViewCamera) -> bool:
    """Whether a view is orthographic."""
    return isinstance(camera, OrbitCamera) and camera.projection is Projection.ORTHOGRAPHIC
