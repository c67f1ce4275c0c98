"""Tiny datasets in every layout that `evaluate` takes, all of one two-coloured sphere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from shape_fixtures import sphere_mesh

from models.data.object_poses import PosedPicture, write_poses
from models.data.raycast import RayCaster, render_mesh
from models.rig import RIG_DISTANCE, RIG_ELEVATION_DEG, RIG_VERTICAL_FOV_DEG
from render.camera import Camera

SIDE_PX = 64


def ring_camera(azimuth_deg: float, elevation_deg: float = RIG_ELEVATION_DEG) -> Camera:
    """A camera of the rig."""
    return Camera.orbit(
        (0, 0, 0),
        radius=RIG_DISTANCE,
        azimuth_deg=azimuth_deg,
        elevation_deg=elevation_deg,
        width=SIDE_PX,
        height=SIDE_PX,
        vertical_fov_deg=RIG_VERTICAL_FOV_DEG,
    )


def write_posed_object(folder: Path, cameras: list[Camera]) -> Path:
    """Pictures with `pose.json` and no mesh, as PhysAssets has them."""
    folder.mkdir(parents=True)
    caster = RayCaster(sphere_mesh(24, 48).normalized())
    pictures = []
    for index, camera in enumerate(cameras):
        file = folder / f"{index:03d}.png"
        rgba = render_mesh(caster, camera, samples=2)
        Image.fromarray((rgba * 255 + 0.5).astype(np.uint8)).save(file)
        pictures.append(PosedPicture(file, camera))
    write_poses(folder, folder.name, pictures)
    return folder


def write_gso_model(folder: Path) -> Path:
    """A model in the layout of Google Scanned Objects."""
    mesh = sphere_mesh(24, 48)
    (folder / "meshes").mkdir(parents=True)
    (folder / "materials" / "textures").mkdir(parents=True)
    lines = ["mtllib model.mtl", "usemtl material_0"]
    lines += [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in mesh.vertices]
    lines += [f"vt {u:.6f} {v:.6f}" for u, v in mesh.uv]
    lines += [f"f {a}/{a} {b}/{b} {c}/{c}" for a, b, c in mesh.faces + 1]
    (folder / "meshes" / "model.obj").write_text("\n".join(lines) + "\n")
    (folder / "meshes" / "model.mtl").write_text("newmtl material_0\nmap_Kd texture.png\n")
    Image.fromarray(mesh.texture).save(folder / "materials" / "textures" / "texture.png")
    (folder / "metadata.pbtxt").write_text(
        'name: "Ball"\nannotations {\n}\ncategories {\n  first: "Toys"\n}\n'
    )
    return folder
