"""Points numba at the folder that belongs to the present sources of kernels and laws.

Imported before every kernel module, because numba reads the folder when it decorates.
"""

from __future__ import annotations

from pathlib import Path

import sim.constitutive
from render.kernel_cache import use_kernel_cache

_KERNELS = Path(__file__).parent
_LAWS = Path(str(sim.constitutive.__file__)).parent
SOURCES = tuple(sorted([*_KERNELS.glob("*.py"), *_LAWS.glob("*.py")]))
"""Every file whose text ends up in the machine code."""

CACHE_FOLDER = use_kernel_cache(SOURCES)
"""Where the compiled kernels lie."""
