"""How much a splat covers of a pixel: the exponential that all blending kernels share."""

from __future__ import annotations

import numpy as np

from render.cpu_tiles.jit import inline

ZERO = np.float32(0.0)
HIGHEST_ALPHA = np.float32(0.999)
CUT_OFF = np.float32(np.log2(1 / 255) / 8)
"""One eighth of the binary exponent of alpha 1/255: fainter than this is not drawn."""

POLY_0 = np.float32(0.999999925067)
POLY_1 = np.float32(0.693142252646)
POLY_2 = np.float32(0.240172189446)
POLY_3 = np.float32(0.0552797228476)
POLY_4 = np.float32(0.00918861183344)
POLY_5 = np.float32(0.000938788319519)
"""2 to the power of x in [-1, 0], minimax in relative error: 7.5e-8."""


@inline
def gaussian_alpha(exponent: np.float32) -> np.float32:
    """Alpha of an eighth of a binary exponent, 0 below the cut-off and at most 0.999."""
    root = POLY_4 + exponent * POLY_5
    root = POLY_3 + exponent * root
    root = POLY_2 + exponent * root
    root = POLY_1 + exponent * root
    root = POLY_0 + exponent * root
    root = root * root
    root = root * root
    root = root * root
    alpha = root if root < HIGHEST_ALPHA else HIGHEST_ALPHA
    return alpha if exponent >= CUT_OFF else ZERO
