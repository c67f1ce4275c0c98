"""`ClipReport`: what a written clip became."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class ClipReport:
    """What a written clip became."""

    size_bytes: int
    """Size of the file, or of all files of a folder."""
    notes: tuple[str, ...] = ()
    """What was lost or left out, in words."""
    errors: Mapping[str, float] = field(default_factory=dict)
    """Largest errors by name with their unit, measured against the clip; empty where none."""
