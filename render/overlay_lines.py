"""Antialiased lines of the world drawn over a picture, hidden where Gaussians lie before them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.camera import Camera

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
LongArray = npt.NDArray[np.int64]

DEPTH_TOLERANCE = 1e-3
"""Lines so much behind the Gaussians, as a share of the depth, still count as before them."""
_EDGE_PX = 4.0


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """M straight lines of one colour."""

    starts: Float64Array
    """World points [m], shape [M, 3]."""
    ends: Float64Array
    """World points [m], shape [M, 3]."""
    strengths: Float64Array
    """Opacity at start and end, 0 to 1, shape [M, 2]."""
    color: tuple[float, float, float]
    """sRGB 0 to 1."""
    width_px: float = 1.2
    """Thickness [px]."""
    behind: float = 0.0
    """Share of the opacity that is left behind Gaussians."""


@dataclass(slots=True, eq=False)
class OverlaySheet:
    """What is laid over a picture: premultiplied colour and coverage; it grows by drawing."""

    color: FloatArray
    """sRGB times coverage, shape [H, W, 3]."""
    alpha: FloatArray
    """Coverage 0 to 1, shape [H, W]."""

    @staticmethod
    def empty(camera: Camera) -> OverlaySheet:
        """A sheet with nothing on it, in the size of a camera's pictures."""
        size = (camera.height, camera.width)
        return OverlaySheet(np.zeros((*size, 3), np.float32), np.zeros(size, np.float32))

    def lay(self, index: LongArray, coverage: FloatArray, color: npt.ArrayLike) -> None:
        """Lay a colour over pixels.

        Args:
            index: Row-major numbers of the pixels, each once, shape [K].
            coverage: How much of each is covered, 0 to 1, shape [K].
            color: sRGB 0 to 1, shape [3] or [K, 3].
        """
        flat, alpha = self.color.reshape(-1, 3), self.alpha.reshape(-1)
        under, covered = flat[index], alpha[index]
        flat[index] = under + coverage[:, None] * (np.asarray(color, np.float32) - under)
        alpha[index] = covered + coverage * (1 - covered)


@dataclass(frozen=True, slots=True, eq=False)
class _Segments:
    """Lines in the picture, cut at its border."""

    places: Float64Array
    """Start and end [px], shape [M, 2, 2]."""
    nearness: Float64Array
    """At start and end 1 / depth, or for orthographic views minus the depth, shape [M, 2]."""
    strengths: Float64Array
    """Opacity at start and end times nearness where that makes it linear, shape [M, 2]."""


def draw_lines(
    sheet: OverlaySheet,
    camera: Camera,
    lines: Lines,
    front: tuple[FloatArray, FloatArray] | None = None,
) -> None:
    """Draw lines on a sheet; where they cross they do not add up.

    Args:
        sheet: Changed in place.
        camera: View with picture size.
        lines: What to draw.
        front: Coverage and depth [m] of the Gaussians, each [H, W]; None draws lines in full.
    """
    segments = _cut(camera, lines)
    if not len(segments.places):
        return
    index, coverage, strength, nearness = _covered(segments, camera, lines.width_px)
    if front is not None:
        depth = -nearness if camera.is_orthographic else 1 / nearness
        strength *= 1 - (1 - lines.behind) * _hidden(index, depth, front)
    total = np.zeros(camera.width * camera.height, np.float32)
    np.maximum.at(total, index, (coverage * strength).astype(np.float32))
    touched = np.flatnonzero(total)
    sheet.lay(touched, total[touched], lines.color)


def _hidden(
    index: LongArray, depth: Float64Array, front: tuple[FloatArray, FloatArray]
) -> Float64Array:
    """How much of each pixel lies behind Gaussians, 0 to 1."""
    alpha, surface = (one.reshape(-1)[index] for one in front)
    return np.asarray(np.where(depth > surface * (1 + DEPTH_TOLERANCE), alpha, 0), np.float64)


def _cut(camera: Camera, lines: Lines) -> _Segments:
    """Cut lines at the near plane and at the picture's border."""
    starts, ends, strengths = _before_near_plane(camera, lines)
    first, depth0 = camera.project(starts)
    second, depth1 = camera.project(ends)
    places = np.stack([first, second], axis=1)
    depths = np.stack([depth0, depth1], axis=1)
    if camera.is_orthographic:
        nearness, weighed = -depths, strengths
    else:
        nearness, weighed = 1 / depths, strengths / depths
    enter, leave = _inside(places, (camera.width, camera.height))
    seen = enter < leave
    span = np.stack([enter, leave], axis=1)[seen]
    places, nearness, weighed = places[seen], nearness[seen], weighed[seen]
    along = places[:, 1] - places[:, 0]
    return _Segments(
        places[:, :1] + span[:, :, None] * along[:, None, :],
        nearness[:, :1] + span * np.diff(nearness, axis=1),
        weighed[:, :1] + span * np.diff(weighed, axis=1),
    )


def _before_near_plane(
    camera: Camera, lines: Lines
) -> tuple[Float64Array, Float64Array, Float64Array]:
    """Starts, ends and strengths of what lies beyond the near plane."""
    _, depth0 = camera.project(lines.starts)
    _, depth1 = camera.project(lines.ends)
    near = camera.near_plane * 1.001
    kept = np.maximum(depth0, depth1) > near
    depth0, depth1 = depth0[kept], depth1[kept]
    starts, ends, strengths = lines.starts[kept], lines.ends[kept], lines.strengths[kept]
    change = np.where(depth1 == depth0, 1.0, depth1 - depth0)
    meets = np.clip((near - depth0) / change, 0, 1)
    enter = np.where(depth0 < near, meets, 0.0)[:, None]
    leave = np.where(depth1 < near, meets, 1.0)[:, None]
    slope = strengths[:, 1:] - strengths[:, :1]
    cut = np.concatenate([strengths[:, :1] + enter * slope, strengths[:, :1] + leave * slope], 1)
    along = ends - starts
    return starts + enter * along, starts + leave * along, cut


def _inside(places: Float64Array, size: tuple[int, int]) -> tuple[Float64Array, Float64Array]:
    """Shares of segments at which they enter and leave the picture.

    Source: Liang and Barsky, A new concept and method for line clipping, 1984.
    """
    enter, leave = np.zeros(len(places)), np.ones(len(places))
    for axis in (0, 1):
        start, along = places[:, 0, axis], places[:, 1, axis] - places[:, 0, axis]
        level = np.abs(along) < 1e-12
        step = np.where(level, 1.0, along)
        to_low = (-_EDGE_PX - start) / step
        to_high = (size[axis] + _EDGE_PX - start) / step
        outside = (start < -_EDGE_PX) | (start > size[axis] + _EDGE_PX)
        enter = np.where(level, enter, np.maximum(enter, np.minimum(to_low, to_high)))
        leave = np.where(level, leave, np.minimum(leave, np.maximum(to_low, to_high)))
        leave = np.where(level & outside, -1.0, leave)
    return enter, leave


def _covered(
    segments: _Segments, camera: Camera, width_px: float
) -> tuple[LongArray, Float64Array, Float64Array, Float64Array]:
    """Pixels near segments: number, coverage, strength and nearness, each of shape [K].

    Segments are followed pixel by pixel along the axis on which they are longer.
    """
    along = segments.places[:, 1] - segments.places[:, 0]
    major = np.abs(along).argmax(axis=1)
    rows = np.arange(len(along))
    length = np.maximum(np.linalg.norm(along, axis=1), 1e-9)
    run = np.where(along[rows, major] == 0, 1e-9, along[rows, major])
    begin, end = segments.places[rows, 0, major], segments.places[rows, 1, major]
    first = np.ceil(np.minimum(begin, end) - 0.5).astype(np.int64)
    count = np.floor(np.maximum(begin, end) - 0.5).astype(np.int64) + 1 - first
    count = np.maximum(count, 0)
    owner = np.repeat(rows, count)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    cell = first[owner] + offset
    share = (cell + 0.5 - begin[owner]) / run[owner]
    minor = 1 - major
    middle = segments.places[rows, 0, minor][owner] + share * along[rows, minor][owner]
    slant = (np.abs(run) / length)[owner]
    half = max(width_px, 1.0) / 2
    strength = _between(segments.strengths, owner, share) * min(width_px, 1.0)
    nearness = _between(segments.nearness, owner, share)
    if not camera.is_orthographic:
        strength = strength / nearness
    reach = (half + 0.5) * np.sqrt(2)  # of the steepest line across its axis
    nearest = np.ceil(middle - reach - 0.5).astype(np.int64)
    across = nearest[:, None] + np.arange(int(2 * reach) + 1)
    distance = np.abs(across + 0.5 - middle[:, None]) * slant[:, None]
    coverage = np.clip(half + 0.5 - distance, 0, 1)
    upright = (major == 1)[owner][:, None]
    x, y = np.where(upright, across, cell[:, None]), np.where(upright, cell[:, None], across)
    kept = (coverage > 0) & (x >= 0) & (x < camera.width) & (y >= 0) & (y < camera.height)
    spread = np.broadcast_to(np.arange(len(owner))[:, None], kept.shape)[kept]
    return (y * camera.width + x)[kept], coverage[kept], strength[spread], nearness[spread]


def _between(values: Float64Array, owner: LongArray, share: Float64Array) -> Float64Array:
    """Values between both ends of each sample's segment."""
    return np.asarray(values[owner, 0] + share * (values[owner, 1] - values[owner, 0]))
