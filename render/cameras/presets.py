"""Camera motions by name, fitted to what has to be in the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.cameras.motion import RIG_ELEVATION_DEG, RIG_FOV_DEG, CameraMotion
from render.cameras.moves import AMOUNTS, AnalyticMove, MoveKind
from render.cameras.orbit import SWING_DEG, CameraOrbit, OrbitSweep
from render.errors import InputError
from render.framing import center_of, corners_of, fitting_distance

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

PRESETS = {
    "swing": "to and fro about the photo's view",
    "turntable": "once round; the frame after the last is the first",
    "still": "does not move",
    "spiral": "circles before the object",
    "forward": "comes closer",
    "backward": "draws back",
    "up": "rises on an arc",
    "down": "sinks on an arc",
    "dolly": "dolly zoom: draws back while the lens narrows, the object keeps its size",
}
"""What each named motion does."""

NEAREST_SHARE = 0.25
"""Share of the way to the nearest corner that moves forward always leave."""


class HomeView(NamedTuple):
    """Where a motion starts from, and how wide the picture is."""

    azimuth_deg: float = 0.0
    """Azimuth, from +x towards +y [degrees]."""
    elevation_deg: float = RIG_ELEVATION_DEG
    """Elevation [degrees]."""
    vertical_fov_deg: float = RIG_FOV_DEG
    """Vertical field of view [degrees]."""
    aspect: float = 1.0
    """Width over height of the picture."""


def camera_preset(
    name: str,
    boxes: FloatArray,
    *,
    azimuth_deg: float = 0.0,
    elevation_deg: float = RIG_ELEVATION_DEG,
    vertical_fov_deg: float = RIG_FOV_DEG,
    aspect: float = 1.0,
    amount: float | None = None,
) -> CameraMotion:
    """A named motion that has all boxes in the picture, all the time unless it comes closer.

    Args:
        name: One of `PRESETS`.
        boxes: Robust bounds of every frame [m], shape [T, 2, 3] (`framing.bounds_of_frames`).
        azimuth_deg: Azimuth of the home view, that of the photo [degrees].
        elevation_deg: Elevation of the home view [degrees].
        vertical_fov_deg: Vertical field of view [degrees].
        aspect: Width over height of the picture.
        amount: How far it goes; swing: degrees to either side, turntable: turns (negative for the
            other way), others as `AnalyticMove.amount`. None takes the usual amount.

    Raises:
        InputError: If there is no such motion or the amount is out of its range.
    """
    home = HomeView(azimuth_deg, elevation_deg, vertical_fov_deg, aspect)
    if name in tuple(OrbitSweep):
        return _orbit(OrbitSweep(name), boxes, home, amount)
    if name in tuple(MoveKind):
        return _move(MoveKind(name), boxes, home, amount)
    raise InputError(f"unknown camera motion {name!r}; choose one of {', '.join(PRESETS)}")


def _orbit(
    sweep: OrbitSweep, boxes: FloatArray, home: HomeView, amount: float | None
) -> CameraOrbit:
    swing_deg = SWING_DEG if amount is None else amount
    if sweep is OrbitSweep.TURNTABLE:
        sweep_deg, offsets = 360.0 * (1.0 if amount is None else amount), np.arange(0, 360, 15.0)
    elif sweep is OrbitSweep.SWING:
        sweep_deg, offsets = swing_deg, swing_deg * np.linspace(-1, 1, 9)
    else:
        sweep_deg, offsets = 0.0, np.zeros(1)
    return CameraOrbit(
        target_m=_target(boxes),
        radius_m=_radius(boxes, home, offsets),
        azimuth_deg=home.azimuth_deg,
        elevation_deg=home.elevation_deg,
        vertical_fov_deg=home.vertical_fov_deg,
        sweep=sweep,
        sweep_deg=sweep_deg,
    )


def _move(kind: MoveKind, boxes: FloatArray, home: HomeView, amount: float | None) -> AnalyticMove:
    usual = AMOUNTS[kind] if amount is None else amount
    radius = _radius(boxes, home, np.zeros(1))
    if kind is MoveKind.SPIRAL:
        radius = _spiral_radius(boxes, home, usual)
    elif kind is MoveKind.DOLLY:
        radius = max(radius, _flat_radius(boxes, home, usual))
    elif kind in (MoveKind.UP, MoveKind.DOWN):
        radius = _arc_radius(boxes, home, usual)
    move = AnalyticMove(
        kind,
        target_m=_target(boxes),
        radius_m=radius,
        azimuth_deg=home.azimuth_deg,
        elevation_deg=home.elevation_deg,
        vertical_fov_deg=home.vertical_fov_deg,
        amount=usual,
    )
    if kind in (MoveKind.FORWARD, MoveKind.BACKWARD):
        return replace(move, amount=min(usual, _free_share(boxes, move)))
    return move


def _target(boxes: FloatArray) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in center_of(boxes))
    return x, y, z


def _radius(boxes: FloatArray, home: HomeView, offsets_deg: Float64Array) -> float:
    """Distance [m] that holds the boxes from azimuths at the given offsets from home."""
    return fitting_distance(
        boxes,
        center_of(boxes),
        azimuths_deg=[home.azimuth_deg + float(offset) for offset in offsets_deg],
        elevation_deg=home.elevation_deg,
        vertical_fov_deg=home.vertical_fov_deg,
        aspect=home.aspect,
    )


def _spiral_radius(boxes: FloatArray, home: HomeView, amount: float) -> float:
    """Distance [m] that holds the boxes from the four ends of the circles."""
    angle = float(np.degrees(np.arctan(amount)))
    heights = (home.elevation_deg, min(home.elevation_deg + 2 * angle, 90.0))
    ends = np.array([-angle, 0.0, angle])
    return max(_radius(boxes, home._replace(elevation_deg=height), ends) for height in heights)


def _arc_radius(boxes: FloatArray, home: HomeView, amount: float) -> float:
    """Distance [m] that holds the boxes from home to `amount` degrees above."""
    heights = np.minimum(home.elevation_deg + amount * np.linspace(0, 1, 7), 90.0)
    return max(
        _radius(boxes, home._replace(elevation_deg=float(height)), np.zeros(1))
        for height in heights
    )


def _flat_radius(boxes: FloatArray, home: HomeView, amount: float) -> float:
    """Distance [m] of the home view whose narrow, far end of a dolly zoom holds the boxes."""
    half = np.tan(np.radians(home.vertical_fov_deg) / 2) / (1 + amount)
    far = home._replace(vertical_fov_deg=float(np.degrees(2 * np.arctan(half))))
    return _radius(boxes, far, np.zeros(1)) / (1 + amount)


def _free_share(boxes: FloatArray, move: AnalyticMove) -> float:
    """Share of the distance that can be travelled without coming into the boxes."""
    towards = -move.camera(0.0, 8, 8).forward.astype(np.float64)
    nearest = float(((corners_of(boxes) - center_of(boxes)) @ towards).max())
    return (1 - NEAREST_SHARE) * max(1 - nearest / move.radius_m, 1e-3)
