"""`phys4d-studio data`: makes datasets to train on, labels them, packs them into shards."""

from __future__ import annotations

import argparse

from studio.commands import data_annotate, data_build, data_reference, data_shards


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    for kind in (data_build, data_annotate, data_reference, data_shards):
        kind.register(kinds)
