"""What a clip tells of size, drop height, initial velocity and friction before any material.

Until it touches something the object's middle flies a parabola, whatever it is made of. Its
curvature in object sizes a second squared gives the size in metres, since gravity is known; where
it ends gives the drop height; how it slides afterwards gives the friction.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from models.reference.tracks import Tracks
from render.camera import Camera
from sim.motion.events import lower_edge
from sim.motion.motion import mask_center

BoolArray = npt.NDArray[np.bool_]
Float64Array = npt.NDArray[np.float64]

GRAVITY_M_S2 = 9.81
LEAST_PICTURES = 4
"""Pictures of free flight that a parabola needs."""
LEAST_POINTS, LEAST_POINT_SHARE = 3, 0.15
"""Points that tell the object's motion: the larger of a number and a share of those followed."""
TOLERANCE_PX = 0.5
TOLERANCE_SIZES = 0.008
"""Largest error of a parabola: the larger of the two, in pixels and in silhouettes."""
EDGE_SIZES = 0.05
"""How far the lower edge may stay behind the parabola, in silhouettes."""
LARGEST_DOUBT = 0.2
"""Relative standard deviation of the size above which the clip does not tell it."""
SIZE_FACTORS = (0.02, 50.0)
"""Sizes over that of the project that are believed."""
SLOWEST = 0.15
"""Slower initial motion is none [sizes a second]."""
SLIDING = 0.4
"""Sideways speed at the landing above which friction shows [sizes a second]."""
MOST_FRICTION = 1.5
SLIDE_S = 0.3
"""Time after the landing in which sliding is looked at [s]."""


@dataclass(frozen=True, slots=True)
class Nuisances:
    """What differs from clip to clip and is no material; lengths in the unit of the cloud."""

    gravity: float | None
    """Gravity as it looks [units/s²]; None where the clip does not tell."""
    gravity_doubt: float
    """Its relative standard deviation."""
    drop: float | None
    """Height of the lowest point above the ground at the start [units]; None if it never lands."""
    sideways: float
    """Initial velocity to the right of the picture [units/s]."""
    upwards: float
    """Initial velocity upwards [units/s]."""
    friction: float | None
    """Coulomb coefficient against the ground; None where nothing slides."""
    flight_pictures: int
    """Pictures of free flight."""
    size: float
    """Longest side of the object [units]."""


class _Seen(NamedTuple):
    """What the pictures show in which enough points are seen."""

    times_s: Float64Array
    """Times [s], shape [T]."""
    moved: Float64Array
    """Motion of the object's middle since the start [px], shape [T, 2]."""
    sunk: Float64Array
    """How far its lower edge sank [px], nan where it is not seen, shape [T]."""
    camera: Camera
    size: float
    """Longest side [units]."""
    middle: Float64Array
    """Middle of the followed surface at the start [units], shape [3]."""

    def part(self, end: int) -> _Seen:
        """The pictures before one."""
        return self._replace(
            times_s=self.times_s[:end], moved=self.moved[:end], sunk=self.sunk[:end]
        )


class _Flight(NamedTuple):
    """A parabola fitted to the first pictures."""

    values: Float64Array
    """Sideways and upward velocity, downward acceleration, shape [3]."""
    doubt: float
    """Standard deviation of the acceleration over its value."""
    error_px: float

    def fallen(self, time_s: float) -> float:
        """Way down until a time [units]."""
        return float(0.5 * self.values[2] * time_s**2 - self.values[1] * time_s)


def find_nuisances(
    times_s: Float64Array,
    tracks: Tracks,
    masks: BoolArray,
    camera: Camera,
    size: float,
    middle: Float64Array,
) -> Nuisances:
    """Fit free flight, landing and sliding.

    Args:
        times_s: Times of the pictures [s], shape [T].
        tracks: Points of the object.
        masks: Silhouettes, shape [T, H, W].
        camera: Camera of the first view, the object's lowest point at z = 0.
        size: Longest side of the object [units].
        middle: Middle of the followed surface at the start, shape [3] [units].
    """
    moved, known = _middle_motion(tracks, masks)
    longest_px = float(camera.K[1, 1]) * size / _depth(camera, middle)
    tolerance = max(TOLERANCE_PX, TOLERANCE_SIZES * longest_px)
    edge = lower_edge(masks)
    sunk = np.where(np.isfinite(edge), edge - edge[0], np.nan)[known]
    seen = _Seen(times_s[known], moved[known], sunk, camera, size, middle)
    flight, count = _longest_flight(seen, tolerance)
    drop = _drop(seen, flight, count)
    if flight is None:
        return Nuisances(None, np.inf, drop, 0.0, 0.0, None, count, size)
    sideways, upwards, gravity = flight.values
    believed = gravity > 0 and flight.doubt < LARGEST_DOUBT
    slow = np.hypot(sideways, upwards) < SLOWEST * size
    friction = None
    if believed and drop is not None and abs(sideways) > SLIDING * size:
        friction = _friction(seen, count, gravity)
    return Nuisances(
        gravity=float(gravity) if believed else None,
        gravity_doubt=flight.doubt,
        drop=drop,
        sideways=0.0 if slow else float(sideways),
        upwards=0.0 if slow else float(upwards),
        friction=friction,
        flight_pictures=count,
        size=size,
    )


def _middle_motion(tracks: Tracks, masks: BoolArray) -> tuple[Float64Array, BoolArray]:
    """Motion of the object since the first picture [px], and where it is known.

    It is the median of the points; where too few are left, that of the silhouette's centre.
    """
    count = len(tracks.places)
    moved = np.zeros((count, 2))
    known = np.zeros(count, np.bool_)
    least = max(LEAST_POINTS, LEAST_POINT_SHARE * tracks.visible.shape[1])
    start = mask_center(masks[0])
    for index in range(count):
        seen = tracks.visible[index]
        if seen.sum() >= least:
            away = tracks.places[index, seen] - tracks.places[0, seen]
            moved[index], known[index] = np.median(away, axis=0), True
        elif masks[index].any():
            moved[index], known[index] = mask_center(masks[index]) - start, True
    return moved, known


def _longest_flight(seen: _Seen, tolerance_px: float) -> tuple[_Flight | None, int]:
    """The parabola through as many first pictures as it fits, and their number.

    The lower edge ends it too: it stops at the ground while the middle of a soft body still falls.
    """
    best, count = None, min(2, len(seen.times_s))
    for end in range(LEAST_PICTURES, len(seen.times_s) + 1):
        if best is not None and _landed(best, seen, end - 1):
            break
        flight = _flight(seen.part(end))
        if flight.error_px > tolerance_px:
            break
        best, count = flight, end
    return best, count


def _landed(flight: _Flight, seen: _Seen, index: int) -> bool:
    """Whether the lower edge stays behind the parabola in a picture and the next."""
    limit = EDGE_SIZES * float(seen.camera.K[1, 1]) * seen.size / _depth(seen.camera, seen.middle)
    ahead = _flown(flight.values, seen, seen.times_s)[:, 1] - seen.sunk
    late = ahead[index : index + 2] - _edge_error(flight, seen, index)
    return bool((late > limit).all())


def _edge_error(flight: _Flight, seen: _Seen, count: int) -> float:
    """How much too low the lower edge was seen at the start, by the pictures of flight [px]."""
    ahead = _flown(flight.values, seen, seen.times_s[:count])[:, 1] - seen.sunk[:count]
    return float(np.nanmedian(ahead[1:])) if np.isfinite(ahead[1:]).any() else 0.0


def _flight(seen: _Seen) -> _Flight:
    """Least squares by Gauss-Newton steps."""
    values, size = np.array([0.0, 0.0, seen.size]), seen.size
    jacobian = np.empty((seen.moved.size, 3))
    for _ in range(6):
        error = (seen.moved - _flown(values, seen, seen.times_s)).ravel()
        for axis in range(3):
            nudge = np.zeros(3)
            nudge[axis] = 1e-3 * size
            ahead = _flown(values + nudge, seen, seen.times_s)
            behind = _flown(values - nudge, seen, seen.times_s)
            jacobian[:, axis] = (ahead - behind).ravel() / (2e-3 * size)
        step, *_ = np.linalg.lstsq(jacobian, error, rcond=None)
        values = values + step
    error = (seen.moved - _flown(values, seen, seen.times_s)).ravel()
    freedom = max(len(error) - 4, 1)
    noise = max(float(error @ error) / freedom, 0.1**2)
    spread = noise * np.linalg.pinv(jacobian.T @ jacobian)
    doubt = float(np.sqrt(spread[2, 2])) / max(abs(float(values[2])), 1e-9)
    errors_px = np.linalg.norm(error.reshape(-1, 2), axis=1)
    return _Flight(values, doubt, float(errors_px.max()))


def _flown(values: Float64Array, seen: _Seen, times_s: Float64Array) -> Float64Array:
    """Motion of the object's middle in the picture since the start [px], shape [T, 2]."""
    right = seen.camera.world_to_camera[0, :3].astype(np.float64)
    sideways, upwards, gravity = values
    way = sideways * times_s[:, None] * right
    way = way + (upwards * times_s - 0.5 * gravity * times_s**2)[:, None] * [0.0, 0.0, 1.0]
    places, _ = seen.camera.project(seen.middle + way)
    return np.asarray(places - places[0])


def _drop(seen: _Seen, flight: _Flight | None, count: int) -> float | None:
    """How far the lowest point fell until it touched ground [units]; None if it never did.

    The lower edge tells, between what the flight allows: the ground was touched after the last
    picture of free flight and before the next.
    """
    if count >= len(seen.times_s) or not np.isfinite(seen.sunk[count]):
        return None
    low, high = 0.0, 8 * seen.size
    error_px = 0.0 if flight is None else _edge_error(flight, seen, count)
    wanted = max(float(seen.sunk[count]) + error_px, 0.0)
    for _ in range(40):
        middle = (low + high) / 2
        ends = seen.middle * [1, 1, 0] + np.array([[0, 0, 0], [0, 0, -middle]])
        places, depths = seen.camera.project(ends)
        short = depths[1] > 0 and places[1, 1] - places[0, 1] < wanted
        low, high = (middle, high) if short else (low, middle)
    drop = (low + high) / 2
    if flight is not None:
        drop = max(drop, flight.fallen(seen.times_s[count - 1]))
        drop = min(drop, flight.fallen(seen.times_s[count]))
    return max(drop, 0.0)


def _friction(seen: _Seen, landed: int, gravity: float) -> float | None:
    """Coulomb's coefficient from how the sideways motion slows down after the landing."""
    since = seen.times_s - seen.times_s[landed - 1]
    after = (since > 0) & (since <= SLIDE_S)
    if after.sum() < LEAST_PICTURES:
        return None
    per_px = _depth(seen.camera, seen.middle) / float(seen.camera.K[0, 0])
    slowing, speed, _ = np.polyfit(since[after], seen.moved[after, 0] * per_px, 2)
    return float(np.clip(-2 * slowing * np.sign(speed) / gravity, 0, MOST_FRICTION))


def _depth(camera: Camera, middle: Float64Array) -> float:
    return float(camera.project(middle[None])[1][0])
