"""`MeshShape`: a fingerprint of a mesh that survives moving, turning, resizing and repainting."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from models.data.assets import DAMAGE
from render.errors import InputError

_LEVELS = 17
_DIGITS = 6
_TOLERANCE = 1e-3
"""Largest relative difference of two copies; other pairs of objects differ 30 times as much."""


class MeshShape(NamedTuple):
    """Number of triangles and how their sides and areas are distributed."""

    face_count: int
    """Triangles."""
    quantiles: tuple[float, ...]
    """Quantiles of side lengths, then of areas, in units of the whole area and its root."""

    def same_as(self, other: MeshShape) -> bool:
        """Whether both are one mesh, moved, turned, mirrored, resized, reordered or repainted."""
        if self.face_count != other.face_count:
            return False
        own, others = np.array(self.quantiles), np.array(other.quantiles)
        return bool(np.abs(own - others).max() <= _TOLERANCE * np.abs(own).max())


def mesh_shape(file: Path) -> MeshShape:
    """Fingerprint of a GLB file; its texture is not read.

    Raises:
        InputError: If the file is missing or holds no triangle of finite size.
    """
    import trimesh

    try:
        mesh: Any = trimesh.load(file, force="mesh", process=False, skip_materials=True)
        corners = np.asarray(mesh.vertices, np.float64)[np.asarray(mesh.faces)]  # [F, 3, 3]
    except DAMAGE as error:
        raise InputError(f"{file} is no GLB file with a mesh: {error}; check it") from None
    sides = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2)
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(across, axis=1) / 2
    whole = areas.sum()
    if not (np.isfinite(whole) and whole > 0):
        raise InputError(f"{file} holds no surface of finite size; check the mesh")
    levels = np.linspace(0, 1, _LEVELS)
    numbers = [*np.quantile(sides / np.sqrt(whole), levels), *np.quantile(areas / whole, levels)]
    return MeshShape(len(corners), tuple(float(f"{number:.{_DIGITS}g}") for number in numbers))
