"""`phys4d-studio predict`: photo or posed pictures to project."""

from __future__ import annotations

import argparse
from pathlib import Path

from studio.commands.console import Console
from studio.commands.options import add_json_option
from studio.commands.predict_options import add_predict_options, model_choice


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "photo",
        type=Path,
        metavar="IMAGE|POSE.json",
        help="photo of one object, or a file that names one to four pictures with their cameras",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="P.p4d", help="project to make"
    )
    add_predict_options(parser)
    parser.add_argument(
        "--device",
        choices=("cpu", "cuda"),
        default="cpu",
        help="where PhysGM runs; the embedded model runs on the CPU (default: cpu)",
    )
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from sim.project import Project
    from studio.commands.output_check import check_project_output
    from studio.commands.reports import common_report, prediction_lines, prediction_report
    from studio.jobs.pipeline import run_predict
    from studio.jobs.requests import PredictRequest

    check_project_output(options.output)
    request = PredictRequest(
        photo=options.photo,
        project=options.output,
        model=model_choice(options),
        size_m=options.size,
        elevation_deg=options.elevation,
    )
    project = Project.open(run_predict(request, console.clock))
    for line in prediction_lines(project):
        console.say(line)
    for warning in project.manifest.warnings:
        console.warn(warning)
    console.say(f"project    {project.path}")
    console.finish(lambda: {**prediction_report(project), **common_report(console.clock)})
    return 0
