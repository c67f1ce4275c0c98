"""The whole road through the real window on a virtual display, by mouse and keys."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.studio.conftest import PROJECT_ROOT

ROAD = (
    "window", "object", "simulated", "dragged", "candidates asked", "candidates", "ballot", "vote",
    "hand", "let go", "exported", "saved", "window", "reopened", "done",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="xvfb-run is not installed")
def test_a_person_works_from_photo_to_saved_project(private_folders: Path) -> None:
    command = [
        "xvfb-run", "-a", "-s", "-screen 0 1440x900x24", sys.executable, "-m",
        "tests.studio.proofs.real_window_child", str(private_folders),
    ]  # fmt: skip
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT), "QT_QPA_PLATFORM": "xcb"}
    result = subprocess.run(
        command, capture_output=True, text=True, cwd=PROJECT_ROOT, env=environment, check=False
    )
    assert tuple(result.stdout.splitlines()) == ROAD, result.stdout + result.stderr
    assert (private_folders / "video.mp4").stat().st_size > 1000
