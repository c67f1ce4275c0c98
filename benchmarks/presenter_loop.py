"""A day at a booth: many visitors, one after the other, and what they leave in memory.

Each visitor drops a photo, sees the object simulated, compares two variants, votes and goes. The
window and the view process are real; the compute process writes takes by a formula, so that there
is time for many visitors, unless `--real` is given. Without a display:

    QT_QPA_PLATFORM=offscreen python -m benchmarks.presenter_loop
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest

from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.sweep.local_executor import usable_cores
from studio.app import build_window, make_application
from studio.jobs import runner
from studio.jobs.memory_use import resident_bytes
from studio.jobs.runner import PIPELINE
from studio.state.samples import load_samples, samples_folder
from studio.views.main_window import MainWindow

RESULTS = Path(__file__).parent / "results" / "presenter_loop.json"
FAKE = "tests.studio.fake_pipeline"
CYCLES = 500
WARM_UP = 50
TARGETS = {"growth": 0.03}
LONGEST_S = 120.0
SLICE_MS = 20
PATIENCE_S = 60.0
"""How long a cancelled job may take to end before its process is renewed: one process serves all
visitors, even on a busy machine, so that what it keeps of them is seen."""
TELL_EVERY = 25


@dataclass(frozen=True, slots=True)
class Cycle:
    """What was there after a visitor had gone."""

    seconds: float
    """How long the visit took."""
    bytes_of: dict[str, int]
    """Resident memory of each process."""
    threads: int
    """Threads of the window's process."""
    handles: int
    """Open files of the window's process."""
    parts_s: dict[str, float]
    """How long each part of the visit took."""
    processes: dict[str, int]
    """Process ids of the workers."""


class Visitors:
    """Come, drop a photo, vote and go."""

    def __init__(self, window: MainWindow) -> None:
        """Take a window in presenter mode."""
        self._window, self._controller = window, window.studio.stage
        self._photos = [sample.path for sample in load_samples(samples_folder())]
        self._parts_s: dict[str, float] = {}

    def come_and_go(self, number: int) -> Cycle:
        """One cycle: drop, predict, simulate, vote, reset."""
        controller, visitor = self._controller, self._controller.visitor
        if visitor is None:
            raise SystemExit("presenter mode has not begun")
        state, began = visitor.state, time.perf_counter()
        controller.open_photo(self._photos[number % len(self._photos)])
        self._until("object", lambda: self._screen == "object")
        self._until("simulated", lambda: any(take.complete for take in state.document.takes))
        self._until("idle", lambda: state.jobs.active is None)
        controller.compare()
        self._until("vote", lambda: self._screen == "vote")
        controller.vote("left" if number % 2 else "right")
        controller.end_vote()
        controller.reset()
        self._until("reset", lambda: state.document.project is None and self._screen == "attract")
        seconds = time.perf_counter() - began
        self._until("worker", lambda: self._window.studio._runner._ready)  # cancelling may renew it
        return self._look(seconds)

    @property
    def _screen(self) -> str:
        stage = self._window.stage
        if stage is None:
            return "none"
        stage.apply_state()
        return "none" if stage.view is None else stage.view.screen

    def _said(self) -> str:
        """What stands on the stage, for the person who looks for the fault."""
        visitor = self._controller.visitor
        if visitor is None:
            return "nobody is here"
        line = self._window.studio.state.stage.line
        return f"{line!r}, {visitor.state.jobs}, {visitor.state.document.takes}"

    def _until(self, part: str, done: Callable[[], bool]) -> None:
        began = time.perf_counter()
        while not done():
            if time.perf_counter() - began > LONGEST_S:
                raise SystemExit(f"a visitor waited in vain for: {part}; {self._said()}")
            QTest.qWait(SLICE_MS)
        self._parts_s[part] = time.perf_counter() - began

    def _look(self, seconds: float) -> Cycle:
        studio = self._window.studio
        workers = {"compute": studio._runner.worker, "view": studio._drawer.worker}
        processes = {name: one.process_id or 0 for name, one in workers.items()}
        pids = processes | {"window": os.getpid()}
        memory = {name: resident_bytes([pid]) or 0 for name, pid in pids.items()}
        counts = [len(os.listdir(f"/proc/self/{kind}")) for kind in ("task", "fd")]
        return Cycle(seconds, memory, counts[0], counts[1], dict(self._parts_s), processes)


def run_visitors(
    window: MainWindow,
    cycles: int,
    budget_s: float,
    *,
    fewest: int = 1,
    tell: Callable[[list[Cycle]], None] = lambda _cycles: None,
) -> list[Cycle]:
    """Let visitors come until there were enough, or the time is over and the fewest have come."""
    visitors, began, done = Visitors(window), time.monotonic(), list[Cycle]()
    while len(done) < cycles and (len(done) < fewest or time.monotonic() - began < budget_s):
        done.append(visitors.come_and_go(len(done)))
        tell(done)
    return done


def warm_up(cycles: int) -> int:
    """Cycles at the beginning that do not count."""
    return min(WARM_UP, cycles // 5)


def thirds(values: Sequence[float]) -> tuple[float, float]:
    """Medians of the first and the last third of a value of each cycle, after a warm-up."""
    warm = values[warm_up(len(values)) :]
    part = max(len(warm) // 3, 1)
    return statistics.median(warm[:part]), statistics.median(warm[-part:])


def growth(cycles: list[Cycle]) -> dict[str, float]:
    """By how much each process has grown, as a share of its memory."""
    found = {}
    for name in cycles[0].bytes_of:
        first, last = thirds([cycle.bytes_of[name] for cycle in cycles])
        found[name] = last / first - 1
    return found


def figures(cycles: list[Cycle]) -> dict[str, Any]:
    """What is stored of a run."""
    memory = {}
    for name in cycles[0].bytes_of:
        first, last = thirds([cycle.bytes_of[name] / 2**20 for cycle in cycles])
        memory[name] = {"first_mib": round(first, 1), "last_mib": round(last, 1)}
    parts = {
        name: round(statistics.median(cycle.parts_s[name] for cycle in cycles), 2)
        for name in cycles[0].parts_s
    }
    return {
        "cycles": len(cycles),
        "warm_up_cycles": warm_up(len(cycles)),
        "growth": {name: round(share, 4) for name, share in growth(cycles).items()},
        "memory": memory,
        "threads": thirds([cycle.threads for cycle in cycles]),
        "handles": thirds([cycle.handles for cycle in cycles]),
        "cycle_s_median": [round(s, 2) for s in thirds([cycle.seconds for cycle in cycles])],
        "part_s_median": parts,
        "processes": {
            name: len({cycle.processes[name] for cycle in cycles}) for name in cycles[0].processes
        },
    }


def present(folder: Path, pipeline: str) -> MainWindow:
    """A window in presenter mode, of which nothing else is seen."""
    preferences = folder / "preferences.json"
    wanted = {"quality": "sketch", "projects_folder": str(folder / "projects"), "tour_seen": True}
    preferences.write_text(json.dumps(wanted))
    window = build_window(pipeline, preferences)
    window.show()
    studio, runner.CANCEL_GRACE_S = window.studio, PATIENCE_S
    while studio.state.jobs.compute != "ready" or not studio._drawer._ready:
        QTest.qWait(SLICE_MS)
    window.present()
    return window


def result_of(cycles: list[Cycle], *, real: bool) -> dict[str, Any]:
    """What is stored of a run, with where and when it was made."""
    return {
        "what": "visitors at presenter mode, one after the other",
        "compute": "real" if real else "takes by a formula",
        **figures(cycles),
        "targets": TARGETS,
        "device": cpu_name(),
        "cores": usable_cores(),
        "load_average": [round(load, 1) for load in os.getloadavg()],
        "date": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    }


def main() -> None:
    """Measure, print and store; what there is so far is stored now and then."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    parser.add_argument("--cycles", type=int, default=CYCLES)
    parser.add_argument("--budget-s", type=float, default=3600.0)
    parser.add_argument("--real", action="store_true", help="predict and simulate for real")
    options = parser.parse_args()

    def store(cycles: list[Cycle]) -> str:
        text = json.dumps(result_of(cycles, real=options.real), indent=2)
        write_text_atomic(options.out, text + "\n")
        return text

    def tell(cycles: list[Cycle]) -> None:
        if len(cycles) % TELL_EVERY == 0:
            mib = {name: round(size / 2**20, 1) for name, size in cycles[-1].bytes_of.items()}
            print(f"{len(cycles)} visitors, {cycles[-1].seconds:.1f} s, {mib} MiB", flush=True)
            store(cycles)

    application = make_application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PHYS4D_CONFIG_DIR"] = str(folder / "config")
        os.environ["PHYS4D_LOG_DIR"] = str(folder / "log")
        window = present(folder, PIPELINE if options.real else FAKE)
        cycles = run_visitors(window, options.cycles, options.budget_s, tell=tell)
        window.studio.saving.give_up()
        window.close()
        application.processEvents()
    print(store(cycles))


if __name__ == "__main__":
    main()
