"""Which blocks of 4³ cells the particles occupy, and how they are packed.

Blocks exist wherever particles are: a block is known by its integer coordinates and its velocity
field, so there are no walls and nothing is ever indexed outside. Particles are put in order again
before any of them can have drifted a whole cell from the block it was sorted into.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.mpm.cpu.layout import BLOCK_SIDE, LANES, NEIGHBOURS

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]

COORDINATE_BITS = 18
"""Bits of a block's coordinate along one axis in its key; the velocity field lies above."""
_OFFSET = 1 << (COORDINATE_BITS - 1)
_SHIFTS = np.array([2 * COORDINATE_BITS, COORDINATE_BITS, 0])
_FIELD_SHIFT = 3 * COORDINATE_BITS
_FACES = np.array([[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1]])

FIRST_RIGID_FIELD = 128
"""Velocity fields from here on belong to rigid bodies, whose contact is not that of fields."""
LARGEST_BLOCK = _OFFSET - 4
"""Block coordinates are at most this far from the origin, so that three and a field fit in a key.

Further out float32 positions are coarser than a tenth of a cell."""


@dataclass(frozen=True, slots=True, eq=False)
class SharedBlocks:
    """S groups of grid blocks that lie at one place and belong to different velocity fields."""

    start: Ints
    """First entry of every group in `block` and the end of the last, shape [S + 1]."""
    block: Ints
    """Grid block of every entry, by rising field within a group, shape [E]."""
    face: Ints
    """Grid blocks of the entry's field at −x, +x, −y, +y, −z, +z, or −1, shape [E, 6]."""


@dataclass(frozen=True, slots=True, eq=False)
class BlockPlan:
    """Order of P particles in packs of 16, B particle blocks and G grid blocks."""

    order: Longs
    """Particle of every occupied lane, in pack order, shape [P]."""
    slots: Longs
    """Lane (pack · 16 + lane) of every particle of `order`, shape [P]."""
    pack_start: Ints
    """First pack of every block and the end of the last, shape [B + 1]."""
    pack_material: Ints
    """Material of every pack's particles, shape [packs]."""
    origin: Ints
    """First node of every particle block, shape [B, 3]."""
    field: Ints
    """Velocity field of every particle block, shape [B]."""
    grid_origin: Ints
    """First node of every grid block, shape [G, 3]."""
    grid_field: Ints
    """Velocity field of every grid block, shape [G]."""
    grid_of: Ints
    """Grid block of the 27 neighbours of every particle block, shape [B, 27]."""
    scatter_order: Ints
    """Particle blocks in the order in which they add to the grid, shape [B]."""
    turn_of: Ints
    """Place in `scatter_order` of the particle block at every grid block, or −1, shape [G]."""
    shared: SharedBlocks
    """Grid blocks where fields meet."""

    @property
    def pack_count(self) -> int:
        """Packs of 16 particles."""
        return int(self.pack_start[-1])

    def block_of_slots(self) -> Longs:
        """Particle block of every entry of `slots`, shape [P]."""
        return np.asarray(
            np.searchsorted(self.pack_start, self.slots // LANES, side="right") - 1, np.int64
        )


def plan_blocks(cells: Longs, materials: Ints, fields: Ints) -> BlockPlan:
    """Sort particles by field and block, within a block by material, then by cell.

    Args:
        cells: First node floor(x / dx − ½) of every particle's stencil, shape [P, 3].
        materials: Material index of every particle, shape [P].
        fields: Velocity field of every particle, shape [P].
    """
    blocks = cells // BLOCK_SIDE
    within = cells - blocks * BLOCK_SIDE
    keys = _keys(blocks) + (fields.astype(np.int64) << _FIELD_SHIFT)
    cell = (within[:, 0] * BLOCK_SIDE + within[:, 1]) * BLOCK_SIDE + within[:, 2]
    order = np.lexsort((materials.astype(np.int64) * BLOCK_SIDE**3 + cell, keys))
    return plan_in_order(order, keys[order], materials[order])


def plan_in_order(order: Longs, keys: Longs, materials: Ints) -> BlockPlan:
    """Plan of particles that are in order already.

    Args:
        order: Particles by block, material and cell, shape [P].
        keys: Key of the block of every entry of `order`, shape [P].
        materials: Material index of every entry of `order`, shape [P].
    """
    starts = np.ones(len(order), bool)
    starts[1:] = (keys[1:] != keys[:-1]) | (materials[1:] != materials[:-1])
    first = np.flatnonzero(starts)
    counts = np.diff(np.append(first, len(order)))
    packs = -(-counts // LANES)
    first_pack = np.cumsum(packs) - packs
    slots = np.arange(len(order)) + np.repeat(first_pack * LANES - first, counts)
    occupied, first_run = np.unique(keys[first], return_index=True)
    around = occupied[:, None] + _keys(_neighbour_steps(), offset=0)[None, :]
    grid_keys = np.unique(around)
    coordinates = _coordinates(occupied)
    grid_of = np.searchsorted(grid_keys, around).astype(np.int32)
    scatter_order = _scatter_order(coordinates, occupied >> _FIELD_SHIFT)
    turn_of = np.full(len(grid_keys), -1, np.int32)
    turn_of[grid_of[scatter_order, NEIGHBOURS // 2]] = np.arange(len(occupied))
    return BlockPlan(
        order=order,
        slots=slots,
        pack_start=np.append(first_pack[first_run], packs.sum()).astype(np.int32),
        pack_material=np.repeat(materials[first], packs).astype(np.int32),
        origin=coordinates * BLOCK_SIDE,
        field=(occupied >> _FIELD_SHIFT).astype(np.int32),
        grid_origin=_coordinates(grid_keys) * BLOCK_SIDE,
        grid_field=(grid_keys >> _FIELD_SHIFT).astype(np.int32),
        grid_of=grid_of,
        scatter_order=scatter_order,
        turn_of=turn_of,
        shared=shared_blocks(grid_keys),
    )


def _scatter_order(blocks: Ints, fields: Longs) -> Ints:
    """Order in which blocks add to the grid, so that neighbours are seldom added at once.

    A tile reaches one node into the blocks before it and three into those behind it, so that blocks
    whose coordinates have the same parities share no nodes. These eight colours follow one another
    within two layers across x, whose nodes stay in the processor's cache meanwhile.
    """
    colour = (blocks & 1) @ np.array([4, 2, 1])
    return np.lexsort((colour, blocks[:, 0] >> 1, fields)).astype(np.int32)


def soft_block_count(grid_fields: Ints) -> int:
    """Number of grid blocks that do not belong to rigid bodies; they come first."""
    return int(np.searchsorted(grid_fields, FIRST_RIGID_FIELD))


def shared_blocks(grid_keys: Longs) -> SharedBlocks:
    """Groups of soft grid blocks of equal coordinates and different fields, from sorted keys."""
    grid_keys = grid_keys[: np.searchsorted(grid_keys, FIRST_RIGID_FIELD << _FIELD_SHIFT)]
    places = grid_keys & ((1 << _FIELD_SHIFT) - 1)
    order = np.argsort(places, kind="stable")
    _, counts = np.unique(places[order], return_counts=True)
    meeting = counts > 1
    members = np.repeat(meeting, counts)
    block = order[members]
    around = grid_keys[block][:, None] + _keys(_FACES, offset=0)[None, :]
    return SharedBlocks(
        start=np.append(0, np.cumsum(counts[meeting])).astype(np.int32),
        block=block.astype(np.int32),
        face=_positions(grid_keys, around),
    )


def _positions(sorted_keys: Longs, wanted: Longs) -> Ints:
    """Index of every wanted key among the sorted ones, −1 where it is missing."""
    found = np.searchsorted(sorted_keys, wanted).clip(max=len(sorted_keys) - 1)
    found[sorted_keys[found] != wanted] = -1
    return found.astype(np.int32)


def _neighbour_steps() -> Longs:
    """Steps to the 27 neighbours, in the order of `layout.NEIGHBOURS`, shape [27, 3]."""
    return np.stack(np.meshgrid(*[[-1, 0, 1]] * 3, indexing="ij"), axis=-1).reshape(-1, 3)


def _keys(blocks: Longs, *, offset: int = _OFFSET) -> Longs:
    """One integer a block; differences of keys are differences of blocks."""
    shifted = (blocks + offset).astype(np.int64)
    return np.asarray((shifted * (1 << _SHIFTS)).sum(axis=-1), np.int64)


def _coordinates(keys: Longs) -> Ints:
    """Block coordinates of keys, shape [..., 3]."""
    fields = (keys[..., None] >> _SHIFTS) & ((1 << COORDINATE_BITS) - 1)
    return np.asarray(fields - _OFFSET, np.int32)
