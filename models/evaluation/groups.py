"""Groups of objects that are reported apart, and figures that papers report for one of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from models.evaluation.objects import EvaluatedObject

PUBLISHED = MappingProxyType(
    {
        "gso": {
            "PhysGM": {"novel_psnr": 25.47, "picture_px": 256, "input_count": 4},
            "LGM": {"novel_psnr": 21.44, "picture_px": 256, "input_count": 4},
            "source": "the papers' own tables for Google Scanned Objects; not measured here",
            "difference": (
                "not comparable: the papers give four views that surround the object, choose other "
                "objects of the set, and draw them with other cameras and another renderer; here "
                "the objects are those of this folder, the cameras and the number of input views "
                "those of the protocol above"
            ),
        }
    }
)
"""Figures of papers by collection, quoted with what sets their protocol apart."""


def groups(objects: Sequence[EvaluatedObject]) -> Mapping[str, list[bool]]:
    """Which objects belong to each group; groups that would be empty are left out.

    Collections apart; objects with and without near-identical siblings; and, where the set holds
    objects that the shipped weights were trained on, those and all others.
    """
    table = {
        name: [item.collection == name for item in objects]
        for name in sorted({item.collection for item in objects})
    }
    table["with_family"] = [bool(item.family) for item in objects]
    table["without_family"] = [not item.family for item in objects]
    trained = [trained_on(item) for item in objects]
    if any(trained):
        table["trained_on"] = trained
        table["not_trained_on"] = [not known for known in trained]
    return {name: members for name, members in table.items() if any(members)}


def trained_on(item: EvaluatedObject) -> bool:
    """Whether the shipped weights saw the object in training."""
    return item.split == "train" or item.id in _trained_ids()


@cache
def _trained_ids() -> frozenset[str]:
    """Scanned objects of the train split, also for folders that name no splits."""
    text = files("resources").joinpath("training", "real_objects.json").read_text("utf-8")
    return frozenset(json.loads(text)["train"])
