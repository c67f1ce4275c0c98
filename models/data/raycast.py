"""Ray casting of textured meshes: exact, unlit pictures and first and last hits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.data.assets import TexturedMesh
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]

_RAYS_AT_ONCE = 1 << 18
_MISS = -1


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Where R rays meet a mesh."""

    distance: FloatArray
    """Distance along the unit ray [m], infinite where nothing is hit, shape [R]."""
    color: FloatArray
    """Texture colour, sRGB 0 to 1, zero where nothing is hit, shape [R, 3]."""

    @property
    def valid(self) -> npt.NDArray[np.bool_]:
        """Which rays hit, shape [R]."""
        return np.isfinite(self.distance)


@dataclass(frozen=True, slots=True, eq=False)
class Surfaces:
    """The two surfaces behind the pixels of a picture."""

    hit: npt.NDArray[np.bool_]
    """Whether the ray through the pixel's centre meets the object, shape [H, W]."""
    depth: FloatArray
    """Camera depth of the first hit [m], 0 where empty, shape [H, W]."""
    hidden_depth: FloatArray
    """Camera depth of the last hit [m], 0 where empty, shape [H, W]."""
    hidden_color: FloatArray
    """Colour of the last hit, sRGB 0 to 1, 0 where empty, shape [H, W, 3]."""


class RayCaster:
    """A mesh in an Embree scene, ready for any number of rays.

    Source: Wald et al., Embree: a kernel framework for efficient CPU ray tracing, SIGGRAPH 2014.
    """

    def __init__(self, mesh: TexturedMesh) -> None:
        from embreex import rtcore_scene
        from embreex.mesh_construction import TriangleMesh

        self.mesh = mesh
        self._corner_uv = mesh.uv[mesh.faces]
        self._texture: FloatArray = mesh.texture.astype(np.float32) / np.float32(255)
        self._scene = rtcore_scene.EmbreeScene()
        self._geometry = TriangleMesh(self._scene, mesh.vertices, mesh.faces)
        low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
        self._centre = (low + high) / 2
        self._reach = float(np.linalg.norm(high - low))

    def first_hits(self, origins: FloatArray, directions: FloatArray) -> Hits:
        """Nearest hits of R rays.

        Args:
            origins: Starting points [m], shape [R, 3].
            directions: Unit directions, shape [R, 3].
        """
        parts = [
            self._cast(origins[at : at + _RAYS_AT_ONCE], directions[at : at + _RAYS_AT_ONCE])
            for at in range(0, len(origins), _RAYS_AT_ONCE)
        ]
        return Hits(
            np.concatenate([part.distance for part in parts]),
            np.concatenate([part.color for part in parts]),
        )

    def last_hits(self, origins: FloatArray, directions: FloatArray) -> Hits:
        """Farthest hits of R rays, found by rays that come back from behind the mesh.

        Args:
            origins: Starting points [m] outside the mesh, shape [R, 3].
            directions: Unit directions, shape [R, 3].
        """
        far = (self._centre - origins) * directions
        length = (far.sum(axis=1) + self._reach).astype(np.float32)
        back = self.first_hits(origins + directions * length[:, None], -directions)
        distance = np.where(back.valid, length - back.distance, np.inf).astype(np.float32)
        return Hits(distance, back.color)

    def _cast(self, origins: FloatArray, directions: FloatArray) -> Hits:
        found = self._scene.run(
            np.ascontiguousarray(origins, np.float32),
            np.ascontiguousarray(directions, np.float32),
            query="INTERSECT",
            output=True,
        )
        valid = found["primID"] != _MISS
        face, u, v = (found[name][valid] for name in ("primID", "u", "v"))
        corners = self._corner_uv[face]
        weights = np.stack([1 - u - v, u, v], axis=1)
        color = np.zeros((len(origins), 3), np.float32)
        uv = np.einsum("rc,rcd->rd", weights, corners)
        color[valid] = sampled_texture(self._texture, uv)
        return Hits(np.where(valid, found["tfar"], np.inf).astype(np.float32), color)


def camera_rays(camera: Camera, *, samples: int = 1) -> tuple[FloatArray, FloatArray]:
    """Rays of a camera, `samples` x `samples` a pixel on a regular grid, row by row.

    Returns:
        Origins [m] and unit directions, both of shape [H s * W s, 3].
    """
    columns = (np.arange(camera.width * samples, dtype=np.float32) + 0.5) / samples
    rows = (np.arange(camera.height * samples, dtype=np.float32) + 0.5) / samples
    x, y = np.meshgrid(columns, rows)
    focal, centre = camera.K[[0, 1], [0, 1]], camera.K[:2, 2]
    local = np.stack(
        [(x - centre[0]) / focal[0], (y - centre[1]) / focal[1], np.ones_like(x)], axis=-1
    )
    local /= np.linalg.norm(local, axis=-1, keepdims=True)
    directions = (local.reshape(-1, 3) @ camera.world_to_camera[:3, :3]).astype(np.float32)
    return np.broadcast_to(camera.position, directions.shape).copy(), directions


def render_mesh(caster: RayCaster, camera: Camera, *, samples: int = 4) -> FloatArray:
    """Unlit picture of a mesh.

    Args:
        caster: The mesh.
        camera: View with picture size.
        samples: Rays a pixel along either axis; colours are averaged in sRGB.

    Returns:
        Straight (not premultiplied) sRGB colour and coverage, 0 to 1, shape [H, W, 4].
    """
    hits = caster.first_hits(*camera_rays(camera, samples=samples))
    shape = (camera.height, samples, camera.width, samples)
    alpha = hits.valid.reshape(shape).mean(axis=(1, 3), dtype=np.float32)
    summed = hits.color.reshape(*shape, 3).mean(axis=(1, 3), dtype=np.float32)
    straight = summed / np.maximum(alpha, 1e-6)[..., None]
    return np.concatenate([np.minimum(straight, 1), alpha[..., None]], axis=-1)


def render_surfaces(caster: RayCaster, camera: Camera) -> Surfaces:
    """First and last surface behind the centre of every pixel of a camera."""
    origins, directions = camera_rays(camera)
    first, last = caster.first_hits(origins, directions), caster.last_hits(origins, directions)
    valid = first.valid & last.valid
    along, shape = directions @ camera.forward, (camera.height, camera.width)

    def depth(distance: FloatArray) -> FloatArray:
        return np.asarray(np.where(valid, distance, 0) * along, np.float32).reshape(shape)

    return Surfaces(
        hit=valid.reshape(shape),
        depth=depth(first.distance),
        hidden_depth=depth(np.maximum(last.distance, first.distance)),
        hidden_color=np.where(valid[:, None], last.color, 0).astype(np.float32).reshape(*shape, 3),
    )


def sampled_texture(texture: FloatArray, uv: npt.NDArray[np.floating]) -> FloatArray:
    """Colours of a texture [H, W, 3] at uv [R, 2]; repeats outside 0..1."""
    height, width = texture.shape[:2]
    x = (uv[:, 0] % 1.0) * width - 0.5
    y = (1.0 - uv[:, 1] % 1.0) * height - 0.5
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    fx, fy = (x - left)[:, None], (y - top)[:, None]
    x0, x1 = np.clip(left, 0, width - 1), np.clip(left + 1, 0, width - 1)
    y0, y1 = np.clip(top, 0, height - 1), np.clip(top + 1, 0, height - 1)
    upper = texture[y0, x0] * (1 - fx) + texture[y0, x1] * fx
    lower = texture[y1, x0] * (1 - fx) + texture[y1, x1] * fx
    return np.asarray(upper * (1 - fy) + lower * fy, np.float32)
