"""`phys4d-studio data annotate`: labels from a vision model of the user."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option, number, whole_number

MAX_TRIES = 20


def register(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the options of this command."""
    annotate = kinds.add_parser(
        "annotate",
        help="label a dataset with a vision model of yours",
        description="Send pictures of every object without a label to a server with the OpenAI "
        "chat completions interface, and keep its answers. Nothing but that server is contacted.",
    )
    annotate.add_argument("dataset", type=Path, metavar="DIR", help="dataset of `data build`")
    annotate.add_argument(
        "--endpoint", required=True, metavar="URL", help="such as http://localhost:8000/v1"
    )
    annotate.add_argument("--model", required=True, metavar="NAME", help="model that is asked")
    annotate.add_argument(
        "--api-key-variable",
        metavar="NAME",
        help="environment variable with the server's key (default: no key is sent)",
    )
    annotate.add_argument(
        "--timeout",
        type=number(1, 3600, "s"),
        default=120.0,
        metavar="S",
        help="longest wait for an answer (default: 120)",
    )
    annotate.add_argument(
        "--tries",
        type=whole_number(1, MAX_TRIES),
        default=3,
        metavar="N",
        help="how often a server that is busy or does not answer is asked (default: 3)",
    )
    annotate.add_argument(
        "--retry-refused",
        action="store_true",
        help="ask again about objects whose answer was refused",
    )
    add_json_option(annotate)
    annotate.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.reports import common_report

    if not options.dataset.is_dir():
        raise InputError(f"dataset {options.dataset} is not a folder; make one with `data build`")
    from models.data.annotation import annotate_dataset
    from models.data.vision_server import VisionServer

    server = VisionServer(
        options.endpoint,
        options.model,
        api_key=_api_key(options.api_key_variable),
        timeout_s=options.timeout,
        tries=options.tries,
    )
    report = annotate_dataset(
        options.dataset, server, retry_refused=options.retry_refused, progress=console.clock
    )
    console.say(f"labels     {report.accepted} accepted, {len(report.refused)} refused")
    console.say(f"           {report.kept} had a label or an answer")
    for reason in report.refused:
        console.warn(f"refused {reason}")
    console.finish(
        lambda: {
            "dataset": str(options.dataset),
            "model": options.model,
            "accepted": report.accepted,
            "refused": list(report.refused),
            "kept": report.kept,
            **common_report(console.clock),
        }
    )
    return 0


def _api_key(variable: str | None) -> str:
    if variable is None:
        return ""
    key = os.environ.get(variable, "").strip()
    if not key:
        raise InputError(f"environment variable {variable} is empty; put the server's key in it")
    return key
