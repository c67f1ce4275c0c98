"""Temporary folders of visitors' projects: made, emptied and removed; their votes are kept."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from pathlib import Path

from sim.sweep.results_file import append_line, whole_lines
from sim.vote import VOTES_NAME
from studio.jobs.project_lock import process_start

PREFIX = "phys4d-stage-"


def new_stage_folder() -> Path:
    """An empty folder for visitors' projects, in the system's temporary folder."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))


def clean_stages(votes_file: Path) -> None:
    """Remove what windows left that were killed on stage, but for the votes of their visitors.

    Args:
        votes_file: Where these are added.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = re.match(rf"{PREFIX}(\d+)-", folder.name)
        if owner is not None and process_start(int(owner[1])) is None:
            remove_stage_folder(folder, votes_file)


def remove_visit(visit: Path, votes_file: Path) -> None:
    """Remove the projects of a visitor who has left.

    Args:
        visit: Folder of their projects; it need not exist.
        votes_file: Where their votes are added.
    """
    keep_votes(visit, votes_file)
    shutil.rmtree(visit, ignore_errors=True)


def remove_stage_folder(folder: Path, votes_file: Path) -> None:
    """Remove everything that visitors left, but for their votes."""
    for visit in folder.glob("visit-*"):
        remove_visit(visit, votes_file)
    shutil.rmtree(folder, ignore_errors=True)


def keep_votes(visit: Path, votes_file: Path) -> None:
    """Add the votes of a visit to a file; each line holds all that training needs."""
    for file in sorted(visit.glob(f"*/{VOTES_NAME}")):
        votes_file.parent.mkdir(parents=True, exist_ok=True)
        for line in whole_lines(file):
            append_line(votes_file, line)
