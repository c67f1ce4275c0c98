"""The window's process stays light, whatever the jobs need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

FORBIDDEN = {"torch", "taichi", "numba", "onnxruntime", "scipy", "vispy", "OpenGL"}
NOT_BEFORE_THE_FIRST_SHOW = {"zarr", "av", "imageio"}

SCRIPT = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from studio.app import build_window, make_application
from studio.views.shell.warming import LATER

def main():
    folder = Path(sys.argv[1])
    application = make_application()
    window = build_window("tests.studio.fake_pipeline", folder / "preferences.json")
    built = sorted(set(LATER) & set(sys.modules))
    window.show()
    QTest.qWaitForWindowExposed(window)
    first = sorted({name.split(".")[0] for name in sys.modules})
    state = window.studio.state
    window.studio.document.open_path(folder / "ball.png")
    done = lambda: state.playback.cached_count == 12 and state.jobs.active is None
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: done() and window.workspace.viewport.picture and loop.quit())
    timer.start(20)
    QTimer.singleShot(60000, lambda: loop.exit(1))
    assert loop.exec() == 0
    last = sorted({name.split(".")[0] for name in sys.modules})
    while not window._warming.done:
        QTest.qWait(5)
    warmed = sorted(set(LATER) - set(sys.modules))
    before = set(sys.modules)
    for name in window.workspace.docks:
        window.workspace.panels[name]
    late = sorted(name for name in set(sys.modules) - before if name.startswith("studio"))
    window.close()
    print(json.dumps([first, last, built, warmed, late]))

if __name__ == "__main__":
    main()
"""


def test_window_and_jobs_load_nothing_heavy_into_the_windows_process(
    private_folders: Path, project_root: Path
) -> None:
    preferences = {"projects_folder": str(private_folders / "projects")}
    (private_folders / "preferences.json").write_text(json.dumps(preferences))
    (private_folders / "ball.png").write_bytes(b"photo")
    script = private_folders / "window_script.py"
    script.write_text(SCRIPT)
    environment = os.environ | {"PYTHONPATH": str(project_root), "QT_QPA_PLATFORM": "offscreen"}
    result = subprocess.run(
        [sys.executable, str(script), str(private_folders)],
        capture_output=True,
        text=True,
        timeout=120,
        env=environment,
        cwd=private_folders,
    )
    assert result.returncode == 0, result.stderr
    first, last, built, unwarmed, late = json.loads(result.stdout)
    assert set(first) & (FORBIDDEN | NOT_BEFORE_THE_FIRST_SHOW) == set()
    assert set(last) & FORBIDDEN == set()
    assert built == []  # panels that nobody sees at first cost the start nothing,
    assert unwarmed == []  # and are there a little later,
    assert late == []  # with all that they need
