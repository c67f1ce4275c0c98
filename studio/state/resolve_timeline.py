"""What the timeline shows for a state."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.collider_keys import KeyValues, key_values
from studio.state.document import TakeSummary
from studio.state.language import tr
from studio.state.playback import PlaybackState
from studio.state.remap_curve import Curve, curve_of
from studio.state.studio_state import StudioState
from studio.state.take_record import TakeRecord
from studio.state.timeline_rows import Row, RowItem, row_items, row_names


@dataclass(frozen=True, slots=True)
class TimelineView:
    """What the track shows."""

    enabled: bool
    """False without a take."""
    frame: int
    """Frame under the playhead, from 0."""
    frame_count: int
    """Frames of the whole take."""
    cached_count: int
    """Frames that can be shown."""
    playing: bool
    """True while the playhead runs."""
    loop: bool
    """Start again after the last frame."""
    growing: bool
    """True while the take is simulated."""
    readout: str
    """Time and frame in words."""
    range_in: int | None = None
    """First frame that plays; None for an open end."""
    range_out: int | None = None
    """Last frame that plays; None for an open end."""
    left_frame: int | None = None
    """Last frame that the take shares with the one that it left; None where it left none."""
    speed: float = 1.0
    """Seconds of the take a second of the clock."""
    frame_dt_s: float = 0.04
    """Time between two frames [s]."""


@dataclass(frozen=True, slots=True)
class TimelineParts:
    """All parts of the timeline's panel."""

    track: TimelineView
    """Track and read-out."""
    rows: tuple[RowItem, ...] | None
    """Items of the rows; None while these are hidden."""
    row_names: tuple[Row, ...]
    """The rows, from the top."""
    key: KeyValues | None
    """The chosen key of a collider; None while none is, or rows are hidden."""
    plots: TakeRecord | None
    """Records to plot; None while plots are hidden or nothing is known."""
    other_plots: TakeRecord | None
    """Records of the branch, or of what was left, to plot beside them; None without one."""
    plot_titles: tuple[str, str]
    """What the takes of both are called; empty without a second one."""
    plots_shown: bool
    """Whether plots have their room."""
    remap: Curve | None
    """Points of the time remap; None while its curve is hidden."""
    remapped: bool
    """Whether the take plays through a remap."""
    clip_s: float
    """Length of the take [s]."""


def resolve_timeline(playback: PlaybackState, take: TakeSummary | None = None) -> TimelineView:
    """What the track shows, for the take that plays where it is one."""
    enabled = playback.frame_count > 0
    shown = min(playback.frame, max(playback.frame_count - 1, 0))
    readout = tr("No take")
    if enabled:
        seconds = shown * playback.frame_dt_s
        total = (playback.frame_count - 1) * playback.frame_dt_s
        readout = tr(
            "{seconds:.2f} / {total:.2f} s   ·   frame {frame} / {count}",
            seconds=seconds, total=total, frame=shown + 1, count=playback.frame_count,
        )  # fmt: skip
    return TimelineView(
        enabled=enabled,
        frame=shown,
        frame_count=playback.frame_count,
        cached_count=playback.cached_count,
        playing=playback.playing,
        loop=playback.loop,
        growing=playback.growing,
        readout=readout,
        range_in=playback.range_in,
        range_out=playback.range_out,
        left_frame=take.left_frame if take is not None and take.left_take else None,
        speed=playback.speed,
        frame_dt_s=playback.frame_dt_s,
    )


def resolve_timeline_parts(state: StudioState) -> TimelineParts:
    """What the whole panel shows."""
    timeline, playback, document = state.timeline, state.playback, state.document
    plots, other = (
        record if timeline.plots_shown else None
        for record in (timeline.record, timeline.other_record)
    )
    clip_s = max(playback.frame_count - 1, 0) * playback.frame_dt_s
    return TimelineParts(
        track=resolve_timeline(playback, document.take(document.active_take)),
        rows=row_items(state) if timeline.rows_shown else None,
        row_names=row_names(state),
        key=key_values(state) if timeline.rows_shown else None,
        plots=plots,
        other_plots=other,
        plot_titles=("", "")
        if plots is None or other is None
        else (document.title(plots.take_name), document.title(other.take_name)),
        plots_shown=timeline.plots_shown,
        remap=curve_of(timeline.time_remap, clip_s) if timeline.remap_shown else None,
        remapped=bool(timeline.time_remap),
        clip_s=clip_s,
    )
