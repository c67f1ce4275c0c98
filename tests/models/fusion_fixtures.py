"""Posed views of small ray-cast objects that the tests of view fusion share."""

from __future__ import annotations

import numpy as np
import torch
from shape_fixtures import box_mesh, sphere_mesh

from models.build import build_surface_net
from models.config import SurfaceNetConfig
from models.data.assets import TexturedMesh
from models.data.raycast import RayCaster, render_mesh
from models.posed_views import PosedViews
from models.surface_estimator import SurfaceEstimator
from render.camera import Camera

SIDES = (0.0, 90.0, 180.0, 270.0)


def tiny_estimator() -> SurfaceEstimator:
    """An untrained network: it answers with slabs."""
    torch.manual_seed(0)
    config = SurfaceNetConfig(frame_px=32, widths=(8, 16), depths=(1, 1), head_count=2)
    return SurfaceEstimator(build_surface_net(config).eval(), 32)


def coloured_box(size: tuple[float, float, float]) -> TexturedMesh:
    """A box whose faces towards +x, -x, +y, -y are red, green, blue, yellow, the others grey."""
    plain = box_mesh(size)
    corners = plain.vertices[plain.faces]  # [12, 3, 3]
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    axis, sign = np.abs(normals).argmax(axis=1), np.sign(normals)[np.arange(12)]
    colors = np.array(
        [[220, 30, 30], [30, 200, 30], [30, 30, 220], [220, 210, 30], [128, 128, 128]], np.uint8
    )
    pick = np.where(axis == 2, 4, 2 * axis + (sign[np.arange(12), axis] < 0))
    uv = np.repeat((pick + 0.5) / 5, 3)
    return TexturedMesh(
        corners.reshape(-1, 3).astype(np.float32),
        np.arange(36, dtype=np.int32).reshape(12, 3),
        np.stack([uv, np.full(36, 0.5)], axis=1).astype(np.float32),
        np.repeat(np.repeat(colors[None], 8, axis=0), 8, axis=1),
    )


def ball() -> TexturedMesh:
    """A ball of diameter 1, red above and blue below."""
    return sphere_mesh(48, 96)


def orbit_cameras(
    azimuths: tuple[float, ...] = SIDES,
    *,
    px: int = 96,
    elevation_deg: float = 10.0,
    radius: float = 1.8,
    target: tuple[float, float, float] = (0, 0, 0),
    fov_deg: float = 53.13,
) -> list[Camera]:
    """Cameras round a target."""
    return [
        Camera.orbit(
            target,
            radius=radius,
            azimuth_deg=azimuth,
            elevation_deg=elevation_deg,
            width=px,
            height=px,
            vertical_fov_deg=fov_deg,
        )
        for azimuth in azimuths
    ]


def posed(mesh: TexturedMesh, cameras: list[Camera]) -> PosedViews:
    """What the cameras see."""
    caster = RayCaster(mesh)
    lenses = [[K[0, 0], K[1, 1], K[0, 2], K[1, 2]] for K in (camera.K for camera in cameras)]
    return PosedViews(
        np.stack([render_mesh(caster, camera, samples=3) for camera in cameras]),
        np.array(lenses, np.float64),
        np.stack([camera.world_to_camera for camera in cameras]).astype(np.float64),
    )
