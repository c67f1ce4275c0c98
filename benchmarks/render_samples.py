"""Render the bundled pictures of CC BY scans: traced light, a plain ground, the look of a photo.

Run from the project's folder:
`python benchmarks/render_samples.py ASSETS_FOLDER resources/samples`. The pictures and
`samples.json` are committed; the product never renders them itself.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import trimesh
from PIL import Image

from models.data.assets import TexturedMesh, load_mesh
from models.data.raycast import RayCaster, camera_rays
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]

SIZE_PX = 640
SAMPLES = 3
LIGHT_RAYS = 8
"""Rays towards the sky and towards the lamp for each of the SAMPLES^2 camera rays of a pixel."""
LAMP_SPREAD = 0.22
"""Radius of the lamp over its distance: softens shadows."""
LAMP, SKY = 0.75, 0.45
VERTICAL_FOV_DEG = 30.0
FRAME_SHARE = 0.56
"""Share of the frame that the object's longer side takes."""


@dataclass(frozen=True, slots=True)
class Shot:
    """How one object is photographed."""

    asset: str
    name: str
    azimuth_deg: float
    elevation_deg: float
    ground: tuple[float, float, float]
    """Ground colour, sRGB 0 to 1."""
    exposure: float = 1.0
    """Factor on all light: dark objects are exposed longer."""


SHOTS = (
    Shot("ycb/061_foam_brick", "foam_brick", 35, 28, (0.72, 0.71, 0.68), 1.7),
    Shot("ycb/056_tennis_ball", "tennis_ball", 105, 22, (0.62, 0.66, 0.72)),
    Shot("ycb/036_wood_block", "wood_block", 30, 25, (0.70, 0.73, 0.75)),
    Shot("ycb/015_peach", "peach", 20, 24, (0.83, 0.80, 0.74)),
    Shot("ycb/038_padlock", "padlock", 75, 33, (0.84, 0.82, 0.78), 1.1),
    Shot("ycb/026_sponge", "sponge", 50, 35, (0.66, 0.68, 0.73)),
    Shot("gso/Dino_5", "dinosaur", 40, 18, (0.76, 0.72, 0.66), 1.2),
    Shot("gso/Schleich_Hereford_Bull", "bull", 220, 15, (0.66, 0.70, 0.66), 1.1),
)


class Studio:
    """One object on an endless ground under a lamp and an even sky."""

    def __init__(self, mesh: TexturedMesh, shot: Shot, *, seed: int) -> None:
        self._caster = RayCaster(mesh)
        self._ground_z = float(mesh.vertices[:, 2].min())
        self._ground = _to_linear(np.array(shot.ground, np.float32)) / shot.exposure
        self._exposure = shot.exposure
        shape = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
        merged = shape.copy()
        merged.merge_vertices(merge_tex=True, merge_norm=True)
        self._shape = merged
        self._intersector = trimesh.ray.ray_pyembree.RayMeshIntersector(merged)
        self._rng = np.random.default_rng(seed)
        self._size = mesh.longest_side

    def photograph(self, camera: Camera) -> npt.NDArray[np.uint8]:
        """Picture of shape [H, W, 3]."""
        origins, directions = camera_rays(camera, samples=SAMPLES)
        hits = self._caster.first_hits(origins, directions)
        to_ground = (self._ground_z - origins[:, 2]) / np.minimum(directions[:, 2], -1e-6)
        on_object = hits.valid
        distance = np.where(on_object, hits.distance, to_ground).astype(np.float32)
        points = origins + directions * distance[:, None]
        normals = np.tile(np.array([0, 0, 1], np.float32), (len(points), 1))
        normals[on_object] = self._normals(origins[on_object], directions[on_object])
        albedo = np.where(on_object[:, None], _to_linear(hits.color), self._ground)
        forward = camera.forward
        azimuth = np.arctan2(forward[1], forward[0]) + np.pi
        radiance = albedo * self._light(points, normals, float(azimuth))[:, None]
        # The ground fades into an even backdrop, so that no horizon shows.
        far = np.linalg.norm(points[:, :2], axis=1) / self._size
        fade = np.clip((far - 1.2) / 4, 0, 1) * ~on_object
        radiance = radiance * (1 - fade[:, None]) + self._ground * 0.95 * fade[:, None]
        block = (camera.height, SAMPLES, camera.width, SAMPLES, 3)
        mean = self._exposure * radiance.reshape(block).mean(axis=(1, 3))
        return np.uint8(np.clip(_to_srgb(mean), 0, 1) * 255 + 0.5)

    def _normals(self, origins: FloatArray, directions: FloatArray) -> FloatArray:
        """Smooth normals that face the camera."""
        face = self._intersector.intersects_first(origins, directions)
        corners = self._shape.faces[face]
        triangle = self._shape.triangles[face]
        flat = self._shape.face_normals[face]
        depth = ((triangle[:, 0] - origins) * flat).sum(1) / (directions * flat).sum(1)
        weights = trimesh.triangles.points_to_barycentric(
            triangle, origins + directions * depth[:, None]
        )
        smooth = (self._shape.vertex_normals[corners] * np.clip(weights, 0, 1)[..., None]).sum(1)
        smooth /= np.maximum(np.linalg.norm(smooth, axis=1, keepdims=True), 1e-9)
        facing = np.where((smooth * directions).sum(1, keepdims=True) > 0, -smooth, smooth)
        return facing.astype(np.float32)

    def _light(self, points: FloatArray, normals: FloatArray, azimuth: float) -> FloatArray:
        """Irradiance from a soft lamp beside the camera and from the sky."""
        starts = points + normals * (2e-3 * self._size)
        lamp_azimuth = azimuth + 0.9
        lamp = np.array([0.6 * np.cos(lamp_azimuth), 0.6 * np.sin(lamp_azimuth), 0.9], np.float32)
        total = np.zeros(len(points), np.float32)
        for _ in range(LIGHT_RAYS):
            jitter = self._rng.normal(size=points.shape).astype(np.float32)
            towards_lamp = _unit(lamp + LAMP_SPREAD * jitter)
            cosine = np.clip((normals * towards_lamp).sum(1), 0, None)
            total += LAMP * cosine * ~self._caster.first_hits(starts, towards_lamp).valid
            towards_sky = _unit(normals + _unit(jitter) * 0.999)  # cosine-weighted
            free = ~self._caster.first_hits(starts, towards_sky).valid
            above = np.clip(0.65 + 0.35 * towards_sky[:, 2], 0, 1)
            total += SKY * above * free
        return total / LIGHT_RAYS


def photograph(assets: Path, shot: Shot) -> npt.NDArray[np.uint8]:
    """One shot of an object of the asset folder, shape [H, W, 3]."""
    mesh = load_mesh(assets / f"{shot.asset}.glb").normalized()
    distance = 3.0
    for _ in range(3):  # apparent size is almost, not quite, inverse to the distance
        distance *= _frame_share(mesh, _camera(shot, distance)) / FRAME_SHARE
    return Studio(mesh, shot, seed=1).photograph(_camera(shot, distance))


def _camera(shot: Shot, distance: float) -> Camera:
    return Camera.orbit(
        (0.0, 0.0, 0.0),
        radius=distance,
        azimuth_deg=shot.azimuth_deg,
        elevation_deg=shot.elevation_deg,
        width=SIZE_PX,
        height=SIZE_PX,
        vertical_fov_deg=VERTICAL_FOV_DEG,
    )


def _frame_share(mesh: TexturedMesh, camera: Camera) -> float:
    """Longer side of the object's picture as a share of the frame."""
    seen = mesh.vertices @ camera.world_to_camera[:3, :3].T + camera.world_to_camera[:3, 3]
    pixels = seen[:, :2] / seen[:, 2:] * camera.K[0, 0]
    return float(np.ptp(pixels, axis=0).max() / camera.width)


def _unit(vectors: FloatArray) -> FloatArray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _to_linear(srgb: FloatArray) -> FloatArray:
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def _to_srgb(linear: FloatArray) -> FloatArray:
    safe = np.maximum(linear, 0)
    return np.where(safe <= 0.0031308, safe * 12.92, 1.055 * safe ** (1 / 2.4) - 0.055)


def main() -> None:
    """Render every shot as a JPEG."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assets", type=Path, help="folder with ycb/ and gso/")
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--only", help="name of one shot")
    options = parser.parse_args()
    for shot in SHOTS:
        if options.only in (None, shot.name):
            picture = Image.fromarray(photograph(options.assets, shot))
            picture.save(options.out / f"{shot.name}.jpg", quality=92, subsampling=0)


if __name__ == "__main__":
    main()
