"""`phys4d-studio data`: makes datasets to train on, and labels them."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import UP_AXES, add_json_option, number, whole_number
from studio.commands.train import require_training_packages

MAX_PROCEDURAL = 1_000_000
MAX_SEED = 2**31
SPLITS = ("train", "val", "test")


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    _add_build(kinds)
    _add_annotate(kinds)


def _add_build(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    build = kinds.add_parser(
        "build",
        help="render meshes or procedural objects into a dataset",
        description="Render objects from a ring of 24 cameras and from free ones: RGBA pictures, "
        "cameras, depth and the hidden surface. The same command goes on with a build that was "
        "stopped.",
    )
    build.add_argument(
        "meshes",
        type=Path,
        nargs="*",
        metavar="MESHES",
        help="GLB files, folders of GLB files or asset folders with index.csv",
    )
    build.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="folder of the dataset"
    )
    build.add_argument(
        "--procedural",
        type=whole_number(0, MAX_PROCEDURAL),
        default=0,
        metavar="N",
        help="add N procedural objects, which have no label (default: 0)",
    )
    build.add_argument(
        "--seed",
        type=whole_number(0, MAX_SEED),
        default=0,
        metavar="S",
        help="seed of the first procedural object and of the free cameras (default: 0)",
    )
    _add_rendering(build)
    add_json_option(build)
    build.set_defaults(run=_build)


def _add_rendering(build: argparse.ArgumentParser) -> None:
    """Options that say how objects are shown."""
    build.add_argument(
        "--size",
        type=whole_number(16, 2048),
        default=512,
        metavar="PX",
        help="side of the pictures (default: 512)",
    )
    build.add_argument(
        "--free-cameras",
        type=whole_number(0, 976),
        default=14,
        metavar="N",
        help="free cameras beside the ring (default: 14)",
    )
    build.add_argument(
        "--up",
        choices=UP_AXES,
        default="+y",
        help="axis that points up in GLB files outside asset folders (default: +y)",
    )
    build.add_argument(
        "--split",
        choices=SPLITS,
        default="train",
        help="split of objects outside asset folders (default: train)",
    )


def _add_annotate(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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
        "--retry-refused",
        action="store_true",
        help="ask again about objects whose answer was refused",
    )
    add_json_option(annotate)
    annotate.set_defaults(run=_annotate)


def _build(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.output_check import check_output_folder
    from studio.commands.reports import common_report

    require_training_packages()
    from models.data.dataset_build import BuildSettings, build_dataset
    from models.data.object_sources import mesh_sources, procedural_sources

    out: Path = options.output
    check_output_folder(out if out.exists() else out.parent)
    for path in options.meshes:
        if not path.exists():
            raise InputError(f"{path} does not exist; name GLB files or folders of them")
    sources = mesh_sources(options.meshes, up=options.up, split=options.split)
    sources += procedural_sources(options.procedural, options.seed, split=options.split)
    settings = BuildSettings(
        side_px=options.size, free_count=options.free_cameras, seed=options.seed
    )
    report = build_dataset(sources, out, settings, progress=console.clock)
    console.say(f"dataset    {out}: {len(sources)} objects of {report.pictures} pictures")
    console.say(f"           {report.built} rendered, {report.kept} were there")
    unlabelled = len(sources) - report.labelled
    if unlabelled:
        console.warn(f"{unlabelled} objects came without a label; `data annotate` can ask for one")
    console.finish(
        lambda: {
            "dataset": str(out),
            "objects": len(sources),
            "built": report.built,
            "kept": report.kept,
            "labelled": report.labelled,
            "pictures_per_object": report.pictures,
            **common_report(console.clock),
        }
    )
    return 0


def _annotate(options: argparse.Namespace) -> int:
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
