"""How well the novelty score parts ordinary objects from people, animals and scenes.

    python -m benchmarks.novelty [-o benchmarks/results/novelty.json] [--split val]
        [--wheels FOLDER] [--shared ../shared]

`--wheels` names a folder with wheels of scipy 1.10, matplotlib and scikit-learn, which carry free
sample photos (python -m pip download --no-deps scipy==1.10.1 matplotlib scikit-learn).
"""

from __future__ import annotations

import argparse
import datetime
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from benchmarks.novelty_pictures import pictures
from models import EMBEDDED_FOLDER, MATERIAL_WEIGHTS
from models.checkpoint import file_digest
from models.evaluation.bootstrap import percentile_interval
from models.material_checkpoint import load_material
from models.material_pictures import trunk_input
from models.threads import one_thread
from render.atomic_file import write_text_atomic
from render.kernel_cache import cpu_name
from sim.project_manifest import NOVEL_FROM

FloatArray = npt.NDArray[np.floating]
BoolArray = npt.NDArray[np.bool_]

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "novelty.json"
LEAST_AUROC = 0.85
DRAWS = 2000
SEED = 3
PROTOCOL = (
    "known: renders of the split's real objects (4 views each, drawn as the head's training "
    "pictures) and photos or pictures of ordinary things, figures included; novel: photos and "
    "pictures of people, animals and scenes, and renders of whole scenes (floors strewn with the "
    "split's objects; towns of flat-coloured houses, cars and people). Photos are cut out as the "
    "product does it, scenes are uncut. AUROC is the mean of four, known renders or photos against "
    "novel renders or photos, so that being a render is no cue; pooled_auroc takes all pictures "
    "alike. Interval: 95 % percentile bootstrap over objects and files within the four groups, "
    "{draws} draws. Method and threshold were chosen on val alone."
)


class Scored(NamedTuple):
    """All pictures of a split with what the score says of them."""

    names: list[str]
    sources: list[str]
    novel: BoolArray
    render: BoolArray
    distances: FloatArray
    scores: FloatArray


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    parser.add_argument("--split", choices=("val", "both"), default="both")
    parser.add_argument("--weights", type=Path, default=EMBEDDED_FOLDER / MATERIAL_WEIGHTS)
    parser.add_argument("--wheels", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT / ".." / "shared")
    options = parser.parse_args()
    splits = ("val",) if options.split == "val" else ("val", "test")
    found = {
        split: figures(scored(options.weights, split, options.shared, options.wheels))
        for split in splits
    }
    report = {
        "protocol": PROTOCOL.format(draws=DRAWS),
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "device": "cpu",
        "cpu": cpu_name(),
        "weights": file_digest(options.weights),
        "novel_from": NOVEL_FROM,
        "least_auroc": LEAST_AUROC,
        "within_target": found[splits[-1]]["auroc"] >= LEAST_AUROC,
        **found,
    }
    write_text_atomic(options.output, json.dumps(report, indent=1) + "\n")
    for split in splits:
        short = {key: value for key, value in found[split].items() if key != "pictures"}
        print(split, json.dumps(short, indent=1))


def scored(weights: Path, split: str, shared: Path, wheels: Path | None) -> Scored:
    """Unlikeness and scores of all pictures of a split."""
    net = load_material(weights)
    if net.novelty is None:
        raise SystemExit(f"{weights} hold no novelty score; train them anew")
    shown = list(pictures(split, shared, wheels))
    values = []
    with one_thread(), torch.inference_mode():
        for picture in shown:
            features, logits = net.trunk(trunk_input(torch.from_numpy(picture.rgba)))
            pair = features, functional.log_softmax(logits, dim=1)
            values.append((float(net.novelty.unlikeness(*pair)), float(net.novelty(*pair))))
    distances, scores = np.array(values).T
    return Scored(
        [picture.name for picture in shown],
        [picture.source for picture in shown],
        np.array([picture.novel for picture in shown]),
        np.array([picture.render for picture in shown]),
        distances,
        scores,
    )


def figures(found: Scored) -> dict[str, Any]:
    """AUROC with its interval, error shares at the threshold, the best threshold, the pictures."""
    cells = cell_values(found, np.arange(len(found.names)))
    threshold, _ = best_threshold(cells)
    order = np.argsort(-found.scores)
    return {
        "auroc": round(float(np.mean(list(cells_auroc(cells).values()))), 3),
        "interval95": [round(value, 3) for value in interval(found)],
        "auroc_of": {name: round(value, 3) for name, value in cells_auroc(cells).items()},
        "pooled_auroc": round(auroc(found.scores[~found.novel], found.scores[found.novel]), 3),
        "pictures_of": {name: len(values) for name, values in cells.items()},
        "sources_of": {
            name: len({found.sources[at] for at in np.flatnonzero(mask)})
            for name, mask in masks(found).items()
        },
        "warned_of": {
            name: round(float((found.scores[mask] >= NOVEL_FROM).mean()), 3)
            for name, mask in masks(found).items()
        },
        "best_threshold": round(threshold, 3),
        "pictures": {
            found.names[at]: {
                "score": round(float(found.scores[at]), 3),
                "unlikeness": round(float(found.distances[at]), 3),
                "novel": bool(found.novel[at]),
                "render": bool(found.render[at]),
            }
            for at in order
        },
    }


def masks(found: Scored) -> dict[str, BoolArray]:
    """The four groups of pictures."""
    return {
        "known renders": ~found.novel & found.render,
        "known photos": ~found.novel & ~found.render,
        "novel renders": found.novel & found.render,
        "novel photos": found.novel & ~found.render,
    }


def cell_values(found: Scored, rows: npt.NDArray[np.intp]) -> dict[str, FloatArray]:
    """Distances of each group among the given rows."""
    return {name: found.distances[rows][mask[rows]] for name, mask in masks(found).items()}


def cells_auroc(cells: dict[str, FloatArray]) -> dict[str, float]:
    """AUROC of each known group against each novel one."""
    return {
        f"{known} / {novel}": auroc(cells[known], cells[novel])
        for known in ("known renders", "known photos")
        for novel in ("novel renders", "novel photos")
    }


def auroc(known: FloatArray, novel: FloatArray) -> float:
    """Chance that a novel picture scores above a known one; ties count half."""
    above = (novel[:, None] > known).mean() + 0.5 * (novel[:, None] == known).mean()
    return float(above)


def best_threshold(cells: dict[str, FloatArray]) -> tuple[float, float]:
    """Distance with the largest mean share of right answers over the four groups."""
    candidates = np.unique(np.concatenate(list(cells.values())))
    middles = (candidates[1:] + candidates[:-1]) / 2

    def right(threshold: float) -> float:
        shares = [
            (values >= threshold).mean()
            if name.startswith("novel")
            else (values < threshold).mean()
            for name, values in cells.items()
        ]
        return float(np.mean(shares))

    merits = [right(threshold) for threshold in middles]
    best = int(np.argmax(merits))
    return float(middles[best]), merits[best]


def interval(found: Scored) -> tuple[float, float]:
    """95 % interval of the AUROC by drawing sources anew within each group."""
    rng = np.random.default_rng(SEED)
    groups = []
    for mask in masks(found).values():
        rows = np.flatnonzero(mask)
        names = sorted({found.sources[row] for row in rows})
        groups.append([[row for row in rows if found.sources[row] == name] for name in names])
    draws = []
    for _ in range(DRAWS):
        drawn = [
            row
            for group in groups
            for at in rng.integers(0, len(group), len(group))
            for row in group[at]
        ]
        draws.append(np.mean(list(cells_auroc(cell_values(found, np.array(drawn))).values())))
    return percentile_interval(draws)


if __name__ == "__main__":
    main()
