"""Small procedural bodies for the tests of the simulator."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.gaussians import GaussianCloud
from sim.particles import Particles

FloatArray = npt.NDArray[np.float32]


def lattice(counts: tuple[int, int, int], spacing: float, *, bottom: float = 0.0) -> Particles:
    """A block of particles centred over the origin, its lower face at `bottom` [m]."""
    axes = [(np.arange(count) + 0.5) * spacing for count in counts]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 3)
    points -= [counts[0] * spacing / 2, counts[1] * spacing / 2, -bottom]
    volumes = np.full(len(points), spacing**3, np.float32)
    return Particles(points.astype(np.float32), volumes, spacing)


def cloud_of(points: npt.NDArray[np.floating], scale: float = 0.01) -> GaussianCloud:
    """Round opaque Gaussians at the points."""
    count = len(points)
    quats = np.tile(np.array([1.0, 0, 0, 0], np.float32), (count, 1))
    return GaussianCloud(
        np.asarray(points, np.float32),
        quats,
        np.full((count, 3), scale, np.float32),
        np.full(count, 0.9, np.float32),
        np.zeros((count, 1, 3), np.float32),
    )


def box_shell(size: tuple[float, float, float], per_side: int = 16) -> GaussianCloud:
    """The six faces of a box about the origin."""
    line = (np.arange(per_side) + 0.5) / per_side - 0.5
    a, b = (grid.ravel() for grid in np.meshgrid(line, line))
    half = np.full_like(a, 0.5)
    faces = [(a, b, half), (a, b, -half), (a, half, b), (a, -half, b), (half, a, b), (-half, a, b)]
    points = np.concatenate([np.stack(face, axis=1) for face in faces]) * np.array(size)
    return cloud_of(points, 0.6 * max(size) / per_side)


def sphere_shell(radius: float, count: int = 2000) -> GaussianCloud:
    """Points spread evenly over a sphere about the origin (Fibonacci's spiral)."""
    k = np.arange(count) + 0.5
    polar, azimuth = np.arccos(1 - 2 * k / count), np.pi * (1 + 5**0.5) * k
    ring = np.sin(polar)
    points = np.stack([ring * np.cos(azimuth), ring * np.sin(azimuth), np.cos(polar)], axis=1)
    return cloud_of(radius * points, 1.2 * radius * (4 * np.pi / count) ** 0.5 / 2)
