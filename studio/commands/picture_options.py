"""Options of `render` and `generate`: how pictures look and how videos are stored."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.options import number, whole_number
from studio.export.codecs import CODECS
from studio.export.option_ranges import (
    COLOR,
    FPS_RANGE,
    OVERLAYS,
    PROJECTIONS,
    SIDE_RANGE_PX,
    SUPERSAMPLE_RANGE,
)

if TYPE_CHECKING:
    from studio.export.video_options import VideoOptions

LONGEST_S = 3600.0
BACKEND_HELP = "renderer: auto, gsplat_cuda, cpu_tiles, opengl or reference"


def picture_size(text: str) -> tuple[int, int]:
    """Width and height [px] of a text such as "512x512"."""
    least, most = SIDE_RANGE_PX
    expected = f"expected WIDTHxHEIGHT, {least} to {most} px, such as 1920x1080"
    parts = text.lower().replace("×", "x").split("x")
    try:
        width, height = (int(part) for part in parts)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a picture size; {expected}") from None
    if any(not least <= side <= most for side in (width, height)):
        raise argparse.ArgumentTypeError(f"{text} is not allowed; {expected}")
    return width, height


def names(text: str) -> tuple[str, ...]:
    """Names of a comma-separated list, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def motion_blur(text: str) -> tuple[int, float]:
    """Moments and shutter angle [degrees] of a text such as "8" or "8@180"."""
    moments, at, shutter = text.partition("@")
    samples = whole_number(2, 64)(moments)
    return samples, number(1, 720, "degrees")(shutter) if at else 180.0


def add_video_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `render`."""
    _add_view_options(parser)
    _add_quality_options(parser)
    _add_file_options(parser)


def _add_view_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("picture")
    group.add_argument(
        "--camera",
        default="swing",
        metavar="NAME|FILE",
        help="swing, turntable, still, spiral, forward, backward, up, down, dolly, or a camera "
        "file (default: swing)",
    )
    group.add_argument(
        "--save-camera",
        type=Path,
        metavar="FILE",
        help="write the camera's motion too: .json (ours), .usda, .usdc or .usdz (an animated "
        "camera), .py (a script for Blender)",
    )
    group.add_argument(
        "--projection",
        choices=PROJECTIONS,
        default="perspective",
        help="how space becomes a picture; 360 is all round, twice as wide as high "
        "(default: perspective)",
    )
    group.add_argument(
        "--size-px",
        type=picture_size,
        metavar="WxH",
        help="picture size; codecs that need even sides repeat the last row or column "
        "(default: preset's)",
    )
    _add_background_options(group)


def _add_background_options(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--background",
        default="stage",
        metavar="NAME|#RRGGBB|FILE",
        help="stage, none (transparent), checker, gradient, white, black, grey, green, blue, "
        "a colour or a picture (default: stage)",
    )
    group.add_argument(
        "--shadow", action="store_true", help="let a shadow fall before other backgrounds too"
    )
    group.add_argument(
        "--overlays", type=names, default=(), metavar="LIST", help=f"{', '.join(OVERLAYS)}"
    )
    group.add_argument(
        "--passes",
        type=names,
        default=(COLOR,),
        metavar="LIST",
        help="colour, depth, normal, velocity, stress, flow, semantics, geometry, trajectory and "
        "more, each to a file of its own (default: colour)",
    )


def _add_quality_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("quality")
    group.add_argument(
        "--supersample",
        type=whole_number(*SUPERSAMPLE_RANGE),
        default=1,
        metavar="N",
        help="draw N x N pixels for each and average them, 1 to 4 (default: 1)",
    )
    group.add_argument(
        "--motion-blur",
        type=motion_blur,
        metavar="N[@DEGREES]",
        help="average N moments while a shutter of so many degrees is open (180 where not said)",
    )
    group.add_argument(
        "--backend",
        default="auto",
        metavar="NAME",
        help=f"{BACKEND_HELP} (default: auto)",
    )


def _add_file_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("video")
    group.add_argument(
        "--fps",
        type=number(*FPS_RANGE),
        metavar="N",
        help="pictures a second; motion keeps its speed (default: the take's)",
    )
    group.add_argument(
        "--codec",
        choices=tuple(CODECS),
        metavar="NAME",
        help=f"{', '.join(CODECS)} (default: by the ending; a folder gets PNG pictures)",
    )
    group.add_argument(
        "--hardware", action="store_true", help="encode on the graphics card where that works"
    )
    group.add_argument(
        "--time-remap",
        metavar="SPEED|PIECES",
        help="reverse, ping-pong, a speed such as 0.5x, or pieces SECONDS@SPEED[>SPEED] joined by "
        "commas; speed 0 holds, below 0 runs back",
    )
    group.add_argument(
        "--seconds",
        type=number(0.01, LONGEST_S, "s"),
        metavar="S",
        help="length of the video (default: the take's; 4 for what stands still)",
    )


def video_options(
    options: argparse.Namespace, *, size_px: tuple[int, int], fps: float
) -> VideoOptions:
    """What the options ask for.

    Args:
        options: Those of `add_video_options`.
        size_px: Width and height where none is named [px].
        fps: Pictures a second where none is named.

    Raises:
        InputError: If they do not fit together.
    """
    from studio.export.frame_schedule import MotionBlur
    from studio.export.video_options import VideoOptions

    return VideoOptions(
        size_px=options.size_px or size_px,
        fps=options.fps or fps,
        codec=options.codec,
        camera=options.camera,
        camera_out=options.save_camera,
        projection=options.projection,
        background=options.background,
        shadow=options.shadow,
        overlays=options.overlays,
        passes=options.passes,
        supersample=options.supersample,
        blur=None if options.motion_blur is None else MotionBlur(*options.motion_blur),
        time_remap=options.time_remap,
        duration_s=options.seconds,
        hardware=options.hardware,
        backend=options.backend,
    )
