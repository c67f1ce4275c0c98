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


def clean_visits(folder: Path, kept: Path, votes_file: Path) -> Path:
    """Remove the projects of visitors who have left.

    Args:
        folder: A folder of `new_stage_folder`.
        kept: Folder of the visitor who comes next.
        votes_file: Where the votes of the others are added.

    Returns:
        The folder.
    """
    for visit in folder.glob("visit-*"):
        if visit != kept:
            keep_votes(visit, votes_file)
            shutil.rmtree(visit, ignore_errors=True)
    return folder


def remove_stage_folder(folder: Path, votes_file: Path) -> None:
    """Remove everything that visitors left, but for their votes."""
    clean_visits(folder, folder, votes_file)
    shutil.rmtree(folder, ignore_errors=True)


def keep_votes(visit: Path, votes_file: Path) -> None:
    """Add the votes of a visit to a file; each line holds all that training needs."""
    for file in sorted(visit.glob(f"*/{VOTES_NAME}")):
        votes_file.parent.mkdir(parents=True, exist_ok=True)
        for line in whole_lines(file):
            append_line(votes_file, line)
