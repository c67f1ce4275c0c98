"""`phys4d-studio bench`: measures the speed of this machine."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from studio.commands.console import Console
from studio.commands.info import report_lines
from studio.commands.options import LAW_HELP, QUALITIES, add_json_option, whole_number
from studio.commands.picture_options import BACKEND_HELP, picture_size


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
    _register_raster(kinds)
    _register_viewport(kinds)


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


def _register_raster(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    raster = kinds.add_parser(
        "raster",
        help="a renderer: milliseconds a picture",
        description="Draw random Gaussians in a box that fills three quarters of the picture and "
        "time whole pictures, from the cloud's arrays to the picture's.",
    )
    raster.add_argument(
        "--gaussians",
        type=whole_number(1, 20_000_000),
        default=100_000,
        metavar="N",
        help="Gaussians (default: 100000)",
    )
    raster.add_argument(
        "--size",
        type=picture_size,
        default=(512, 512),
        metavar="WxH",
        help="picture size (default: 512x512)",
    )
    raster.add_argument(
        "--backend", default="auto", metavar="NAME", help=f"{BACKEND_HELP} (default: auto)"
    )
    raster.add_argument(
        "--frames",
        type=whole_number(1, 1000),
        default=20,
        metavar="N",
        help="timed pictures (default: 20)",
    )
    add_json_option(raster)
    raster.set_defaults(run=_run_raster)


def _register_viewport(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    viewport = kinds.add_parser(
        "viewport",
        help="the window's viewport: frames a second while moving",
        description="Turn the camera about random Gaussians in the viewport's own process and "
        "count the pictures, then wait for the full resolution. With a graphics card, draw "
        "300,000 moving Gaussians in 1920x1080 through OpenGL as well.",
    )
    viewport.add_argument(
        "--gaussians",
        type=whole_number(1, 2_000_000),
        default=60_000,
        metavar="N",
        help="Gaussians (default: 60000)",
    )
    viewport.add_argument(
        "--size",
        type=picture_size,
        default=(1280, 720),
        metavar="WxH",
        help="size of the pane (default: 1280x720)",
    )
    add_json_option(viewport)
    viewport.set_defaults(run=_run_viewport)


def _run_raster(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from render.raster_speed import RasterCase, measure_raster

    width, height = options.size
    case = RasterCase(options.gaussians, width, height, options.backend, options.frames)
    return _report(console, measure_raster(case, console.clock))


def _run_viewport(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.viewport_benchmark import ViewportCase, measure_viewport

    width, height = options.size
    case = ViewportCase(options.gaussians, width, height)
    return _report(console, measure_viewport(case, console.clock))


def _report(console: Console, measured: Mapping[str, object]) -> int:
    for line in report_lines(measured):
        console.say(line)
    console.finish(lambda: measured)
    return 0


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
    return _report(console, measure_speed(case))


def _run_pipeline(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.pipeline_benchmark import measure_pipeline

    measured = measure_pipeline(
        photo=options.photo, quality=options.quality, warm_runs=options.runs, progress=console.clock
    )
    return _report(console, measured)
