"""Particles in rows and in packs of 16, field by field; see `layout`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.blocks import BlockPlan
from sim.mpm.cpu.layout import FIELDS, H0, LANES, MASS, TAU, TOTAL_PACK, VOLUME, C, F, V, X

Rows = npt.NDArray[Any]
"""float32 or float64, one particle a row."""

TOTAL_FIELDS = TOTAL_PACK // LANES
"""Columns of a total deformation gradient."""


def columns(first: int, count: int) -> slice:
    """Columns of particle rows of the `count` fields from layout constant `first`."""
    return slice(first // LANES, first // LANES + count)


POSITION, VELOCITY = columns(X, 3), columns(V, 3)
AFFINE, DEFORMATION, STRESS = columns(C, 9), columns(F, 9), columns(TAU, 6)
MASSES, VOLUMES, HISTORY = MASS // LANES, VOLUME // LANES, columns(H0, 2)


def identities(count: int, dtype: Any) -> Rows:
    """Deformation gradients of rest, shape [count, 9]."""
    return np.tile(np.eye(3, dtype=dtype).ravel(), (count, 1))


def empty_row(dtype: Any) -> Rows:
    """What an unused lane holds, shape [FIELDS]."""
    row = np.zeros(FIELDS, dtype)
    row[DEFORMATION] = np.eye(3).ravel()
    return row


def packed(rows: Rows, plan: BlockPlan, empty: Rows) -> Rows:
    """Packs, flat, of rows in pack order; unused lanes hold `empty`."""
    lanes = np.tile(empty, (plan.pack_count * LANES, 1))
    lanes[plan.slots] = rows
    packs = lanes.reshape(plan.pack_count, LANES, -1).transpose(0, 2, 1)
    return np.ascontiguousarray(packs).ravel()


def unpacked(packs: Rows, plan: BlockPlan, field_count: int) -> Rows:
    """Rows in pack order of flat packs, shape [P, field_count]."""
    lanes = packs.reshape(-1, field_count, LANES).transpose(0, 2, 1).reshape(-1, field_count)
    return lanes[plan.slots]


def some_unpacked(packs: Rows, plan: BlockPlan, part: slice) -> Rows:
    """Some columns of the rows of state packs in pack order, shape [P, columns]."""
    view = packs.reshape(-1, FIELDS, LANES)
    return np.asarray(view[plan.slots // LANES, part, plan.slots % LANES])
