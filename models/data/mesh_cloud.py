"""`mesh_cloud`: a textured mesh as flat Gaussians in its surface."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.data.assets import TexturedMesh
from models.data.raycast import sampled_texture
from render.covariance import decompose
from render.gaussians import GaussianCloud
from render.spherical_harmonics import rgb_to_sh0

FloatArray = npt.NDArray[np.float32]

_SPREAD = 0.8
"""Standard deviation in the surface over the mean spacing: dense enough to leave no hole."""
_FLATNESS = 0.2
"""Standard deviation across the surface over that in it."""
_OPACITY = 0.95


def mesh_cloud(mesh: TexturedMesh, count: int) -> GaussianCloud:
    """Gaussians spread evenly over the triangles, centred on the middle of the bounding box.

    The same mesh gives the same cloud: places follow an additive recurrence, not chance (Roberts,
    The unreasonable effectiveness of quasirandom sequences, 2018).

    Args:
        mesh: Object [m].
        count: Number of Gaussians.
    """
    corners = mesh.vertices[mesh.faces].astype(np.float64)  # [F, 3, 3]
    doubled = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    areas = np.linalg.norm(doubled, axis=1) / 2
    face = _faces(areas, count)
    weights = _barycentric(count)
    points = np.einsum("nc,ncd->nd", weights, corners[face])
    uv = np.einsum("nc,ncd->nd", weights, mesh.uv[mesh.faces[face]])
    colors = sampled_texture(mesh.texture.astype(np.float32) / np.float32(255), uv)
    normals = doubled[face] / np.maximum(2 * areas[face], 1e-30)[:, None]
    spread = _SPREAD * np.sqrt(areas.sum() / count)
    quats, scales = decompose(_discs(normals, spread))
    centre = (mesh.vertices.min(axis=0) + mesh.vertices.max(axis=0)) / 2
    return GaussianCloud(
        (points - centre).astype(np.float32),
        quats,
        scales,
        np.full(count, _OPACITY, np.float32),
        rgb_to_sh0(colors).reshape(count, 1, 3),
    )


def _faces(areas: npt.NDArray[np.float64], count: int) -> npt.NDArray[np.int64]:
    """Triangles in proportion to their areas, shape [count]."""
    places = (np.arange(count) + 0.5) / count * areas.sum()
    found = np.searchsorted(np.cumsum(areas), places)
    return np.asarray(np.minimum(found, len(areas) - 1), np.int64)


def _barycentric(count: int) -> npt.NDArray[np.float64]:
    """Evenly spread weights of a triangle's corners, shape [count, 3]."""
    plastic = 1.32471795724474602596
    steps = np.arange(1, count + 1)[:, None] * np.array([1 / plastic, 1 / plastic**2])
    u, v = (steps % 1).T
    outside = u + v > 1
    u, v = np.where(outside, 1 - u, u), np.where(outside, 1 - v, v)
    return np.stack([1 - u - v, u, v], axis=1)


def _discs(normals: npt.NDArray[np.float64], spread: float) -> npt.NDArray[np.float64]:
    """Covariances of discs across unit normals, shape [N, 3, 3]."""
    across = normals[:, :, None] * normals[:, None, :]
    return spread**2 * (np.eye(3) - (1 - _FLATNESS**2) * across)
