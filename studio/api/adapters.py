"""What adapters are, for programs: read without torch, which the window's process never loads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from render.errors import InputError
from sim.vote import VOTES_NAME
from studio.jobs.checkpoint_header import read_header
from studio.jobs.learn_requests import LearnRequest
from studio.state.preferences import ADAPTERS_FOLDER, config_folder


@dataclass(frozen=True, slots=True)
class AdapterSummary:
    """An adapter and what it was learned from."""

    path: Path
    """Its file."""
    name: str
    """What it is called."""
    learned_from: str
    """Where from: "votes", "simulated references" or "filmed clips"; empty where nobody says."""
    helped: bool
    """Whether there was enough evidence to change anything."""
    vote_count: int | None = None
    """Votes that counted; None where it was not votes."""
    agreement: float | None = None
    """Share of the votes, each unseen when it was asked about, that the model with an adapter
    agrees with; None where it was not votes."""
    agreement_before: float | None = None
    """The same of the model alone."""


def adapter_summary(path: Path) -> AdapterSummary:
    """What an adapter's file says of itself.

    Raises:
        InputError: If it is no adapter that can be read.
    """
    texts = read_header(path).metadata
    try:
        name, about = json.loads(texts["name"]), dict[str, Any](json.loads(texts["about"]))
    except (KeyError, TypeError, ValueError):
        raise InputError(f"{path} is no adapter; `train dpo` and votes make them") from None
    return AdapterSummary(
        path,
        str(name),
        str(about.get("learned_from", "")),
        bool(about.get("best_step", 0)),
        about.get("vote_count"),
        about.get("agreement"),
        about.get("agreement_before"),
    )


def lesson_request(
    project: Path, votes: Sequence[Path], out: str | Path | None, *, now: datetime | None = None
) -> LearnRequest:
    """What asks to learn from a project's votes, where it has some, and from others.

    Args:
        project: Folder of the open project.
        votes: Projects, or files of votes, to learn from as well.
        out: File of the adapter; None keeps it beside the settings.
        now: Local time that names the adapter; None takes the present.

    Raises:
        InputError: If there are no votes at all.
    """
    own = (project,) if (project / VOTES_NAME).is_file() else ()
    sources = (*own, *votes)
    if not sources:
        raise InputError(f"{project} has no votes; vote in the studio, or name files of votes")
    time = now or datetime.now()
    if out is None:
        return LearnRequest.at(time, project, sources, config_folder() / ADAPTERS_FOLDER)
    return LearnRequest(project, sources, Path(out), Path(out).stem)
