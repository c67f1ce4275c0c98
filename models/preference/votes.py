"""Votes of the studio as pairs of materials that were compared."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from render.errors import InputError
from sim.project import is_project
from sim.vote import VOTES_NAME, Vote

SHARES = {"left": 1.0, "same": 0.5, "right": 0.0}
"""How far an answer is for the left one."""


@dataclass(frozen=True, slots=True)
class VotePair:
    """One vote that says something: two candidates and which of them moves better."""

    vote: Vote
    """What was asked, seen and answered."""
    share: float
    """How far it is for the left one: 1 left, 0.5 both alike, 0 right."""
    project: Path
    """Folder in which the votes lie: the project, as long as they were not moved."""

    @property
    def takes(self) -> tuple[Path, Path]:
        """Where the two takes were kept; training does not need them."""
        folder = self.project / "takes"
        return folder / self.vote.left.take, folder / self.vote.right.take

    @property
    def seen_together(self) -> tuple[str, str, frozenset[str]]:
        """What tells whether two votes are on the same question: photo, set, both candidates."""
        subject = self.vote.subject
        sides = frozenset((self.vote.left.candidate, self.vote.right.candidate))
        return subject.photo_sha256, subject.set_name, sides


def read_votes(path: Path) -> tuple[VotePair, ...]:
    """Votes of a project, oldest first; skipped questions and a line cut off at the end are not.

    Args:
        path: Project `NAME.p4d` or its file of votes.

    Raises:
        InputError: If there is no such file or a line is no vote; the message names it.
    """
    file = path / VOTES_NAME if is_project(path) else path
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(
            f"{file} holds no votes that can be read ({error}); vote on candidates in the studio "
            "first, or name the project that has votes"
        ) from None
    pairs = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip() or (number == len(lines) and not _whole(line)):
            continue
        try:
            vote = Vote.from_line(line)
        except InputError as error:
            raise InputError(f"{file} line {number}: {error}; remove that line") from None
        if vote.answer in SHARES:
            pairs.append(VotePair(vote, SHARES[vote.answer], file.parent))
    return tuple(pairs)


def _whole(line: str) -> bool:
    """Whether a last line without an end was written to its end."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True
