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
FIELDS = ("velocity", "stress", "plastic_strain")
"""Names of `take_fields.FIELD_UNITS`."""
MAX_SAMPLES = 64
MAX_FRAMES = 2000
MAX_WORKERS = 256
FILL_OPTIONS = ("gap", "opacity_threshold", "particles_per_cell")
"""Options that say how the object is filled, as argparse names them."""


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


def take_and_frame(text: str) -> tuple[str, int | None]:
    """Name and frame of a text such as "take-1@20"; the frame may be left out."""
    name, at, frame = text.partition("@")
    if not name or (at and not frame.isdecimal()):
        raise argparse.ArgumentTypeError(f"{text!r} is not TAKE or TAKE@FRAME, such as take-1@20")
    return name, int(frame) if at else None


def field_names(text: str) -> tuple[str, ...]:
    """Names of a comma-separated list of fields."""
    names = tuple(name.strip() for name in text.split(","))
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"{unknown[0]!r} is not a field; use {', '.join(FIELDS)}, joined by commas"
        )
    return names


def add_workers_option(parser: argparse._ActionsContainer) -> None:
    """Add `--workers` of commands that simulate many small runs."""
    parser.add_argument(
        "--workers",
        type=whole_number(1, MAX_WORKERS),
        metavar="N",
        help="processes that simulate, one thread each (default: one a core)",
    )


def add_json_option(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, which every command takes."""
    parser.add_argument(
        "--json",
        metavar="FILE",
        help="write machine-readable results to FILE; - writes them alone to standard output",
    )


def add_size_option(group: argparse._ArgumentGroup, default: str = "0.5") -> None:
    """Add `--size`, with words on what is taken where it is left out."""
    group.add_argument(
        "--size",
        type=number(1e-3, 1e3, "m"),
        metavar="METRES",
        help=f"longest side of the object; a photo has no scale (default: {default})",
    )


def add_simulate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `simulate` that choose material, scene and solver."""
    _add_material_options(parser)
    _add_sampling_options(parser)
    _add_fill_options(parser)
    _add_scene_options(parser)
    _add_solver_options(parser)


def _add_material_options(parser: argparse.ArgumentParser) -> None:
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
        "--yield",
        dest="yield_stress",
        type=number(0, 1e12, "Pa"),
        metavar="PA",
        help="uniaxial yield stress of metal, plasticine and foam in pascal",
    )
    material.add_argument(
        "--friction-angle",
        type=number(0, 68, "degrees"),
        metavar="DEGREES",
        help="internal friction angle of sand",
    )
    material.add_argument(
        "--regions",
        type=Path,
        metavar="JSON",
        help="parts of the object with a material of their own",
    )


def _add_sampling_options(parser: argparse.ArgumentParser) -> None:
    material = parser.add_argument_group("samples")
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
        "--predicted",
        action="store_true",
        help="leave out what was edited in the window and saved in the project",
    )
    material.add_argument(
        "--stiffness",
        choices=STIFFNESS_MAPS,
        help="real: stiff things are rigid; expressive: the set is shown softer so that samples "
        "differ (default: real for one run, expressive for --samples)",
    )


def _add_fill_options(parser: argparse.ArgumentParser) -> None:
    filling = parser.add_argument_group("filling")
    filling.add_argument(
        "--gap",
        type=number(0, 1e4, "m"),
        metavar="METRES",
        help="widest gap of the object's shell to close, 0 for none (default: found by itself)",
    )
    filling.add_argument(
        "--opacity-threshold",
        type=number(0, 1),
        metavar="OPACITY",
        help="Gaussians at or below this opacity are no matter, 0 to 1 (default: 0.02)",
    )
    filling.add_argument(
        "--particles-per-cell",
        type=number(1, 64),
        metavar="N",
        help="particles wanted a cell, 1 to 64 (default: 8 where the particle limit allows)",
    )


def _add_scene_options(parser: argparse.ArgumentParser) -> None:
    simulation = parser.add_argument_group("simulation")
    simulation.add_argument(
        "--scene",
        type=Path,
        metavar="JSON",
        help="gravity, ground, obstacles, forces, bodies, drop and timing",
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


def _add_solver_options(parser: argparse.ArgumentParser) -> None:
    simulation = parser.add_argument_group("solver")
    simulation.add_argument(
        "--device", choices=("cpu", "cuda"), default="cpu", help="where to simulate (default: cpu)"
    )
    simulation.add_argument(
        "--precision",
        choices=("float32", "float64"),
        default="float32",
        help="arithmetic of the solver (default: float32)",
    )
    simulation.add_argument(
        "--fields",
        type=field_names,
        default=(),
        metavar="LIST",
        help=f"scalars to keep for every Gaussian: {', '.join(FIELDS)}",
    )
    simulation.add_argument(
        "--checkpoint-every",
        type=whole_number(0, MAX_FRAMES),
        default=10,
        metavar="K",
        help="frames between two checkpoints to resume from, 0 for none (default: 10)",
    )


def add_continuation_options(parser: argparse.ArgumentParser) -> None:
    """Add what makes `simulate` go on with a take of the project, or only count."""
    group = parser.add_argument_group("other ways to run").add_mutually_exclusive_group()
    group.add_argument(
        "--preview-fill",
        action="store_true",
        help="count the particles, cells and floaters that filling gives, and make no take",
    )
    group.add_argument(
        "--resume",
        type=take_and_frame,
        metavar="TAKE[@FRAME]",
        help="simulate the rest of a take again, from its last frame or the one named",
    )
    group.add_argument(
        "--branch",
        type=take_and_frame,
        metavar="TAKE@FRAME",
        help="leave a take at a frame for a new one with the material, scene or frames named",
    )
    group.add_argument(
        "--replay", metavar="TAKE", help="give the hand commands that a take recorded again"
    )
