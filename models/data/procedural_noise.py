"""Solid noise: random fields over space, read from small periodic volumes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Reals = npt.NDArray[np.floating]

_VOXELS = 128
_LATTICE = 8
_VOXELS_A_CELL = _VOXELS // _LATTICE
_SEED = 20260711
_SMOOTH_UNIT = 42.0
"""Level of a stored byte that stands for 1 standard deviation."""
_CELL_UNIT = 200.0
"""Level of a stored byte that stands for one lattice cell."""
_LEAST_OCTAVE_GAIN = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class _Placement:
    """Where a field lies: turned, scaled and shifted at random."""

    turn: FloatArray
    """Rotation times voxels a unit of length, shape [3, 3]."""
    shift: FloatArray
    """Offset [voxels], shape [3]."""

    @staticmethod
    def random(rng: np.random.Generator, frequency: float | FloatArray) -> _Placement:
        rotation, _ = np.linalg.qr(rng.normal(size=(3, 3)))
        scale = np.asarray(frequency, np.float32) * _VOXELS_A_CELL
        scaled = np.broadcast_to(scale, (3,))[:, None] * rotation
        return _Placement(scaled.astype(np.float32), rng.uniform(0, 512, 3).astype(np.float32))

    def voxels(self, points: Reals) -> FloatArray:
        """Voxel coordinates of points [N, 3]."""
        return np.asarray(points @ self.turn + self.shift, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """Smooth noise, mean 0 and standard deviation 1, in one or several octaves."""

    octaves: tuple[_Placement, ...]

    @staticmethod
    def random(
        rng: np.random.Generator, frequency: float | npt.ArrayLike, octaves: int = 1
    ) -> Noise:
        """A field at a random place.

        Args:
            rng: Source of the place.
            frequency: Bumps along the longest side of the object; three values give the bumps
                along the axes of the object, such as fibres.
            octaves: Fields added up, each twice as fine and half as strong as the one before.
        """
        scale = np.asarray(frequency, np.float32)
        return Noise(tuple(_Placement.random(rng, scale * 2**at) for at in range(octaves)))

    def at(self, points: Reals) -> FloatArray:
        """Values at points [N, 3] to the nearest voxel: fast, for textures; shape [N]."""
        volume = _smooth_volume()
        return self._summed([_nearest(volume, place.voxels(points)) for place in self.octaves])

    def smooth_at(self, points: FloatArray) -> FloatArray:
        """Values at points [N, 3], interpolated between voxels, for shapes; shape [N]."""
        volume = _smooth_volume()
        return self._summed([_between(volume, place.voxels(points)) for place in self.octaves])

    def _summed(self, parts: list[FloatArray]) -> FloatArray:
        gains = _LEAST_OCTAVE_GAIN ** np.arange(len(parts))
        unit = np.float32(_SMOOTH_UNIT * np.sqrt((gains**2).sum()))
        total = parts[0]
        for gain, part in zip(gains[1:], parts[1:], strict=True):
            total = total + np.float32(gain) * part
        return np.asarray(total / unit, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """Space cut into the cells of scattered seeds: pores, pebbles, grains, scales.

    Source: Worley, A cellular texture basis function, SIGGRAPH 1996.
    """

    place: _Placement

    @staticmethod
    def random(rng: np.random.Generator, frequency: float | npt.ArrayLike) -> Cells:
        """Cells at a random place, `frequency` of them along the longest side of the object."""
        return Cells(_Placement.random(rng, np.asarray(frequency, np.float32)))

    def distance(self, points: FloatArray) -> FloatArray:
        """Distance to the nearest seed in units of a cell, about 0 to 1, shape [N]."""
        return _nearest(_cell_volumes()[0], self.place.voxels(points)) / np.float32(_CELL_UNIT)

    def smooth_distance(self, points: FloatArray) -> FloatArray:
        """The same, interpolated between voxels."""
        return _between(_cell_volumes()[0], self.place.voxels(points)) / np.float32(_CELL_UNIT)

    def slope(self, points: FloatArray) -> FloatArray:
        """Unit directions away from the nearest seed, shape [N, 3]."""
        step = np.float32(0.25) * np.linalg.inv(self.place.turn) * _VOXELS_A_CELL
        ahead = [self.distance(points + row) - self.distance(points - row) for row in step]
        away = (
            np.stack(ahead, axis=1) @ np.linalg.inv(step / np.linalg.norm(step, axis=1)[:, None]).T
        )
        return np.asarray(
            away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-6), np.float32
        )

    def edge(self, points: FloatArray) -> FloatArray:
        """Distance from the nearest border between cells, 0 on it, shape [N]."""
        return _nearest(_cell_volumes()[1], self.place.voxels(points)) / np.float32(_CELL_UNIT)

    def smooth_edge(self, points: FloatArray) -> FloatArray:
        """The same, interpolated between voxels."""
        return _between(_cell_volumes()[1], self.place.voxels(points)) / np.float32(_CELL_UNIT)

    def identity(self, points: FloatArray) -> FloatArray:
        """A random number of each cell, 0 to 1, shape [N]."""
        return _nearest(_cell_volumes()[2], self.place.voxels(points)) / np.float32(255)


def _nearest(volume: npt.NDArray[np.integer], voxels: FloatArray) -> FloatArray:
    at = voxels.astype(np.int32) & (_VOXELS - 1)
    flat = (at[:, 0] * _VOXELS + at[:, 1]) * _VOXELS + at[:, 2]
    return np.asarray(volume.ravel().take(flat), np.float32)


def _between(volume: npt.NDArray[np.integer], voxels: FloatArray) -> FloatArray:
    low = np.floor(voxels)
    part = (voxels - low).astype(np.float32)
    total = np.zeros(len(voxels), np.float32)
    for corner in np.ndindex(2, 2, 2):
        side = np.array(corner, np.float32)
        weight = np.where(side == 1, part, 1 - part).prod(axis=1)
        total += weight * _nearest(volume, low + side)
    return total


@cache
def _smooth_volume() -> npt.NDArray[np.int8]:
    """Cubic B-spline noise over a periodic lattice, shape [128, 128, 128]."""
    lattice = np.random.default_rng(_SEED).normal(size=(_LATTICE,) * 3)
    position = np.arange(_VOXELS) / _VOXELS_A_CELL
    gap = np.abs(position[:, None] - np.arange(_LATTICE))
    gap = np.minimum(gap, _LATTICE - gap)
    near = 2 / 3 - gap**2 + gap**3 / 2
    weights = np.where(gap < 1, near, np.maximum(2 - gap, 0) ** 3 / 6)
    volume = np.einsum("xi,yj,zk,ijk->xyz", weights, weights, weights, lattice, optimize=True)
    scaled = (volume - volume.mean()) / volume.std() * _SMOOTH_UNIT
    return np.asarray(np.clip(np.round(scaled), -127, 127), np.int8)


@cache
def _cell_volumes() -> tuple[npt.NDArray[np.uint8], ...]:
    """Distance to the nearest seed, to the border, and the seed's number, each [128, 128, 128]."""
    rng = np.random.default_rng(_SEED + 1)
    jitter = rng.random((_LATTICE,) * 3 + (3,)).astype(np.float32)
    numbers = rng.integers(0, 256, (_LATTICE,) * 3).astype(np.uint8)
    axis = (np.arange(_VOXELS_A_CELL, dtype=np.float32) + 0.5) / _VOXELS_A_CELL
    shape = (_LATTICE, _VOXELS_A_CELL) * 3
    first, second = np.full(shape, 9, np.float32), np.full(shape, 9, np.float32)
    identity = np.zeros(shape, np.uint8)
    for offset in np.ndindex(3, 3, 3):
        roll = tuple(1 - step for step in offset)
        seeds = np.roll(jitter, roll, (0, 1, 2)) + np.array(offset, np.float32) - 1
        squared: FloatArray = np.zeros(shape, np.float32)
        for side in range(3):
            ruler = axis.reshape([-1 if at == 2 * side + 1 else 1 for at in range(6)])
            squared += (seeds[:, None, :, None, :, None, side] - ruler) ** 2
        second = np.minimum(second, np.maximum(first, squared))
        name = np.roll(numbers, roll, (0, 1, 2))[:, None, :, None, :, None]
        identity = np.where(squared < first, name, identity)
        first = np.minimum(first, squared)
    distance, edge = np.sqrt(first), np.sqrt(second) - np.sqrt(first)
    volumes = [np.clip(part * _CELL_UNIT, 0, 255).astype(np.uint8) for part in (distance, edge)]
    return tuple(part.reshape((_VOXELS,) * 3) for part in (*volumes, identity))
