"""`PictureTruth`: objects of which there are posed pictures and no mesh, as in PhysAssets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.data.object_folder import ObjectFolder
from models.evaluation.reconstruction_protocol import (
    INPUT_AZIMUTHS_DEG,
    INPUT_NAME,
    NOVEL_VIEWS,
    PICTURE_PX,
    TruthViews,
    azimuth_deg,
    elevation_deg,
    on_white,
)
from models.rig import RIG_ELEVATION_DEG
from render.camera import Camera
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

TOLERANCE_DEG = 2.0
"""How far a picture may stand from a view point of the protocol, and look past the centre."""
DESCRIPTION = (
    "posed pictures as given (no mesh): the inputs are those nearest to the azimuths above, novel "
    f"views those within {TOLERANCE_DEG:g} degrees of an offset, each with its own camera; "
    f"pictures resampled to {PICTURE_PX} px"
)


@dataclass(frozen=True, slots=True)
class PictureTruth:
    """Views of an object of which pictures with cameras are known."""

    folder: Path
    """Folder with `pose.json` and the pictures."""

    def truths(self) -> tuple[TruthViews, ...]:
        """Views from the inputs; one where both azimuths lie next to the same picture.

        Raises:
            InputError: If a file is damaged, a picture is not square, or a camera does not look at
                the object.
        """
        shown = ObjectFolder.open(self.folder)
        cameras = [picture.camera for picture in shown.pictures]
        inputs = dict.fromkeys(_nearest(cameras, azimuth) for azimuth in INPUT_AZIMUTHS_DEG)
        return tuple(self._truth(shown, cameras, index) for index in inputs)

    def portrait(self, side_px: int) -> FloatArray:
        """The first input view on white, shape [S, S, 3].

        Raises:
            InputError: If a file is damaged or the picture is not square.
        """
        shown = ObjectFolder.open(self.folder)
        cameras = [picture.camera for picture in shown.pictures]
        rgba, _ = _resampled(shown, _nearest(cameras, INPUT_AZIMUTHS_DEG[0]), side_px)
        return on_white(rgba)

    def _truth(self, shown: ObjectFolder, cameras: list[Camera], index: int) -> TruthViews:
        base = azimuth_deg(cameras[index])
        chosen = {INPUT_NAME: index}
        own = elevation_deg(cameras[index])
        for view in NOVEL_VIEWS:
            elevation = view.elevation_deg if view.elevation_deg != RIG_ELEVATION_DEG else own
            for at, camera in enumerate(cameras):
                turn = _angle_between(azimuth_deg(camera), base + view.offset_deg)
                if max(turn, abs(elevation_deg(camera) - elevation)) <= TOLERANCE_DEG:
                    chosen.setdefault(view.name, at)
        views, seen_by = {}, {}
        for name, at in chosen.items():
            views[name], camera = _resampled(shown, at, PICTURE_PX)
            seen_by[name] = _turned(camera, -base)
        _check_aim(seen_by, self.folder)
        return TruthViews(base, views, seen_by)


def _nearest(cameras: list[Camera], azimuth: float) -> int:
    """The camera nearest to an azimuth, among those at the rig's elevation where there are any."""
    ring = [
        at
        for at, camera in enumerate(cameras)
        if abs(elevation_deg(camera) - RIG_ELEVATION_DEG) <= TOLERANCE_DEG
    ]
    turns = {
        at: _angle_between(azimuth_deg(cameras[at]), azimuth)
        for at in (ring or range(len(cameras)))
    }
    return min(turns, key=lambda at: turns[at])


def _angle_between(first_deg: float, second_deg: float) -> float:
    """Smallest angle between two directions [degrees]."""
    return abs((first_deg - second_deg + 180) % 360 - 180)


def _check_aim(cameras: dict[str, Camera], folder: Path) -> None:
    for name, camera in cameras.items():
        ahead = -camera.position / np.linalg.norm(camera.position)
        off_deg = float(np.degrees(np.arccos(np.clip(ahead @ camera.forward, -1, 1))))
        if off_deg > TOLERANCE_DEG:
            raise InputError(
                f"{folder}: the camera of view {name} looks {off_deg:.1f} degrees past the origin, "
                f"more than {TOLERANCE_DEG:g}; centre the object"
            )


def _resampled(shown: ObjectFolder, index: int, side_px: int) -> tuple[FloatArray, Camera]:
    """A picture at another size [px], and its camera.

    Raises:
        InputError: If it is not square.
    """
    rgba, camera = shown.rgba(index).astype(np.float32) / 255, shown.pictures[index].camera
    if rgba.shape[0] != rgba.shape[1]:
        raise InputError(
            f"{shown.pictures[index].file} has {rgba.shape[1]}x{rgba.shape[0]} px; give squares"
        )
    rgba[..., :3] *= rgba[..., 3:]
    channels = [np.ascontiguousarray(rgba[..., index], np.float32) for index in range(4)]
    small = np.stack([_scaled(channel, side_px) for channel in channels], axis=-1)
    small[..., :3] /= np.maximum(small[..., 3:], 1e-4)
    return small.clip(0, 1).astype(np.float32), camera.scaled_to(side_px, side_px)


def _scaled(channel: FloatArray, side_px: int) -> FloatArray:
    picture = Image.fromarray(channel).resize((side_px, side_px), Image.Resampling.BILINEAR)
    return np.asarray(picture, np.float32)


def _turned(camera: Camera, degrees: float) -> Camera:
    """The camera after the world turned about z."""
    angle = np.radians(degrees)
    turn = np.eye(4)
    turn[:2, :2] = [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
    matrix = camera.world_to_camera.astype(np.float64) @ np.linalg.inv(turn)
    return replace(camera, world_to_camera=matrix.astype(np.float32))
