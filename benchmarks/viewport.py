"""How smooth the viewport is, through the window's own path; see `studio.viewport_benchmark`.

Run it on an otherwise idle machine:

    python -m benchmarks.viewport -o benchmarks/results/viewport.json
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.result_file import ResultFile
from render.progress import ignore_progress
from studio.viewport_benchmark import ViewportCase, measure_viewport

RESULTS = Path(__file__).parent / "results" / "viewport.json"
TARGETS = {
    "moving_fps": 10.0,
    "moving_linear_resolution_min": 0.5,
    "seconds_to_full_resolution": 0.5,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--out", type=Path, default=RESULTS)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    results = ResultFile(options.out)
    case = ViewportCase(seconds=options.seconds)
    results.write(
        {
            "what": "random Gaussians turned in a pane of 1280 x 720 px, drawn by the view process",
            **measure_viewport(case, ignore_progress),
            "targets": TARGETS,
        }
    )


if __name__ == "__main__":
    main()
