"""The contract of every renderer: cloud and camera in, pictures out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int32]


class SplatStyle(StrEnum):
    """What is drawn of each Gaussian; `render.splat_styles` defines the shapes."""

    SPLATS = "splats"
    """The Gaussian itself."""
    CENTRES = "centres"
    """A small dot of the Gaussian's opacity at its centre."""
    POINTS = "points"
    """A larger opaque dot at its centre."""
    RINGS = "rings"
    """Outline of its ellipse with a faint filling."""
    ELLIPSOIDS = "ellipsoids"
    """Its ellipsoid as a solid, darker towards the rim."""


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How a picture is drawn."""

    background: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Plain background colour, sRGB 0 to 1."""
    eps2d: float = 0.3
    """Low-pass added to the projected covariance [px²]; 0.3 is the standard of 3DGS."""
    max_sh_degree: int = 3
    """Spherical-harmonic bands above this degree are ignored."""
    antialiased: bool = False
    """Whether the low-pass keeps the light of small Gaussians instead of fattening them.

    Opacities are multiplied by sqrt(det Σ2D / det(Σ2D + eps2d I)), for clouds trained that way.
    Source: Yu et al., Mip-Splatting, CVPR 2024, section 5.2.
    """
    style: SplatStyle = SplatStyle.SPLATS
    """What is drawn of each Gaussian."""

    def __post_init__(self) -> None:
        if not all(0 <= channel <= 1 for channel in self.background):
            raise InputError(f"background must lie in 0..1 per channel, got {self.background}")
        if not 0 <= self.eps2d <= 100:
            raise InputError(f"low-pass must lie in 0..100 px², got {self.eps2d:g}")
        if self.style not in tuple(SplatStyle):
            raise InputError(f"unknown style {self.style!r}; choose one of {', '.join(SplatStyle)}")
        object.__setattr__(self, "style", SplatStyle(self.style))


class RenderOutput(NamedTuple):
    """Pictures of one view."""

    color: FloatArray
    """Blended over the background, display-referred sRGB 0 to 1, shape [H, W, 3]."""
    alpha: FloatArray
    """Coverage 0 to 1, shape [H, W]."""
    depth: FloatArray
    """Expected camera depth [m] where alpha > 0, otherwise 0, shape [H, W]."""
    median_depth: FloatArray | None = None
    """Camera depth [m] of the Gaussian at which the transmittance falls to 0.5 or less.

    0 where it never does; None unless asked for; shape [H, W].
    """
    gaussian_id: IntArray | None = None
    """Index of that Gaussian, -1 where there is none; None unless asked for; shape [H, W]."""
    features: FloatArray | None = None
    """Features blended as colours are, not divided by alpha; None unless given; [H, W, D]."""


class Renderer(ABC):
    """Draws Gaussian clouds; get one from `render.registry.open_renderer`."""

    name: str

    @abstractmethod
    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view.

        Args:
            cloud: N Gaussians, world frame [m].
            camera: View with picture size.
            settings: Background, low-pass, colour degree and style; None takes the defaults.
            features: Values to blend beside the colours, any unit, shape [N, D].
            with_ids: Whether to find the median depth and the Gaussian that lies there.

        Returns:
            Pictures of `camera.height` x `camera.width` pixels.

        Raises:
            InputError: If the features do not fit the cloud or the back-end lacks an option.
        """

    def close(self) -> None:  # noqa: B027 - most back-ends hold nothing
        """Release contexts and buffers; the renderer is unusable afterwards."""


def checked_features(features: npt.NDArray[np.floating], gaussian_count: int) -> FloatArray:
    """Features as contiguous float32, shape [N, D].

    Raises:
        InputError: If there is not one finite row of D >= 1 values for each Gaussian.
    """
    values = np.ascontiguousarray(features, dtype=np.float32)
    if values.ndim != 2 or len(values) != gaussian_count or not values.shape[1]:
        raise InputError(f"features have shape {values.shape}, expected [{gaussian_count}, D >= 1]")
    bad = ~np.isfinite(values).all(axis=1)
    if bad.any():
        raise InputError(f"features of Gaussian {int(bad.argmax())} are not finite")
    return values
