"""How long after the process starts the window is on screen and takes work, in fresh processes.

Run with a display or under Xvfb: `xvfb-run -a python -m benchmarks.start`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.result_file import ResultFile

RESULTS = Path(__file__).resolve().parent / "results" / "start.json"
TARGET_S = 2.5
INTERACTIVE_TARGET_S = 4.0

CHILD = """
import gc
import time

gc.disable()  # as `studio.commands.window` does

def main():
    from PySide6.QtTest import QTest
    import studio.cli
    from studio.app import build_window, make_application

    application = make_application()
    window = build_window()
    window.show()
    assert QTest.qWaitForWindowExposed(window, 30000)
    application.processEvents()
    visible = time.time()
    while window.studio.state.jobs.compute != "ready":
        assert time.time() < visible + 60
        QTest.qWait(5)
    window.palette_box.open()
    application.processEvents()
    assert window.palette_box.isVisible()
    print(visible, time.time())
    window.close()


if __name__ == "__main__":  # the compute process imports this script
    main()
"""


def start_times_s(folder: Path) -> tuple[float, float]:
    """Seconds from spawning a process until its window is painted, and until it takes work.

    It takes work once the compute process is ready and the command palette has opened.
    """
    environment = os.environ | {
        "PHYS4D_CONFIG_DIR": str(folder / "config"),
        "PHYS4D_LOG_DIR": str(folder / "log"),
    }
    script = folder / "child.py"
    script.write_text(CHILD, encoding="utf-8")
    start = time.time()
    result = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, env=environment
    )
    visible, interactive = (float(value) - start for value in result.stdout.split()[-2:])
    return visible, interactive


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--json", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    results = ResultFile(arguments.json)
    with tempfile.TemporaryDirectory() as folder:
        start_times_s(Path(folder))  # file caches
        measured = [start_times_s(Path(folder)) for _ in range(arguments.repeats)]
    times, interactive = ([pair[place] for pair in measured] for place in (0, 1))
    results.write(
        {
            "window_visible_s": statistics.median(times),
            "window_visible_s_min": min(times),
            "window_visible_s_max": max(times),
            "target_s": TARGET_S,
            "interactive_s": statistics.median(interactive),
            "interactive_s_max": max(interactive),
            "interactive_target_s": INTERACTIVE_TARGET_S,
            "repeats": arguments.repeats,
        }
    )


if __name__ == "__main__":
    main()
