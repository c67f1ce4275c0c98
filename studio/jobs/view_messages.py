"""What the window asks of the view process, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from render.camera import Camera
from render.stage import StageLook
from studio.state.document import TakeSummary

Bounds = tuple[tuple[float, float, float], tuple[float, float, float]]
"""Lower and upper corner [m]."""


@dataclass(frozen=True, slots=True)
class SceneRef:
    """What is shown: a take of a project, or its object at rest."""

    project: Path
    """Folder `NAME.p4d`."""
    take_name: str | None = None
    """Name of the take; None means the object at rest."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameQuery:
    """One picture the viewport wants."""

    scene: SceneRef
    """What to draw."""
    frame: int
    """Frame of the take, from 0."""
    camera: Camera
    """View with picture size."""
    look: StageLook
    """Colours of floor and wall."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameOrder:
    """A query on its way to the view process."""

    generation: int
    """Number of the query; later numbers replace earlier ones."""
    query: FrameQuery
    """What to draw."""
    buffer_name: str
    """Shared memory to draw into: BGRX, 8 bit, row after row."""


@dataclass(frozen=True, slots=True)
class DescribeOrder:
    """Asks for the facts of a scene."""

    scene: SceneRef
    """Which scene."""


@dataclass(frozen=True, slots=True)
class FrameReady:
    """A picture lies in shared memory."""

    generation: int
    """Number of the query it answers."""
    draw_ms: float
    """Time it took [ms]."""


@dataclass(frozen=True, slots=True)
class SceneDescribed:
    """Facts of a scene."""

    scene: SceneRef
    """Which scene."""
    gaussian_count: int
    """Gaussians of the object."""
    bounds: Bounds
    """1 to 99 % bounds of the frames that exist [m]."""
    take: TakeSummary | None = None
    """Facts of the take; None for the object at rest."""


@dataclass(frozen=True, slots=True)
class ViewFailed:
    """A picture or description could not be made."""

    generation: int
    """Number of the query, 0 for a description."""
    line: str
    """One clear line."""
    scene: SceneRef | None = None
    """Which scene."""
