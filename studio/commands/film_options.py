"""Options of commands that read a filmed clip."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.reference.masks import Masker
    from models.reference.tracks import PointTracker

READERS = ("cotracker", "sam2")
"""Options of `add_reader_options`."""


def add_reader_options(group: argparse._ActionsContainer) -> None:
    """Add the trackers and maskers of others that can read a clip."""
    group.add_argument(
        "--cotracker",
        type=Path,
        metavar="FILE",
        help="follow points with CoTracker 3, by your weights and its package, instead of "
        "optical flow",
    )
    group.add_argument(
        "--sam2",
        type=Path,
        metavar="FILE",
        help="find silhouettes with SAM 2, by your weights and its package, instead of by what "
        "moves",
    )


def masker_of(options: argparse.Namespace) -> Masker | None:
    """What finds silhouettes; None for our own.

    Raises:
        InputError: If its weights do not exist.
    """
    if options.sam2 is None:
        return None
    from models.reference.back_ends import Sam2Masker

    return Sam2Masker(options.sam2)


def tracker_of(options: argparse.Namespace) -> PointTracker | None:
    """What follows points; None for our own.

    Raises:
        InputError: If its weights do not exist.
    """
    if options.cotracker is None:
        return None
    from models.reference.back_ends import CoTrackerTracker

    return CoTrackerTracker(options.cotracker)
