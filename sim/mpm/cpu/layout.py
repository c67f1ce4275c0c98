"""Layout of the particle state: packs of 16 particles, field by field.

Element (pack, field, lane) of the state lies at pack · 544 + field · 16 + lane, so that a loop
over the 16 lanes of a pack reads and writes neighbouring floats and compiles to vector code.
A pack belongs to one block of 4³ cells, one velocity field and one material; unused lanes have mass
zero. 136 bytes a particle in float32.
"""

from __future__ import annotations

LANES = 16
"""Particles a pack."""
FIELDS = 34
"""Floats a particle."""
PACK = FIELDS * LANES
"""Floats a pack."""

X = 0 * LANES
"""Position [m] from the solver's origin, 3 fields."""
V = 3 * LANES
"""Velocity [m/s], 3 fields."""
C = 6 * LANES
"""APIC affine velocity [1/s], row by row, 9 fields."""
F = 15 * LANES
"""(Elastic) deformation gradient, row by row, 9 fields."""
TAU = 24 * LANES
"""Kirchhoff stress [Pa] times rest volume [m³], xx xy xz yy yz zz, 6 fields."""
VOLUME = 30 * LANES
"""Rest volume [m³]."""
MASS = 31 * LANES
"""Mass [kg]; 0 marks an unused lane."""
H0 = 32 * LANES
"""State of the law itself, such as the change of yield stress [Pa]."""
H1 = 33 * LANES
"""Accumulated equivalent plastic strain."""

BLOCK_SIDE = 4
"""Nodes along a block's side."""
BLOCK_FLOATS = BLOCK_SIDE**3 * 4
"""Floats of a block: 4³ nodes of velocity x, y, z and mass."""
NEIGHBOURS = 27
"""Blocks around a block, itself included; index (i + 1) · 9 + (j + 1) · 3 + (k + 1)."""
TOTAL_PACK = 9 * LANES
"""Floats a pack of the total deformation gradients that plastic laws keep beside the state."""
