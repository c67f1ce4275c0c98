"""Exports: what was asked for, and the queue."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from psygnal import SignalGroupDescriptor

from studio.export.video_options import VideoOptions

ExportKind = Literal["video", "still", "clip"]
ExportPhase = Literal["waiting", "running", "done", "failed", "cancelled"]
FINISHED_PHASES: tuple[ExportPhase, ...] = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """One export, complete enough to be done again."""

    kind: ExportKind
    """Video or pictures, one picture, or moving splats."""
    project: Path
    """Folder `NAME.p4d`."""
    take_name: str
    """Take that is shown."""
    out: Path
    """File or folder to write."""
    options: VideoOptions = VideoOptions()  # noqa: RUF009 - frozen
    """How pictures look; not used for moving splats. Its camera is a preset or a file."""
    quality: str = "standard"
    """How much moving splats are rounded."""
    frame: int = 0
    """Picture of the video that a still is."""


@dataclass(frozen=True, slots=True)
class ExportItem:
    """An order in the queue."""

    number: int
    """Identity in this session."""
    order: ExportOrder
    """What is exported."""
    phase: ExportPhase = "waiting"
    """How far it is."""
    generation: int | None = None
    """Number of its job while it runs."""
    line: str = ""
    """Why it failed, or what is kept of a cancelled one."""
    written: Path | None = None
    """What there is to show in the folder."""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.phase in FINISHED_PHASES


@dataclass
class ExportState:
    """The queue, and what was exported last; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    items: tuple[ExportItem, ...] = ()
    """In the order in which they are done."""
    last: ExportOrder | None = None
    """What was asked for last."""
    size_px: tuple[int, int] = (1024, 1024)
    """Width and height of the pictures that the next export has, as the panel says [px]."""
    preset: str | None = None
    """Preset that a command asked the panel for; None once it was taken."""

    def item(self, number: int) -> ExportItem | None:
        """An item by its number."""
        return next((item for item in self.items if item.number == number), None)

    def put(self, new: ExportItem) -> None:
        """Add an item, or show another state of one that is there."""
        if self.item(new.number) is None:
            self.items = (*self.items, new)
        else:
            self.items = tuple(new if item.number == new.number else item for item in self.items)

    @property
    def running(self) -> ExportItem | None:
        """The export that is being done."""
        return next((item for item in self.items if item.phase == "running"), None)

    @property
    def waiting(self) -> tuple[ExportItem, ...]:
        """Those that wait, in order."""
        return tuple(item for item in self.items if item.phase == "waiting")
