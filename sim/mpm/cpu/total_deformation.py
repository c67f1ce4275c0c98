"""The total deformation gradient that laws which flow keep beside their elastic one."""

from __future__ import annotations

from sim.mpm.cpu.jit import inline
from sim.mpm.cpu.layout import LANES, PACK, TOTAL_PACK, C
from sim.mpm.cpu.tensors import State, advanced, read_matrix, write_matrix


@inline
def advance_total(total: State, state: State, pack: int, dt: float) -> None:
    """Total F ← (I + dt C) total F for the lanes of a pack; nothing where no total is kept.

    Args:
        total: Total deformation gradients, 9 fields a particle in packs, or of length 0.
        state: Particle packs, see `layout`.
        pack: Index of the pack.
        dt: Substep [s].
    """
    if len(total) > 0:
        for lane in range(LANES):
            at = pack * TOTAL_PACK + lane
            c = read_matrix(state, pack * PACK + lane + C)
            write_matrix(total, at, advanced(read_matrix(total, at), c, dt))
