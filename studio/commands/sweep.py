"""`phys4d-studio sweep`: many materials, seeds and objects, on this machine or a Ray cluster."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option, number, whole_number

if TYPE_CHECKING:
    from sim.sweep.result import RunResult
    from studio.jobs.sweep import SweepRequest

MAX_WORKERS = 100_000
MAX_OBJECTS = 100_000_000
GIB = 1024**3


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "config", type=Path, metavar="CONFIG", help="what to run, .toml or .json (docs/sweeps.md)"
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="new folder for takes, table and pictures; one that holds this sweep is gone on with",
    )
    parser.add_argument(
        "--no-pictures",
        action="store_true",
        help="make no contact sheet, video and page: the table alone",
    )
    _add_worker_options(parser)
    _add_forecast_options(parser)
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _add_worker_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("workers")
    group.add_argument(
        "--workers",
        type=whole_number(1, MAX_WORKERS),
        metavar="W",
        help="runs at a time (default: as many as cores and memory allow)",
    )
    group.add_argument(
        "--threads",
        type=whole_number(1, 1024),
        default=1,
        metavar="T",
        help="threads of a run (default: 1)",
    )
    group.add_argument(
        "--memory",
        type=number(0.25, 4096, "GiB"),
        metavar="GIB",
        help="memory that a run may take (default: no limit)",
    )
    group.add_argument(
        "--retries",
        type=whole_number(0, 100),
        default=2,
        metavar="N",
        help="how often a run is begun again after its worker was lost (default: 2)",
    )
    group.add_argument(
        "--ray",
        metavar="auto|ADDRESS",
        help="simulate on a Ray cluster: auto takes the one that runs here or starts one, "
        "HOST:PORT names a head (needs phys4d-studio[ray])",
    )
    group.add_argument(
        "--storage",
        metavar="URL",
        help="where Ray's workers put takes, a folder that all share or an fsspec address "
        "(default: DIR)",
    )


def _add_forecast_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("forecast")
    group.add_argument(
        "--dry-run",
        action="store_true",
        help="simulate nothing: say how many runs there are, how long they take and how much "
        "space they need",
    )
    group.add_argument(
        "--objects",
        type=whole_number(1, MAX_OBJECTS),
        metavar="N",
        help="with --dry-run: as if the config named so many objects like its own",
    )
    group.add_argument(
        "--costs",
        type=Path,
        metavar="JSON",
        help="with --dry-run: measured costs of another machine (default: those shipped)",
    )


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    if options.dry_run:
        return _forecast(options, console)
    for name in ("objects", "costs"):
        if getattr(options, name) is not None:
            raise InputError(f"--{name} is for a forecast; add --dry-run, or leave it out")
    if options.output is None:
        raise InputError("name the folder of the sweep with -o DIR, or ask for a --dry-run")
    from studio.commands.output_check import check_output_folder
    from studio.commands.reports import common_report
    from studio.jobs.sweep import run_sweep

    check_output_folder(options.output if options.output.is_dir() else options.output.parent)
    report = run_sweep(_request(options), console.clock, lambda result: _tell(console, result))
    console.say(
        f"runs       {report.finished} of {report.run_count} finished, {report.carried_out} now, "
        f"{len(report.failed)} failed"
    )
    for path in (*report.table, *report.pictures):
        console.say(f"wrote      {path}")
    console.finish(
        lambda: {
            "run_count": report.run_count,
            "finished_count": report.finished,
            "carried_out_count": report.carried_out,
            "failed": dict(report.failed),
            "table": [str(path) for path in report.table],
            "pictures": [str(path) for path in report.pictures],
            **common_report(console.clock),
        }
    )
    return 0


def _request(options: argparse.Namespace) -> SweepRequest:
    from studio.jobs.sweep import SweepRequest

    return SweepRequest(
        config=options.config,
        out=options.output,
        ray=options.ray,
        storage=options.storage,
        workers=options.workers,
        threads=options.threads,
        memory_bytes=None if options.memory is None else int(options.memory * GIB),
        retries=options.retries,
        pictures=not options.no_pictures,
    )


def _tell(console: Console, result: RunResult) -> None:
    """Say at once what failed; the table says the rest."""
    if not result.finished:
        console.warn(f"{result.name} failed: {result.reason}")


def _forecast(options: argparse.Namespace, console: Console) -> int:
    from sim.sweep.cost_model import CostModel, shipped_cost_model
    from studio.commands.sweep_lines import forecast_lines
    from studio.jobs.sweep_forecast import forecast_sweep

    model = shipped_cost_model() if options.costs is None else CostModel.read(options.costs)
    found = forecast_sweep(
        options.config,
        model,
        object_count=options.objects,
        workers=options.workers,
        executor="local" if options.ray is None else "ray",
    )
    for line in forecast_lines(found, model):
        console.say(line)
    console.finish(
        lambda: {
            **found.to_json(),
            "processor": model.processor,
            "threads": model.threads,
            "measured": model.date,
        }
    )
    return 0
