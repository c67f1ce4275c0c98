"""Guard against Gaussians that reach the eye and would fog the whole picture.

Splatting takes the perspective as affine across a Gaussian. That fails where the Gaussian's
extent along the viewing axis compares with its distance: one that surrounds the eye, or a large
one close to it, would spread over the picture as a fog that nobody sees in the scene. Such
Gaussians fade: their opacity is multiplied by 0 up to `HIDDEN_UP_TO` standard deviations of
depth between eye plane and centre, by 1 from `WHOLE_FROM` on, linearly between, so that nothing
pops when the camera moves. Orthographic views have no eye and no guard.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

HIDDEN_UP_TO = 1.0
"""Depth of the centre over the standard deviation along the viewing axis, at which it hides."""
WHOLE_FROM = 2.0
"""The same ratio, from which a Gaussian is drawn as it is."""


def eye_fade(
    depths: npt.NDArray[np.float64], depth_deviations: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """Factors 0 to 1 for the opacities of Gaussians.

    Args:
        depths: Camera depths of the centres [m], > 0, shape [N].
        depth_deviations: Standard deviations along the viewing axis [m], shape [N].
    """
    ratio = depths / np.maximum(depth_deviations, 1e-30)
    return np.clip((ratio - HIDDEN_UP_TO) / (WHOLE_FROM - HIDDEN_UP_TO), 0, 1)
