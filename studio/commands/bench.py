"""`phys4d-studio bench`: measures the speed of this machine."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.commands.console import Console
from studio.commands.info import report_lines
from studio.commands.options import LAW_HELP, QUALITIES, add_json_option, whole_number


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
    _register_mpm(kinds)


def _register_mpm(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    mpm = kinds.add_parser(
        "mpm",
        help="the simulator: particle-substeps a second",
        description="Throw a cube of 0.4 m on the ground and time the substeps of the material "
        "point method: median and range of several runs, in float32.",
    )
    mpm.add_argument(
        "--particles",
        type=whole_number(1, 20_000_000),
        default=100_000,
        metavar="N",
        help="particles (default: 100000)",
    )
    mpm.add_argument(
        "--grid",
        type=whole_number(8, 1024),
        default=64,
        metavar="G",
        help="cells along the box of 1 m (default: 64)",
    )
    mpm.add_argument(
        "--material", default="jelly", metavar="LAW", help=f"{LAW_HELP} (default: jelly)"
    )
    mpm.add_argument(
        "--device", choices=("cpu", "cuda"), default="cpu", help="where it runs (default: cpu)"
    )
    mpm.add_argument(
        "--threads",
        type=whole_number(1, 1024),
        metavar="T",
        help="threads of the processor (default: all)",
    )
    add_json_option(mpm)
    mpm.set_defaults(run=_run_mpm)


def _run_mpm(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from sim.materials import ConstitutiveLaw
    from sim.mpm.speed import SpeedCase, measure_speed

    case = SpeedCase(
        law=ConstitutiveLaw.from_name(options.material),
        particle_count=options.particles,
        grid=options.grid,
        device=options.device,
        threads=options.threads,
    )
    measured = measure_speed(case)
    for line in report_lines(measured):
        console.say(line)
    console.finish(lambda: measured)
    return 0


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
