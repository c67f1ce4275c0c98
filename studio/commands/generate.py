"""`phys4d-studio generate`: photo or posed pictures to video in one go."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.console import Console
from studio.commands.options import add_json_option, add_simulate_options
from studio.commands.picture_options import add_video_options
from studio.commands.predict_options import add_predict_options, model_choice

if TYPE_CHECKING:
    from sim.project import Project
    from sim.take import Take
    from studio.export.clip_video import ExportReport


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command: those of predict, simulate and render."""
    parser.add_argument(
        "photo",
        type=Path,
        metavar="IMAGE|POSE.json",
        help="photo of one object, or a file that names one to four pictures with their cameras",
    )
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help="video to write"
    )
    parser.add_argument(
        "--save", type=Path, metavar="P.p4d", help="keep the project, for the studio and for more"
    )
    add_predict_options(parser, short_precision=False)
    add_simulate_options(parser)
    add_video_options(parser)
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.output_check import check_project_output
    from studio.commands.simulation import check_simulate_options
    from studio.commands.video import check_video_options

    check_video_options(options)
    check_simulate_options(options)
    if options.save is not None:
        check_project_output(options.save)
    with _project_path(options.save) as path:
        return _generate(path, options, console)


@contextmanager
def _project_path(save: Path | None) -> Iterator[Path]:
    """Where the project goes: where the user wants it, or a folder that is removed afterwards."""
    if save is not None:
        yield save
        return
    with tempfile.TemporaryDirectory(prefix="phys4d-", ignore_cleanup_errors=True) as folder:
        yield Path(folder) / "generated.p4d"


def _generate(path: Path, options: argparse.Namespace, console: Console) -> int:
    from sim.project import Project
    from sim.take import Take
    from studio.commands.reports import prediction_lines, take_lines
    from studio.commands.simulation import simulate_takes
    from studio.commands.video import numbered_outputs, render_video, take_video
    from studio.jobs.pipeline import run_predict
    from studio.jobs.requests import PredictRequest

    request = PredictRequest(
        photo=options.photo,
        project=path,
        model=model_choice(options),
        size_m=options.size,
        elevation_deg=options.elevation,
        seed=options.seed or 0,
    )
    project = Project.open(run_predict(request, console.clock))
    for line in prediction_lines(project):
        console.say(line)
    for warning in project.manifest.warnings:
        console.warn(warning)
    takes: list[Take] = []
    videos: list[ExportReport] = []
    take_paths = simulate_takes(project, options, console)
    for take_path, out in zip(
        take_paths, numbered_outputs(options.output, len(take_paths)), strict=True
    ):
        takes.append(Take.open(take_path))
        for line in take_lines(takes[-1]):
            console.say(line)
        scene, wanted = take_video(project, take_path.name, options)
        videos += render_video(scene, out, wanted, console)
    if options.save is not None:
        console.say(f"project    {project.path}")
    console.finish(lambda: _results(options, project, takes, videos, console))
    return 0


def _results(
    options: argparse.Namespace,
    project: Project,
    takes: list[Take],
    videos: list[ExportReport],
    console: Console,
) -> dict[str, object]:
    from studio.commands.reports import common_report, prediction_report, take_report

    gone = {} if options.save is not None else {"project": None}
    gone_take = {} if options.save is not None else {"take_path": None}
    return {
        **prediction_report(project),
        **gone,
        "takes": [{**take_report(take), **gone_take} for take in takes],
        "videos": [str(video.out) for video in videos],
        "outputs": [video.to_json() for video in videos],
        **common_report(console.clock),
    }
