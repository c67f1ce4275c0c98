"""`ViewFaults`: tells once that something cannot be shown, and asks again until it can."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from studio.controllers.take_controller import TakeController
from studio.controllers.viewport_controller import ViewportController
from studio.jobs.view_messages import SceneRef, ViewFailed
from studio.state.language import tr
from studio.state.studio_state import StudioState

RETRY_S = (1.0, 2.0, 5.0)
"""How long to wait after the first, the second and every further failure [s]."""


class ViewFaults:
    """A disk that was unplugged or a network folder that is slow comes back by itself.

    What is shown stays meanwhile, and no take leaves the list because its project is away.
    """

    def __init__(
        self,
        state: StudioState,
        viewport: ViewportController,
        takes: TakeController,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Watch over what the viewport asks for.

        Args:
            state: State that is shown.
            viewport: Asks for pictures again.
            takes: Asks for facts again, and hears of what will not come back.
            clock: Monotonic time [s].
        """
        self._state = state
        self._viewport = viewport
        self._takes = takes
        self._clock = clock
        self._project: Path | None = None
        self._lacks_picture = False
        self._unread: set[str | None] = set()
        self._told: tuple[str, int] = ("", 0)
        self._failures = 0
        self._due_s: float | None = None

    def take_failure(self, failed: ViewFailed) -> None:
        """A picture could not be drawn, or a scene not be read."""
        scene, is_picture = failed.scene, failed.generation > 0
        if scene is None or not (is_picture or failed.away):
            self._takes.take_failure(failed)
            return
        if scene.project != self._state.document.project:
            return
        if scene.project != self._project:
            self._begin(scene.project)
        if is_picture:
            self._lacks_picture = True
        if is_picture and not failed.away:
            self._takes.refresh(scene.take_name)  # it may have changed, or be gone for good
        elif not is_picture:
            self._unread.add(scene.take_name)
        self._tell(failed)
        if self._due_s is None:
            self._due_s = self._clock() + RETRY_S[min(self._failures, len(RETRY_S) - 1)]
            self._failures += 1

    def take_picture(self) -> None:
        """A picture, or a cloud, has come."""
        self._lacks_picture = False
        self._end_if_well()

    def take_description(self, scene: SceneRef) -> None:
        """A scene was read."""
        self._unread.discard(scene.take_name)
        self._end_if_well()

    def update(self) -> None:
        """Ask again when it is time."""
        if self._due_s is None or self._clock() < self._due_s:
            return
        self._due_s = None
        if self._project != self._state.document.project:
            self._begin(None)
            return
        if self._lacks_picture:
            self._viewport.ask_again()
        for name in self._unread:
            self._takes.refresh(name)

    def _begin(self, project: Path | None) -> None:
        self._project = project
        self._lacks_picture = False
        self._unread.clear()
        self._told, self._failures, self._due_s = ("", 0), 0, None

    def _tell(self, failed: ViewFailed) -> None:
        line = failed.line
        if self._told[0] == line:
            return
        hopeful = tr("{reason} It is tried again by itself.", reason=f"{line.rstrip('.')}.")
        posted = self._state.notices.post("error", hopeful if failed.away else line)
        self._told = line, posted.number

    def _end_if_well(self) -> None:
        """Take the message back once everything is shown again."""
        if self._failures and not self._lacks_picture and not self._unread:
            self._state.notices.dismiss(self._told[1])
            self._begin(None)
