"""`phys4d-studio simulate`: a project's object, or a splat file's, in motion."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.commands.console import Console
from studio.commands.options import (
    add_continuation_options,
    add_json_option,
    add_simulate_options,
    add_size_option,
)
from studio.commands.splat_options import add_up_option


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("object", type=Path, metavar="P.p4d|CLOUD", help="project, or splat file")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="P.p4d", help="project to make of a splat file"
    )
    add_simulate_options(parser)
    add_continuation_options(parser)
    splats = parser.add_argument_group("splat file")
    add_up_option(splats)
    add_size_option(splats)
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from sim.take import Take
    from studio.commands.project_input import project_of
    from studio.commands.reports import common_report, diagnostics_report, take_lines, take_report
    from studio.commands.simulation import check_simulate_options, continued_take, simulate_takes

    check_simulate_options(options)
    if options.preview_fill:
        return _preview(options, console)
    project = project_of(options, console)
    going_on = options.resume is not None or options.branch is not None
    paths = (
        (continued_take(project, options, console),)
        if going_on
        else simulate_takes(project, options, console)
    )
    takes = [Take.open(path) for path in paths]
    for take in takes:
        for line in take_lines(take):
            console.say(line)
    console.say(f"project    {project.path}")
    console.finish(
        lambda: {
            "project": str(project.path),
            "takes": [
                {**take_report(take), "diagnostics": diagnostics_report(take)} for take in takes
            ],
            **common_report(console.clock),
        }
    )
    return 0


def _preview(options: argparse.Namespace, console: Console) -> int:
    from studio.commands.fill_preview import counted_fill, fill_report
    from studio.commands.info import report_lines

    report = fill_report(counted_fill(options))
    for line in report_lines(report):
        console.say(line)
    console.finish(lambda: {"fill": report})
    return 0
