"""What the export panel shows, from the state."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.state.document import TakeSummary
from studio.state.export import ExportItem, ExportPhase
from studio.state.language import tr
from studio.state.studio_state import StudioState


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One export in the queue."""

    number: int
    """Identity."""
    title: str
    """Name of the file."""
    detail: str
    """Stage, or how it ended."""
    phase: ExportPhase
    """How far it is."""
    percent: int
    """Share of the stage that is done; 0 while nothing is known."""
    cancelling: bool
    """Whether it is being cancelled."""
    can_rise: bool
    """Whether another one waits before it."""
    can_sink: bool
    """Whether another one waits behind it."""
    reveal: Path | None
    """What there is to show in the folder."""


@dataclass(frozen=True, slots=True)
class ExportView:
    """What the export panel shows."""

    project: Path | None
    """Open project."""
    take: TakeSummary | None
    """Take that would be exported."""
    rows: tuple[QueueRow, ...]
    """The queue."""
    has_path: bool
    """Whether there is a keyed camera path."""
    look: object
    """What a preview depends on beside the form: path, view, frame."""
    frame: int
    """Frame under the playhead."""
    timeline_remap: str
    """Time curve of the timeline."""
    preset: str | None
    """Preset that a command asked for."""


def resolve_export(state: StudioState) -> ExportView:
    """The panel for a state."""
    document, path = state.document, state.camera_path
    take = document.take(document.active_take)
    waiting = [item.number for item in state.export.waiting]
    return ExportView(
        project=document.project,
        take=take if take is not None and take.frame_count else None,
        rows=tuple(_row(state, item, waiting) for item in state.export.items),
        has_path=bool(path.keys),
        look=(path.keys, path.loop, path.closing_s, path.constant_speed,
              state.viewport.seen_through),
        frame=state.playback.frame,
        timeline_remap=state.timeline.time_remap,
        preset=state.export.preset,
    )  # fmt: skip


def _row(state: StudioState, item: ExportItem, waiting: list[int]) -> QueueRow:
    job = None if item.generation is None else state.jobs.job(item.generation)
    place = waiting.index(item.number) if item.number in waiting else None
    percent = 0 if job is None else round(100 * job.fraction)
    return QueueRow(
        number=item.number,
        title=item.order.out.name,
        detail=_detail(item, "" if job is None else job.stage, percent),
        phase=item.phase,
        percent=percent,
        cancelling=job is not None and job.cancelling,
        can_rise=place is not None and place > 0,
        can_sink=place is not None and place + 1 < len(waiting),
        reveal=item.written,
    )


def _detail(item: ExportItem, stage: str, percent: int) -> str:
    if item.phase == "running":
        return f"{tr(stage)}  {percent} %" if stage else tr("Starting")
    if item.phase == "waiting":
        return tr("Waits")
    if item.phase == "done":
        return tr("Done, {folder}", folder=item.order.out.parent)
    if item.phase == "cancelled":
        return tr("Cancelled. {line}", line=item.line).strip()
    return item.line or tr("Failed")
