"""`phys4d-studio evaluate`: measures a model on objects whose shape and material are known."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.evaluate_clip import add_clip_options, evaluate_clip_kind
from studio.commands.evaluate_preference import add_preference_options, evaluate_preference_kind
from studio.commands.evaluation_lines import reconstruction_lines
from studio.commands.info import report_lines
from studio.commands.options import add_json_option
from studio.commands.predict_options import add_weights_options
from studio.commands.train import require_training_packages

if TYPE_CHECKING:
    from models.predictor import Predictor

KINDS = {
    "reconstruction": "novel views and silhouettes against true ones",
    "physics": "material classes and values against labels",
    "preference": "what an adapter changes: motions, values, votes",
    "clip": "how well videos fit a sentence, by CLIP weights of yours",
}
SPLITS = ("test", "val", "all")
DEFAULT_SPLIT, TRAIN = "test", "train"
EMBEDDED = "embedded"
INDEX_FILE = "index.csv"
DEFAULT_DATASET = Path("../shared/assets")
"""Where the development data lies beside a checkout."""
_OWN_OPTIONS = {
    "preference": ("adapter", "shift", "photos", "workers"),
    "clip": ("clip_weights", "prompt"),
}
"""Options of one kind alone; these kinds take files too."""
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
        metavar="DATASET",
        help="asset folder with index.csv, folder of objects with pose.json and pictures, folder "
        f"of Google Scanned Objects or of .glb files (default: {DEFAULT_DATASET}); for preference "
        "also a project with votes (default: procedural objects)",
    )
    _add_model_options(parser)
    add_preference_options(parser)
    add_clip_options(parser)
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


def _add_model_options(parser: argparse.ArgumentParser) -> None:
    """Add what is measured on what."""
    parser.add_argument(
        "--model",
        default=EMBEDDED,
        metavar="embedded|PATH",
        help="the shipped model, a folder with its weights files, or a PhysGM checkpoint "
        "(default: embedded)",
    )
    parser.add_argument(
        "--split",
        choices=SPLITS,
        help="objects to measure; those of folders without splits belong to each (default: "
        f"{DEFAULT_SPLIT}; physics of the embedded model on an asset folder: all scans, by "
        "cross-validation)",
    )
    parser.add_argument(
        "--views",
        type=int,
        choices=(1, 2, 4),
        help="posed views given to the model (default: 1; 4 for models that need them)",
    )
    group = add_weights_options(parser)
    group.add_argument(
        "--device",
        choices=("cpu", "cuda"),
        default="cpu",
        help="where PhysGM runs; the embedded model runs on the CPU (default: cpu)",
    )


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.output_check import check_output_folder
    from studio.commands.reports import common_report

    _check_dataset(options)
    require_training_packages()
    if options.output is not None:
        if not options.output.exists():
            options.output.mkdir(parents=True)
        check_output_folder(options.output)
    found = _EVALUATIONS[options.kind](options, console)
    shown = {key: value for key, value in found.items() if key not in LONG_KEYS}
    tell = reconstruction_lines if options.kind == "reconstruction" else report_lines
    for line in tell(shown):
        console.say(line)
    console.finish(lambda: {**common_report(console.clock), **found})
    return 0


def _check_dataset(options: argparse.Namespace) -> None:
    """Fill in the default data; reject what is not there, and options of another kind."""
    for kind, names in _OWN_OPTIONS.items():
        for name in names if kind != options.kind else ():
            if getattr(options, name) is not None:
                raise InputError(f"--{name.replace('_', '-')} is for evaluate {kind}; leave it out")
    if options.dataset is None and options.kind == "preference":
        return
    if options.dataset is None and options.kind == "clip":
        raise InputError("name the video, or a folder of videos, that evaluate clip looks at")
    if options.dataset is None:
        options.dataset = DEFAULT_DATASET
    a_file = options.kind in _OWN_OPTIONS and options.dataset.is_file()
    if not (a_file or options.dataset.is_dir()):
        raise InputError(f"dataset {options.dataset} is not a folder; name a folder of objects")


def _reconstruction(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    from models.evaluation.methods import model_methods
    from models.evaluation.objects import open_objects
    from models.evaluation.reconstruction import evaluate_reconstruction, ignore_pictures
    from models.evaluation.reconstruction_files import ReconstructionFiles

    objects = open_objects(options.dataset, options.split or DEFAULT_SPLIT)
    methods = model_methods(_predictor(options), options.views)
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


def _predictor(options: argparse.Namespace) -> Predictor:
    from models import load_predictor

    return load_predictor(
        options.model, device=options.device, precision=options.model_precision, dino=options.dino
    )


def _physics(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    """The embedded model's recipe on an asset folder cross-validated, others as they stand."""
    from models.evaluation.material_sheets import write_physics_files
    from models.evaluation.objects import ALL, open_objects

    folds = options.model == EMBEDDED and options.split is None and options.views in (None, 1)
    if folds and (options.dataset / INDEX_FILE).is_file():
        from models.evaluation.physics import evaluate_physics

        report = evaluate_physics(options.dataset, progress=console.clock)
        found: Mapping[str, object] = report.to_json()
    else:
        found = _model_physics(options, console)
    if options.output is not None:
        objects = open_objects(options.dataset, ALL).objects
        for path in write_physics_files(options.output, found, objects):
            console.say(f"wrote      {path}")
    return found


def _model_physics(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    from models.evaluation.methods import model_methods
    from models.evaluation.model_physics import evaluate_model_physics
    from models.evaluation.objects import ALL, open_objects

    split = options.split or DEFAULT_SPLIT
    objects = open_objects(options.dataset, split)
    training = [item for item in open_objects(options.dataset, ALL).objects if item.split == TRAIN]
    predictor = _predictor(options)
    report = evaluate_model_physics(
        objects,
        predictor,
        model_methods(predictor, options.views)[0].input_count,
        training=training,
        progress=console.clock,
    )
    for name, reason in report.skipped.items():
        console.warn(f"skipped {name}: {reason}")
    return report.to_json()


_EVALUATIONS = {
    "reconstruction": _reconstruction,
    "physics": _physics,
    "preference": evaluate_preference_kind,
    "clip": evaluate_clip_kind,
}
