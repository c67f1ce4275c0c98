"""What the things that ImageNet names are commonly made of, read from the resources."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import torch
from torch import Tensor

from models.nets.efficientnet_lite0 import IMAGENET_CLASS_COUNT
from sim.materials import MaterialClass

_THINGS = ("materials", "imagenet_things.json")
_SHARES = {1: (1.0,), 2: (0.65, 0.35), 3: (0.5, 0.3, 0.2)}
"""Shares of a thing's materials, most common first, by how many are named."""


@cache
def thing_materials() -> Tensor:
    """Share of each material in each of ImageNet's classes, 0 for what is no thing, [1000, 14].

    Source: judged from the names (`resources/materials/imagenet_things.json`).
    """
    text = files("resources").joinpath(*_THINGS).read_text(encoding="utf-8")
    table = torch.zeros(IMAGENET_CLASS_COUNT, len(MaterialClass))
    for thing in json.loads(text)["things"]:
        named = [int(MaterialClass.from_label(label)) for label in thing["materials"]]
        table[thing["index"], named] = torch.tensor(_SHARES[len(named)])
    return table
