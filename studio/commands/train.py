"""`phys4d-studio train`: trains networks, or adapters of them, from a committed config."""

from __future__ import annotations

import argparse
import importlib.util
import os
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option
from studio.commands.train_dpo import add_dpo

STAGES = ("shape", "material", "all")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    pretrain = kinds.add_parser(
        "pretrain",
        help="train on objects with known shape and material",
        description="Train what the config describes on objects with known shape and material: "
        "parts of the embedded model, or a PhysGM network. A run that was stopped goes on where it "
        "was. PhysGM networks also train on several GPUs under torchrun; see docs/training.md.",
    )
    pretrain.add_argument("config", type=Path, metavar="CONFIG", help="training configuration")
    pretrain.add_argument(
        "--assets",
        type=Path,
        metavar="FOLDER",
        help="folder of training objects with its index (default: procedural objects alone)",
    )
    pretrain.add_argument(
        "--stage", choices=STAGES, help="parts of the embedded model to train (default: all)"
    )
    _add_physgm_options(pretrain)
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
    add_dpo(kinds)


def _add_physgm_options(pretrain: argparse.ArgumentParser) -> None:
    group = pretrain.add_argument_group("PhysGM networks")
    group.add_argument(
        "--data",
        type=Path,
        nargs="+",
        metavar="PATH",
        help="shards (.tar), folders of shards, or folders of objects of `data build`",
    )
    group.add_argument(
        "--dino",
        type=Path,
        metavar="FILE",
        help="DINOv3's frozen weights, for configs that use them (default: the config's dino)",
    )
    group.add_argument(
        "--device",
        choices=("auto", "cpu", "cuda"),
        help="what to train on (default: auto, CUDA where it is available)",
    )


def require_training_packages() -> None:
    """Reject machines without the packages that only training and evaluation need.

    Raises:
        InputError: With the missing package and the remedy.
    """
    for name in ("trimesh", "skimage", "embreex"):
        if importlib.util.find_spec(name) is None:
            raise InputError(f"{name} is missing; pip install 'phys4d-studio[train]'")


def _run(options: argparse.Namespace) -> int:
    if not options.config.is_file():
        raise InputError(f"config {options.config} is not a file; try resources/training")
    if options.assets is not None and not options.assets.is_dir():
        raise InputError(f"assets {options.assets} is not a folder; name the training objects")
    from models.training.pretrain import trains_physgm

    if trains_physgm(options.config):
        return _run_physgm(options)
    _reject(options, ("data", "dino", "device"), "a PhysGM network")
    require_training_packages()
    console = Console(options.json)
    _prepare_output(options.output)
    from models.training.pretrain import pretrain

    stage = options.stage or "all"
    weights = pretrain(
        options.config, options.assets, options.output, stage=stage, progress=console.clock
    )
    _report(console, weights, stage)
    return 0


def _run_physgm(options: argparse.Namespace) -> int:
    """Train a PhysGM network; under torchrun the first process alone speaks."""
    _reject(options, ("assets", "stage"), "the embedded model")
    if options.data is None:
        raise InputError("PhysGM networks need --data: shards or a folder of objects")
    from models.training.physgm.run import RunRequest, train_physgm
    from models.training.physgm.settings import TrainingSettings

    settings = TrainingSettings.load(options.config)
    _prepare_output(options.output)
    request = RunRequest(
        settings,
        tuple(options.data),
        options.output,
        options.dino,
        options.device or "auto",
    )
    if os.environ.get("RANK", "0") != "0":
        train_physgm(request)
        return 0
    console = Console(options.json)
    _report(console, (train_physgm(request, console.clock),), "physgm")
    return 0


def _reject(options: argparse.Namespace, names: tuple[str, ...], owner: str) -> None:
    """Reject options that belong to the other kind of training."""
    for name in names:
        if getattr(options, name) is not None:
            raise InputError(
                f"--{name} is for {owner}, which {options.config} does not describe; leave it out"
            )


def _prepare_output(folder: Path) -> None:
    from studio.commands.output_check import check_output_folder

    folder.mkdir(parents=True, exist_ok=True)
    check_output_folder(folder)


def _report(console: Console, weights: tuple[Path, ...], stage: str) -> None:
    from studio.commands.reports import common_report

    for path in weights:
        console.say(f"weights    {path}")
    console.finish(
        lambda: {
            "weights": [str(path) for path in weights],
            "stage": stage,
            **common_report(console.clock),
        }
    )
