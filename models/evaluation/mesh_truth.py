"""`MeshTruth`: ray-cast views of a mesh, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from models.data.assets import TexturedMesh
from models.data.raycast import RayCaster, render_mesh
from models.evaluation.reconstruction_protocol import (
    INPUT_AZIMUTHS_DEG,
    INPUT_VIEW,
    NOVEL_VIEWS,
    PICTURE_PX,
    FloatArray,
    TruthViews,
    on_white,
)
from render.atomic_file import atomic_path
from render.errors import InputError

SAMPLES = 4
"""Rays a pixel along either axis."""
DESCRIPTION = (
    f"meshes, ray-cast unlit on white, {SAMPLES} x {SAMPLES} rays a pixel averaged in sRGB"
)
_FORMAT = 2


@dataclass(frozen=True, slots=True)
class MeshTruth:
    """Views of an object whose mesh is known."""

    load: Callable[[], TexturedMesh]
    """Reads the mesh, Z up."""
    files: tuple[Path, ...]
    """Files that the mesh is read from; changed ones are rendered anew."""
    up: str = "+z"
    """Axis of the files that points up."""

    def truths(self) -> tuple[TruthViews, ...]:
        """Views from both inputs.

        Raises:
            InputError: If the mesh is missing or broken.
        """
        folder = user_cache_path("phys4d-studio") / "evaluation-views"
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(self._truth(azimuth, folder) for azimuth in INPUT_AZIMUTHS_DEG)

    def portrait(self, side_px: int) -> FloatArray:
        """The first input view on white, shape [S, S, 3].

        Raises:
            InputError: If the mesh is missing or broken.
        """
        caster = RayCaster(checked_mesh(self.load(), self.files[0]).normalized())
        camera = INPUT_VIEW.camera(INPUT_AZIMUTHS_DEG[0]).scaled_to(side_px, side_px)
        return on_white(render_mesh(caster, camera, samples=2))

    def _truth(self, azimuth_deg: float, folder: Path) -> TruthViews:
        path = folder / f"{self._stamp(azimuth_deg)}.npz"
        if not path.is_file():
            self._render(azimuth_deg, path)
        with np.load(path, allow_pickle=False) as stored:
            views = {name: stored[name].astype(np.float32) / 255 for name in stored.files}
        cameras = {view.name: view.camera() for view in (INPUT_VIEW, *NOVEL_VIEWS)}
        return TruthViews(azimuth_deg, views, cameras)

    def _stamp(self, azimuth_deg: float) -> str:
        digest = hashlib.sha256(f"{_FORMAT} {PICTURE_PX} {self.up} {azimuth_deg:g}".encode())
        for file in self.files:
            if not file.is_file():
                raise InputError(f"{file} is missing; restore it")
            digest.update(file.read_bytes())
        return digest.hexdigest()[:24]

    def _render(self, azimuth_deg: float, path: Path) -> None:
        caster = RayCaster(checked_mesh(self.load(), self.files[0]).normalized())
        pictures = {
            view.name: render_mesh(caster, view.camera(azimuth_deg), samples=SAMPLES) * 255 + 0.5
            for view in (INPUT_VIEW, *NOVEL_VIEWS)
        }
        if not any((picture[..., 3] >= 1).any() for picture in pictures.values()):
            raise InputError(f"{path.name}: no ray meets the mesh of {self.files[0]}; check it")
        with atomic_path(path) as temporary:
            arrays = {name: picture.astype(np.uint8) for name, picture in pictures.items()}
            np.savez_compressed(temporary, **arrays)  # type: ignore[arg-type]


def checked_mesh(mesh: TexturedMesh, file: Path) -> TexturedMesh:
    """The mesh.

    Raises:
        InputError: If it has no surface of finite size, or its parts do not fit together.
    """
    count = len(mesh.vertices)
    if not count or not len(mesh.faces):
        raise InputError(f"{file} holds no triangles; check the mesh")
    if not (np.isfinite(mesh.vertices).all() and np.isfinite(mesh.uv).all()):
        raise InputError(f"{file} holds numbers that are not finite; check the mesh")
    if mesh.faces.min() < 0 or mesh.faces.max() >= count or mesh.uv.shape != (count, 2):
        raise InputError(f"{file}: triangles, vertices and texture do not fit; check the mesh")
    if not mesh.longest_side > 0:
        raise InputError(f"{file} has no size; check the mesh")
    return mesh
