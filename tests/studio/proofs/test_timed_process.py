"""Runs the tests that time events in a process of their own, whose application measures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FILE = "tests/studio/views/test_event_times.py"


@pytest.mark.parametrize(
    "marks", ["not slow", pytest.param("slow", marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_events_stay_short(marks: str, project_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", marks, FILE],
        cwd=project_root,
        env={**os.environ, "PHYS4D_TIMED_EVENTS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert "passed" in done.stdout
    assert "skipped" not in done.stdout
