"""`PassImage`: the values of one pass at every pixel, and what its picture's legend says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]
PassValues = npt.NDArray[np.float32] | npt.NDArray[np.int32]
Color = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ScaleLegend:
    """Values shown through a colour map."""

    title: str
    """What is shown, for people."""
    unit: str
    """Unit of the values; empty for numbers without one."""
    low: float
    """Value of the first colour."""
    high: float
    """Value of the last colour."""
    color_map: str = "dusk"
    """Name of the colour map."""
    logarithmic: bool = False
    """Whether equal steps of colour are equal ratios."""


@dataclass(frozen=True, slots=True)
class LabelLegend:
    """Labels shown by a colour each."""

    title: str
    """What is shown, for people."""
    entries: tuple[tuple[str, Color], ...]
    """Names and their sRGB colours."""


@dataclass(frozen=True, slots=True)
class WheelLegend:
    """Directions in the picture shown by hue, lengths by saturation."""

    title: str
    """What is shown, for people."""
    unit: str
    """Unit of the lengths."""
    reach: float
    """Length of the fullest colour."""


@dataclass(frozen=True, slots=True)
class AxesLegend:
    """Three numbers shown as red, green and blue."""

    title: str
    """What is shown, for people."""
    entries: tuple[tuple[str, float, float], ...]
    """Name of red's, green's and blue's number, and what its darkest and lightest values mean."""
    unit: str
    """Unit of the numbers."""


Legend = ScaleLegend | LabelLegend | WheelLegend | AxesLegend


@dataclass(frozen=True, slots=True, eq=False)
class PassImage:
    """One pass of one view."""

    name: str
    """Name in `registry.PASSES`."""
    values: PassValues
    """float32 with 0 outside the mask, or int32 ids and labels with -1 there, shape [H, W, C]."""
    mask: BoolArray
    """Pixels that have a value, shape [H, W]."""
    coverage: FloatArray
    """Share of each pixel that the Gaussians cover, 0 to 1, shape [H, W]."""
    channels: tuple[str, ...]
    """Names of the C channels, as EXR files hold them."""
    unit: str
    """Unit of the values; empty for numbers without one."""
    legend: Legend | None = None
    """What the picture's colours mean; None where they speak for themselves."""
    facts: Mapping[str, float] = field(default_factory=dict)
    """Numbers that are needed to read a packed picture, by name."""
