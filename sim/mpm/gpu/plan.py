"""Which blocks of the grid exist around the occupied blocks, from the keys the device found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.mpm.blocks import COORDINATE_BITS, SharedBlocks, shared_blocks
from sim.mpm.gpu.layout import SIDE

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

_SHIFTS = np.array([2, 1, 0], np.int64) * COORDINATE_BITS
_TOP = 3 * COORDINATE_BITS
_MASK = (1 << COORDINATE_BITS) - 1
_OFFSET = 1 << (COORDINATE_BITS - 1)


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
    shared: SharedBlocks
    """Grid blocks where fields meet."""


def plan_grid(keys: Longs, group_fields: Ints) -> DevicePlan:
    """Grid blocks within one block of an occupied one, for each velocity field.

    Args:
        keys: Sorted keys of the occupied blocks: group, then three coordinates, shape [B].
        group_fields: Velocity field of every group.
    """
    blocks = (keys[:, None] >> _SHIFTS) & _MASK
    groups = (keys >> _TOP).astype(np.int32)
    own = (blocks << _SHIFTS).sum(axis=1) + (group_fields[groups].astype(np.int64) << _TOP)
    grid_keys = own
    for step in 1 << _SHIFTS:
        grid_keys = np.unique(np.concatenate([grid_keys - step, grid_keys, grid_keys + step]))
    grid_blocks = (grid_keys[:, None] >> _SHIFTS) & _MASK
    return DevicePlan(
        origin=((blocks - _OFFSET) * SIDE).astype(np.int32),
        group=groups,
        grid_of=_neighbours(grid_keys, own),
        grid_origin=np.column_stack([(grid_blocks - _OFFSET) * SIDE, grid_keys >> _TOP]).astype(
            np.int32
        ),
        shared=shared_blocks(grid_keys),
    )


def _neighbours(grid_keys: Longs, own: Longs) -> Ints:
    """Indices of the 27 neighbours of blocks among the grid blocks, shape [B, 27].

    The three of a line along z follow each other among the sorted keys.
    """
    step_x, step_y, _ = 1 << _SHIFTS
    lines = [own + i * step_x + j * step_y - 1 for i in (-1, 0, 1) for j in (-1, 0, 1)]
    first = np.stack([np.searchsorted(grid_keys, line) for line in lines], axis=1)
    return (first[:, :, None] + np.arange(3)).reshape(-1, 27).astype(np.int32)
