"""`phys4d-studio info`: what a photo, splat file, project or take holds."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option

SPLAT_SUFFIX = ".ply"

Report = Mapping[str, object]


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "file", type=Path, metavar="FILE", help="photo, splat file, project or take"
    )
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    report = describe(options.file)
    for line in report_lines(report):
        console.say(line)
    console.finish(lambda: report)
    return 0


def describe(path: Path) -> Report:
    """What a file or folder holds, as plain values.

    Raises:
        InputError: If it does not exist or is nothing this program knows.
    """
    from sim.project import is_project
    from studio.commands.file_reports import (
        cloud_file_report,
        photo_report,
        project_report,
        take_folder_report,
    )

    if not path.exists():
        raise InputError(f"{path} does not exist; check the path")
    if path.is_dir():
        return project_report(path) if is_project(path) else take_folder_report(path)
    if path.suffix.lower() == SPLAT_SUFFIX:
        return cloud_file_report(path)
    return photo_report(path)


def report_lines(report: Report, indent: str = "") -> list[str]:
    """Lines for people: one value a line, groups indented."""
    lines = []
    for key, value in report.items():
        title = key.replace("_", " ")
        if isinstance(value, Mapping):
            lines.append(f"{indent}{title}")
            lines.extend(report_lines(value, indent + "  "))
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            for number, item in enumerate(value, start=1):
                lines.append(f"{indent}{title} {number}")
                lines.extend(report_lines(item, indent + "  "))
        else:
            lines.append(f"{indent}{title:<24} {_text(value)}")
    return lines


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value) or "none"
    if value is None:
        return "none"
    return str(value)
