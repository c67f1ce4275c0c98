"""Options that several commands share; values are checked while the command line is read."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

QUALITIES = ("sketch", "preview", "standard", "paper")
STIFFNESS_MAPS = ("real", "expressive")
UP_AXES = ("+x", "-x", "+y", "-y", "+z", "-z")
LAW_HELP = "jelly, metal, plasticine, snow, sand, foam, liquid, neo-hookean, hencky or rigid"
"""Names of `ConstitutiveLaw`, which the command line can say without loading the simulator."""
MAX_PICTURE_PX = 4096
MAX_SAMPLES = 64
MAX_FRAMES = 2000


def number(low: float, high: float, unit: str = "") -> Callable[[str], float]:
    """Reader of a number between `low` and `high`."""

    def read(text: str) -> float:
        suffix = f" {unit}" if unit else ""
        expected = f"expected a number from {low:g} to {high:g}{suffix}"
        try:
            value = float(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number; {expected}") from None
        if not (math.isfinite(value) and low <= value <= high):
            raise argparse.ArgumentTypeError(f"{text}{suffix} is out of range; {expected}")
        return value

    return read


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """Reader of a whole number between `low` and `high`."""

    def read(text: str) -> int:
        expected = f"expected a whole number from {low} to {high}"
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(
                f"{text!r} is not a whole number; {expected}"
            ) from None
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is out of range; {expected}")
        return value

    return read


def picture_size(text: str) -> tuple[int, int]:
    """Width and height [px] of a text such as "512x512"; videos need even sizes."""
    expected = f"expected WIDTHxHEIGHT, even, 16 to {MAX_PICTURE_PX} px, such as 512x512"
    parts = text.lower().replace("×", "x").split("x")
    try:
        width, height = (int(part) for part in parts)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a picture size; {expected}") from None
    if any(side % 2 or not 16 <= side <= MAX_PICTURE_PX for side in (width, height)):
        raise argparse.ArgumentTypeError(f"{text} is not allowed; {expected}")
    return width, height


def device(text: str) -> str:
    """Name of a device that this version simulates on."""
    if text != "cpu":
        raise argparse.ArgumentTypeError(f"{text!r} is not available in this version; use cpu")
    return text


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, which every command takes."""
    parser.add_argument(
        "--json",
        metavar="FILE",
        help="write machine-readable results to FILE; - writes them alone to standard output",
    )


def add_predict_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `predict`."""
    group = parser.add_argument_group("prediction")
    group.add_argument(
        "--model", default="embedded", metavar="NAME|PATH", help="model to use (default: embedded)"
    )
    add_size_option(group)
    group.add_argument(
        "--elevation",
        type=number(-89, 89, "degrees"),
        metavar="DEGREES",
        help="how far the photo's camera looks down (default: the model's estimate)",
    )


def add_size_option(group: argparse._ArgumentGroup) -> None:
    """Add `--size`."""
    group.add_argument(
        "--size",
        type=number(1e-3, 1e3, "m"),
        metavar="METRES",
        help="longest side of the object; a photo has no scale (default: 0.5)",
    )


def add_simulate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `simulate`."""
    material = parser.add_argument_group("material")
    material.add_argument(
        "--material", metavar="LAW", help=f"law to simulate instead of the predicted: {LAW_HELP}"
    )
    material.add_argument(
        "--young", type=number(1, 1e13, "Pa"), metavar="PA", help="Young's modulus in pascal"
    )
    material.add_argument(
        "--poisson", type=number(0, 0.49), metavar="NU", help="Poisson's ratio, 0 to 0.49"
    )
    material.add_argument(
        "--density", type=number(1, 3e4, "kg/m3"), metavar="KG_M3", help="density in kg/m3"
    )
    material.add_argument(
        "--samples",
        type=whole_number(1, MAX_SAMPLES),
        default=1,
        metavar="K",
        help="draw K materials from the predicted distribution, one take each",
    )
    material.add_argument(
        "--seed",
        type=whole_number(0, 2**32 - 1),
        metavar="S",
        help="draw the material with this seed (default: the most probable material)",
    )
    material.add_argument(
        "--stiffness",
        choices=STIFFNESS_MAPS,
        help="real: stiff things are rigid; expressive: the set is shown softer so that samples "
        "differ (default: real for one run, expressive for --samples)",
    )
    simulation = parser.add_argument_group("simulation")
    simulation.add_argument(
        "--scene", type=Path, metavar="JSON", help="gravity, ground, drop and timing"
    )
    simulation.add_argument(
        "--quality", choices=QUALITIES, default="preview", help="preset (default: preview)"
    )
    simulation.add_argument(
        "--frames",
        type=whole_number(1, MAX_FRAMES),
        metavar="N",
        help="number of frames (default: the preset's)",
    )
    simulation.add_argument(
        "--device", type=device, default="cpu", metavar="cpu", help="where to simulate"
    )


def add_video_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `render`."""
    group = parser.add_argument_group("video")
    group.add_argument(
        "--camera",
        default="swing",
        metavar="swing|turntable|JSON",
        help="camera of the video: a preset or a camera path (default: swing)",
    )
    group.add_argument(
        "--size-px", type=picture_size, metavar="WxH", help="picture size, even (default: preset's)"
    )
    group.add_argument(
        "--fps", type=number(1, 120), metavar="N", help="frames a second (default: the take's)"
    )
    group.add_argument(
        "--backend",
        default="auto",
        metavar="NAME",
        help="renderer: auto, cpu_tiles, opengl or reference (default: auto)",
    )
