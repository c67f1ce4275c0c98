"""What the strip at the bottom of the window shows: a pure function of the state."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.language import tr
from studio.state.resolve_activity import pace_text, stage_text
from studio.state.studio_state import StudioState


@dataclass(frozen=True, slots=True)
class StatusView:
    """Everything that the strip shows."""

    title: str
    """What is being done; empty while nothing runs."""
    stage: str
    """Present stage, or the quiet status."""
    time: str
    """Share, rate and remaining time in words."""
    percent: int
    """Share of the stage that is done, 0 to 100."""
    cancelling: bool
    """True while the job is ending."""
    others: int
    """Jobs besides the one that is shown."""
    problems: int
    """Warnings and errors in the list of notifications."""
    notices: int
    """All entries of that list."""


def resolve_status(state: StudioState) -> StatusView:
    """What the strip shows for a state."""
    jobs, history = state.jobs, state.notices.history
    problems = sum(notice.severity in ("warning", "error") for notice in history)
    job = jobs.active
    if job is None:
        quiet = {
            "starting": tr("Starting the compute process…"),
            "restarting": tr("Restarting the compute process…"),
            "down": tr("The compute process cannot start"),
            "ready": tr("Ready"),
        }
        stage = quiet[jobs.compute]
        return StatusView("", stage, "", 0, False, len(jobs.jobs), problems, len(history))
    return StatusView(
        job.title, stage_text(job), pace_text(job),
        round(100 * job.fraction), job.cancelling, len(jobs.jobs) - 1, problems, len(history),
    )  # fmt: skip
