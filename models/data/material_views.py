"""Pictures from which the material head learns: objects cut out, on their own, mildly lit."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.data.assets import TexturedMesh
from models.data.raycast import RayCaster, camera_rays
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]

RIG_RADIUS = 1.7067
"""Distance of the camera over the longest side (design section 4)."""
CROP_MARGIN = 1.14
"""Side of the picture over the longer side of the object in it."""
_SAMPLES = 2


@dataclass(frozen=True, slots=True)
class ViewSettings:
    """How pictures of one object are drawn."""

    size_px: int = 256
    """Side of the square picture [px]."""
    views: int = 16
    """Pictures an object."""
    elevation_deg: tuple[float, float] = (-5.0, 60.0)
    """Lowest and highest elevation of the camera [degrees]."""
    unlit_share: float = 0.25
    """Share of the pictures that show the texture alone."""
    shading: float = 0.5
    """Largest share of the light that depends on the surface's direction."""
    colour_jitter: float = 0.08
    """Largest relative change of a colour channel, and of the exponent of all."""


def draw_views(
    mesh: TexturedMesh, settings: ViewSettings, rng: np.random.Generator
) -> npt.NDArray[np.uint8]:
    """Cut-out pictures of a mesh from cameras all round.

    Args:
        mesh: Any mesh; it is normalised first.
        settings: Number, size and variety of the pictures.
        rng: Source of the camera directions, light and colours.

    Returns:
        Straight sRGB colour and coverage, shape [V, S, S, 4].
    """
    mesh = mesh.normalized()
    caster = RayCaster(mesh)
    offset = rng.random()
    pictures = []
    for index in range(settings.views):
        azimuth = 360 * (index + offset) / settings.views
        elevation = rng.uniform(*settings.elevation_deg)
        camera = framed_camera(mesh.vertices, azimuth, elevation, settings.size_px)
        lit = (index + 0.5) / settings.views > settings.unlit_share
        light = rng.normal(size=3)
        light[2] = abs(light[2]) + 0.5
        strength = settings.shading * rng.random() if lit else 0.0
        picture = _draw(caster, camera, light / np.linalg.norm(light), strength)
        spread = settings.colour_jitter if lit else 0.0
        gains = 1 + rng.uniform(-spread, spread, 3)
        exponent = 1 + rng.uniform(-spread, spread)
        picture[..., :3] = np.clip(picture[..., :3] ** exponent * gains, 0, 1)
        pictures.append((picture * 255 + 0.5).astype(np.uint8))
    return np.stack(pictures)


def framed_camera(
    vertices: FloatArray, azimuth_deg: float, elevation_deg: float, size_px: int
) -> Camera:
    """Camera of the rig whose picture is cropped to the object, with a margin.

    Args:
        vertices: Points of the object, longest side 1, centred at the origin, shape [V, 3].
        azimuth_deg: From +x towards +y [degrees].
        elevation_deg: Above the horizon [degrees].
        size_px: Side of the square picture [px].
    """
    camera = Camera.orbit(
        (0, 0, 0),
        radius=RIG_RADIUS,
        azimuth_deg=azimuth_deg,
        elevation_deg=elevation_deg,
        width=size_px,
        height=size_px,
    )
    local = vertices @ camera.world_to_camera[:3, :3].T + camera.world_to_camera[:3, 3]
    plane = local[:, :2] / local[:, 2:]
    low, high = plane.min(axis=0), plane.max(axis=0)
    focal = size_px / (CROP_MARGIN * float((high - low).max()))
    centre = size_px / 2 - focal * (low + high) / 2
    intrinsics = np.array([[focal, 0, centre[0]], [0, focal, centre[1]], [0, 0, 1]], np.float32)
    return Camera(intrinsics, camera.world_to_camera, size_px, size_px)


def _draw(caster: RayCaster, camera: Camera, light: FloatArray, strength: float) -> FloatArray:
    """Picture with a directional light of a given share; straight colour, shape [S, S, 4]."""
    origins, directions = camera_rays(camera, samples=_SAMPLES)
    hits = caster.first_hits(origins, directions)
    side = camera.width * _SAMPLES
    color = hits.color.reshape(side, side, 3)
    if strength > 0:
        points = origins + directions * np.where(hits.valid, hits.distance, 0)[:, None]
        facing = _facing(points.reshape(side, side, 3), camera.position, light)
        color = color * (1 - strength + strength * facing)[..., None]
    valid = hits.valid.reshape(side, side)
    shape = (camera.height, _SAMPLES, camera.width, _SAMPLES)
    alpha = valid.reshape(shape).mean(axis=(1, 3), dtype=np.float32)
    summed = (color * valid[..., None]).reshape(*shape, 3).mean(axis=(1, 3), dtype=np.float32)
    straight = summed / np.maximum(alpha, 1e-6)[..., None]
    return np.concatenate([np.minimum(straight, 1), alpha[..., None]], axis=-1)


def _facing(points: FloatArray, eye: FloatArray, light: FloatArray) -> FloatArray:
    """Half-Lambert term of surface points seen from `eye`, 0 to 1.

    Args:
        points: Surface points in picture order, shape [S, S, 3].
        eye: Camera position, shape [3].
        light: Unit direction towards the light, shape [3].

    Returns:
        0.5 + 0.5 n·l, shape [S, S].
    """
    down, right = np.gradient(points, axis=0), np.gradient(points, axis=1)
    normals = np.cross(right, down)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    toward = np.einsum("hwc,hwc->hw", normals, eye - points)
    normals *= np.where(toward < 0, -1, 1)[..., None]
    return np.asarray(0.5 + 0.5 * normals @ light, np.float32)
