"""What the commands of timeline and hand need, and which of them are switched on."""

from __future__ import annotations

from studio.state.collider_keys import chosen_collider, key_values
from studio.state.studio_state import StudioState
from studio.state.take_pair import branch_pair
from studio.state.take_tree import counterpart


def timeline_conditions(state: StudioState) -> dict[str, bool]:
    """Conditions by name."""
    document, playback, timeline = state.document, state.playback, state.timeline
    take = document.take(document.active_take)
    settled = take is not None and take.frame_count > 0 and not playback.growing
    record, key = timeline.record, key_values(state)
    return {
        "range": playback.range_in is not None or playback.range_out is not None,
        "markers": bool(timeline.markers) and playback.cached_count > 0,
        "marker": timeline.marker(timeline.chosen_marker) is not None,
        "collider": chosen_collider(state.scene) is not None and playback.frame_count > 0,
        "collider-key": key is not None and key.count > 1,
        "settled-take": settled,
        "comparable": branch_pair(document) is not None or state.gallery.takes is not None,
        "branched": counterpart(document.shown_takes, document.active_take) is not None,
        "handed": settled and record is not None and bool(record.hand),
    }


def timeline_checked(state: StudioState) -> dict[str, bool]:
    """Commands by name, with whether they are switched on."""
    playback, timeline, hand = state.playback, state.timeline, state.hand
    return {
        "ping-pong": playback.ping_pong,
        f"speed-{playback.speed:g}": True,
        "compare-branch": state.gallery.takes is not None,
        "timeline-rows": timeline.rows_shown,
        "timeline-plots": timeline.plots_shown,
        "timeline-remap": timeline.remap_shown,
        f"hand-{hand.mode}": True,
        f"hand-{hand.quality}": True,
    }
