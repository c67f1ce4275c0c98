"""Passes of per-Gaussian scalars, blended as colours are and shown through a colour map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.passes.basic_passes import masked
from render.passes.frame_scene import FrameScene, Range
from render.passes.pass_image import PassImage, ScaleLegend
from render.passes.pass_kind import DrawnScene, PassKind, robust_range

FloatArray = npt.NDArray[np.float32]

NARROWEST_DECADES = 1.0
"""A logarithmic map spans at least so many powers of ten."""


@dataclass(frozen=True, slots=True)
class ScalarLook:
    """How a per-Gaussian scalar is named and shown."""

    name: str
    """Name of its pass."""
    title: str
    """Name for people."""
    unit: str
    """Unit; empty for numbers without one."""
    signed: bool = False
    """Whether 0 lies in the middle of the colour map."""
    logarithmic: bool = False
    """Whether equal ratios look equally large; values are > 0."""

    @property
    def color_map(self) -> str:
        """Name of its colour map."""
        return "tide" if self.signed else "dusk"

    def spanned(self, values: FloatArray, opacities: FloatArray) -> Range:
        """Values that the colour map spans.

        Args:
            values: Value of every Gaussian, shape [N].
            opacities: Opacity of each, shape [N].
        """
        low, high = robust_range(values, opacities)
        return self.widened(low, high)

    def widened(self, low: float, high: float) -> Range:
        """A span that a colour map can show and whose meaning is plain."""
        if self.logarithmic:
            low, high = max(low, 1e-30), max(high, 1e-30)
            missing = max(NARROWEST_DECADES - np.log10(high / low), 0) / 2
            return float(low / 10**missing), float(high * 10**missing)
        if self.signed:
            reach = max(abs(low), abs(high))
            return -reach, reach
        return min(low, 0.0), max(high, 0.0)


SCALARS = {
    look.name: look
    for look in (
        ScalarLook("velocity", "Speed", "m/s"),
        ScalarLook("strain", "Largest logarithmic strain", ""),
        ScalarLook("volume_strain", "Logarithmic change of volume", "", signed=True),
        ScalarLook("plastic_strain", "Equivalent plastic strain", ""),
        ScalarLook("stress", "Von Mises stress", "Pa"),
        ScalarLook("youngs_modulus", "Young's modulus", "Pa", logarithmic=True),
        ScalarLook("displacement", "Displacement from rest", "m"),
    )
}
"""Scalars by the name of their pass."""


def _features(look: ScalarLook, scene: FrameScene) -> FloatArray:
    values = scene.scalar(look.name)
    if look.logarithmic:
        values = np.log10(np.maximum(values, 1e-30))
    return values.astype(np.float32)[:, None]


def _composed(look: ScalarLook, drawn: DrawnScene) -> PassImage:
    scene = drawn.scene
    span = scene.ranges.get(look.name)
    if span is None:
        span = look.spanned(scene.scalar(look.name), scene.cloud.opacities)
    values = 10**drawn.blended if look.logarithmic else drawn.blended
    legend = ScaleLegend(
        look.title, look.unit, *span, color_map=look.color_map, logarithmic=look.logarithmic
    )
    return PassImage(
        look.name,
        masked(values.astype(np.float32), drawn.seen),
        drawn.seen,
        drawn.output.alpha,
        ("V",),
        look.unit,
        legend,
    )


def _kind(look: ScalarLook) -> PassKind:
    def features(scene: FrameScene, camera: Camera) -> FloatArray:
        del camera
        return _features(look, scene)

    def compose(drawn: DrawnScene) -> PassImage:
        return _composed(look, drawn)

    return PassKind(look.name, look.title, compose, features)


SCALAR_PASSES = tuple(_kind(look) for look in SCALARS.values())
