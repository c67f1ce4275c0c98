"""What a person does to an object's mask: strokes, outlines, growing, softening; as values.

Edits are replayed on the mask that was found, at any resolution: places and lengths are in units of
the photo's longer side, x to the right and y down from its upper left corner.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from render.errors import InputError

if TYPE_CHECKING:
    from PIL import Image

FloatArray = npt.NDArray[np.float32]
Point = tuple[float, float]

RADIUS_RANGE = (0.0005, 0.5)
"""Radius of a brush, in longer sides."""
GROWTH_RANGE = (-0.05, 0.05)
"""How far an outline may be moved at once, in longer sides."""
SOFTNESS_RANGE = (0.0, 0.05)
"""Standard deviation of a feather, in longer sides."""

_OVERSAMPLING = 2
_SQUARES = math.sqrt(2) - 1
"""Share of squares that makes an octagon as wide along the diagonals as along the axes."""


@dataclass(frozen=True, slots=True)
class MaskStroke:
    """A stroke of the brush or of the eraser."""

    points: tuple[Point, ...]
    """Places that the middle of the brush passed."""
    radius: float
    """Radius of the brush."""
    adds: bool = True
    """False erases."""
    kind: Literal["stroke"] = "stroke"

    def __post_init__(self) -> None:
        _check_points(self.points, 1, "a stroke")
        _check_range("brush radius", self.radius, RADIUS_RANGE)


@dataclass(frozen=True, slots=True)
class MaskPolygon:
    """An outline whose inside is added or taken away."""

    points: tuple[Point, ...]
    """Corners."""
    adds: bool = True
    """False takes the inside away."""
    kind: Literal["polygon"] = "polygon"

    def __post_init__(self) -> None:
        _check_points(self.points, 3, "an outline")


@dataclass(frozen=True, slots=True)
class MaskGrowth:
    """The outline moved outwards, or inwards."""

    distance: float
    """How far; negative shrinks."""
    kind: Literal["growth"] = "growth"

    def __post_init__(self) -> None:
        _check_range("growth", self.distance, GROWTH_RANGE)


@dataclass(frozen=True, slots=True)
class MaskFeather:
    """The outline made softer."""

    softness: float
    """Standard deviation of the blur."""
    kind: Literal["feather"] = "feather"

    def __post_init__(self) -> None:
        _check_range("feather", self.softness, SOFTNESS_RANGE)


@dataclass(frozen=True, slots=True)
class MaskInversion:
    """Object and background swapped."""

    kind: Literal["inversion"] = "inversion"


@dataclass(frozen=True, slots=True)
class MaskFill:
    """The whole frame taken for the object, or nothing of it."""

    covers: bool
    """True for the whole frame."""
    kind: Literal["fill"] = "fill"


MaskEdit = MaskStroke | MaskPolygon | MaskGrowth | MaskFeather | MaskInversion | MaskFill


def edited_mask(alpha: FloatArray, edits: Sequence[MaskEdit]) -> FloatArray:
    """A mask after some edits.

    Args:
        alpha: Coverage 0 to 1, shape [H, W], at any resolution of the photo.
        edits: In the order in which they were made.

    Returns:
        Coverage 0 to 1, shape [H, W]; 8-bit values.
    """
    from PIL import Image

    picture = Image.fromarray(np.rint(np.clip(alpha, 0, 1) * 255).astype(np.uint8))
    for edit in edits:
        picture = _edited(picture, edit)
    return np.asarray(picture, np.float32) / np.float32(255)


def _edited(mask: Image.Image, edit: MaskEdit) -> Image.Image:
    from PIL import Image, ImageFilter

    longer = max(mask.size)
    if isinstance(edit, MaskStroke | MaskPolygon):
        return _joined(mask, _drawn(edit, mask.size), adds=edit.adds)
    if isinstance(edit, MaskGrowth):
        return _grown(mask, round(edit.distance * longer))
    if isinstance(edit, MaskFeather):
        return mask.filter(ImageFilter.GaussianBlur(edit.softness * longer))
    if isinstance(edit, MaskInversion):
        return mask.point(lambda value: 255 - value)
    return Image.new("L", mask.size, 255 if edit.covers else 0)


def _drawn(edit: MaskStroke | MaskPolygon, size: tuple[int, int]) -> Image.Image:
    """The shape of a stroke or outline, its edge one pixel soft."""
    from PIL import Image, ImageDraw

    scale = max(size) * _OVERSAMPLING
    points = [(x * scale, y * scale) for x, y in edit.points]
    large = Image.new("L", (size[0] * _OVERSAMPLING, size[1] * _OVERSAMPLING))
    draw = ImageDraw.Draw(large)
    if isinstance(edit, MaskPolygon):
        draw.polygon(points, fill=255)
        return large.reduce(_OVERSAMPLING)
    radius = edit.radius * scale
    if len(points) > 1:
        draw.line(points, fill=255, width=max(round(2 * radius), 1))
    for x, y in points:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return large.reduce(_OVERSAMPLING)


def _joined(mask: Image.Image, shape: Image.Image, *, adds: bool) -> Image.Image:
    from PIL import Image

    before, drawn = np.asarray(mask), np.asarray(shape)
    return Image.fromarray(np.maximum(before, drawn) if adds else np.minimum(before, 255 - drawn))


def _grown(mask: Image.Image, distance_px: int) -> Image.Image:
    """The mask grown by an octagon, of squares and crosses of one pixel."""
    from PIL import Image, ImageFilter

    kind = ImageFilter.MaxFilter if distance_px > 0 else ImageFilter.MinFilter
    pick = np.maximum if distance_px > 0 else np.minimum
    for step in range(abs(distance_px)):
        if int((step + 1) * _SQUARES) > int(step * _SQUARES):
            mask = mask.filter(kind(3))
            continue
        values = np.asarray(mask)
        result = values.copy()
        pick(result[1:], values[:-1], out=result[1:])
        pick(result[:-1], values[1:], out=result[:-1])
        pick(result[:, 1:], values[:, :-1], out=result[:, 1:])
        pick(result[:, :-1], values[:, 1:], out=result[:, :-1])
        mask = Image.fromarray(result)
    return mask


def _check_points(points: Sequence[Point], least: int, what: str) -> None:
    if len(points) < least or not all(math.isfinite(value) for point in points for value in point):
        raise InputError(f"{what} needs at least {least} finite points, got {len(points)}")


def _check_range(what: str, value: float, limits: tuple[float, float]) -> None:
    low, high = limits
    if not low <= value <= high:
        raise InputError(f"{what} {value:g} is outside {low:g} to {high:g} of the longer side")
