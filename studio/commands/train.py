"""`phys4d-studio train`: trains the embedded model from a committed config."""

from __future__ import annotations

import argparse
import importlib.util
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option

STAGES = ("shape", "material", "all")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    pretrain = kinds.add_parser(
        "pretrain",
        help="train on objects with known shape and material",
        description="Train the embedded model on objects with known shape and material. A run "
        "that was stopped resumes from its last checkpoint.",
    )
    pretrain.add_argument("config", type=Path, metavar="CONFIG", help="training configuration")
    pretrain.add_argument(
        "--assets",
        type=Path,
        metavar="FOLDER",
        help="folder of training objects with its index (default: procedural objects alone)",
    )
    pretrain.add_argument(
        "--stage", choices=STAGES, default="all", help="what to train (default: all)"
    )
    pretrain.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("training"),
        metavar="FOLDER",
        help="weights and training state go here; an earlier run in it is continued "
        "(default: training)",
    )
    add_json_option(pretrain)
    pretrain.set_defaults(run=_run)


def require_training_packages() -> None:
    """Reject machines without the packages that only training and evaluation need.

    Raises:
        InputError: With the missing package and the remedy.
    """
    for name in ("trimesh", "skimage", "embreex"):
        if importlib.util.find_spec(name) is None:
            raise InputError(f"{name} is missing; pip install 'phys4d-studio[train]'")


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.output_check import check_output_folder
    from studio.commands.reports import common_report

    require_training_packages()
    if not options.config.is_file():
        raise InputError(f"config {options.config} is not a file; try resources/training")
    if options.assets is not None and not options.assets.is_dir():
        raise InputError(f"assets {options.assets} is not a folder; name the training objects")
    options.output.mkdir(parents=True, exist_ok=True)
    check_output_folder(options.output)
    from models.training.pretrain import pretrain

    weights = pretrain(
        options.config, options.assets, options.output, stage=options.stage, progress=console.clock
    )
    for path in weights:
        console.say(f"weights    {path}")
    console.finish(
        lambda: {
            "weights": [str(path) for path in weights],
            "stage": options.stage,
            **common_report(console.clock),
        }
    )
    return 0
