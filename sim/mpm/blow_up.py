"""Words for a simulation that blew up: which quantity, where, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.materials import MaterialParams
from sim.mpm.cpu.packs import AFFINE, DEFORMATION, POSITION, STRESS, VELOCITY
from sim.mpm.options import MpmOptions

Rows = npt.NDArray[Any]

_QUANTITIES = {
    "position": POSITION,
    "deformation": DEFORMATION,
    "stress": STRESS,
    "velocity": VELOCITY,
    "velocity gradient": AFFINE,
}


def culprit(
    rows: Rows,
    material: npt.NDArray[np.int32],
    materials: Sequence[MaterialParams],
    origin_m: npt.NDArray[np.float64],
) -> str:
    """Particle and quantity that are to blame, in words.

    The first quantity that is not finite in the order of cause and effect; where all are finite,
    the particle that is deformed most.

    Args:
        rows: State fields of the last substep, see `cpu.packs`, shape [P, 34].
        material: Material index of every particle, shape [P].
        materials: Materials.
        origin_m: Where positions are counted from [m], shape [3].
    """
    for name, part in _QUANTITIES.items():
        bad = ~np.isfinite(rows[:, part]).all(axis=1)
        if bad.any():
            index = int(np.flatnonzero(bad)[0])
            what = f"the {name} of {int(bad.sum())} particles is not finite"
            break
    else:
        gradients = rows[:, DEFORMATION].astype(np.float64)
        index = int(np.abs(gradients - np.eye(3).ravel()).max(axis=1).argmax())
        volume = float(np.linalg.det(gradients[index].reshape(3, 3)))
        speed = float(np.linalg.norm(rows[index, VELOCITY]))
        what = (
            f"the most deformed particle has {volume:.3g} times its volume at {speed:.3g} m/s, and "
            "its forces overflow the grid"
        )
    place = ", ".join(f"{x:.4g}" for x in rows[index, POSITION] + origin_m)
    law = materials[int(material[index])].law.value
    return f"{what} (particle {index}, {law}, at ({place}) m)"


def remedy(options: MpmOptions) -> str:
    """What to do about it, in words."""
    if options.fixed_dt_s is not None:
        return "choose adaptive substeps or a shorter fixed one"
    return "choose a softer or heavier material, or a finer quality"
