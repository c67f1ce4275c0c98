"""What the adapters of benchmarks.preference change on labelled objects of the test split.

    python -m benchmarks.preference_test_split [--work preference-work] [--assets ../shared/assets]
        [-o benchmarks/results/preference_test_split.json]

Class, likelihood and coverage alone: the materials of these objects are stiff, their motions tie.
Every object is seen once from each of two sides, by the material head without any shape; the
adapters are those that benchmarks.preference left in its work folder.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import torch

from benchmarks.preference import NAMES
from benchmarks.result_file import ResultFile
from models.evaluation.model_physics import evaluate_model_physics
from models.evaluation.objects import ObjectSet, open_objects
from models.preference.adapter import Adapter
from models.preference.config import DpoConfig
from models.preference.world import PhysicsSource
from models.preprocess import ObjectView
from sim.sweep.local_executor import usable_cores

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "preference_test_split.json"
FIGURES = (
    "top1", "balanced_top1", "class_nll", "nll_log10_e", "coverage90_log10_e", "alde_log10_e",
    "intervals95",
)  # fmt: skip


class Materials:
    """What a model says of materials, without the shapes that nobody asks for here."""

    def __init__(self, name: str, source: PhysicsSource) -> None:
        """Remember the source, whose answers are kept: every adapter changes the same ones."""
        self.name, self._source = name, source
        self._known: dict[bytes, Any] = {}
        self.adapter: Adapter | None = None

    def predict(self, view: ObjectView, **_given: object) -> SimpleNamespace:
        """As far as it is evaluated."""
        key = view.rgba.tobytes()
        if key not in self._known:
            self._known[key] = self._source(view)
        physics = self._known[key]
        return SimpleNamespace(
            physics=physics if self.adapter is None else self.adapter.applied(physics)
        )


def main() -> None:
    options = _options()
    torch.set_num_threads(usable_cores())
    result = ResultFile(options.output)
    config = DpoConfig()
    source, checkpoint = config.open_source()
    model = Materials(config.model, source)
    objects = open_objects(options.assets, "test")
    before, protocol = _measured(objects, model, None)
    after = {}
    for name in NAMES:
        adapter = Adapter.load(options.work / f"{name}.adapter")
        adapter.check_checkpoint(checkpoint)
        after[name] = _measured(objects, model, adapter)[0]
    result.write(
        {"object_count": len(objects.objects), "before": before, "after": after, **protocol}
    )


def _measured(
    objects: ObjectSet, model: Materials, adapter: Adapter | None
) -> tuple[dict[str, object], dict[str, object]]:
    """Figures of the model with an adapter, and how they were made."""
    model.adapter = adapter
    report = evaluate_model_physics(objects, cast("Any", model), 1).to_json()
    figures = {name: report[name] for name in FIGURES}
    return figures, {"protocol": report["protocol"], "skipped": report["skipped"]}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=RESULT)
    parser.add_argument("--work", type=Path, default=ROOT / "preference-work")
    parser.add_argument("--assets", type=Path, default=ROOT.parent / "shared" / "assets")
    return parser.parse_args()


if __name__ == "__main__":
    main()
