"""What gestures do to the viewport's camera: orbits, flights and walks share one set of verbs."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import replace
from typing import Literal

import numpy as np

from render.camera import Projection
from studio.state.fly_camera import FlyCamera
from studio.state.orbit_camera import OrbitCamera

ViewCamera = OrbitCamera | FlyCamera
"""The viewport's camera in one of its modes: orbit, fly, or walk (`FlyCamera.walks`)."""

Gesture = Literal["turn", "move", "approach"]
"""What a drag does to the camera."""

ORBIT_DEG_PER_PANE = 200.0
"""Turn for a drag over the whole height of the pane [degrees]."""
LOOK_DEG_PER_PANE = 120.0
"""The same while flying [degrees]."""
ZOOM_PER_NOTCH = 0.88
"""Factor on an orbit's distance for a notch of the wheel."""
SPEED_PER_NOTCH = 1.25
"""Factor on a flight's speed for a notch of the wheel."""
NOTCHES_PER_PANE = 12.0
"""Notches that a drag over the whole height of the pane stands for."""
LENS_PER_NOTCH = 0.94
"""Factor on the field of view for a notch of the wheel with Ctrl."""
LENS_RANGE_DEG = (10.0, 120.0)
"""Vertical fields of view of the viewport [degrees]."""


def gesture_of(button: str, held: Collection[str]) -> Gesture:
    """What a drag does; the left and the middle button are of equal use.

    Args:
        button: "left", "middle" or "right".
        held: Held keys, "shift" and "ctrl" among them.
    """
    if button == "right" or "shift" in held:
        return "move"
    return "approach" if button == "middle" and "ctrl" in held else "turn"


def dragged(camera: ViewCamera, right: float, down: float) -> ViewCamera:
    """After a drag in shares of the pane's height: an orbit turns, a flight looks round."""
    if isinstance(camera, FlyCamera):
        return camera.turned(right * LOOK_DEG_PER_PANE, -down * LOOK_DEG_PER_PANE)
    return camera.orbited(-right * ORBIT_DEG_PER_PANE, down * ORBIT_DEG_PER_PANE)


def panned(camera: ViewCamera, right: float, down: float) -> ViewCamera:
    """After a drag in shares of the pane's height; what is seen follows the pointer."""
    if isinstance(camera, OrbitCamera):
        return camera.panned(-right, down)
    span_m = 2 * camera.focus_m * math.tan(math.radians(camera.vertical_fov_deg) / 2)
    axes = camera.axes()
    x, y, z = np.array(camera.position) - span_m * (right * axes[0] + down * axes[1])
    return replace(camera, position=(float(x), float(y), float(z)))


def wheeled(camera: ViewCamera, notches: float) -> ViewCamera:
    """After some notches of the wheel: an orbit comes closer, a flight gets faster."""
    if isinstance(camera, FlyCamera):
        return camera.faster(SPEED_PER_NOTCH**notches)
    return camera.dollied(ZOOM_PER_NOTCH**notches)


def approached(camera: ViewCamera, notches: float) -> ViewCamera:
    """Closer to what is looked at by some notches, in a flight too."""
    if isinstance(camera, OrbitCamera):
        return wheeled(camera, notches)
    way_m = camera.focus_m * (1 - ZOOM_PER_NOTCH**notches)
    x, y, z = np.array(camera.position) + way_m * camera.axes()[2]
    return replace(
        camera, position=(float(x), float(y), float(z)), focus_m=max(camera.focus_m - way_m, 1e-3)
    )


def with_lens(camera: ViewCamera, vertical_fov_deg: float) -> ViewCamera:
    """The same place with another field of view [degrees], kept within `LENS_RANGE_DEG`."""
    low, high = LENS_RANGE_DEG
    return replace(camera, vertical_fov_deg=min(max(vertical_fov_deg, low), high))


def lens_turned(camera: ViewCamera, notches: float) -> ViewCamera:
    """With a longer lens (positive notches) or a wider one."""
    return with_lens(camera, camera.vertical_fov_deg * LENS_PER_NOTCH**notches)


def orbit_of(camera: ViewCamera) -> OrbitCamera:
    """The same view as an orbit."""
    return camera.to_orbit() if isinstance(camera, FlyCamera) else camera


def next_mode(camera: ViewCamera, *, speed_m_s: float) -> ViewCamera:
    """The same view in the next mode: orbit, fly, walk and orbit again.

    Args:
        camera: Present view.
        speed_m_s: Speed of the last flight [m/s].
    """
    if isinstance(camera, OrbitCamera):
        return FlyCamera.from_orbit(camera, speed_m_s=speed_m_s)
    return camera.to_orbit() if camera.walks else replace(camera, walks=True)


def other_projection(camera: ViewCamera) -> OrbitCamera:
    """The view as an orbit in the other projection; what lies at the target keeps its size."""
    orbit = orbit_of(camera)
    flat = orbit.projection is Projection.ORTHOGRAPHIC
    return orbit.projected(Projection.PERSPECTIVE if flat else Projection.ORTHOGRAPHIC)
