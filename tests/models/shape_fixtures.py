"""Small objects and asset folders that the tests of the shape model share."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import trimesh
from PIL import Image

from models.data.asset_tables import INDEX_COLUMNS
from models.data.assets import TexturedMesh


def sphere_mesh(rows: int = 64, columns: int = 128) -> TexturedMesh:
    """A sphere of diameter 1 whose texture is red above and blue below the equator."""
    phi, theta = np.meshgrid(
        np.linspace(np.pi / 2, -np.pi / 2, rows), np.linspace(0, 2 * np.pi, columns), indexing="ij"
    )
    points = 0.5 * np.stack(
        [np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], -1
    )
    at = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = at[:-1, :-1], at[:-1, 1:], at[1:, 1:], at[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).reshape(-1, 3)
    v = np.linspace(1, 0, rows)[:, None].repeat(columns, 1)
    u = np.linspace(0, 1, columns)[None].repeat(rows, 0)
    texture = np.zeros((16, 16, 3), np.uint8)
    texture[:8, :, 0] = texture[8:, :, 2] = 255
    return TexturedMesh(
        points.reshape(-1, 3).astype(np.float32),
        faces.astype(np.int32),
        np.stack([u, v], -1).reshape(-1, 2).astype(np.float32),
        texture,
    )


def box_mesh(size: tuple[float, float, float]) -> TexturedMesh:
    """A grey box about the origin."""
    box = trimesh.creation.box(size)
    return TexturedMesh(
        np.array(box.vertices, np.float32),
        np.array(box.faces, np.int32),
        np.zeros((len(box.vertices), 2), np.float32),
        np.full((4, 4, 3), 90, np.uint8),
    )


def write_asset_folder(folder: Path, rows: list[dict[str, str]]) -> Path:
    """An asset folder whose objects are all the two-coloured sphere."""
    folder.mkdir(parents=True)
    mesh = sphere_mesh(16, 24)
    material = trimesh.visual.material.PBRMaterial(
        baseColorTexture=Image.fromarray(mesh.texture), metallicFactor=0.0
    )
    visual = trimesh.visual.TextureVisuals(uv=mesh.uv, material=material)
    glb = trimesh.Trimesh(mesh.vertices, mesh.faces, visual=visual, process=False)
    defaults = {"faces": "1", "size_x_m": "1", "size_y_m": "1", "size_z_m": "1", "licence": "MIT"}
    with (folder / "index.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, INDEX_COLUMNS, restval="")
        writer.writeheader()
        for row in rows:
            name = row["id"].replace("/", "_") + ".glb"
            glb.export(folder / name)
            writer.writerow({**defaults, **row, "file": name})
    return folder
