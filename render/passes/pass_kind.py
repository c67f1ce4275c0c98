"""`PassKind`: how one pass is made from what a renderer draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.base import RenderOutput
from render.camera import Camera
from render.framing import MIN_OPACITY
from render.passes.frame_scene import FrameScene, Range
from render.passes.pass_image import PassImage

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]

LEAST_COVERAGE = 1 / 255
"""Pixels covered less than this have no blended value."""
SURFACE_COVERAGE = 0.5
"""Pixels covered less than this show no surface: no normal, no motion, no identity."""
PERCENTILES = (1.0, 99.0)
"""Shares of the visible Gaussians' values that a colour map spans, in percent."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnScene:
    """What one view of a scene shows."""

    scene: FrameScene
    """The Gaussians and what is known of them."""
    camera: Camera
    """What it was drawn with."""
    output: RenderOutput
    """The renderer's pictures of the Gaussians alone."""
    picture: FloatArray
    """The finished colour, shape [H, W, 3], or [H, W, 4] with straight alpha."""
    blended: FloatArray
    """This pass's features divided by the coverage, 0 where nothing is seen, shape [H, W, D]."""

    @property
    def seen(self) -> BoolArray:
        """Pixels with a blended value, shape [H, W]."""
        return np.asarray(self.output.alpha >= LEAST_COVERAGE)

    @property
    def surface(self) -> BoolArray:
        """Pixels that show a surface, shape [H, W]."""
        return np.asarray(self.output.alpha >= SURFACE_COVERAGE)

    @property
    def gaussian_id(self) -> IntArray:
        """The Gaussian at which half of the light is gone, -1 for none, shape [H, W]."""
        if self.output.gaussian_id is None:
            raise ValueError("the renderer was not asked for ids")
        return self.output.gaussian_id

    @property
    def median_depth(self) -> FloatArray:
        """Camera depth of that Gaussian [m], 0 for none, shape [H, W]."""
        if self.output.median_depth is None:
            raise ValueError("the renderer was not asked for the median depth")
        return self.output.median_depth


@dataclass(frozen=True, slots=True)
class PassKind:
    """One row of `registry.PASSES`."""

    name: str
    """Name in commands and files."""
    title: str
    """Name for people."""
    compose: Callable[[DrawnScene], PassImage]
    """Makes the pass of what was drawn."""
    features: Callable[[FrameScene, Camera], FloatArray] | None = None
    """Values to blend, shape [N, D]; None where the renderer's own pictures do."""
    with_ids: bool = False
    """Whether it needs the median Gaussian of every pixel."""


def robust_range(values: FloatArray, opacities: FloatArray, *, from_zero: bool = False) -> Range:
    """Range of the 1st to the 99th percentile of visible Gaussians' values.

    Args:
        values: Value of every Gaussian, shape [N].
        opacities: Opacity of each, shape [N].
        from_zero: Whether it begins at 0.
    """
    visible = values[opacities > MIN_OPACITY]
    if not len(visible):
        return 0.0, 0.0
    low, high = (float(one) for one in np.percentile(visible, PERCENTILES))
    return (0.0, max(high, 0.0)) if from_zero else (low, high)
