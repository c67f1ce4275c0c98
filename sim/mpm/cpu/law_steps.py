"""Every constitutive law's kernel under one call.

A kernel advances the packs of one law: F ← (I + dt C) F, its return mapping and history, and V0 τ.
Parameters come from rows of numbers, so a changed parameter never recompiles. One module a kernel:
numba's cache key ignores globals.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.materials import ConstitutiveLaw
from sim.mpm.cpu import (
    law_drucker_prager,
    law_fixed_corotated,
    law_hencky,
    law_liquid,
    law_neo_hookean,
    law_snow,
    law_viscoplastic,
    law_von_mises,
)
from sim.mpm.cpu.jit import Kernel

Floats = npt.NDArray[Any]
Ints = npt.NDArray[np.int32]

KERNELS: Mapping[ConstitutiveLaw, Kernel] = {
    ConstitutiveLaw.JELLY: law_fixed_corotated.update,
    ConstitutiveLaw.NEO_HOOKEAN: law_neo_hookean.update,
    ConstitutiveLaw.HENCKY: law_hencky.update,
    ConstitutiveLaw.METAL: law_von_mises.update,
    ConstitutiveLaw.PLASTICINE: law_von_mises.update,
    ConstitutiveLaw.SNOW: law_snow.update,
    ConstitutiveLaw.SAND: law_drucker_prager.update,
    ConstitutiveLaw.FOAM: law_viscoplastic.update,
    ConstitutiveLaw.LIQUID: law_liquid.update,
}
"""Kernel of every law but `rigid`, whose particles carry no stress."""

FLOWING_LAWS = frozenset(
    {
        ConstitutiveLaw.METAL,
        ConstitutiveLaw.PLASTICINE,
        ConstitutiveLaw.SNOW,
        ConstitutiveLaw.FOAM,
    }
)
"""Laws whose elastic F forgets what has flowed, and which advance a total deformation beside it."""


def run(
    law: ConstitutiveLaw,
    state: Floats,
    total: Floats | None,
    packs: Ints,
    pack_material: Ints,
    rows: Floats,
    dt: Any,
) -> None:
    """Advance packs of one law; call under `render.kernel_cache.PARALLEL_KERNEL_LOCK`.

    Args:
        law: Law of all these packs; `rigid` does nothing.
        state: Particle packs, see `layout`, float32 or float64.
        total: Total deformation gradients, 9 fields a particle in packs, or None.
        packs: Indices of the packs, shape [n].
        pack_material: Material of every pack, shape [packs].
        rows: `material_rows` in the type of the state, shape [M, 16].
        dt: Substep [s] in the type of the state.
    """
    if law is ConstitutiveLaw.RIGID or not len(packs):
        return
    if law in FLOWING_LAWS:
        kept = np.empty(0, state.dtype) if total is None else total
        KERNELS[law](state, kept, packs, pack_material, rows, dt)
    else:
        KERNELS[law](state, packs, pack_material, rows, dt)
