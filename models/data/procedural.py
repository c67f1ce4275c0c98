"""Procedural textured objects: plain solids, turned shapes, blobs and things put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.data.assets import TexturedMesh
from models.data.procedural_texture import TILE_PX, paint_tile

FloatArray = npt.NDArray[np.float32]
Shape = Callable[[np.random.Generator], "list[_Patch]"]

_RING = 40
_ROWS = 24


@dataclass(frozen=True, slots=True, eq=False)
class _Patch:
    """A grid of points with the texture coordinates inside its own tile."""

    points: FloatArray
    """Positions, arbitrary units, shape [R, C, 3]."""

    def moved(self, scale: npt.ArrayLike, shift: npt.ArrayLike) -> _Patch:
        return _Patch((self.points * np.asarray(scale) + np.asarray(shift)).astype(np.float32))


def procedural_mesh(seed: int) -> TexturedMesh:
    """A random object with its longest side of 1 and the centre of its bounds at the origin."""
    rng = np.random.default_rng(seed)
    shapes: tuple[tuple[Shape, float], ...] = (
        (_box, 0.18),
        (_superquadric, 0.14),
        (_turned, 0.26),
        (_torus, 0.04),
        (_blob, 0.12),
        (_handled, 0.1),
        (_legged, 0.06),
        (_pile, 0.1),
    )
    chosen = rng.choice(len(shapes), p=[weight for _, weight in shapes])
    patches = shapes[chosen][0](rng)
    stretch = rng.uniform(0.6, 1.6, 3) if rng.random() < 0.4 else np.ones(3)
    return _assemble([patch.moved(stretch, 0) for patch in patches], rng).normalized()


def _assemble(patches: list[_Patch], rng: np.random.Generator) -> TexturedMesh:
    """Join patches; they share up to four painted tiles stacked in one picture."""
    tiles = [paint_tile(rng) for _ in range(rng.integers(1, min(len(patches), 4) + 1))]
    vertices, faces, uvs, start = [], [], [], 0
    for index, patch in enumerate(patches):
        rows, columns = patch.points.shape[:2]
        tile = index % len(tiles)
        u, v = np.meshgrid(np.linspace(0.01, 0.99, columns), np.linspace(0.99, 0.01, rows))
        uvs.append(np.stack([u, (len(tiles) - 1 - tile + v) / len(tiles)], axis=-1).reshape(-1, 2))
        at = start + np.arange(rows * columns).reshape(rows, columns)
        a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
        quads = np.stack([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])
        faces.append(quads.reshape(-1, 3))
        vertices.append(patch.points.reshape(-1, 3))
        start += rows * columns
    return TexturedMesh(
        np.concatenate(vertices).astype(np.float32),
        np.concatenate(faces).astype(np.int32),
        np.concatenate(uvs).astype(np.float32),
        np.concatenate(tiles).reshape(-1, TILE_PX, 3),
    )


def _box(rng: np.random.Generator) -> list[_Patch]:
    half = 0.5 * rng.uniform(0.15, 1.0, 3)
    if rng.random() < 0.3:
        half[rng.integers(3)] *= 0.3
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32)
    walls = []
    for side in range(4):
        (x0, y0), (x1, y1) = corners[side], corners[(side + 1) % 4]
        walls.append([[[x0, y0, 1], [x1, y1, 1]], [[x0, y0, -1], [x1, y1, -1]]])
    for z in (1, -1):
        walls.append([[[-1, 1, z], [1, 1, z]], [[-1, -1, z], [1, -1, z]]])
    return [_Patch(np.array(wall, np.float32) * half.astype(np.float32)) for wall in walls]


def _angles() -> FloatArray:
    return np.linspace(0, 2 * np.pi, _RING, dtype=np.float32)


def _superquadric(rng: np.random.Generator) -> list[_Patch]:
    """Barr's superquadric: from a box with round edges to a spindle."""
    east, north = rng.choice([0.25, 0.5, 0.8, 1.0, 1.5], 2)
    theta, phi = np.meshgrid(_angles(), np.linspace(np.pi / 2, -np.pi / 2, _ROWS))

    def power(values: FloatArray, exponent: float) -> FloatArray:
        return np.asarray(np.sign(values) * np.abs(values) ** exponent, np.float32)

    ring = power(np.cos(phi), north)
    points = [ring * power(np.cos(theta), east), ring * power(np.sin(theta), east)]
    points.append(power(np.sin(phi), north))
    return [_Patch(np.stack(points, -1) * rng.uniform(0.3, 1.0, 3).astype(np.float32))]


def _revolved(radius: FloatArray, height: FloatArray) -> _Patch:
    theta = _angles()
    x, y = radius[:, None] * np.cos(theta), radius[:, None] * np.sin(theta)
    z = np.broadcast_to(height[:, None], x.shape)
    return _Patch(np.stack([x, y, z], -1).astype(np.float32))


def _profile(rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
    """Radius and height of a closed profile from top to bottom: bottle, bowl, can or vase."""
    knots = rng.integers(2, 6)
    heights = np.linspace(1, -1, _ROWS)
    at = np.linspace(1, -1, knots)[::-1]
    values = rng.uniform(0.15, 1.0, knots)
    kind = rng.random()
    if kind < 0.35:  # straight, as cans and cups are
        values = np.linspace(values[0], values[0] * rng.uniform(0.7, 1.4), knots)
    radius = np.interp(heights, at, values)
    if kind > 0.6:
        smooth = np.convolve(np.pad(radius, 3, mode="edge"), np.ones(7) / 7, mode="valid")
        radius = smooth
    if 0.35 < kind < 0.6:  # a neck
        radius = np.where(heights > rng.uniform(0.3, 0.8), rng.uniform(0.15, 0.4), radius)
    aspect = rng.uniform(0.35, 2.5)
    return radius.astype(np.float32), (heights * aspect).astype(np.float32)


def _turned(rng: np.random.Generator) -> list[_Patch]:
    radius, height = _profile(rng)
    caps = [_revolved(np.array([0, radius[-1]]), np.array([height[-1]] * 2))]
    if rng.random() < 0.3:  # open at the top, with an inside
        inner = (0.9 * radius)[::-1]
        inside = np.maximum(height, height[-1] + 0.08)[::-1]
        return [_revolved(radius, height), _revolved(inner[1:], inside[1:]), *caps]
    caps.append(_revolved(np.array([0, radius[0]]), np.array([height[0]] * 2)))
    return [_revolved(radius, height), *caps]


def _torus(rng: np.random.Generator) -> list[_Patch]:
    return [_ring(rng.uniform(0.15, 0.5))]


def _ring(tube: float) -> _Patch:
    theta, phi = np.meshgrid(_angles(), np.linspace(0, 2 * np.pi, _ROWS))
    wide = 1 + tube * np.cos(phi)
    points = [wide * np.cos(theta), wide * np.sin(theta), tube * np.sin(phi)]
    return _Patch(np.stack(points, -1).astype(np.float32))


def _blob(rng: np.random.Generator) -> list[_Patch]:
    """A sphere whose radius is disturbed by a few smooth waves, such as fruit and stones."""
    theta, phi = np.meshgrid(_angles(), np.linspace(np.pi / 2, -np.pi / 2, _ROWS))
    unit = np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], -1)
    radius = np.ones(theta.shape)
    for _ in range(rng.integers(1, 7)):
        wave = rng.normal(0, 1.6, 3)
        radius += rng.uniform(0.02, 0.18) * np.sin(unit @ wave + rng.uniform(0, 6))
    stretch = rng.uniform(0.4, 1.0, 3)
    return [_Patch((unit * radius[..., None] * stretch).astype(np.float32))]


def _handled(rng: np.random.Generator) -> list[_Patch]:
    body = _turned(rng)
    radius = float(np.abs(body[0].points[..., 0]).max())
    size = rng.uniform(0.3, 0.7)
    loop = _ring(rng.uniform(0.12, 0.3)).points[..., [0, 2, 1]] * size
    return [*body, _Patch(loop).moved(1, [radius, 0, rng.uniform(-0.3, 0.3)])]


def _legged(rng: np.random.Generator) -> list[_Patch]:
    width, depth = rng.uniform(0.4, 1.0, 2)
    thin, leg = rng.uniform(0.04, 0.2), rng.uniform(0.03, 0.1)
    slab = [patch.points / np.abs(patch.points).max(axis=(0, 1)) for patch in _cube()]
    parts = [_Patch(face).moved([width, depth, thin], [0, 0, 0]) for face in slab]
    tall = rng.uniform(0.3, 1.0)
    for x in (-1, 1):
        for y in (-1, 1):
            at = [x * (width - leg), y * (depth - leg), -tall]
            parts += [_Patch(face).moved([leg, leg, tall], at) for face in slab]
    return parts


def _cube() -> list[_Patch]:
    return _box(np.random.default_rng(0))


def _pile(rng: np.random.Generator) -> list[_Patch]:
    """Two to four simple solids on or beside one another."""
    solids: tuple[Shape, ...] = (_box, _turned, _superquadric, _blob)
    parts, shift = [], np.zeros(3)
    for _ in range(rng.integers(2, 5)):
        solid = solids[rng.integers(len(solids))](rng)
        scale = rng.uniform(0.3, 0.9)
        parts += [patch.moved(scale, shift) for patch in solid]
        shift = shift + rng.uniform(-1, 1, 3) * [0.5, 0.5, 0.9]
    return parts
