"""Labels as the heads of a PhysGM network are trained on them."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from models.data.physics_label import PhysicsLabel
from models.physgm.physics import (
    LOG10_DENSITY_MEAN,
    LOG10_DENSITY_STD,
    LOG10_E_MEAN,
    LOG10_E_STD,
    NU_MEAN,
    NU_STD,
)


class PhysicsTargets(NamedTuple):
    """Labels of one object, or of B objects with a leading dimension B."""

    material: Tensor
    """Class 0 to 13, int64, shape []."""
    values: Tensor
    """Standardised log10 E, nu and log10 density, NaN where unknown, shape [3]."""


def physics_targets(label: PhysicsLabel) -> PhysicsTargets:
    """Class and z = (value - mean) / std.

    The constants of log10 E and nu are the public ones, those of log10 density ours.
    """
    density = label.density_kg_m3
    values = [
        (math.log10(max(label.youngs_modulus_pa, 1.0)) - LOG10_E_MEAN) / LOG10_E_STD,
        (label.poisson_ratio - NU_MEAN) / NU_STD,
        math.nan
        if density is None
        else (math.log10(density) - LOG10_DENSITY_MEAN) / LOG10_DENSITY_STD,
    ]
    return PhysicsTargets(torch.tensor(int(label.material_class)), torch.tensor(values))
