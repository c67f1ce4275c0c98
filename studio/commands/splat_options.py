"""Options of commands that take a splat file, which has neither gravity nor size."""

from __future__ import annotations

import argparse

from studio.commands.options import UP_AXES


def add_up_option(group: argparse._ActionsContainer) -> None:
    """Add `--up`."""
    group.add_argument(
        "--up",
        choices=UP_AXES,
        help="axis of a splat file that points up (default: what the file says or its format has)",
    )


def up_axis_line(up_axis: str, *, chosen: bool) -> str:
    """Which axis of a splat file was taken for up, and what to do if that is wrong."""
    if chosen:
        return f"up axis    {up_axis}"
    return f"up axis    {up_axis} (of the file or, where it names none, of its format; see --up)"
