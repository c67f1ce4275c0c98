"""Rows of the particle tables on the device and places of a node's numbers in the grid.

Particles are kept as structure of arrays: one row a number, one column a particle, so that
neighbouring threads read neighbouring words. A block of 4³ nodes keeps its four numbers apart for
the same reason: particles that are next to each other touch nodes that are.
"""

X = 0
"""Position [m] from the solver's origin, 3 rows."""
V = 3
"""Velocity [m/s], 3 rows."""
C = 6
"""APIC affine velocity [1/s], row by row, 9 rows."""
F = 15
"""(Elastic) deformation gradient, row by row, 9 rows."""
TAU = 24
"""Kirchhoff stress [Pa] times rest volume [m³], xx xy xz yy yz zz, 6 rows."""
VOLUME = 30
"""Rest volume [m³]."""
MASS = 31
"""Mass [kg]."""
HISTORY = 32
"""The law's own state and the accumulated equivalent plastic strain, 2 rows."""
ROWS = 34
"""Rows of the table of real numbers."""

IDENTITY = 0
"""Place in the order the particles were given."""
MATERIAL = 1
"""Index of the particle's material."""
GROUP = 2
"""Index of the particle's pair of law and velocity field."""
BLOCK = 3
"""Index of the particle block it was sorted into."""
LABELS = 4
"""Rows of the table of integers."""

SIDE = 4
"""Nodes along a block's side."""
NODES = SIDE**3
"""Nodes of a block."""
NODE_FLOATS = 4
"""Momentum or velocity x, y, z, and mass."""
BLOCK_FLOATS = NODES * NODE_FLOATS
"""Numbers of a block: those of one kind lie together."""
NEIGHBOURS = 27
"""Blocks around a block, itself included; index (i + 1) · 9 + (j + 1) · 3 + (k + 1)."""
