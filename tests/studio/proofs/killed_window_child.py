"""A whole window that edits and starts jobs from its timer until it is killed.

Run as a module with the project and a seed; says what it finished, as `tests.studio.editing_child`.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer

from studio.app import build_window, make_application
from studio.state.document_file import JOURNAL_NAME
from tests.studio.editing_child import edit, say

FAKE = "tests.studio.fake_pipeline"
JOB_EVERY, SAVE_EVERY = 9, 13
UNFINISHED = 2_000_000_000
"""Seeds from here on belong to drags that are never finished."""


class Editor:
    """Does one edit a tick, and leaves a drag open until the next."""

    def __init__(self, project: Path, seed: int) -> None:
        self.rng, self.number = random.Random(seed), 0
        preferences = Path(os.environ["PHYS4D_CONFIG_DIR"]) / "preferences.json"
        preferences.parent.mkdir(parents=True, exist_ok=True)
        preferences.write_text(json.dumps({"language": "en", "renderer": "software"}))
        self.window = build_window(FAKE, preferences)
        self.window.open_when_ready(project)
        self.timer = QTimer(self.window)
        self.timer.timeout.connect(self.tick)
        self.timer.start(5)
        self.window.show()

    def tick(self) -> None:
        """One edit; every few edits a job is started or the project is saved."""
        studio = self.window.studio
        if studio.saving.folder is None or studio.state.jobs.compute != "ready":
            return
        if self.number == 1 and not (studio.saving.folder / JOURNAL_NAME).exists():
            return  # the thread that writes is busy with what it does only once
        studio.edits.abandon()
        self.number += 1
        edit(studio.state, studio.edits, self.rng, self.number)
        material, document = studio.state.material, studio.state.document
        if self.number > 1:
            say(f"{self.number} {time.time()} {material.seed} {document.take_titles[0][1]}")
        if self.number % JOB_EVERY == 0:
            studio.physics.simulate()
        if self.number % SAVE_EVERY == 0:
            studio.saving.save()
        studio.edits.begin("Drag seed")
        material.seed = UNFINISHED + self.number


def main(project: Path, seed: int) -> None:
    """Edit a project for ever."""
    application = make_application()
    editor = Editor(project, seed)
    application.exec()
    del editor


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
