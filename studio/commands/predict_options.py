"""Options of `predict` and `generate`: which model predicts, and what it is told."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.options import add_size_option, number
from studio.state.model_choice import PRECISIONS

if TYPE_CHECKING:
    from studio.state.model_choice import ModelChoice

VIEW_GENERATORS = ("embedded", "mvadapter")
"""Names of `models.EMBEDDED` and `models.MV_ADAPTER`."""


def add_predict_options(parser: argparse.ArgumentParser, *, short_precision: bool = True) -> None:
    """Add the options of `predict`.

    Args:
        parser: Parser of the command.
        short_precision: Whether `--precision` is the network's too, which it cannot be where the
            solver has an option of that name.
    """
    group = parser.add_argument_group("prediction")
    group.add_argument(
        "--model",
        default="embedded",
        metavar="NAME|PATH",
        help="embedded, a folder with its weights files, or a PhysGM checkpoint "
        "(default: embedded)",
    )
    group.add_argument(
        "--adapter",
        type=Path,
        metavar="FILE",
        help="adapter that preferences taught the model; it changes material only, and belongs to "
        "one checkpoint",
    )
    add_size_option(group, "0.5; posed pictures keep the scale of their poses")
    group.add_argument(
        "--elevation",
        type=number(-89, 89, "degrees"),
        metavar="DEGREES",
        help="how far the photo's camera looks down (default: the model's estimate)",
    )
    _add_physgm_options(parser, short_precision=short_precision)


def _add_physgm_options(parser: argparse.ArgumentParser, *, short_precision: bool) -> None:
    group = add_weights_options(parser, short_precision=short_precision)
    group.add_argument(
        "--views-from",
        choices=VIEW_GENERATORS,
        default=VIEW_GENERATORS[0],
        help="what makes back, left and right of a photo: renders of the embedded model, or "
        "MV-Adapter (default: embedded)",
    )
    group.add_argument(
        "--mvadapter-weights",
        type=Path,
        metavar="DIR",
        help="folder with MV-Adapter's weights; nothing is downloaded",
    )


def add_weights_options(
    parser: argparse.ArgumentParser, *, short_precision: bool = True
) -> argparse._ArgumentGroup:
    """Add what loading a PhysGM checkpoint needs to know; the group is returned for more."""
    group = parser.add_argument_group("PhysGM")
    names = ("--model-precision", "--precision") if short_precision else ("--model-precision",)
    group.add_argument(
        *names,
        dest="model_precision",
        choices=PRECISIONS,
        default=PRECISIONS[0],
        help="precision of the network (default: fp32)",
    )
    group.add_argument(
        "--dino",
        type=Path,
        metavar="FILE",
        help="weights of DINOv3 ViT-L/16, where the checkpoint holds none",
    )
    return group


def model_choice(options: argparse.Namespace) -> ModelChoice:
    """What the options of `add_predict_options` choose."""
    from studio.state.model_choice import ModelChoice

    return ModelChoice(
        name=options.model,
        device=options.device,
        precision=options.model_precision,
        dino=options.dino,
        views_from=options.views_from,
        mvadapter_weights=options.mvadapter_weights,
        adapter=options.adapter,
    )
