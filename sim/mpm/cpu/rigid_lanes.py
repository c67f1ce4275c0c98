"""Particles of rigid bodies on the grid: what they feel, and how they are moved.

Rigid particles bring mass and momentum to the grid as soft ones do. They then sample the grid, and
their bodies answer with a rigid motion that replaces what the grid would have done to them; see
`sim.coupling`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.blocks import BlockPlan
from sim.mpm.cpu.jit import f32, kernel, prange
from sim.mpm.cpu.layout import FIELDS, LANES, PACK
from sim.mpm.cpu.packs import AFFINE, POSITION, VELOCITY
from sim.mpm.cpu.tiles import WHOLE_TILE, Floats, Ints, load_tile
from sim.mpm.cpu.transfer import gathered_gradient, stencil
from sim.mpm.cpu.vector_rows import TILE_FLOATS, gather_stencil
from sim.mpm.rigid_exchange import RigidMotions

Vector = npt.NDArray[np.float64]

_ONE = f32(1.0)


@kernel
def sample_grid(
    state: Floats,
    lanes: tuple[Ints, Ints, Ints],
    origin: Ints,
    grid_of: Ints,
    grid: Floats,
    dx: float,
    samples: Floats,
) -> None:
    """Velocity and its gradient of the grid at some particles.

    Args:
        state: Particle packs, see `layout`.
        lanes: Particle blocks [Q], first entry of every block and the end of the last [Q + 1], and
            the entries: places pack · 16 + lane [R].
        origin: First node of every particle block, shape [B, 3].
        grid_of: Grid block of the 27 neighbours of every particle block, shape [B, 27].
        grid: Velocities of the nodes.
        dx: Cell side [m].
        samples: Output: velocity [m/s] and gradient [1/s] of every entry, shape [R, 12].
    """
    blocks, start, slots = lanes
    inverse_dx = _ONE / dx
    for q in prange(len(blocks)):
        block = blocks[q]
        tile = np.empty(TILE_FLOATS, grid.dtype)
        load_tile(tile, grid, grid_of, block, WHOLE_TILE)
        for entry in range(start[q], start[q + 1]):
            at = slots[entry] // LANES * PACK + slots[entry] % LANES
            first, weights, d = stencil(state, at, origin, block, inverse_dx)
            s = gather_stencil(tile, first, weights, d)
            c = gathered_gradient(s, inverse_dx)
            for k in range(3):
                samples[entry, k] = s[k]
            for k in range(9):
                samples[entry, 3 + k] = c[k]


class RigidLanes:
    """Where the particles of rigid materials lie in the packs of one plan.

    Args:
        plan: Present order of the particles.
        rigid: Whether each material is rigid, shape [M].
        identity: Original index of every entry of `plan.slots`, shape [P].
    """

    def __init__(
        self, plan: BlockPlan, rigid: npt.NDArray[np.bool_], identity: npt.NDArray[np.int64]
    ) -> None:
        entries = rigid[plan.pack_material[plan.slots // LANES]]
        slots = plan.slots[entries]
        blocks, start = np.unique(plan.block_of_slots()[entries], return_index=True)
        self._plan = plan
        self._lanes = (
            blocks.astype(np.int32),
            np.append(start, len(slots)).astype(np.int32),
            slots.astype(np.int32),
        )
        self._rank = np.argsort(np.argsort(identity[entries]))

    def __len__(self) -> int:
        return len(self._rank)

    def sample(self, state: Any, grid: Any, dx: Any) -> tuple[Vector, Vector]:
        """Velocities [R, 3] [m/s] and gradients [R, 3, 3] [1/s] in the order of the input."""
        plan = self._plan
        samples = np.empty((len(self), 12), state.dtype)
        sample_grid(state, self._lanes, plan.origin, plan.grid_of, grid, dx, samples)
        ordered = np.empty((len(self), 12))
        ordered[self._rank] = samples
        return ordered[:, :3], ordered[:, 3:].reshape(-1, 3, 3)

    def place(self, state: Any, motions: RigidMotions, origin_m: Vector) -> float:
        """Give the particles their rigid motion; returns the largest displacement [m]."""
        view = state.reshape(-1, FIELDS, LANES)
        packs, lanes = self._lanes[2] // LANES, self._lanes[2] % LANES
        before = view[packs, POSITION, lanes]
        after = (np.asarray(motions.positions)[self._rank] - origin_m).astype(state.dtype)
        view[packs, POSITION, lanes] = after
        view[packs, VELOCITY, lanes] = np.asarray(motions.velocities)[self._rank]
        view[packs, AFFINE, lanes] = np.asarray(motions.affine).reshape(-1, 9)[self._rank]
        return float(np.abs(after - before).max(initial=0.0))
