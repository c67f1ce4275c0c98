"""`phys4d-studio evaluate`: measures the shipped model on held-out objects."""

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
    "reconstruction": "novel views and silhouettes against ray-cast meshes",
    "physics": "material classes and values against labels, cross-validated",
}
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
        "dataset", type=Path, metavar="DATASET", help="folder of objects with their index"
    )
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.reports import common_report

    if not options.dataset.is_dir():
        raise InputError(f"dataset {options.dataset} is not a folder; name a folder of objects")
    require_training_packages()
    found = _evaluate(options, console)
    shown = {key: value for key, value in found.items() if key not in LONG_KEYS}
    for line in report_lines(shown):
        console.say(line)
    console.finish(lambda: {**found, **common_report(console.clock)})
    return 0


def _evaluate(options: argparse.Namespace, console: Console) -> Mapping[str, object]:
    if options.kind == "reconstruction":
        from models.evaluation.reconstruction import evaluate_reconstruction

        return evaluate_reconstruction(options.dataset, progress=console.clock).to_json()
    from models.evaluation.physics import evaluate_physics

    return evaluate_physics(options.dataset, progress=console.clock).to_json()
