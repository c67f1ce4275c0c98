"""`phys4d-studio info`: what a photo, splat file, project, take or model holds."""

from __future__ import annotations

import argparse
import math
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from render.errors import InputError
from studio.commands.console import Console
from studio.commands.options import add_json_option

Report = Mapping[str, object]

UNKNOWN = "–"
"""What stands for a value that a file does not hold."""
TABLE_COLUMNS = (
    ("time s", "time_s"),
    ("kinetic J", "kinetic_energy_j"),
    ("elastic J", "elastic_energy_j"),
    ("|p| kg m/s", "momentum_kg_m_s"),
    ("|L| kg m²/s", "angular_momentum_kg_m2_s"),
    ("max m/s", "max_speed_m_s"),
    ("strain", "peak_strain"),
    ("plastic", "peak_plastic_strain"),
    ("substeps", "substeps"),
    ("dt s", "smallest_dt_s"),
)
"""Title and quantity of each column of the table of a take's frames."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="photo, splat file, moving splats, project, take, or weights of a model",
    )
    add_json_option(parser)
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    console = Console(options.json)
    report = describe(options.file)
    for line in report_lines({key: report[key] for key in report if key != "diagnostics"}):
        console.say(line)
    for line in frame_table(report.get("diagnostics")):
        console.say(line)
    console.finish(lambda: report)
    return 0


def describe(path: Path) -> Report:
    """What a file or folder holds, as plain values.

    Raises:
        InputError: If it does not exist or is nothing this program knows.
    """
    from render.clips.registry import is_clip_path
    from render.formats.registry import is_splat_path, readable_suffixes
    from render.os_faults import check_is_file
    from sim.project import is_project
    from studio.commands.file_reports import (
        clip_file_report,
        cloud_file_report,
        photo_report,
        project_report,
        take_folder_report,
    )
    from studio.commands.model_report import is_model, model_report

    if not path.exists():
        raise InputError(f"{path} does not exist; check the path")
    if not path.is_dir():
        check_is_file(path)
    if is_project(path):
        return project_report(path)
    if is_model(path):
        return model_report(path)
    if path.is_dir() and not is_clip_path(path):
        return take_folder_report(path)
    if is_clip_path(path):
        return clip_file_report(path)
    if is_splat_path(path):
        return cloud_file_report(path)
    try:
        return photo_report(path)
    except InputError:
        kind = mimetypes.guess_type(path.name)[0] or ""
        if kind.startswith("image/"):
            raise
        raise InputError(
            f"{path} is no photo, splat file, moving splats, project or take that is read; "
            f"splat files end in {', '.join(readable_suffixes())}"
        ) from None


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


def frame_table(diagnostics: object) -> list[str]:
    """A line a frame with energy, momentum and the step budget; none without diagnostics.

    Args:
        diagnostics: What `reports.diagnostics_report` says.
    """
    if not isinstance(diagnostics, Mapping) or not diagnostics["time_s"]:
        return []
    lines = ["", "".join(f"{title:>12}" for title, _ in TABLE_COLUMNS) + "  limited by"]
    for frame, cause in enumerate(diagnostics["limiting_cause"]):
        cells = [_cell(diagnostics[name][frame]) for _, name in TABLE_COLUMNS]
        lines.append("".join(f"{cell:>12}" for cell in cells) + f"  {_text(cause)}".rstrip())
    return lines


def _cell(value: object) -> str:
    """A number, or the length of a vector."""
    if value is None:
        return UNKNOWN
    if isinstance(value, list):
        value = math.hypot(*value)
    return f"{value:.4g}"


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value) or "none"
    if value is None:
        return UNKNOWN
    return str(value)
