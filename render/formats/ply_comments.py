"""Remarks in PLY headers that say how the Gaussians are to be drawn and which axis is up.

The spellings are those of other tools: Brush writes `SplatRenderMode: default|mip|2dgs` and
`Vertical axis: X Y Z`, Postshot `antialiased 0|1`. Where several speak, the last one counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

MODE = "splatrendermode:"
ANTIALIASED = "antialiased"
VERTICAL = "vertical axis:"
_KNOWN = (MODE, ANTIALIASED, VERTICAL)


class PlyRemarks(NamedTuple):
    """What the comments of a header say."""

    antialiased: bool
    is_2dgs: bool
    up_axis: str | None
    """Axis that points up; None where no remark says it."""
    others: tuple[str, ...]
    """Comments of other meaning, unchanged."""


def understood(comments: tuple[str, ...]) -> PlyRemarks:
    """Read the comments of a header; unknown values of known remarks are ignored."""
    antialiased = is_2dgs = False
    up_axis: str | None = None
    for comment in comments:
        text = comment.strip().lower()
        if text.startswith(MODE):
            mode = text.removeprefix(MODE).strip()
            antialiased, is_2dgs = mode == "mip", mode == "2dgs"
        elif text.startswith(f"{ANTIALIASED} "):
            antialiased = text.split()[1] == "1"
        elif text.startswith(VERTICAL):
            up_axis = _axis(text.removeprefix(VERTICAL).split()) or up_axis
    others = tuple(c for c in comments if not c.strip().lower().startswith(_KNOWN))
    return PlyRemarks(antialiased, is_2dgs, up_axis, others)


def remarks(*, antialiased: bool, is_2dgs: bool, up_axis: str | None) -> list[str]:
    """Comments that say the same; none where nothing differs from what tools assume."""
    lines = []
    if antialiased or is_2dgs:
        lines.append(f"SplatRenderMode: {'2dgs' if is_2dgs else 'mip'}")
    if up_axis is not None:
        sign = -1 if up_axis[0] == "-" else 1
        numbers = " ".join(str(sign * (name == up_axis[1])) for name in "xyz")
        lines.append(f"Vertical axis: {numbers}")
    return lines


def header_bytes(lines: Iterable[str]) -> bytes:
    """A header of these lines, in which remarks keep the bytes that they were read from."""
    text = "\n".join(" ".join(line.splitlines()) for line in lines)
    return f"{text}\nend_header\n".encode("utf-8", errors="surrogateescape")


def _axis(words: list[str]) -> str | None:
    """Axis nearest to a vector of three numbers, None for other texts."""
    try:
        vector = np.array([float(word) for word in words])
    except ValueError:
        return None
    if vector.shape != (3,) or not np.isfinite(vector).all() or not vector.any():
        return None
    longest = int(np.abs(vector).argmax())
    return ("-" if vector[longest] < 0 else "+") + "xyz"[longest]
