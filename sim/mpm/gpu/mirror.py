"""`Mirror`: copies of small arrays on the device, sent again only when they have changed."""

# No `from __future__ import annotations`: Taichi's types are objects here.

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.mpm.gpu.taichi_module import ti


class Mirror:
    """Device copies by name.

    Args:
        real: Taichi's type of real numbers.
    """

    def __init__(self, real: Any) -> None:
        self._real = real
        self._dtype = np.float64 if real == ti.f64 else np.float32
        self._sent: dict[str, tuple[npt.NDArray[Any], Any]] = {}

    def reals(self, name: str, values: npt.NDArray[Any]) -> Any:
        """Array of real numbers on the device; an empty one has room for one number."""
        return self._copy(
            name, values, self._real, np.float64 if self._real == ti.f64 else np.float32
        )

    def ints(self, name: str, values: npt.NDArray[Any]) -> Any:
        """Array of 32-bit integers on the device; an empty one has room for one number."""
        return self._copy(name, values, ti.i32, np.int32)

    def _copy(self, name: str, values: npt.NDArray[Any], kind: Any, dtype: Any) -> Any:
        wanted = np.ascontiguousarray(values, dtype)
        if not wanted.size:
            wanted = np.zeros([max(side, 1) for side in wanted.shape], dtype)
        known = self._sent.get(name)
        if known is not None and np.array_equal(known[0], wanted):
            return known[1]
        if known is not None and known[0].shape == wanted.shape:
            copy = known[1]
        else:
            copy = ti.ndarray(kind, wanted.shape)
        copy.from_numpy(wanted)
        self._sent[name] = wanted.copy(), copy
        return copy
