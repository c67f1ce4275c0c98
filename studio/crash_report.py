"""A file that says what went wrong inside the program, for a bug report."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

PACKAGES = (
    "phys4d-studio",
    "numpy",
    "numba",
    "torch",
    "onnxruntime",
    "zarr",
    "av",
    "PySide6-Essentials",
)
KEPT_REPORTS = 20


def state_folder() -> Path:
    """Folder for logs and crash reports of this user."""
    override = os.environ.get("PHYS4D_STATE_DIR")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_state_dir("phys4d-studio", appauthor=False))


def write_crash_report(error: BaseException, arguments: Sequence[str]) -> Path | None:
    """Write traceback, versions and the command line.

    Returns:
        Path of the report; it lies in the temporary folder when the user's cannot be written, and
        is None when neither can.
    """
    text = _report_text(error, arguments)
    name = time.strftime(f"crash-%Y%m%d-%H%M%S-{os.getpid()}.txt")
    for folder in (state_folder() / "crashes", Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8", errors="replace")
        except OSError:
            continue
        _forget_old_reports(folder)
        return folder / name
    return None


def _report_text(error: BaseException, arguments: Sequence[str]) -> str:
    lines = [
        "phys4d-studio crash report",
        time.strftime("time: %Y-%m-%d %H:%M:%S %z"),
        f"command: phys4d-studio {' '.join(arguments)}",
        f"python: {sys.version.split()[0]} on {platform.platform()}",
        *(f"{name}: {_version(name)}" for name in PACKAGES),
        "",
        "".join(traceback.format_exception(error)),
    ]
    return "\n".join(lines)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"


def _forget_old_reports(folder: Path) -> None:
    reports = sorted(folder.glob("crash-*.txt"), key=lambda path: path.name)
    for report in reports[:-KEPT_REPORTS]:
        try:
            report.unlink()
        except OSError:
            continue
