"""Measures what one, two and four posed views are worth to the embedded model.

Run: python benchmarks/multi_view.py ASSETS [--split val] [-o FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import time
from pathlib import Path

from models import EMBEDDED_FOLDER, SHAPE_WEIGHTS
from models.checkpoint import file_digest
from models.evaluation.multi_view import compare_counts
from models.evaluation.objects import open_objects
from models.posed_views import PosedViews
from models.surface_estimator import SurfaceEstimator
from models.view_fusion.coarse_solid import SOLID_WEIGHTS
from models.view_fusion.fusion import fuse_views
from render.atomic_file import write_text_atomic
from render.gaussians import GaussianCloud
from render.kernel_cache import cpu_name

RESULT = Path(__file__).parent / "results" / "multi_view.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assets", type=Path, help="asset library with index.csv")
    parser.add_argument("--split", default="test", help="val while developing, test for figures")
    parser.add_argument("-o", "--output", type=Path, default=RESULT, help="where the table goes")
    options = parser.parse_args()
    estimator = SurfaceEstimator.load(EMBEDDED_FOLDER / SHAPE_WEIGHTS)
    seconds: dict[int, list[float]] = {}

    def fuse(views: PosedViews) -> GaussianCloud:
        started = time.process_time()
        cloud = fuse_views(views, estimator, longest_side_m=1.0)
        seconds.setdefault(views.count, []).append(time.process_time() - started)
        return cloud

    report = compare_counts(open_objects(options.assets, options.split), fuse)
    weights = (EMBEDDED_FOLDER / SHAPE_WEIGHTS, EMBEDDED_FOLDER / SOLID_WEIGHTS)
    machine = {
        "cpu_seconds_median": {
            str(count): round(sorted(times)[len(times) // 2], 2) for count, times in seconds.items()
        },
        "weights_sha256": file_digest(*weights),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cpu": cpu_name(),
        "cpu_count": os.cpu_count(),
    }
    write_text_atomic(options.output, json.dumps({**report, **machine}, indent=2) + "\n")
    print(json.dumps({"views": report["views"], "gains": report["gain_over_one_view"]}, indent=2))


if __name__ == "__main__":
    main()
