"""Whether the scene can run, told to the person where it cannot."""

from __future__ import annotations

from studio.state.scene_problems import problems_of
from studio.state.studio_state import StudioState


def can_run(state: StudioState) -> bool:
    """Whether what the panels show can be simulated; a notice says why not, and its row is chosen.

    Args:
        state: State of the window.
    """
    if state.document.project is None:
        return False
    problems = problems_of(state)
    if problems:
        state.notices.post("error", problems[0].text)
        state.scene.chosen = problems[0].row or state.scene.chosen
    return not problems
