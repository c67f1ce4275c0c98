"""`phys4d-studio evaluate`: measures a model on objects whose shape and material are known."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.info import report_lines
from studio.commands.options import add_json_option
from studio.commands.train import require_training_packages

KINDS = {
    "reconstruction": "novel views and silhouettes against true ones",
    "physics": "material classes and values against labels, cross-validated",
}
SPLITS = ("test", "val", "all")
DEFAULT_DATASET = Path("../shared/assets")
"""Where the development data lies beside a checkout."""
LONG_KEYS = ("objects", "per_object", "folds")
"""Tables that are for machines only."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "kind",
        choices=sorted(KINDS),
        metavar="KIND",
        help="; ".join(f"{name}: {summary}" for name, summary in KINDS.items()),
    )
    parser.add_argument(
        "dataset",
        type=Path,
        nargs="?",
        default=DEFAULT_DATASET,
        metavar="DATASET",
        help="asset folder with index.csv, folder of objects with pose.json and pictures, folder "
        f"of Google Scanned Objects or of .glb files (default: {DEFAULT_DATASET})",
    )
    parser.add_argument(
        "--model",
        default="embedded",
        metavar="embedded|PATH",
        help="the shipped model, a folder with its weights files, or a PhysGM checkpoint "
        "(default: embedded)",
    )
    parser.add_argument(
        "--split",
        choices=SPLITS,
        default="test",
        help="objects to measure; those of folders without splits belong to each (default: test)",
    )
    parser.add_argument(
        "--views",
        type=int,
        choices=(1, 2, 4),
        help="posed views given to the model (default: 1; 4 for models that need them)",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="DIR",
        help="folder for report.json, objects.csv and contact sheets",
    )
    parser.add_argument(
        "--no-lpips", action="store_true", help="leave the perceptual distance out: much faster"
    )
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.output_check import check_output_folder
    from studio.commands.reports import common_report

    if not options.dataset.is_dir():
        raise InputError(f"dataset {options.dataset} is not a folder; name a folder of objects")
    require_training_packages()
    if options.output is not None:
        options.output.mkdir(parents=True, exist_ok=True)
        check_output_folder(options.output)
    evaluate = _reconstruction if options.kind == "reconstruction" else _physics
    found = evaluate(options, console)
    shown = {key: value for key, value in found.items() if key not in LONG_KEYS}
    for line in report_lines(shown):
        console.say(line)
    console.finish(lambda: {**common_report(console.clock), **found})
    return 0


def _reconstruction(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    from models.evaluation.methods import model_methods
    from models.evaluation.objects import open_objects
    from models.evaluation.reconstruction import evaluate_reconstruction, ignore_pictures
    from models.evaluation.reconstruction_files import ReconstructionFiles

    objects = open_objects(options.dataset, options.split)
    methods = model_methods(options.model, options.views)
    files = None
    if options.output is not None:
        files = ReconstructionFiles(options.output, methods[0].name)
    report = evaluate_reconstruction(
        objects,
        methods,
        perceptual=not options.no_lpips,
        show=ignore_pictures if files is None else files.add,
        progress=console.clock,
    )
    for name, reason in report.skipped.items():
        console.warn(f"skipped {name}: {reason}")
    for path in () if files is None else files.finish(report):
        console.say(f"wrote      {path}")
    return report.to_json()


def _physics(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    from models.evaluation.physics import evaluate_physics

    return evaluate_physics(options.dataset, progress=console.clock).to_json()
