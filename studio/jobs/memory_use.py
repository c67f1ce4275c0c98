"""How much memory processes and the graphics card hold, as the system tells."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CARD_QUERY = (
    "nvidia-smi", "--query-gpu=memory.used,memory.total", "--format=csv,noheader,nounits",
)  # fmt: skip
_MEBIBYTE = 2**20
_CARD_SECONDS = 10


@dataclass(frozen=True, slots=True)
class CardMemory:
    """Memory of a graphics card."""

    used_bytes: int
    """What all programs hold."""
    total_bytes: int
    """What there is."""


def resident_bytes(pids: Iterable[int]) -> int | None:
    """Memory that processes hold together; None where the system does not tell."""
    held: list[int] = []
    for pid in pids:
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, ValueError, IndexError):
            continue  # it has ended, or this system has no such file
        held.append(pages * os.sysconf("SC_PAGE_SIZE"))
    return sum(held) if held else None


def card_memory() -> CardMemory | None:
    """Memory of the first NVIDIA card; None where there is none."""
    try:
        found = subprocess.run(
            CARD_QUERY, capture_output=True, text=True, timeout=_CARD_SECONDS, check=False
        )
        used, total = found.stdout.splitlines()[0].split(",")
        return CardMemory(int(used) * _MEBIBYTE, int(total) * _MEBIBYTE)
    except (OSError, subprocess.TimeoutExpired, ValueError, IndexError):
        return None
