"""Time and memory of a prediction with the shipped model, and the size of its weights.

Every photo is predicted in a fresh process: once cold, then several times warm. Run it on an
otherwise idle machine:

    python -m benchmarks.prediction [-o benchmarks/results/prediction.json] [PHOTO ...]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from models import EMBEDDED_FOLDER
from models.evaluation.resource_use import peak_memory_mb
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "prediction.json"
SAMPLES = sorted((ROOT / "resources" / "samples").glob("*.jpg"))
WARM_RUNS = 5
TARGETS = {"warm_seconds": 3.0, "peak_memory_mb": 1500.0, "weights_mb": 60.0}
PROTOCOL = (
    "each photo in a process of its own: imports, weights and the first prediction are cold; then "
    f"{WARM_RUNS} warm predictions, of which the median counts. photo_seconds: reading the file, "
    "finding the mask and cutting the object out, warm; warm_seconds: from the cut-out view to "
    "Gaussians and physics; warm_total_seconds: their sum; the slowest photo counts on top. "
    "peak_memory_mb: largest resident memory (VmHWM) of that process, all libraries included. "
    "weights_mb: all files of the model, without the segmenter's."
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", nargs="*", type=Path, help="photos (default: the samples)")
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child is not None:
        print(json.dumps(measured(options.child)))
        return
    photos = {path.name: child(path) for path in options.photos or SAMPLES}
    weights = {
        file.name: round(file.stat().st_size / 1e6, 2)
        for file in sorted(EMBEDDED_FOLDER.glob("*.safetensors"))
    }
    figures = {
        "warm_seconds": worst(photos, "warm_seconds"),
        "warm_total_seconds": worst(photos, "warm_total_seconds"),
        "cold_seconds": worst(photos, "cold_seconds"),
        "peak_memory_mb": worst(photos, "peak_memory_mb"),
        "weights_mb": round(sum(weights.values()), 2),
    }
    report = {
        "protocol": PROTOCOL,
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "device": "cpu",
        "cpu": cpu_name(),
        "cpu_count": os.cpu_count(),
        **figures,
        "targets": TARGETS,
        "within_targets": all(figures[name] <= limit for name, limit in TARGETS.items()),
        "weights_files_mb": weights,
        "physgm": "see physgm.json",
        "photos": photos,
    }
    write_text_atomic(options.output, json.dumps(report, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


def worst(photos: dict[str, dict[str, Any]], key: str) -> float:
    """Largest value over the photos."""
    return max(float(figures[key]) for figures in photos.values())


def child(photo: Path) -> dict[str, Any]:
    """Figures of one photo, measured in a fresh process."""
    command = [sys.executable, "-m", "benchmarks.prediction", "--child", str(photo.resolve())]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measured(path: Path) -> dict[str, Any]:
    """Cold and warm times and the peak memory of this process."""
    started = time.perf_counter()
    from models import load_predictor
    from models.photo import read_photo
    from models.preprocess import prepare
    from models.segmentation import segment

    photo = read_photo(path)
    view = prepare(photo, segment(photo))
    predictor = load_predictor("embedded")
    loaded = time.perf_counter()
    prediction = predictor.predict(view)
    cold = time.perf_counter()
    photo_seconds, warm_seconds = [], []
    for _ in range(WARM_RUNS):
        begun = time.perf_counter()
        photo = read_photo(path)
        view = prepare(photo, segment(photo))
        cut_out = time.perf_counter()
        predictor.predict(view)
        photo_seconds.append(cut_out - begun)
        warm_seconds.append(time.perf_counter() - cut_out)
    middle = WARM_RUNS // 2
    own, seen = sorted(warm_seconds)[middle], sorted(photo_seconds)[middle]
    return {
        "warm_seconds": round(own, 3),
        "photo_seconds": round(seen, 3),
        "warm_total_seconds": round(own + seen, 3),
        "cold_seconds": round(cold - started, 3),
        "cold_prediction_seconds": round(cold - loaded, 3),
        "peak_memory_mb": round(peak_memory_mb(), 1),
        "gaussian_count": prediction.cloud.gaussian_count,
        "mask_source": view.mask.source,
    }


if __name__ == "__main__":
    main()
