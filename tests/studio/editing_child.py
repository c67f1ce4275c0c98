"""A window's controllers without a window: edits a project until its process is killed.

Run as a module with the project and a seed. It tells of every edit on its standard output only
after the edit was handed over, and of those that must be on the disk, so that the test which kills
it knows what may be lost.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from pathlib import Path

from studio.controllers.edit_controller import EditController
from studio.controllers.saving_controller import SavingController
from studio.jobs.file_tasks import FileTasks
from studio.jobs.project_opening import OpenedProject, open_for_editing
from studio.state.document_fields import document_fields, set_values
from studio.state.studio_state import StudioState

COMPACT_EVERY = 7
SAVE_EVERY = 13


class Clock:
    """A clock that the child turns: time for the sidecar comes when it wants."""

    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def main(project: Path, seed: int) -> None:
    """Edit a project for ever."""
    rng, state, clock = random.Random(seed), StudioState(), Clock()
    edits = EditController(state, strict=True)
    saving = SavingController(state, edits, FileTasks(), clock=clock)
    opened = open_for_editing(project, document_fields(state))
    assert isinstance(opened, OpenedProject)
    state.document.project = project
    with edits.untracked():
        set_values(state, [(*key, value) for key, value in opened.values.items()])
    saving.attach(opened)
    pause = threading.Event()
    for number in range(1, 1_000_000):
        edit(state, edits, rng, number)
        say(f"{number} {time.time()} {state.material.seed} {state.document.take_titles[0][1]}")
        if number % COMPACT_EVERY == 0:
            clock.now_s += 31.0
        if number % SAVE_EVERY == 0:
            saving.save()
        edits.begin("Drag seed")
        state.material.seed = 2_000_000_000 + number  # a drag that is never finished in time
        saving.poll()
        pause.wait(rng.uniform(0.0, 0.02))
        edits.abandon()


def edit(state: StudioState, edits: EditController, rng: random.Random, number: int) -> None:
    """One finished edit of two fields; now and then an undo and a redo, which leave it done."""
    with edits.step(f"Edit {number}"):
        state.material.seed = number
        state.document.take_titles = (("take-1", f"title-{number}" + "x" * rng.randrange(400)),)
    if rng.random() < 0.3:
        edits.undo()
        edits.redo()


def say(line: str) -> None:
    """One line to the test."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
