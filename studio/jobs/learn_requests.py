"""Frozen inputs of the jobs that learn from votes and put adapters on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sim.adapter_use import ADAPTER_SUFFIX


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

    @staticmethod
    def at(time: datetime, project: Path, votes: tuple[Path, ...], folder: Path) -> LearnRequest:
        """Request whose adapter is named after the project and a time.

        Args:
            time: Local time.
            project: Folder of the project that is open.
            votes: Projects, or files of votes, to learn from.
            folder: Where the adapter is written.
        """
        file = f"{project.stem} {time:%Y-%m-%d %H.%M.%S}{ADAPTER_SUFFIX}"
        return LearnRequest(project, votes, folder / file, f"{project.stem} {time:%Y-%m-%d %H:%M}")


@dataclass(frozen=True, slots=True)
class AdaptRequest:
    """Put an adapter on what the model says of a project's object, or take it off."""

    project: Path
    """Folder of the project."""
    adapter: Path | None
    """File of the adapter; None takes the one in force off."""
