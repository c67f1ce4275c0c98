"""Cameras of the reconstruction measurement and what an object truly looks like from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.posed_views import PosedViews
from models.preprocess import ObjectView, view_from_rgba
from models.rig import RIG_DISTANCE, RIG_ELEVATION_DEG, RIG_VERTICAL_FOV_DEG
from render.camera import Camera
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]

INPUT_AZIMUTHS_DEG = (30.0, 210.0)
NOVEL_OFFSETS_DEG = (45.0, 90.0, 135.0, 180.0, 225.0, 270.0, 315.0)
TOP_ELEVATION_DEG = 45.0
PICTURE_PX = 256
INPUT_NAME = "input"
TOP_NAME = "top"
INPUT_NAMES = {1: (INPUT_NAME,), 2: (INPUT_NAME, "180"), 4: (INPUT_NAME, "90", "180", "270")}
"""Views that are given to the model, by their number."""
COMMON_NAMES = ("45", "135", "225", "315", TOP_NAME)
"""Views that are an input for no number of inputs: one, two and four compare on them."""


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


INPUT_VIEW = ViewPoint(INPUT_NAME, 0.0, RIG_ELEVATION_DEG)
NOVEL_VIEWS = (
    *(ViewPoint(f"{offset:.0f}", offset, RIG_ELEVATION_DEG) for offset in NOVEL_OFFSETS_DEG),
    ViewPoint(TOP_NAME, 0.0, TOP_ELEVATION_DEG),
)


@dataclass(frozen=True, slots=True, eq=False)
class TruthViews:
    """What one object looks like from an input view and from the others.

    The world is that of the object turned about z until the input camera stands at azimuth 0;
    lengths are in units of the object's longest side.
    """

    input_azimuth_deg: float
    """Azimuth of the input view about the object as it is stored [degrees]."""
    views: dict[str, FloatArray]
    """Straight colour and coverage, 0 to 1, by the name of the view point, [S, S, 4]."""
    cameras: dict[str, Camera]
    """Their cameras."""

    def on_white(self, name: str) -> FloatArray:
        """One view over white, shape [S, S, 3]."""
        return on_white(self.views[name])

    def novel_names(self, input_count: int) -> tuple[str, ...]:
        """Views that are scored, in the protocol's order: none of them is an input.

        Raises:
            InputError: If an input view is missing or no other view is left.
        """
        given = INPUT_NAMES[input_count]
        missing = [name for name in given if name not in self.views]
        if missing:
            raise InputError(f"it has no picture at {' and '.join(missing)} degrees from the input")
        wanted = [view.name for view in NOVEL_VIEWS] if input_count == 1 else list(COMMON_NAMES)
        found = tuple(name for name in wanted if name in self.views)
        if not found:
            raise InputError("it has no picture to compare a novel view with")
        return found

    def inputs(self, count: int) -> InputViews:
        """The views that are given to the model."""
        names = INPUT_NAMES[count]
        return InputViews(
            tuple(self.views[name] for name in names), tuple(self.cameras[name] for name in names)
        )


@dataclass(frozen=True, slots=True, eq=False)
class InputViews:
    """Pictures of one object that a method may use, with their cameras."""

    pictures: tuple[FloatArray, ...]
    """Straight colour and coverage, 0 to 1, each of shape [S, S, 4]."""
    cameras: tuple[Camera, ...]
    """Their cameras about an object of longest side 1 at the origin; the first at azimuth 0."""

    @property
    def first(self) -> ObjectView:
        """The first picture as one-view methods take it: not cropped, its camera known."""
        camera = self.cameras[0]
        view = view_from_rgba(self.pictures[0], camera.K)
        return replace(view, distance_over_size=float(np.linalg.norm(camera.position)))

    @property
    def first_elevation_deg(self) -> float:
        """Elevation of the first camera [degrees]."""
        return elevation_deg(self.cameras[0])

    def posed(self) -> PosedViews:
        """All pictures as methods for several views take them."""
        lenses = [[K[0, 0], K[1, 1], K[0, 2], K[1, 2]] for K in (c.K for c in self.cameras)]
        poses = [camera.world_to_camera.astype(np.float64) for camera in self.cameras]
        return PosedViews(np.stack(self.pictures), np.array(lenses, np.float64), np.stack(poses))


def on_white(rgba: FloatArray) -> FloatArray:
    """Straight colour and coverage [H, W, 4] over white, shape [H, W, 3]."""
    return np.asarray(rgba[..., :3] * rgba[..., 3:] + 1 - rgba[..., 3:], np.float32)


def elevation_deg(camera: Camera) -> float:
    """Elevation of a camera over the origin [degrees]."""
    position = camera.position.astype(np.float64)
    return float(np.degrees(np.arcsin(position[2] / np.linalg.norm(position))))


def azimuth_deg(camera: Camera) -> float:
    """Azimuth of a camera from +x towards +y, 0 to 360 [degrees]."""
    x, y = camera.position[:2].astype(np.float64)
    return float(np.degrees(np.arctan2(y, x)) % 360)


def described(split: str, input_count: int, layouts: Sequence[str]) -> dict[str, object]:
    """The protocol in words and numbers.

    Args:
        split: Split of the objects.
        input_count: Views that the model is given.
        layouts: How the truth of the objects is made.
    """
    names = INPUT_NAMES[input_count]
    offsets = ", ".join("0" if name == INPUT_NAME else name for name in names)
    novel = [view.name for view in NOVEL_VIEWS] if input_count == 1 else list(COMMON_NAMES)
    return {
        "summary": (
            f"each object is rebuilt twice, from {input_count} view(s) at azimuth offsets "
            f"{offsets} degrees from {INPUT_AZIMUTHS_DEG[0]:g} and from "
            f"{INPUT_AZIMUTHS_DEG[1]:g} degrees about its +x axis, and compared on white with "
            f"what it looks like at the offsets {', '.join(novel)} (top: offset 0, elevation "
            f"{TOP_ELEVATION_DEG:g}); figures are means over views, then inputs, then objects"
        ),
        "split": split,
        "input_count": input_count,
        "input_azimuths_deg": list(INPUT_AZIMUTHS_DEG),
        "input_offsets_deg": [0 if name == INPUT_NAME else int(name) for name in names],
        "rig_elevation_deg": RIG_ELEVATION_DEG,
        "rig_distance_over_size": RIG_DISTANCE,
        "rig_vertical_fov_deg": RIG_VERTICAL_FOV_DEG,
        "novel_views": novel,
        "picture_px": PICTURE_PX,
        "truth": list(layouts),
        "placement": "known rig and the object's longest side; no alignment to the truth",
        "psnr": "of the whole picture on white, sRGB 0 to 1",
        "ssim": "7 x 7 uniform window, data range 1",
        "lpips": "VGG trunk, inputs -1 to 1",
        "silhouette_iou": "of coverages above one half",
    }
