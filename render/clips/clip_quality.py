"""How finely one-file 4D and web pages round motion, shape and colour."""

from __future__ import annotations

from typing import NamedTuple

from render.errors import InputError
from render.spherical_harmonics import SH_C0


class ClipSteps(NamedTuple):
    """Steps of the lattices that values are rounded to; errors are at most half a step."""

    position_share: float
    """Step of positions, as a share of the longest side."""
    rotation: float
    """Step of the components of rotations, quaternions."""
    stretch: float
    """Step of the entries of stretches."""
    rest_quaternion: float
    """Step of the components of rest orientations."""
    rest_log_scale: float
    """Step of the natural logarithm of rest scales."""
    opacity: float = 1 / 255
    """Step of opacities."""
    base_color: float = 1 / 255 / SH_C0
    """Step of colour coefficients of degree 0: 1/255 of the colour's range."""
    view_color: float = 0.02
    """Step of colour coefficients of degree 1 to 3."""


QUALITIES = {
    "small": ClipSteps(1 / 4096, 0.008, 0.02, 0.004, 0.04),
    "standard": ClipSteps(1 / 8192, 0.004, 0.01, 0.002, 0.02),
    "high": ClipSteps(1 / 32768, 0.001, 0.0025, 0.0005, 0.005, view_color=0.01),
}


def clip_steps(quality: str) -> ClipSteps:
    """Steps of a quality.

    Raises:
        InputError: If the name is unknown.
    """
    if quality not in QUALITIES:
        raise InputError(f"clip quality {quality!r} is unknown; use one of {', '.join(QUALITIES)}")
    return QUALITIES[quality]
