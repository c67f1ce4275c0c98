"""`phys4d-studio evaluate preference`: what an adapter changes, in motion, in values, in votes."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_workers_option, number

if TYPE_CHECKING:
    from models.preference.adapter import Adapter

VOTES_SUFFIXES = (".p4d", ".jsonl")


def add_preference_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of this kind."""
    group = parser.add_argument_group("preference")
    group.add_argument("--adapter", type=Path, metavar="FILE", help="adapter to measure")
    group.add_argument(
        "--shift",
        type=number(-6, 6, "decades"),
        metavar="DECADES",
        help="how far the world's stiffness lies from what the model learned (default: as the "
        "adapter was trained; 0 for one learned from votes)",
    )
    group.add_argument(
        "--photos",
        type=Path,
        nargs="+",
        metavar="P.p4d",
        help="projects that hold the photos of votes whose own project is gone or moved",
    )
    add_workers_option(group)


def evaluate_preference_kind(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    """Measure on procedural objects; on votes or on a folder of objects where one is named.

    Raises:
        InputError: If the adapter is missing or does not belong to the model, or the data cannot
            be used.
    """
    from models.preference.adapter import Adapter

    adapter = None if options.adapter is None else Adapter.load(options.adapter)
    if options.dataset is not None and options.dataset.suffix in VOTES_SUFFIXES:
        return _votes(options, adapter)
    if options.photos:
        raise InputError("--photos is for votes; name a project or file of votes, or leave it out")
    if adapter is None:
        raise InputError("name the adapter to measure with --adapter FILE; `train dpo` makes one")
    if options.dataset is not None:
        return _objects(options, adapter, console)
    return _procedural(options, adapter, console)


def _votes(options: argparse.Namespace, adapter: Adapter | None) -> Mapping[str, object]:
    from models.preference.physics_source import open_source
    from models.preference.preference_rate import preference_rates
    from models.preference.votes import read_votes

    votes = read_votes(options.dataset)
    checkpoint = open_source(options.model, options.dino)[1]
    return preference_rates(votes, checkpoint, adapter, options.photos or ()).to_json()


def _procedural(
    options: argparse.Namespace, adapter: Adapter, console: Console
) -> Mapping[str, object]:
    from models.preference.evaluation import EvaluationSettings, evaluate_preference
    from models.preference.physics_source import open_source
    from sim.sweep.local_executor import LocalExecutor

    source, checkpoint = open_source(options.model, options.dino)
    adapter.check_checkpoint(checkpoint)
    settings = EvaluationSettings.of(adapter, options.shift)
    executor = LocalExecutor(child_count=options.workers, threads=1)
    with tempfile.TemporaryDirectory(prefix="phys4d-preference-") as scratch:
        folder = Path(scratch) if options.output is None else options.output
        (report,) = evaluate_preference(
            settings, source, (adapter,), folder, executor, console.clock
        )
    for failure in report.failures:
        console.warn(f"failed: {failure}")
    return report.to_json()


def _objects(
    options: argparse.Namespace, adapter: Adapter, console: Console
) -> Mapping[str, object]:
    """Class, likelihood and coverage alone: motions of stiff objects tie."""
    from models import load_predictor
    from models.evaluation.methods import model_methods
    from models.evaluation.model_physics import evaluate_model_physics
    from models.evaluation.objects import open_objects
    from models.preference.adapted_predictor import AdaptedPredictor

    objects = open_objects(options.dataset, options.split or "test")
    model = load_predictor(
        options.model, device=options.device, precision=options.model_precision, dino=options.dino
    )
    count = model_methods(model, options.views)[0].input_count
    adapted = AdaptedPredictor(model, adapter)
    before, after = (
        evaluate_model_physics(objects, predictor, count, progress=console.clock).to_json()
        for predictor in (model, adapted)
    )
    return {"adapter": adapter.label, "before": before, "after": after}
