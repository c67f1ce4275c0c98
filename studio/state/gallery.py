"""How the gallery of candidates is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from sim.sweep.motion import MotionSummary
from studio.state.navigation import ViewCamera

Comparison = Literal["none", "wipe", "difference", "trajectories"]
COMPARISONS: tuple[Comparison, ...] = ("none", "wipe", "difference", "trajectories")


@dataclass
class GalleryState:
    """Gallery intent; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    visible: bool = False
    """Whether the gallery is in front of the viewport."""
    cell_count: int = 4
    """Cells that are shown at once, one of `candidates.COUNTS`."""
    first: int = 0
    """Index of the candidate in the first cell."""
    by_rank: bool = False
    """Whether candidates stand in the order of the votes, in place of their numbers."""
    linked: bool = True
    """Whether all cells have one camera, that of the viewport."""
    cameras: tuple[tuple[str, ViewCamera], ...] = ()
    """Cameras of single candidates by key, while they are not linked."""
    takes: tuple[str, str] | None = None
    """Names of two takes, A and B, that are compared in place of candidates."""
    motions: tuple[tuple[str, MotionSummary], ...] = ()
    """What is known of the motion of those takes, by name."""
    comparison: Comparison = "none"
    """How the pinned two are laid over each other; "none" shows the cells."""
    wipe: float = 0.5
    """Where the wipe parts A, to its left, from B, 0 to 1."""
    selected: str | None = None
    """Key of the candidate that commands are for."""

    def motion(self, take_name: str) -> MotionSummary | None:
        """Motion of a compared take; None while it is not read."""
        return dict(self.motions).get(take_name)

    def camera_of(self, key: str, linked: ViewCamera) -> ViewCamera:
        """Camera of a candidate's cell.

        Args:
            key: The candidate's.
            linked: Camera that linked cells share.
        """
        if self.linked:
            return linked
        return dict(self.cameras).get(key, linked)
