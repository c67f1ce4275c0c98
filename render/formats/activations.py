"""Logarithms and logits of Gaussians, which exist only in files and in network heads."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

MIN_COUNT = 16
"""Fewer Gaussians than this say nothing about a file's conventions."""
_LOGIT_EDGE = 1e-7
"""Opacities are kept this far from 0 and 1, so that their logits stay finite."""


def opacities_of(logits: FloatArray) -> FloatArray:
    """Opacities of logits, any shape; infinite logits give 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -80, 80))), dtype=np.float32)


def logits_of(opacities: FloatArray) -> FloatArray:
    """Finite logits of opacities, any shape."""
    inside = np.clip(opacities.astype(np.float64), _LOGIT_EDGE, 1 - _LOGIT_EDGE)
    return np.log(inside / (1 - inside)).astype(np.float32)


def looks_activated(scales: FloatArray, opacities: FloatArray) -> bool:
    """Whether values that should be logs and logits are scales and opacities themselves.

    Logs of scales are negative somewhere and logits leave 0 to 1 somewhere in every trained cloud.

    Args:
        scales: Values of the scale properties, shape [N, 2] or [N, 3].
        opacities: Values of the opacity property, shape [N].
    """
    if len(scales) < MIN_COUNT:
        return False
    return bool(scales.min() >= 0 and opacities.min() >= 0 and opacities.max() <= 1)
