"""A window that is killed at any moment loses nothing but the drag that was under way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.project import Project
from sim.take import Take
from studio.jobs.project_lock import ProjectLock
from studio.jobs.project_opening import OpenedProject, open_for_editing
from studio.state.document_fields import document_fields
from studio.state.studio_state import StudioState
from tests.studio.conftest import PROJECT_ROOT
from tests.studio.synthetic_project import make_project

KILLS = 20
PROMISE_S = 0.5
"""An edit is on the disk after this time."""


Told = tuple[int, float, int, str]
"""Number of an edit, when it was finished [s], and the values it set."""


def edit_and_kill(
    project: Path, seed: int, after_s: float, module: str = "tests.studio.editing_child"
) -> tuple[list[Told], float]:
    """Let a child edit and kill it; what it finished, and when it was killed [s]."""
    command = [sys.executable, "-m", module, str(project), str(seed)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT)}
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=PROJECT_ROOT, env=environment
    )
    assert child.stdout is not None
    lines = [child.stdout.readline()]
    end = time.monotonic() + after_s
    while time.monotonic() < end:
        lines.append(child.stdout.readline())
    killed_s = time.time()
    child.send_signal(signal.SIGKILL)
    rest, _ = child.communicate()
    lines += rest.splitlines()
    edits = [line.split() for line in lines if len(line.split()) == 4]
    told = [(int(number), float(at), int(seed), title) for number, at, seed, title in edits]
    return told, killed_s


def check_lost_only_the_drag(project: Path, edits: list[Told], killed_s: float) -> None:
    """What is on the disk is what was finished."""
    opened = open_for_editing(project, document_fields(StudioState()))
    assert isinstance(opened, OpenedProject), "the lock of a killed window is stale"
    assert isinstance(opened.lock, ProjectLock)
    values = dict(opened.values)
    if opened.lost is not None:
        values |= opened.lost.values
    found = values.get(("material", "seed"), 0)
    titles = {number: title for number, _, _, title in edits}
    assert found < 2_000_000_000, "a drag that was not finished is no edit"
    assert found <= max((number for number, *_ in edits), default=0) + 1
    if found in titles:
        assert values["document", "take_titles"] == (("take-1", titles[found]),)
    promised = [number for number, at, _, _ in edits if killed_s - at > PROMISE_S]
    assert found >= max(promised, default=0)
    opened.lock.release()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_twenty_killed_windows_lose_only_their_drags(tmp_path: Path) -> None:
    rng = random.Random(4)
    for kill in range(KILLS):
        project = make_project(tmp_path / f"Ball {kill}.p4d", gaussian_count=20).path
        edits, killed_s = edit_and_kill(project, kill, rng.uniform(0.0, 1.5))
        check_lost_only_the_drag(project, edits, killed_s)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_twenty_whole_windows_are_killed_while_they_edit_and_simulate(
    private_folders: Path,
) -> None:
    rng = random.Random(5)
    module = "tests.studio.proofs.killed_window_child"
    for kill in range(KILLS):
        project = make_project(private_folders / f"Ball {kill}.p4d", gaussian_count=20).path
        edits, killed_s = edit_and_kill(project, kill, rng.uniform(0.0, 1.5), module)
        assert edits
        check_lost_only_the_drag(project, edits, killed_s)
        stored = Project.open(project)
        for name in stored.takes():
            take = Take.open(stored.take_path(name))
            assert all(take.frame(at).gaussian_count == 20 for at in range(take.frame_count))
