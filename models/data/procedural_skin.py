"""A finish laid over solids: relief, texture and baked light of a procedural object."""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from models.data.assets import TexturedMesh
from models.data.finishes.finish import Finish, Relief, Texels, random_direction
from models.data.procedural_solids import Solid

FloatArray = npt.NDArray[np.float32]
Reals = npt.NDArray[np.floating]

_SECTORS = 4
_HALVES = 2
_TEXELS = 100_000
"""Texels of one object, about."""
_TILE_PX = (40, 112)
_FULL_DETAIL = 2
"""Objects of more solids have half the grid."""
_BAKED_LIGHT = (0.05, 0.4)


def skinned(solids: list[Solid], finish: Finish, rng: np.random.Generator) -> TexturedMesh:
    """Solids with one finish as a mesh with a longest side of 1, centred at the origin.

    Args:
        solids: Closed grids, arbitrary units.
        finish: Relief and colours.
        rng: Source of the baked light.
    """
    grids = [_pushed(solid, finish.relief) for solid in _unit(solids)]
    step = 1 if len(grids) <= _FULL_DETAIL else 2
    tiles = [tile for grid in grids for tile in _tiles(grid)]
    side = int(np.clip(np.sqrt(_TEXELS / len(tiles)), *_TILE_PX))
    texels = _texels(tiles, side)
    colors = np.clip(_baked(finish.paint(texels), texels.normals, rng), 0, 1)
    texture = (colors * 255 + 0.5).astype(np.uint8).reshape(len(tiles) * side, side, 3)
    vertices, faces, uv = _surface([tile[::step, ::step, :3] for tile in tiles], side)
    return TexturedMesh(vertices, faces, uv, texture).normalized()


def _unit(solids: list[Solid]) -> list[Solid]:
    """The solids with a longest side of 1 together, centred at the origin."""
    flat = np.concatenate([solid.points.reshape(-1, 3) for solid in solids])
    low, high = flat.min(axis=0), flat.max(axis=0)
    scale = 1 / float((high - low).max())
    return [solid.moved(scale, -scale * (low + high) / 2) for solid in solids]


def _pushed(solid: Solid, relief: Relief | None) -> FloatArray:
    """Points and unit normals of a solid under a relief, shape [R, C + 1, 6]."""
    points = solid.points
    if relief is not None:
        push = relief(points.reshape(-1, 3)).reshape(points.shape[:2])
        points = points + push[..., None] * _normals(points)
    return np.concatenate([points, _normals(points)], axis=-1).astype(np.float32)


def _normals(points: FloatArray) -> FloatArray:
    """Unit outward normals of a grid that closes round its axis, shape [R, C + 1, 3]."""
    around = np.roll(points[:, :-1], -1, 1) - np.roll(points[:, :-1], 1, 1)
    up = np.gradient(points[:, :-1], axis=0)
    normals = np.cross(around, up)
    lengths = np.linalg.norm(normals, axis=-1, keepdims=True)
    normals /= np.maximum(lengths, 1e-12)
    for row, beside in ((0, 1), (-1, -2)):
        if float(lengths[row].max()) < 1e-7:  # a pole, where all columns meet
            normals[row] = normals[beside].mean(axis=0)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-6)
    return np.concatenate([normals, normals[:, :1]], axis=1).astype(np.float32)


def _tiles(grid: FloatArray) -> list[FloatArray]:
    """The grid cut into patches that share their borders."""
    rows = (grid.shape[0] - 1) // _HALVES
    columns = (grid.shape[1] - 1) // _SECTORS
    return [
        grid[row * rows : (row + 1) * rows + 1, column * columns : (column + 1) * columns + 1]
        for row in range(_HALVES)
        for column in range(_SECTORS)
    ]


def _texels(tiles: list[FloatArray], side: int) -> Texels:
    """Points and normals of all texels, tile by tile, row by row."""
    stacked = np.stack(tiles)  # [K, r, c, 6]
    rows = _spread(stacked.shape[1], side)
    columns = _spread(stacked.shape[2], side)
    wide = np.einsum("sc,krcv->krsv", columns, stacked, optimize=True)
    full = np.einsum("tr,krsv->ktsv", rows, wide, optimize=True).reshape(-1, 6)
    normals = full[:, 3:]
    lengths = np.sqrt(np.einsum("nv,nv->n", normals, normals))
    return Texels(
        np.ascontiguousarray(full[:, :3], np.float32),
        (normals / np.maximum(lengths, 1e-6)[:, None]).astype(np.float32),
    )


@cache
def _spread(count: int, side: int) -> FloatArray:
    """Weights that interpolate `count` even points at `side` texels, shape [side, count]."""
    at = np.linspace(0, count - 1, side)
    gap = np.abs(at[:, None] - np.arange(count))
    return np.asarray(np.maximum(1 - gap, 0), np.float32)


def _surface(
    patches: list[FloatArray], side: int
) -> tuple[FloatArray, npt.NDArray[np.int32], FloatArray]:
    """Vertices, faces and texture coordinates of patches whose tiles are stacked."""
    rows, columns = patches[0].shape[:2]
    at = np.arange(rows * columns, dtype=np.int32).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    quads = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).reshape(-1, 3)
    starts = np.arange(len(patches), dtype=np.int32) * (rows * columns)
    u = (0.5 + np.linspace(0, side - 1, columns)) / side
    down = 0.5 + np.linspace(0, side - 1, rows)
    v = 1 - (np.arange(len(patches))[:, None] * side + down) / (len(patches) * side)
    uv = np.empty((len(patches), rows, columns, 2), np.float32)
    uv[..., 0], uv[..., 1] = u, v[..., None]
    faces = (quads[None] + starts[:, None, None]).reshape(-1, 3)
    vertices = np.stack(patches).reshape(-1, 3).astype(np.float32)
    return vertices, faces.astype(np.int32), uv.reshape(-1, 2)


def _baked(colors: Reals, normals: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Colours under a soft light from somewhere above, as scanned textures hold it."""
    facing = 0.5 + 0.5 * normals @ random_direction(rng, upward=0.6)
    strength = rng.uniform(*_BAKED_LIGHT)
    return np.asarray(colors * (1 - strength + strength * facing)[:, None], np.float32)
