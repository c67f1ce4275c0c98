"""`phys4d-studio doctor`: what this machine offers and lacks."""

from __future__ import annotations

import argparse

from studio.commands.console import Console
from studio.commands.options import add_json_option


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.doctor import diagnose

    diagnosis = diagnose(console.clock)
    for line in diagnosis.lines():
        console.say(line)
    console.finish(diagnosis.to_json)
    return 0
