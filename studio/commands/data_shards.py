"""`phys4d-studio data shards`: packs a dataset into tar files that training streams."""

from __future__ import annotations

import argparse
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option, whole_number

SPLITS = ("train", "val", "test")


def register(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the options of this command."""
    shards = kinds.add_parser(
        "shards",
        help="pack a dataset into tar files that training streams",
        description="Pack pictures, cameras and labels into tar files in the layout of WebDataset. "
        "The same command goes on with a run that was stopped.",
    )
    shards.add_argument(
        "dataset",
        type=Path,
        metavar="DIR",
        help="dataset of `data build`, folder of PhysAssets, or text file with a folder a line",
    )
    shards.add_argument(
        "-o", "--output", type=Path, required=True, metavar="OUT", help="folder of the shards"
    )
    shards.add_argument(
        "--split",
        choices=SPLITS,
        default="train",
        help="split of a dataset with an index.csv that is packed (default: train)",
    )
    shards.add_argument(
        "--objects-per-shard",
        type=whole_number(1, 100_000),
        default=256,
        metavar="N",
        help="objects in each shard (default: 256)",
    )
    add_json_option(shards)
    shards.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.output_check import check_output_folder
    from studio.commands.reports import common_report

    if not options.dataset.exists():
        raise InputError(f"{options.dataset} does not exist; make a dataset with `data build`")
    out: Path = options.output
    check_output_folder(out if out.exists() else out.parent)
    from models.data.shards import folder_objects, write_shards

    found = folder_objects(options.dataset, split=options.split)
    report = write_shards(
        found.folders,
        out,
        objects_per_shard=options.objects_per_shard,
        split=options.split,
        progress=console.clock,
    )
    console.say(f"shards     {out}: {report.objects} objects in {report.shards} files")
    console.say(f"           {report.size / 1e6:.1f} MB, {report.kept} files were there")
    unlabelled = report.objects - report.labelled
    if unlabelled:
        console.warn(f"{unlabelled} objects have no label; `data annotate` can ask for one")
    console.finish(
        lambda: {
            "shards": str(out),
            "shard_count": report.shards,
            "kept": report.kept,
            "objects": report.objects,
            "labelled": report.labelled,
            "bytes": report.size,
            **common_report(console.clock),
        }
    )
    return 0
