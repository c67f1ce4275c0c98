"""Calls of the kernels that advance one law's packs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.constitutive import drucker_prager, von_mises
from sim.materials import ConstitutiveLaw, MaterialParams, lame_parameters
from sim.mpm.cpu.jit import f32
from sim.mpm.cpu.law_jelly import update_jelly
from sim.mpm.cpu.law_plasticine import update_plasticine
from sim.mpm.cpu.law_sand import update_sand

FloatArray = npt.NDArray[np.float32]
LawStep = Callable[[FloatArray, Any, Any], None]
"""Advances packs, and their total deformations if any, by a float32 dt [s]."""

FLOWING_LAWS = frozenset({ConstitutiveLaw.PLASTICINE})
"""Laws whose F forgets what has flowed, so that a total deformation is kept beside it."""


def law_step(params: MaterialParams) -> LawStep:
    """Kernel call of the material's law."""
    lam64, mu64 = lame_parameters(params.youngs_modulus_pa, params.poisson_ratio)
    lam, mu = f32(lam64), f32(mu64)
    if params.law is ConstitutiveLaw.SAND:
        slope = drucker_prager.cone_slope(params.friction_angle_rad)
        expansion = f32(slope * (3 * lam64 + 2 * mu64) / (2 * mu64))
        return lambda state, _, dt: update_sand(state, dt, mu, lam, expansion)
    if params.law is ConstitutiveLaw.PLASTICINE:
        radius = f32(von_mises.strain_radius(params.yield_stress_pa, mu64))
        return lambda state, total, dt: update_plasticine(state, total, dt, mu, lam, radius)
    if params.law is ConstitutiveLaw.JELLY:
        return lambda state, _, dt: update_jelly(state, dt, mu, lam)
    raise ValueError(f"the material point method has no law {params.law.value!r}")
