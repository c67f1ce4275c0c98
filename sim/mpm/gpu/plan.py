"""Which blocks of the grid exist around the occupied blocks, from the keys the device found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.mpm.gpu.layout import SIDE

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class DevicePlan:
    """B particle blocks, each of one law and one velocity field, and G grid blocks."""

    origin: Ints
    """First node of every particle block, shape [B, 3]."""
    group: Ints
    """Pair of law and velocity field of every particle block, shape [B]."""
    grid_of: Ints
    """Grid block of the 27 neighbours of every particle block, shape [B, 27]."""
    grid_origin: Ints
    """First node of every grid block, and its velocity field, shape [G, 4]."""


def plan_grid(keys: Longs, group_fields: Ints, *, coordinate_bits: int) -> DevicePlan:
    """Grid blocks within one block of an occupied one, for each velocity field.

    Args:
        keys: Sorted keys of the occupied blocks: group, then three coordinates, shape [B].
        group_fields: Velocity field of every group.
        coordinate_bits: Bits of a coordinate in a key.
    """
    shifts = np.array([2, 1, 0], np.int64) * coordinate_bits
    blocks = ((keys[:, None] >> shifts) & ((1 << coordinate_bits) - 1)).astype(np.int64)
    groups = (keys >> (3 * coordinate_bits)).astype(np.int32)
    fields = group_fields[groups].astype(np.int64)
    own = (blocks << shifts).sum(axis=1) + (fields << (3 * coordinate_bits))
    steps = np.stack(np.meshgrid(*[[-1, 0, 1]] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    around = own[:, None] + (steps * (1 << shifts)).sum(axis=1)
    grid_keys, grid_of = np.unique(around, return_inverse=True)
    offset = 1 << (coordinate_bits - 1)
    grid_blocks = (grid_keys[:, None] >> shifts) & ((1 << coordinate_bits) - 1)
    grid_fields = grid_keys >> (3 * coordinate_bits)
    return DevicePlan(
        origin=((blocks - offset) * SIDE).astype(np.int32),
        group=groups,
        grid_of=grid_of.reshape(around.shape).astype(np.int32),
        grid_origin=np.column_stack([(grid_blocks - offset) * SIDE, grid_fields]).astype(np.int32),
    )
