"""Measures the shipped shape model on held-out objects and commits the table.

Run: python benchmarks/reconstruction.py ASSETS [--split val] [--views 4] [-o FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import time
from pathlib import Path

from models import load_predictor
from models.evaluation.methods import model_methods
from models.evaluation.objects import open_objects
from models.evaluation.reconstruction import evaluate_reconstruction
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name

RESULT = Path(__file__).parent / "results" / "reconstruction.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("assets", type=Path, help="folder of objects, as `evaluate` takes it")
    parser.add_argument("--split", default="test", help="val while developing, test for figures")
    parser.add_argument("--views", type=int, help="posed views given to the model: 1, 2 or 4")
    parser.add_argument("--no-lpips", action="store_true", help="leave the perceptual distance out")
    parser.add_argument("-o", "--output", type=Path, default=RESULT, help="where the table goes")
    options = parser.parse_args()
    started = time.monotonic()
    report = evaluate_reconstruction(
        open_objects(options.assets, options.split),
        model_methods(load_predictor(), options.views),
        perceptual=not options.no_lpips,
    ).to_json()
    machine = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "cpu": cpu_name(),
        "cpu_count": os.cpu_count(),
        "seconds_total": round(time.monotonic() - started, 1),
    }
    write_text_atomic(options.output, json.dumps({**report, **machine}, indent=2) + "\n")
    gains = json.dumps(report["gain_over_best_baseline"], indent=2)
    print(f"PSNR {report['novel_psnr']} dB, IoU {report['silhouette_iou']}\n{gains}")


if __name__ == "__main__":
    main()
