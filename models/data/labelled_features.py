"""`LabelledFeatures`: what the trunk sees of labelled objects, and how sure their labels are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from models.data.physics_label import PhysicsLabel
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

NO_CLASS = -1
"""Second most plausible class where the label names none."""


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFeatures:
    """Features and labels of N objects with V pictures each."""

    features: FloatArray
    """Pooled trunk features, shape [N, V, 1280]."""
    log_probabilities: FloatArray
    """ImageNet log-probabilities, shape [N, V, 1000]."""
    classes: IntArray
    """Material classes, shape [N]."""
    values: FloatArray
    """log10 E, nu, log10 rho, shape [N, 3]."""
    value_stds: FloatArray
    """One standard deviation of the labelled values, 0 where the label gives none, shape [N, 3]."""
    confidences: FloatArray
    """Belief in the labelled class, 1 where the label gives none, 0 to 1, shape [N]."""
    alternatives: IntArray
    """Second most plausible class or `NO_CLASS`, shape [N]."""
    families: tuple[str, ...]
    """Family of each object; its own id where it stands alone, length N."""
    ids: tuple[str, ...]
    """Ids of the objects, length N."""

    @staticmethod
    def of(
        pictures: Sequence[tuple[FloatArray, FloatArray]],
        labels: Sequence[PhysicsLabel],
        families: Sequence[str],
        ids: Sequence[str],
    ) -> LabelledFeatures:
        """Gather objects.

        Args:
            pictures: Features [V, 1280] and ImageNet log-probabilities [V, 1000] of each object.
            labels: Labels with a density.
            families: Family of each object.
            ids: Id of each object.
        """
        columns = ("log10_E_std", "nu_std", "log10_density_std")
        return LabelledFeatures(
            features=np.stack([pair[0] for pair in pictures]),
            log_probabilities=np.stack([pair[1] for pair in pictures]),
            classes=np.array([label.material_class for label in labels], np.int64),
            values=np.array(
                [label_values(label, name) for label, name in zip(labels, ids, strict=True)],
                np.float32,
            ),
            value_stds=np.array(
                [[getattr(label, name) or 0.0 for name in columns] for label in labels], np.float32
            ),
            confidences=np.array(
                [_or(label.material_confidence, 1.0) for label in labels], np.float32
            ),
            alternatives=np.array([_or(label.alt_class, NO_CLASS) for label in labels], np.int64),
            families=tuple(families),
            ids=tuple(ids),
        )

    def subset(self, rows: IntArray) -> LabelledFeatures:
        """The objects of the given rows."""
        return LabelledFeatures(
            *(_picked(getattr(self, field.name), rows) for field in fields(LabelledFeatures))
        )

    def weights(self, exponent: float) -> FloatArray:
        """Weight of each object: its family's size to the power -exponent, shape [N]."""
        sizes = np.array([self.families.count(family) for family in self.families])
        return (sizes.astype(np.float32) ** -exponent).astype(np.float32)


def label_values(label: PhysicsLabel, where: str) -> list[float]:
    """log10 E, nu, log10 rho of a label.

    Args:
        label: Label of an object.
        where: Object and file, for the message.

    Raises:
        InputError: If the label has no density.
    """
    if label.density_kg_m3 is None:
        raise InputError(f"{where} has no density_kg_m3; add it")
    stiffness, density = label.youngs_modulus_pa, label.density_kg_m3
    return [math.log10(stiffness), label.poisson_ratio, math.log10(density)]


def _or(value: float | None, default: float) -> float:
    return default if value is None else float(value)


def _picked(column: Any, rows: IntArray) -> Any:
    return tuple(column[row] for row in rows) if isinstance(column, tuple) else column[rows]
