"""`TakePairController`: lays two takes, such as a branch and what it left, side by side."""

from __future__ import annotations

from pathlib import Path

from sim.project import Project
from sim.sweep.motion import MotionSummary
from sim.take import Take
from studio.jobs.file_tasks import Files
from studio.state.studio_state import StudioState
from studio.state.take_pair import branch_pair, compared_takes


class TakePairController:
    """Verbs that put two takes into the gallery; their motions are read in the background."""

    def __init__(self, state: StudioState, files: Files) -> None:
        """Compare takes of a state.

        Args:
            state: State whose gallery shows them.
            files: Reads their motions, off the GUI thread.
        """
        self._state = state
        self._files = files
        self._read: dict[str, int] = {}
        self._reading = False

    def compare(self, first: str, second: str) -> bool:
        """Show two takes in place of candidates.

        Args:
            first: Take that is A.
            second: Take that is B.

        Returns:
            Whether there are two such takes.
        """
        gallery = self._state.gallery
        present = {take.name for take in self._state.document.shown_takes}
        if first == second or not {first, second} <= present:
            return False
        self._read.clear()
        gallery.motions, gallery.cameras, gallery.selected = (), (), None
        gallery.takes = (first, second)
        return True

    def compare_branch(self) -> bool:
        """Compare the shown take with the one that it left, or with its newest branch.

        Returns:
            Whether there is such a take.
        """
        pair = branch_pair(self._state.document)
        return pair is not None and self.compare(*pair)

    def leave(self) -> None:
        """Give the gallery back to candidates."""
        gallery = self._state.gallery
        gallery.takes, gallery.motions, gallery.cameras = None, (), ()
        self._read.clear()

    def update(self) -> None:
        """Notice takes that went or grew; call at every poll."""
        gallery, project = self._state.gallery, self._state.document.project
        if gallery.takes is None:
            return
        pair = compared_takes(self._state)
        if pair is None or project is None:
            self.leave()
            return
        for take in pair:
            if take.frame_count and self._read.get(take.name) != take.frame_count:
                self._ask(project, take.name, take.frame_count)

    def _ask(self, project: Path, name: str, frame_count: int) -> None:
        if self._reading:
            return
        self._reading = True
        self._read[name] = frame_count
        self._files.submit(
            lambda: motion_of(project, name), lambda motion, _reason: self._take(name, motion)
        )

    def _take(self, name: str, motion: MotionSummary | None) -> None:
        self._reading = False
        gallery = self._state.gallery
        if motion is not None and name in (gallery.takes or ()):
            others = tuple(one for one in gallery.motions if one[0] != name)
            gallery.motions = (*others, (name, motion))


def motion_of(project: Path, take_name: str) -> MotionSummary:
    """Summary of the frames that a take of a project has by now.

    Raises:
        InputError: If the take cannot be read.
    """
    return MotionSummary.of(Take.open(Project.open(project).take_path(take_name)))
