"""Chooses the thickness of the inflated silhouette, and the best trivial baseline, on val.

Run: python -m benchmarks.baseline_choice ASSETS [-o FILE]
"""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path

from models.evaluation.methods import Method
from models.evaluation.objects import open_objects
from models.evaluation.reconstruction import evaluate_reconstruction
from models.evaluation.reconstruction_baselines import BEST_BASELINE, INFLATION, inflation
from render.atomic_file import write_text_atomic

RESULT = Path(__file__).parent / "results" / "baseline_choice.json"
SPLIT = "val"
THICKNESSES = (1.4, 2.0, 2.4, 2.6, 2.8, 3.0, 3.2, 4.0)
SHOWN = ("novel_psnr", "novel_ssim", "silhouette_iou", "input_psnr")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assets", type=Path, help="asset library with a val split")
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    options = parser.parse_args()
    swept = [Method(f"thickness {factor:g}", inflation(factor)) for factor in THICKNESSES]
    objects = open_objects(options.assets, SPLIT)
    report = evaluate_reconstruction(objects, swept, perceptual=False).to_json()
    table = {swept[0].name: report, **report["baselines"]}
    figures = {name: {key: row[key] for key in SHOWN} for name, row in table.items()}
    best = max((method.name for method in swept), key=lambda name: figures[name]["novel_psnr"])
    first = max(figures, key=lambda name: figures[name]["novel_psnr"])
    written = {
        "protocol": {
            "choice": (
                "the thickness, over the distance to the outline, and then the method with the "
                "highest novel PSNR on the val split; one for all views"
            ),
            **report["protocol"],
        },
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "device": "cpu",
        "object_count": report["object_count"],
        "best_thickness": best,
        "best_method": first,
        "used": {"baseline": BEST_BASELINE, "thickness": INFLATION},
        "methods": figures,
    }
    write_text_atomic(options.output, json.dumps(written, indent=1) + "\n")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
