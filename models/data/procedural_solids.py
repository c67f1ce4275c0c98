"""Solids of any material: turned, moulded, stacked; the same generators for every class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from models.data.procedural_noise import Noise

FloatArray = npt.NDArray[np.float32]

COLUMNS = 112
"""Steps round a solid; a multiple of the sectors."""
ROWS = 65
"""Points along a profile."""


@dataclass(frozen=True, slots=True, eq=False)
class Solid:
    """A closed surface as a grid: rows along its profile, columns round its axis."""

    points: FloatArray
    """Positions, arbitrary units, shape [ROWS, COLUMNS + 1, 3]; last column = first."""
    centre: FloatArray
    """Point from which a relief pushes outwards, shape [3]."""

    def moved(self, matrix: npt.ArrayLike, shift: npt.ArrayLike = 0.0) -> Solid:
        """The solid under a linear map [3, 3], a scale per axis [3] or one scale, then a shift."""
        linear = np.asarray(matrix, np.float32)
        linear = linear if linear.ndim == 2 else np.diag(np.broadcast_to(linear, (3,)))
        offset = np.broadcast_to(np.asarray(shift, np.float32), (3,))
        return Solid(
            np.asarray(self.points @ linear.T + offset, np.float32),
            np.asarray(self.centre @ linear.T + offset, np.float32),
        )


Shape = Callable[[np.random.Generator], list[Solid]]


def turned(
    profile: list[tuple[float, float]], *, rounding: float, outline: FloatArray | None = None
) -> Solid:
    """A solid from a profile that runs from the axis below to the axis above.

    Args:
        profile: (radius, height) of the corners, arbitrary units.
        rounding: How far from a corner its rounding starts.
        outline: Factor on the radius round the axis, shape [COLUMNS]; None is a circle.
    """
    radius, height = _rounded(np.array(profile, np.float64), rounding).T
    theta = np.linspace(0, 2 * np.pi, COLUMNS, endpoint=False)
    factor = np.ones(COLUMNS) if outline is None else outline
    x = radius[:, None] * (factor * np.cos(theta))
    y = radius[:, None] * (factor * np.sin(theta))
    points = np.stack([x, y, np.broadcast_to(height[:, None], x.shape)], -1)
    points = np.concatenate([points, points[:, :1]], axis=1).astype(np.float32)
    centre = np.array([0, 0, (height.max() + height.min()) / 2], np.float32)
    return Solid(points, centre)


def _rounded(corners: npt.NDArray[np.float64], rounding: float) -> npt.NDArray[np.float64]:
    """ROWS points along a polyline whose corners are replaced by parabolas."""
    path = [corners[:1]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        ends = []
        for other in (before, after):
            length = max(float(np.linalg.norm(other - corner)), 1e-9)
            ends.append(corner + (other - corner) * min(rounding / length, 0.5))
        t = np.linspace(0, 1, 7)[:, None]
        path.append((1 - t) ** 2 * ends[0] + 2 * t * (1 - t) * corner + t**2 * ends[1])
    path.append(corners[-1:])
    line = np.concatenate(path)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    even = np.linspace(0, along[-1], ROWS)
    return np.stack([np.interp(even, along, line[:, axis]) for axis in (0, 1)], axis=1)


def _angles() -> npt.NDArray[np.float64]:
    return np.linspace(0, 2 * np.pi, COLUMNS, endpoint=False)


def square_outline(rng: np.random.Generator) -> FloatArray:
    """From a square with sharp corners to one with soft ones."""
    power = float(rng.choice([4.0, 8.0, 24.0, 60.0]))
    c, s = np.abs(np.cos(_angles() + np.pi / 4)), np.abs(np.sin(_angles() + np.pi / 4))
    return np.asarray((c**power + s**power) ** (-1 / power), np.float32)


def _polygon_outline(corners: int) -> FloatArray:
    step = 2 * np.pi / corners
    return np.asarray(np.cos(step / 2) / np.cos(_angles() % step - step / 2), np.float32)


def _wavy_outline(lobes: int, depth: float, sharpness: float = 1.0) -> FloatArray:
    wave = np.abs(np.cos(lobes * _angles() / 2)) ** sharpness
    return np.asarray(1 - depth * wave, np.float32)


def _aspect(rng: np.random.Generator, low: float, high: float) -> FloatArray:
    return np.exp(rng.uniform(np.log(low), np.log(high), 3)).astype(np.float32)


def _drum_profile(height: float, top: float = 1.0) -> list[tuple[float, float]]:
    return [(0, -height), (1, -height), (top, height), (0, height)]


def block(rng: np.random.Generator) -> list[Solid]:
    """A brick, a bar of soap, a cushion."""
    rounding = float(rng.choice([0.03, 0.1, 0.25, 0.5]))
    solid = turned(_drum_profile(0.7), rounding=rounding, outline=square_outline(rng))
    return [solid.moved(_aspect(rng, 0.55, 1.3))]


def slab(rng: np.random.Generator) -> list[Solid]:
    """A flat tile or disc, lying or leaning."""
    outline = square_outline(rng) if rng.random() < 0.7 else None
    solid = turned(_drum_profile(rng.uniform(0.06, 0.22)), rounding=0.05, outline=outline)
    tilt = rng.choice([0.0, 0.0, 0.5, 1.2])
    c, s = np.cos(tilt), np.sin(tilt)
    turn = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    return [solid.moved([1, rng.uniform(0.5, 1), 1]).moved(turn)]


def ball(rng: np.random.Generator) -> list[Solid]:
    """A ball, an egg or a bun."""
    t = np.linspace(-np.pi / 2, np.pi / 2, 24)
    power = rng.choice([0.6, 1.0, 1.0])
    profile = [(max(np.cos(a), 0) ** power, np.sin(a)) for a in t]
    return [turned(profile, rounding=0.01).moved(_aspect(rng, 0.6, 1.1))]


def drum(rng: np.random.Generator) -> list[Solid]:
    """A can, a roll, a puck."""
    profile = _drum_profile(rng.uniform(0.25, 1.6), rng.uniform(0.85, 1.1))
    return [turned(profile, rounding=float(rng.choice([0.02, 0.08, 0.25])))]


def mound(rng: np.random.Generator) -> list[Solid]:
    """A heap: a cone with a blunt top on a flat base, its foot uneven."""
    height, top = rng.uniform(0.45, 0.8), rng.uniform(0.05, 0.35)
    lobes = 1 + 0.05 * np.sin(3 * _angles() + rng.uniform(0, 6))
    lobes += 0.05 * np.sin(2 * _angles() + rng.uniform(0, 6))
    profile = [(0, 0), (1.0, 0), (0.93, 0.07), (0.6, 0.5 * height), (top, height), (0, height)]
    solid = turned(profile, rounding=0.25, outline=lobes.astype(np.float32))
    return [_lumpy(solid, rng, 2.0, 0.05)]


def bowl(rng: np.random.Generator) -> list[Solid]:
    """An open pot, cup or bowl."""
    height, foot = rng.uniform(0.5, 1.5), rng.uniform(0.45, 0.95)
    wall = rng.uniform(0.06, 0.16)
    belly = (foot + 1) / 2 + rng.uniform(0, 0.25)
    outside = [(0, 0), (foot, 0), (belly, 0.45 * height), (1, height)]
    inside = [(1 - wall, height), (belly - wall, 0.45 * height), (foot - wall, wall), (0, wall)]
    return [turned([*outside, *inside], rounding=0.08)]


def mould(rng: np.random.Generator) -> list[Solid]:
    """Turned out of a fluted mould: a pudding, a cake, a pot."""
    outline = _wavy_outline(int(rng.integers(5, 15)), rng.uniform(0.08, 0.2), 2.0)
    height, top = rng.uniform(0.6, 1.3), rng.uniform(0.55, 0.85)
    profile = [(0, 0), (1, 0), (top, height), (0.25, height)]
    profile.append((0, height * rng.uniform(0.75, 1.0)))
    return [turned(profile, rounding=0.12, outline=outline)]


def lump(rng: np.random.Generator) -> list[Solid]:
    """A shapeless piece."""
    return [_lumpy(ball(rng)[0], rng, 1.5, 0.16)]


def ring(rng: np.random.Generator) -> list[Solid]:
    """A thick ring."""
    tube = rng.uniform(0.25, 0.45)
    phi, theta = np.linspace(-np.pi, np.pi, ROWS), np.append(_angles(), 2 * np.pi)
    wide = 1 + tube * np.cos(phi)[:, None]
    x, y = wide * np.cos(theta), wide * np.sin(theta)
    points = np.stack([x, y, np.broadcast_to(tube * np.sin(phi)[:, None], x.shape)], -1)
    return [Solid(points.astype(np.float32), np.zeros(3, np.float32))]


def stack(rng: np.random.Generator) -> list[Solid]:
    """Two or three solids on one another."""
    parts: list[Solid] = []
    top, size = 0.0, 1.0
    for _ in range(rng.integers(2, 4)):
        kind = (block, ball, drum, lump)[rng.integers(4)]
        solid = kind(rng)[0]
        low, high = solid.points[..., 2].min(), solid.points[..., 2].max()
        width = float(np.abs(solid.points[..., :2]).max())
        scale = size / width
        shift = [*rng.uniform(-0.12, 0.12, 2) * size, top - low * scale]
        parts.append(solid.moved(scale, shift))
        top += (high - low) * scale * 0.94
        size *= rng.uniform(0.6, 0.95)
    return parts


def bucket(rng: np.random.Generator) -> list[Solid]:
    """Turned out of a bucket: a tapered drum with battlements or a rim."""
    height, top = rng.uniform(0.9, 1.5), rng.uniform(0.6, 0.8)
    lip = top + rng.uniform(0.05, 0.12)
    profile = [(0, 0), (1, 0), (top, 0.8 * height), (lip, 0.82 * height), (lip, height)]
    profile += [(0.8 * top, height), (0.75 * top, 0.9 * height), (0, 0.9 * height)]
    return [turned(profile, rounding=0.05)]


def star(rng: np.random.Generator) -> list[Solid]:
    """A star or flower cut from a thick plate."""
    outline = _wavy_outline(int(rng.integers(4, 8)), rng.uniform(0.25, 0.45))
    profile = _drum_profile(rng.uniform(0.2, 0.5))
    return [turned(profile, rounding=0.08, outline=outline)]


def wedge(rng: np.random.Generator) -> list[Solid]:
    """A block that runs thin to one side, like a slice."""
    solid = block(rng)[0]
    low, high = solid.points[..., 0].min(), solid.points[..., 0].max()
    thin = 1 - rng.uniform(0.55, 0.85) * (solid.points[..., 0] - low) / (high - low)
    points = solid.points.copy()
    points[..., 2] = (points[..., 2] - points[..., 2].min()) * thin
    return [Solid(points, points.reshape(-1, 3).mean(axis=0))]


def vase(rng: np.random.Generator) -> list[Solid]:
    """A closed vase, bottle or pin."""
    neck, lip, height = rng.uniform(0.25, 0.5), rng.uniform(0.35, 0.6), rng.uniform(1.6, 2.6)
    belly = rng.uniform(0.25, 0.5) * height
    profile = [(0, 0), (rng.uniform(0.5, 0.8), 0), (1, belly), (neck, 0.8 * height)]
    return [turned([*profile, (lip, height), (0, height)], rounding=0.3)]


def prism(rng: np.random.Generator) -> list[Solid]:
    """A column with three to eight sides, straight or twisted."""
    outline = _polygon_outline(int(rng.choice([3, 5, 6, 8])))
    solid = turned(_drum_profile(rng.uniform(0.5, 1.4)), rounding=0.05, outline=outline)
    angle = rng.uniform(-1, 1) * solid.points[..., 2]
    x, y, z = np.moveaxis(solid.points, -1, 0)
    twisted = [x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle), z]
    return [Solid(np.stack(twisted, -1).astype(np.float32), solid.centre)]


def pile(rng: np.random.Generator) -> list[Solid]:
    """Several pieces heaped up."""
    parts = []
    for number in range(int(rng.integers(4, 7))):
        angle = 2.4 * number + rng.uniform(0, 0.5)
        out, up = (0.6, 0.0) if number < 4 else (0.15, 0.55)
        piece = lump(rng)[0].moved(rng.uniform(0.45, 0.65))
        parts.append(piece.moved(1, [out * np.cos(angle), out * np.sin(angle), up]))
    return parts


def _lumpy(solid: Solid, rng: np.random.Generator, frequency: float, depth: float) -> Solid:
    """The solid with smooth bumps and hollows."""
    flat = solid.points.reshape(-1, 3)
    push = 1 + depth * Noise.random(rng, frequency).smooth_at(flat)
    points = solid.centre + (flat - solid.centre) * push[:, None]
    return Solid(points.reshape(solid.points.shape).astype(np.float32), solid.centre)


TRAINING_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {
        shape.__name__: shape
        for shape in (block, slab, ball, drum, mound, bowl, mould, lump, ring, stack)
    }
)
"""Generators of shapes that heads are trained on."""
HELD_OUT_SHAPES: Mapping[str, Shape] = MappingProxyType(
    {shape.__name__: shape for shape in (bucket, star, wedge, vase, prism, pile)}
)
"""Generators of shapes for tests alone."""
