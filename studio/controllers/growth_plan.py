"""`growth_plan`: a job whose take is shown while it grows, as long as its project is open."""

from __future__ import annotations

from studio.controllers.job_controller import JobPlan
from studio.controllers.take_controller import TakeController
from studio.state.language import tr
from studio.state.notices import Remedy
from studio.state.studio_state import StudioState


def growth_plan(state: StudioState, takes: TakeController, title: str, take_name: str) -> JobPlan:
    """What follows a simulation. Another project may have a take of the same name.

    Args:
        state: State whose open project gets the take.
        takes: Shows it.
        title: What is being done.
        take_name: Name of the take.
    """
    project = state.document.project

    def end() -> None:
        if state.document.project == project:
            takes.stop_growing(take_name)

    def grow(share: float) -> None:
        if state.document.project == project:
            takes.grow(take_name, share)

    return JobPlan(
        title,
        on_done=lambda _path: end(),
        on_end=end,
        on_progress=grow,
        remedy=Remedy(tr("Simulate again"), "simulate"),
    )
