"""`phys4d-studio bench`: measures the speed of this machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.commands.console import Console
from studio.commands.info import report_lines
from studio.commands.options import QUALITIES, add_json_option, whole_number


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    pipeline = kinds.add_parser(
        "pipeline",
        help="photo to video in fresh processes: seconds and memory",
        description="Run generate on a bundled photo in fresh processes, once with an empty kernel "
        "cache and then warm, and measure whole-process seconds and peak memory.",
    )
    pipeline.add_argument(
        "--photo", type=Path, metavar="IMAGE", help="photo to use (default: a bundled one)"
    )
    pipeline.add_argument(
        "--quality", choices=QUALITIES, default="preview", help="preset (default: preview)"
    )
    pipeline.add_argument(
        "--runs",
        type=whole_number(1, 20),
        default=2,
        metavar="N",
        help="warm runs after the cold one (default: 2)",
    )
    add_json_option(pipeline)
    pipeline.set_defaults(run=_run_pipeline)


def _run_pipeline(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.pipeline_benchmark import measure_pipeline

    measured = measure_pipeline(
        photo=options.photo, quality=options.quality, warm_runs=options.runs, progress=console.clock
    )
    for line in report_lines(measured):
        console.say(line)
    console.finish(lambda: measured)
    return 0
