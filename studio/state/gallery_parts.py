"""What the gallery shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from sim.vote import Answer
from studio.state.gallery import Comparison

CellStatus = Literal["empty", "queued", "running", "shown", "failed", "cancelled", "rejected"]


class ShownTake(NamedTuple):
    """A take that a cell of the gallery plays."""

    key: str
    """Key of its cell and camera: the candidate's, or the name of the take."""
    take_name: str
    """Name of the take."""
    frame_count: int
    """Frames that it has."""
    frame_dt_s: float
    """Time between two frames [s]."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell."""

    key: str
    status: CellStatus
    title: str = ""
    detail: str = ""
    likelihood: str = ""
    seed: str = ""
    status_text: str = ""
    """What it waits for, or why it failed and what helps."""
    fraction: float = 0.0
    """Share of the running run that is done, 0 to 1."""
    energy: tuple[float, ...] = ()
    """Energy of every frame as a share of the largest of the set."""
    height: tuple[float, ...] = ()
    """Height of the centre of mass of every frame, 0 to 1 over the set."""
    group: str = ""
    """Letter that candidates of one motion share."""
    group_text: str = ""
    pin: str = ""
    """"A", "B" or nothing."""
    rank: str = ""
    quality: str = ""
    note: str = ""
    rejected: bool = False
    selected: bool = False
    chooseable: bool = True
    """Whether it can be pinned, rejected and promoted: a candidate, not any take."""


@dataclass(frozen=True, slots=True)
class BallotView:
    """The vote that is asked for."""

    progress: str
    """Which pair of how many."""
    answer: Answer | None = None
    left_text: str = ""
    """What the left one is; empty until the answer."""
    right_text: str = ""
    """What the right one is; empty until the answer."""


@dataclass(frozen=True, slots=True)
class GalleryView:
    """The whole page."""

    cells: tuple[CellView, ...]
    cell_count: int
    set_names: tuple[str, ...]
    """What can be shown: the sets, and the two takes while they are compared."""
    shown_set: str
    """Which of them is."""
    map_text: str
    """What the stiffness map does, in words."""
    groups_text: str
    """Which candidates move the same and why."""
    page_text: str
    """Which candidates are shown."""
    busy_text: str
    """What is at work; empty when nothing is."""
    hint: str
    """What to do when there is nothing to show."""
    comparison: Comparison
    wipe: float
    pins: tuple[str, str]
    """Titles of the pinned two; empty where none is."""
    pair: tuple[str, str]
    """Keys of A and B; empty where none is."""
    linked: bool
    ballot: BallotView | None
    votes_text: str
