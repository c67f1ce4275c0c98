"""Folders of Google Scanned Objects: `NAME/meshes/model.obj` with its texture and metadata.

Source: L. Downs et al., Google Scanned Objects: A High-Quality Dataset of 3D Scanned Household
Items, ICRA 2022. Meshes are in metres with Z up.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from models.data.assets import TexturedMesh
from render.errors import InputError

MESH_PATH = "meshes/model.obj"
TEXTURE_PATHS = ("materials/textures/texture.png", "meshes/texture.png")
METADATA_FILE = "metadata.pbtxt"
COLLECTION = "gso"

_CATEGORY = re.compile(r'categories\s*\{[^}]*?first:\s*"((?:[^"\\]|\\.)*)"')


def gso_models(root: Path) -> tuple[Path, ...]:
    """Folders of models below `root`, sorted; `root` itself if it is one."""
    if (root / MESH_PATH).is_file():
        return (root,)
    return tuple(sorted(path.parents[1] for path in root.glob(f"*/{MESH_PATH}")))


def gso_files(folder: Path) -> tuple[Path, Path]:
    """Mesh and texture of a model; where the texture is missing, where it should be."""
    places = [folder / path for path in TEXTURE_PATHS]
    texture = next((path for path in places if path.is_file()), places[0])
    return folder / MESH_PATH, texture


def gso_category(folder: Path) -> str:
    """First category of a model's metadata; empty where it has none."""
    path = folder / METADATA_FILE
    if not path.is_file():
        return ""
    found = _CATEGORY.search(path.read_text(encoding="utf-8", errors="replace"))
    return found.group(1) if found else ""


def load_gso_model(folder: Path) -> TexturedMesh:
    """Read a model.

    Raises:
        InputError: If mesh or texture are missing or damaged; the message names the file.
    """
    import trimesh

    mesh_file, texture_file = gso_files(folder)
    try:
        with Image.open(texture_file) as picture:
            texture = np.asarray(picture.convert("RGB"), np.uint8).copy()
    except FileNotFoundError:
        raise InputError(f"{texture_file} is missing; restore the texture") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(f"{texture_file} is no readable picture: {error}") from None
    try:
        mesh: Any = trimesh.load(mesh_file, force="mesh", process=False, skip_materials=True)
        uv = np.array(mesh.visual.uv, np.float32)
    except (OSError, AttributeError, ValueError, KeyError, IndexError, TypeError) as error:
        raise InputError(f"{mesh_file} is no OBJ with texture coordinates: {error}") from None
    return TexturedMesh(
        np.array(mesh.vertices, np.float32), np.array(mesh.faces, np.int32), uv, texture
    )
