"""`VideoOptions`: everything a person may ask of a picture or video, and its checks."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError
from studio.export.backgrounds import STAGE, TRANSPARENT
from studio.export.codecs import Codec, codec_for
from studio.export.frame_schedule import MotionBlur
from studio.export.option_ranges import (
    COLOR,
    FPS_RANGE,
    OVERLAYS,
    PROJECTIONS,
    SIDE_RANGE_PX,
    SUPERSAMPLE_RANGE,
)


@dataclass(frozen=True, slots=True)
class VideoOptions:
    """How a clip becomes pictures and a video."""

    size_px: tuple[int, int] = (1024, 1024)
    """Width and height [px]."""
    fps: float = 25.0
    """Pictures a second."""
    codec: str | None = None
    """Name in `codecs.CODECS`; None lets the file's ending decide."""
    camera: str = "swing"
    """Preset of `render.cameras.presets` or a camera file."""
    camera_out: Path | None = None
    """Where the camera's motion is written for other programs; None for nowhere."""
    projection: str = "perspective"
    """One of `PROJECTIONS`."""
    background: str = STAGE
    """What is behind: stage, none, checker, gradient, a colour or a picture file."""
    shadow: bool = False
    """Whether a shadow falls on the ground where the background has none of its own."""
    overlays: tuple[str, ...] = ()
    """Some of `OVERLAYS`."""
    passes: tuple[str, ...] = (COLOR,)
    """Passes of `render.passes.registry`, each to a file of its own."""
    supersample: int = 1
    """Drawn pixels along a picture's pixel, 1 to 4."""
    blur: MotionBlur | None = None
    """Shutter; None for none."""
    time_remap: str | None = None
    """What `TimeRemap.parse` reads; None plays the clip as it is."""
    duration_s: float | None = None
    """Length of the video [s]; None takes the clip's."""
    hardware: bool = False
    """Whether the graphics card encodes."""
    backend: str = "auto"
    """Renderer, a name of `render.registry`."""

    def __post_init__(self) -> None:
        low, high = SIDE_RANGE_PX
        for side in self.size_px:
            if not low <= side <= high:
                raise InputError(f"picture side {side} px is outside {low} to {high} px")
        if not FPS_RANGE[0] <= self.fps <= FPS_RANGE[1]:
            raise InputError(
                f"{self.fps:g} frames/s is outside {FPS_RANGE[0]:g} to {FPS_RANGE[1]:g} frames/s"
            )
        least, most = SUPERSAMPLE_RANGE
        if not least <= self.supersample <= most:
            raise InputError(f"supersampling must be {least} to {most}, got {self.supersample}")
        if not self.passes:
            raise InputError("no pass is named; leave --passes out for colour")
        _check_names("projection", (self.projection,), PROJECTIONS)
        _check_names("overlay", self.overlays, OVERLAYS)
        if self.projection == "360":
            self._check_all_round()

    def _check_all_round(self) -> None:
        width, height = self.size_px
        if width != 2 * height:
            raise InputError(
                f"a 360 picture is twice as wide as high, got {width}x{height}; "
                f"use {2 * height}x{height}"
            )
        if self.codec == "npz":
            raise InputError("npz holds values of one view, not of 360; choose another codec")
        if self.passes != (COLOR,) or self.overlays:
            raise InputError("a 360 picture shows colour alone; leave passes and overlays out")

    @property
    def transparent(self) -> bool:
        """Whether the background stays transparent."""
        return self.background == TRANSPARENT

    def codec_of(self, out: Path) -> Codec:
        """Codec of the colour pass.

        Raises:
            InputError: If ending, codec and transparency do not fit together.
        """
        return codec_for(out, self.codec, transparent=self.transparent)


def _check_names(what: str, names: tuple[str, ...], known: tuple[str, ...]) -> None:
    for name in names:
        if name not in known:
            raise InputError(f"unknown {what} {name!r}; choose {', '.join(known)}")
