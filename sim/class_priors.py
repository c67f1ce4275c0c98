"""What is known of each material class before a picture is seen, read from the resources."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

import numpy as np

from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution

_PRIORS = ("materials", "classes.json")


@cache
def class_priors() -> PhysicsDistribution:
    """Published ranges of every class as a distribution (`resources/materials/classes.json`).

    Its class probabilities are how often a class is met among table-top objects, by judgement.
    """
    text = files("resources").joinpath(*_PRIORS).read_text(encoding="utf-8")
    rows = {row["class"]: row for row in json.loads(text)["classes"]}
    ordered = [rows[member.label] for member in MaterialClass]

    def column(parameter: str, moment: str) -> list[float]:
        return [row[parameter][moment] for row in ordered]

    return PhysicsDistribution(
        class_probabilities=np.array([row["share"] for row in ordered]),
        log10_youngs_modulus_mean=np.array(column("log10_youngs_modulus", "mean")),
        log10_youngs_modulus_std=np.array(column("log10_youngs_modulus", "std")),
        poisson_mean=np.array(column("poisson_ratio", "mean")),
        poisson_std=np.array(column("poisson_ratio", "std")),
        log10_density_mean=np.array(column("log10_density", "mean")),
        log10_density_std=np.array(column("log10_density", "std")),
    )
