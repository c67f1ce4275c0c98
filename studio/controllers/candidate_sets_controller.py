"""`CandidateSetsController`: what is done to all takes of a set at once."""

from __future__ import annotations

from studio.controllers.candidates_controller import CandidatesController
from studio.controllers.edit_controller import EditController
from studio.controllers.take_controller import TakeController
from studio.state.language import tr
from studio.state.studio_state import StudioState
from studio.state.take_list import take_names


class CandidateSetsController:
    """Verbs of a set's line in the list of takes."""

    def __init__(
        self,
        state: StudioState,
        candidates: CandidatesController,
        takes: TakeController,
        edits: EditController,
    ) -> None:
        """Drive the sets of a state.

        Args:
            state: State whose sets are driven.
            candidates: Shows sets in the gallery.
            takes: Leaves takes that go.
            edits: Makes deleting a step of undo.
        """
        self._state = state
        self._candidates = candidates
        self._takes = takes
        self._edits = edits

    def toggle(self, name: str) -> None:
        """List the takes of a set, or fold them away."""
        candidates = self._state.candidates
        others = tuple(one for one in candidates.unfolded if one != name)
        candidates.unfolded = others if name in candidates.unfolded else (*others, name)

    def delete(self, name: str | None = None) -> None:
        """Delete a set with all its takes as one step.

        Args:
            name: Name of the set; None for the one in the gallery.
        """
        candidates, document = self._state.candidates, self._state.document
        chosen = candidates.set_named(candidates.shown_set if name is None else name)
        if chosen is None:
            return
        own = set(take_names(chosen))
        if any(run.take_name in own and run.status in ("queued", "running")
               for run in candidates.runs):  # fmt: skip
            text = tr("{title} is being simulated; cancel that first.", title=chosen.name)
            self._state.notices.post("warning", text)
            return
        present = tuple(take.name for take in document.shown_takes if take.name in own)
        with self._edits.step(tr("Delete {title}", title=chosen.name)):
            self._candidates.forget_set(chosen.name)
            document.deleted_takes = (*document.deleted_takes, *present)
        self._takes.leave_deleted()
