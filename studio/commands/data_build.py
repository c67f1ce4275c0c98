"""`phys4d-studio data build`: renders meshes and procedural objects into a dataset."""

from __future__ import annotations

import argparse
from pathlib import Path

from render.errors import InputError
from sim.materials import MaterialClass
from studio.commands.console import Console
from studio.commands.options import MAX_WORKERS, UP_AXES, add_json_option, whole_number
from studio.commands.train import require_training_packages

MAX_PROCEDURAL = 1_000_000
MAX_SEED = 2**31
SPLITS = ("train", "val", "test")
QUALITIES = ("sketch", "preview", "standard")


def register(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the options of this command."""
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
    _add_procedural(build)
    _add_rendering(build)
    build.add_argument(
        "--takes",
        action="store_true",
        help="simulate each labelled object and keep the take and its video as its reference",
    )
    build.add_argument(
        "--takes-quality",
        choices=QUALITIES,
        default="sketch",
        help="preset that the takes are simulated with (default: sketch)",
    )
    build.add_argument(
        "--workers",
        type=whole_number(1, MAX_WORKERS),
        default=1,
        metavar="N",
        help="processes that render; any number gives the same files (default: 1)",
    )
    add_json_option(build)
    build.set_defaults(run=_run)


def _add_procedural(build: argparse.ArgumentParser) -> None:
    build.add_argument(
        "--procedural",
        type=whole_number(0, MAX_PROCEDURAL),
        default=0,
        metavar="N",
        help="add N procedural objects with labels, the material classes in turn (default: 0)",
    )
    build.add_argument(
        "--materials",
        metavar="LIST",
        help="classes of the procedural objects, such as sand,snow (default: all 14)",
    )
    build.add_argument(
        "--seed",
        type=whole_number(0, MAX_SEED),
        default=0,
        metavar="S",
        help="number of the first procedural object and seed of the free cameras (default: 0)",
    )


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
        help="split of objects outside asset folders; procedural ones of test come from shapes and "
        "textures that the others never use (default: train)",
    )


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    from studio.commands.output_check import check_output_folder
    from studio.commands.reports import common_report

    require_training_packages()
    from models.data.build_settings import BuildSettings
    from models.data.dataset_build import build_dataset
    from models.data.object_sources import mesh_sources, procedural_sources

    out: Path = options.output
    check_output_folder(out if out.exists() else out.parent)
    for path in options.meshes:
        if not path.exists():
            raise InputError(f"{path} does not exist; name GLB files or folders of them")
    sources = mesh_sources(options.meshes, up=options.up, split=options.split)
    sources += procedural_sources(
        options.procedural, options.seed, split=options.split, materials=_materials(options)
    )
    settings = BuildSettings(
        side_px=options.size, free_count=options.free_cameras, seed=options.seed
    )
    report = build_dataset(sources, out, settings, workers=options.workers, progress=console.clock)
    console.say(f"dataset    {out}: {len(sources)} objects of {report.pictures} pictures")
    console.say(f"           {report.built} rendered, {report.kept} were there")
    for reason in report.unusable:
        console.warn(f"left out: {reason}")
    unlabelled = len(sources) - report.labelled
    if unlabelled:
        console.warn(f"{unlabelled} objects came without a label; `data annotate` can ask for one")
    takes = _add_takes(options, console) if options.takes else None
    console.finish(
        lambda: {
            "dataset": str(out),
            "objects": len(sources),
            "built": report.built,
            "kept": report.kept,
            "unusable": list(report.unusable),
            "labelled": report.labelled,
            "pictures_per_object": report.pictures,
            "takes": takes,
            **common_report(console.clock),
        }
    )
    return 0


def _add_takes(options: argparse.Namespace, console: Console) -> dict[str, int]:
    """Simulate the references that are missing; the numbers for the report."""
    from studio.jobs.reference_takes import add_reference_takes

    report = add_reference_takes(
        options.output,
        quality=options.takes_quality,
        workers=options.workers,
        progress=console.clock,
    )
    console.say(f"takes      {report.made} simulated, {report.kept} were there")
    for reason in report.failed:
        console.warn(f"no take of {reason}")
    return {
        "made": report.made,
        "kept": report.kept,
        "unlabelled": report.unlabelled,
        "failed": len(report.failed),
    }


def _materials(options: argparse.Namespace) -> tuple[MaterialClass, ...]:
    if options.materials is None:
        return tuple(MaterialClass)
    names = [name for name in options.materials.split(",") if name.strip()]
    if not names:
        raise InputError("--materials names no class; give some such as sand,snow")
    return tuple(MaterialClass.from_label(name) for name in names)
