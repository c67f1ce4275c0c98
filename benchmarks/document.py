"""How soon a finished edit is on the disk, and what recording costs the window's thread.

Run: python -m benchmarks.document [-o FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from render.atomic_file import write_text_atomic
from sim.project_manifest import ProjectManifest, manifest_text
from studio.controllers.edit_controller import EditController
from studio.controllers.saving_controller import SavingController
from studio.jobs.document_store import DocumentStore
from studio.jobs.durable_file import append_durably
from studio.jobs.file_tasks import FileTasks
from studio.jobs.project_opening import OpenedProject, open_for_editing
from studio.state.bitmask import BitMask
from studio.state.document_fields import document_fields
from studio.state.studio_state import StudioState

RESULT = Path(__file__).parent / "results" / "document.json"
EDITS = 300
GAUSSIANS = 1_000_000


class Window:
    """A window's state and controllers on an empty project."""

    def __init__(self, folder: Path) -> None:
        (folder / "manifest.json").write_text(manifest_text(ProjectManifest(size_m=0.5)))
        self.state = StudioState()
        self.edits = EditController(self.state)
        self.written = threading.Event()
        store = partial(DocumentStore, append=self._append)
        self.saving = SavingController(self.state, self.edits, FileTasks(), make_store=store)
        opened = open_for_editing(folder, document_fields(self.state))
        if not isinstance(opened, OpenedProject):
            raise SystemExit(f"{folder} is open elsewhere")
        self.state.document.project = folder
        self.saving.attach(opened)

    def _append(self, path: Path, text: str) -> None:
        append_durably(path, text)
        self.written.set()


def measure(window: Window, *, select: bool) -> dict[str, float]:
    """Milliseconds from an edit to the disk, and of the caller's thread, over many edits."""
    rng = np.random.default_rng(0)
    waits, costs = [], []
    for number in range(1, EDITS + 1):
        mask = BitMask.of(rng.random(GAUSSIANS) < 0.5) if select else None
        window.written.clear()
        start, cost = time.perf_counter(), time.thread_time()
        with window.edits.step(f"Edit {number}"):
            window.state.material.seed = number
            if mask is not None:
                window.state.selection.mask = mask
        costs.append(time.thread_time() - cost)
        window.written.wait()
        waits.append(time.perf_counter() - start)
    return {
        "on_disk_ms_median": round(1e3 * float(np.median(waits)), 2),
        "on_disk_ms_p99": round(1e3 * float(np.percentile(waits, 99)), 2),
        "window_thread_ms_median": round(1e3 * float(np.median(costs)), 3),
        "window_thread_ms_p99": round(1e3 * float(np.percentile(costs, 99)), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    options = parser.parse_args()
    figures: dict[str, Any] = {
        "protocol": (
            f"{EDITS} edits, one after the other; on_disk: from the start of the edit until "
            "fsync has returned in the journal's thread; window_thread: CPU time of the thread "
            "that edits; selection: every edit stores which of a million Gaussians are selected"
        ),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "device": "cpu",
        "gaussian_count": GAUSSIANS,
    }
    for name, select in (("small_edit", False), ("selection", True)):
        with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".document-benchmark-") as folder:
            window = Window(Path(folder))
            figures[name] = measure(window, select=select)
            store = window.saving.store
            if store is not None:
                store.close()
            start = time.perf_counter()
            found = open_for_editing(Path(folder), document_fields(StudioState()), force=True)
            figures[name]["recover_ms"] = round(1e3 * (time.perf_counter() - start), 1)
            if isinstance(found, OpenedProject) and found.lost is not None:
                figures[name]["recovered_edits"] = len(found.lost.edits)
    write_text_atomic(options.output, json.dumps(figures, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
