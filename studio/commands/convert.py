"""`phys4d-studio convert`: a splat file, take or moving splats in another format."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.commands.console import Console
from studio.commands.options import add_json_option, number, whole_number
from studio.commands.output_check import check_output_folder
from studio.commands.splat_options import add_up_option, up_axis_line

MOST_FRAMES = 1_000_000


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "source", type=Path, metavar="IN", help="splat file, project, take or moving splats"
    )
    parser.add_argument(
        "target", type=Path, metavar="OUT", help="file to write; its ending chooses the format"
    )
    splats = parser.add_argument_group("splat file")
    add_up_option(splats)
    splats.add_argument(
        "--size",
        type=number(1e-3, 1e3, "m"),
        metavar="METRES",
        help="scale the object to this longest side (default: the file's units stay)",
    )
    splats.add_argument(
        "--sh-degree",
        type=whole_number(0, 3),
        metavar="N",
        help="keep colours up to this spherical-harmonic degree, 0 to 3 (default: all)",
    )
    moving = parser.add_argument_group("moving splats")
    moving.add_argument("--take", metavar="NAME", help="take of a project (default: the last)")
    moving.add_argument(
        "--frame",
        type=whole_number(0, MOST_FRAMES),
        metavar="N",
        help="frame to write as a still file",
    )
    moving.add_argument(
        "--quality",
        choices=("small", "standard", "high"),
        default="standard",
        help="how little web pages and 4D files round (default: standard)",
    )
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.reports import common_report
    from studio.jobs.conversion import Wishes, convert

    check_output_folder(options.target.absolute().parent)
    wishes = Wishes(
        options.up,
        options.size,
        options.sh_degree,
        options.take,
        options.frame,
        options.quality,
    )
    done = convert(options.source, options.target, wishes, console.clock)
    for note in done.notes:
        console.warn(note)
    if done.up_axis is not None:
        console.say(up_axis_line(done.up_axis, chosen=options.up is not None))
    moving = f", {done.frame_count:,} frames" if done.frame_count > 1 else ""
    held = f"{done.format}, {done.gaussian_count:,} Gaussians{moving}"
    console.say(f"output     {options.target} ({held})")
    for name, value in done.errors.items():
        console.say(f"error      {name.replace('_', ' ')}: {value:.3g}")
    console.finish(
        lambda: {
            "output": str(options.target),
            **done._asdict(),
            "notes": list(done.notes),
            "errors": dict(done.errors),
            **common_report(console.clock),
        }
    )
    return 0
