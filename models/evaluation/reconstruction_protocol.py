"""Cameras and ground truth of the reconstruction measurement (two input views an object)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from platformdirs import user_cache_path

from models.data.assets import Asset, load_mesh
from models.data.raycast import RayCaster, render_mesh
from models.rig import RIG_DISTANCE, RIG_ELEVATION_DEG, RIG_VERTICAL_FOV_DEG
from render.atomic_file import atomic_path
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]

INPUT_AZIMUTHS_DEG = (30.0, 210.0)
NOVEL_OFFSETS_DEG = (45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0)
TOP_ELEVATION_DEG = 45.0
PICTURE_PX = 256
_SAMPLES = 4
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class ViewPoint:
    """Where a camera of the protocol stands, relative to the input view."""

    name: str
    """`input`, `top` or the azimuth offset in degrees."""
    offset_deg: float
    """Azimuth from the input view [degrees]."""
    elevation_deg: float
    """Elevation [degrees]."""

    def camera(self, base_azimuth_deg: float = 0.0) -> Camera:
        """The camera about an object of longest side 1, its centre at the origin."""
        return Camera.orbit(
            (0, 0, 0),
            radius=RIG_DISTANCE,
            azimuth_deg=base_azimuth_deg + self.offset_deg,
            elevation_deg=self.elevation_deg,
            width=PICTURE_PX,
            height=PICTURE_PX,
            vertical_fov_deg=RIG_VERTICAL_FOV_DEG,
        )


INPUT_VIEW = ViewPoint("input", 0.0, RIG_ELEVATION_DEG)
NOVEL_VIEWS = (
    *(ViewPoint(f"{offset:.0f}", offset, RIG_ELEVATION_DEG) for offset in NOVEL_OFFSETS_DEG),
    ViewPoint("top", 0.0, TOP_ELEVATION_DEG),
)


@dataclass(frozen=True, slots=True, eq=False)
class TruthViews:
    """What one object looks like from the input view and the novel ones."""

    views: dict[str, FloatArray]
    """Straight colour and coverage, 0 to 1, by the name of the view point, [H, W, 4]."""

    def on_white(self, name: str) -> FloatArray:
        """One view over white, shape [H, W, 3]."""
        rgba = self.views[name]
        return np.asarray(rgba[..., :3] * rgba[..., 3:] + 1 - rgba[..., 3:], np.float32)


def truth_views(asset: Asset, base_azimuth_deg: float, folder: Path | None = None) -> TruthViews:
    """Ray-cast views of an object, kept in the user's cache folder.

    Args:
        asset: The object.
        base_azimuth_deg: Azimuth of the input view [degrees].
        folder: Cache folder; None takes the user's.
    """
    folder = folder or user_cache_path("phys4d-studio") / "evaluation-views"
    folder.mkdir(parents=True, exist_ok=True)
    stamp = f"{_FORMAT} {asset.id} {asset.file.stat().st_size} {base_azimuth_deg:g}"
    path = folder / f"{hashlib.sha256(stamp.encode()).hexdigest()[:24]}.npz"
    if not path.is_file():
        _render(asset, base_azimuth_deg, path)
    with np.load(path, allow_pickle=False) as stored:
        return TruthViews({name: stored[name].astype(np.float32) / 255 for name in stored.files})


def _render(asset: Asset, base_azimuth_deg: float, path: Path) -> None:
    caster = RayCaster(load_mesh(asset.file).normalized())
    pictures = {
        view.name: (
            render_mesh(caster, view.camera(base_azimuth_deg), samples=_SAMPLES) * 255 + 0.5
        )
        for view in (INPUT_VIEW, *NOVEL_VIEWS)
    }
    with atomic_path(path) as temporary:
        arrays = {name: picture.astype(np.uint8) for name, picture in pictures.items()}
        np.savez_compressed(temporary, **arrays)  # type: ignore[arg-type]
