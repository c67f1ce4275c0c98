"""Procedural materials: are they recognised, and what does learning them cost the real ones."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch

from models.data.labelled_features import LabelledFeatures
from models.evaluation.bootstrap import percentile_interval
from models.evaluation.physics_folds import Fold, right_from_all_pictures, scored_pictures
from sim.materials import MaterialClass

TAUGHT = (
    MaterialClass.SAND,
    MaterialClass.SNOW,
    MaterialClass.PLASTICINE,
    MaterialClass.FOAM,
    MaterialClass.CERAMIC,
    MaterialClass.FABRIC,
    MaterialClass.LEATHER,
)
"""Classes that procedural objects teach; real objects are too few."""
GUARDED = (MaterialClass.RUBBER, MaterialClass.WOOD)
"""Classes of real objects that must not be given up for them."""
LEAST_RECALL = 0.85
MOST_LOST = 0.10
PROTOCOL = (
    "procedural objects of held-out shape and texture generators, {count} of each of 14 classes, "
    "one picture a prediction, decided by the heads of all folds; balanced = mean recall of sand, "
    "snow, plasticine, foam, ceramic, fabric and leather, all 14-way among procedural objects of "
    "all classes; real recall: family folds, the mean distribution of 8 pictures decides, with "
    "against without procedural objects in training"
)

BoolArray = npt.NDArray[np.bool_]


@dataclass(slots=True)
class ProceduralTally:
    """Counts over the folds."""

    held_out: LabelledFeatures
    """Procedural objects of held-out generators."""
    decided: list[npt.NDArray[np.int64]] = field(default_factory=list)
    """Class decided for in each picture of each object, shape [N, V], one array a head."""
    real: dict[bool, list[tuple[npt.NDArray[np.int64], BoolArray]]] = field(
        default_factory=lambda: {True: [], False: []}
    )
    """Classes [N] and hits [N] of held-out real objects, by whether procedural ones were in
    training."""

    def add(self, fold: Fold, *, taught: bool) -> None:
        """Count one fold.

        Args:
            fold: The fold.
            taught: Whether procedural objects were in its training.
        """
        hits = right_from_all_pictures(fold.head, fold.held_out)
        self.real[taught].append((fold.held_out.classes, hits))
        if not taught:
            return
        features, log_probabilities = scored_pictures(self.held_out)
        with torch.inference_mode():
            output = fold.head(features.flatten(0, 1), log_probabilities.flatten(0, 1))
            decided = fold.head.decided_class(output.class_probabilities)
        self.decided.append(decided.numpy().reshape(features.shape[:2]))

    def to_json(self) -> dict[str, object]:
        """Recalls, what is mistaken for the taught classes, and what real classes lost."""
        decided = np.stack(self.decided)  # [heads, N, V]
        right = (decided == self.held_out.classes[:, None]).mean(axis=(0, 2))
        recalls = {
            member: float(right[self.held_out.classes == member].mean()) for member in MaterialClass
        }
        balanced = float(np.mean([recalls[member] for member in TAUGHT]))
        others = ~np.isin(self.held_out.classes, TAUGHT)
        lost = {
            member: self._recall(member, False) - self._recall(member, True) for member in GUARDED
        }
        count = len(self.held_out.ids) // len(MaterialClass)
        return {
            "protocol": PROTOCOL.format(count=count),
            "balanced_recall": round(balanced, 4),
            "interval95": self._interval(right),
            "demand": f">= {LEAST_RECALL:g}",
            "passed": balanced >= LEAST_RECALL,
            "balanced_recall_all_classes": round(float(np.mean(list(recalls.values()))), 4),
            "others_called_taught": round(float(np.isin(decided[:, others], TAUGHT).mean()), 4),
            "recall": {member.label: round(value, 4) for member, value in recalls.items()},
            "real_recall_8_pictures": {
                member.label: {
                    "without": round(self._recall(member, False), 4),
                    "with": round(self._recall(member, True), 4),
                    "lost": round(lost[member], 4),
                    "demand": f"<= {MOST_LOST:g}",
                    "passed": lost[member] <= MOST_LOST,
                }
                for member in GUARDED
            },
        }

    def _recall(self, member: MaterialClass, taught: bool) -> float:
        hits = np.concatenate([right[classes == member] for classes, right in self.real[taught]])
        return float(hits.mean()) if len(hits) else float("nan")

    def _interval(self, right: npt.NDArray[np.float64]) -> list[float]:
        """95 % bootstrap interval of the balanced recall over the objects of each class."""
        rng = np.random.default_rng(0)
        rows = [right[self.held_out.classes == member] for member in TAUGHT]
        draws = [
            np.mean([rng.choice(values, len(values)).mean() for values in rows])
            for _ in range(1000)
        ]
        return [round(edge, 4) for edge in percentile_interval(draws)]
