"""What is seen behind the Gaussians: a plain colour, a checker, a gradient, a picture or a stage.

A backdrop fills the whole picture and scales with it, so that a picture looks the same at every
size. No backdrop at all, `None`, means a transparent picture.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.errors import InputError
from render.os_faults import remedy_for

FloatArray = npt.NDArray[np.float32]

Color = tuple[float, float, float]
"""sRGB 0 to 1."""


GLANCE_PX = 16
"""Side of the picture that tells whether a backdrop is light."""
LIGHT_FROM = 0.45
"""Mean of that picture from which it is."""


class Backdrop(ABC):
    """Something to draw behind the Gaussians."""

    __slots__ = ()

    ground_z_m: float | None
    """Height of the floor on which shadows fall [m]; None for no floor and no shadow."""

    @property
    def smooth(self) -> bool:
        """Whether it may be drawn small and enlarged."""
        return False

    def is_light(self, camera: Camera) -> bool:
        """Whether dark lines show better on it than light ones, for all tiles of a picture."""
        part = camera.placing
        whole = camera.tile(
            -round(part.left), -round(part.top), round(part.whole_width), round(part.whole_height)
        )
        small = replace(whole, part=None).scaled_to(GLANCE_PX, GLANCE_PX)
        return float(self.draw(small).mean()) > LIGHT_FROM

    @abstractmethod
    def draw(self, camera: Camera) -> FloatArray:
        """The picture without shadows, sRGB 0 to 1, shape [H, W, 3]; the caller may change it."""


@dataclass(frozen=True, slots=True)
class PlainBackdrop(Backdrop):
    """One colour."""

    color: Color = (1.0, 1.0, 1.0)
    """sRGB 0 to 1."""
    ground_z_m: float | None = None
    """Where shadows fall [m]; None for nowhere."""

    def __post_init__(self) -> None:
        _check_color("background", self.color)

    @property
    def smooth(self) -> bool:
        """True: every pixel is the same."""
        return True

    def draw(self, camera: Camera) -> FloatArray:
        """The colour everywhere."""
        return np.full((camera.height, camera.width, 3), self.color, np.float32)


@dataclass(frozen=True, slots=True)
class CheckerBackdrop(Backdrop):
    """Squares of two colours in turn, as behind transparent pictures."""

    light: Color = (0.82, 0.82, 0.82)
    """Colour of the upper left square, sRGB 0 to 1."""
    dark: Color = (0.66, 0.66, 0.66)
    """Colour of its neighbours, sRGB 0 to 1."""
    squares: int = 24
    """Squares over the height of the picture."""
    ground_z_m: float | None = None
    """Where shadows fall [m]; None for nowhere."""

    def __post_init__(self) -> None:
        _check_color("light square", self.light)
        _check_color("dark square", self.dark)
        if not 1 <= self.squares <= 1000:
            raise InputError(f"a checker has 1 to 1000 squares a height, got {self.squares}")

    def draw(self, camera: Camera) -> FloatArray:
        """Squares counted from the upper left corner."""
        whole = camera.placing
        side = whole.whole_height / self.squares
        rows = ((np.arange(camera.height) + (whole.top + 0.5)) / side).astype(np.int64)
        columns = ((np.arange(camera.width) + (whole.left + 0.5)) / side).astype(np.int64)
        parity = (rows[:, None] + columns[None, :]) % 2
        return np.take(np.array([self.light, self.dark], np.float32), parity, axis=0)


@dataclass(frozen=True, slots=True)
class GradientBackdrop(Backdrop):
    """From one colour at the top to another at the bottom."""

    top: Color = (0.93, 0.94, 0.96)
    """sRGB 0 to 1."""
    bottom: Color = (0.62, 0.66, 0.72)
    """sRGB 0 to 1."""
    ground_z_m: float | None = None
    """Where shadows fall [m]; None for nowhere."""

    def __post_init__(self) -> None:
        _check_color("top", self.top)
        _check_color("bottom", self.bottom)

    @property
    def smooth(self) -> bool:
        """True: neighbours hardly differ."""
        return True

    def draw(self, camera: Camera) -> FloatArray:
        """Rows of one colour."""
        whole = camera.placing
        seen = np.arange(camera.height, dtype=np.float32) + np.float32(whole.top + 0.5)
        share = (seen / np.float32(whole.whole_height))[:, None]
        rows = np.array(self.top, np.float32) * (1 - share) + np.array(self.bottom) * share
        shape = (camera.height, camera.width, 3)
        return np.broadcast_to(rows[:, None, :], shape).astype(np.float32)


@dataclass(frozen=True, slots=True)
class PictureBackdrop(Backdrop):
    """A picture file that covers the whole view; what does not fit is cut off evenly."""

    path: Path
    """Any picture that Pillow reads; transparent parts show white."""
    ground_z_m: float | None = None
    """Where shadows fall [m]; None for nowhere."""

    def draw(self, camera: Camera) -> FloatArray:
        """The picture scaled to cover the view.

        Raises:
            InputError: If the file cannot be read.
        """
        try:
            changed_ns = self.path.stat().st_mtime_ns
        except OSError as error:
            raise InputError(_unreadable(self.path, error)) from error
        whole = camera.placing
        left, top = round(whole.left), round(whole.top)
        size = round(whole.whole_width), round(whole.whole_height)
        picture = _covering(self.path, changed_ns, *size)
        return picture[top : top + camera.height, left : left + camera.width].copy()


@lru_cache(maxsize=4)
def _covering(path: Path, changed_ns: int, width: int, height: int) -> FloatArray:
    """A picture in the size of the view; `changed_ns` makes a changed file a new one."""
    del changed_ns
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as file:
            picture = ImageOps.exif_transpose(file).convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        if isinstance(error, UnidentifiedImageError):
            raise InputError(f"{path} is not a picture; use PNG, JPEG or WebP") from error
        raise InputError(_unreadable(path, error)) from error
    white = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    opaque = Image.alpha_composite(white, picture).convert("RGB")
    fitted = ImageOps.fit(opaque, (width, height), Image.Resampling.LANCZOS)
    return np.asarray(fitted, np.float32) / np.float32(255)


def _unreadable(path: Path, error: BaseException) -> str:
    return f"the background {path} cannot be read: {remedy_for(error) or error}"


def _check_color(name: str, color: Color) -> None:
    if len(color) != 3 or not all(0 <= channel <= 1 for channel in color):
        raise InputError(f"{name} must be three numbers from 0 to 1, got {color}")
