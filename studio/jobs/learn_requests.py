"""Frozen inputs of the jobs that learn from votes and put adapters on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LearnRequest:
    """Learn an adapter from votes and put it on the object of a project."""

    project: Path
    """Folder of the project that is open."""
    votes: tuple[Path, ...]
    """Projects, or files of votes, to learn from."""
    out: Path
    """File of the adapter to write."""
    name: str
    """What the adapter is called."""


@dataclass(frozen=True, slots=True)
class AdaptRequest:
    """Put an adapter on what the model says of a project's object."""

    project: Path
    """Folder of the project."""
    adapter: Path
    """File of the adapter."""
