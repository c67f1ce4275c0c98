"""What the commands of candidates need, and which of them are switched on."""

from __future__ import annotations

from studio.state.studio_state import StudioState
from studio.state.take_pair import compared_takes


def candidate_conditions(state: StudioState) -> dict[str, bool]:
    """Conditions by name."""
    candidates, ballot = state.candidates, state.votes.ballot
    shown = candidates.shown
    members = () if shown is None else shown.candidates
    finished = sum(
        not one.rejected and candidates.best_run(one) is not None for one in members
    )  # fmt: skip
    at_work = any(run.status in ("queued", "running") for run in candidates.runs)
    blind = state.votes.blind
    pinned = (candidates.candidate(candidates.pinned_a), candidates.candidate(candidates.pinned_b))
    takes = compared_takes(state)
    return {
        "candidates": shown is not None and ballot is None and takes is None,
        "gallery-cells": (shown is not None or takes is not None) and ballot is None,
        "candidate": candidates.candidate(state.gallery.selected) is not None and ballot is None,
        "candidates-busy": at_work,
        "pinned": (takes is not None or None not in pinned) and ballot is None,
        "votable": finished > 1 or ballot is not None,
        "blind": blind,
        "revealed": ballot is not None and not blind,
        "frames": state.playback.cached_count > 0,
    }


def candidate_checked(state: StudioState) -> dict[str, bool]:
    """Commands by name, with whether they are switched on."""
    gallery = state.gallery
    return {
        "gallery": gallery.visible,
        "candidates-real": state.candidates.stiffness == "real",
        f"gallery-{gallery.cell_count if gallery.takes is None else len(gallery.takes)}": True,
        "gallery-linked": gallery.linked,
        "gallery-by-rank": gallery.by_rank,
        f"compare-{gallery.comparison}": gallery.comparison != "none",
        "vote": state.votes.ballot is not None,
    }
