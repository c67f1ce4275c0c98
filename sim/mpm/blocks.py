"""Which blocks of 4³ cells the particles occupy, and how they are packed.

Blocks exist wherever particles are: a block is known by its integer coordinates, so there are no
walls and nothing is ever indexed outside. Particles are put in order again before any of them can
have drifted a whole cell from the block it was sorted into.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.layout import BLOCK_SIDE, LANES

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

LARGEST_BLOCK = 2**20 - 2
"""Block coordinates are at most this far from the origin, so that three fit in 63 bits."""

_BITS = 21
_OFFSET = 1 << (_BITS - 1)
_SHIFTS = np.array([2 * _BITS, _BITS, 0])


@dataclass(frozen=True, slots=True, eq=False)
class BlockPlan:
    """Order of P particles in packs of 16, B particle blocks and G grid blocks."""

    order: Longs
    """Particle of every occupied lane, in pack order, shape [P]."""
    slots: Longs
    """Lane (pack · 16 + lane) of every particle of `order`, shape [P]."""
    pack_start: Ints
    """First pack of every block and the end of the last, shape [B + 1]."""
    origin: Ints
    """First node of every particle block, shape [B, 3]."""
    grid_origin: Ints
    """First node of every grid block, shape [G, 3]."""
    grid_of: Ints
    """Grid block of the 27 neighbours of every particle block, shape [B, 27]."""
    tile_of: Ints
    """Particle block of the 27 neighbours of every grid block or −1, shape [G, 27]."""

    @property
    def pack_count(self) -> int:
        """Packs of 16 particles."""
        return int(self.pack_start[-1])


def plan_blocks(cells: npt.NDArray[np.int64]) -> BlockPlan:
    """Sort particles by block, and by cell within a block.

    Args:
        cells: First node floor(x / dx − ½) of every particle's stencil, shape [P, 3].
    """
    blocks = cells // BLOCK_SIDE
    within = cells - blocks * BLOCK_SIDE
    keys = _keys(blocks)
    order = np.lexsort(
        ((within[:, 0] * BLOCK_SIDE + within[:, 1]) * BLOCK_SIDE + within[:, 2], keys)
    )
    occupied, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
    packs = -(-counts // LANES)
    pack_start = np.concatenate([[0], np.cumsum(packs)])
    slots = np.arange(len(cells)) + np.repeat(pack_start[:-1] * LANES - first, counts)
    around = occupied[:, None] + _keys(_neighbour_steps(), offset=0)[None, :]
    grid_keys = np.unique(around)
    grid_around = grid_keys[:, None] + _keys(_neighbour_steps(), offset=0)[None, :]
    tile_of = np.searchsorted(occupied, grid_around).clip(max=len(occupied) - 1)
    tile_of[occupied[tile_of] != grid_around] = -1
    return BlockPlan(
        order=order,
        slots=slots,
        pack_start=pack_start.astype(np.int32),
        origin=_coordinates(occupied) * BLOCK_SIDE,
        grid_origin=_coordinates(grid_keys) * BLOCK_SIDE,
        grid_of=np.searchsorted(grid_keys, around).astype(np.int32),
        tile_of=tile_of.astype(np.int32),
    )


def _neighbour_steps() -> Longs:
    """Steps to the 27 neighbours, in the order of `layout.NEIGHBOURS`, shape [27, 3]."""
    return np.stack(np.meshgrid(*[[-1, 0, 1]] * 3, indexing="ij"), axis=-1).reshape(-1, 3)


def _keys(blocks: Longs, *, offset: int = _OFFSET) -> Longs:
    """One integer a block; differences of keys are differences of blocks."""
    shifted = (blocks + offset).astype(np.int64)
    return np.asarray((shifted * (1 << _SHIFTS)).sum(axis=-1), np.int64)


def _coordinates(keys: Longs) -> Ints:
    """Block coordinates of keys, shape [..., 3]."""
    fields = (keys[..., None] >> _SHIFTS) & ((1 << _BITS) - 1)
    return np.asarray(fields - _OFFSET, np.int32)
