"""The contract of every renderer: cloud and camera in, pictures out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RenderSettings:
    """How a picture is drawn."""

    background: tuple[float, float, float] = (1.0, 1.0, 1.0)
    """Plain background colour, sRGB 0 to 1."""
    eps2d: float = 0.3
    """Low-pass added to the projected covariance [px²]; 0.3 is the standard of 3DGS."""
    max_sh_degree: int = 3
    """Spherical-harmonic bands above this degree are ignored."""

    def __post_init__(self) -> None:
        if not all(0 <= channel <= 1 for channel in self.background):
            raise InputError(f"background must lie in 0..1 per channel, got {self.background}")
        if not 0 <= self.eps2d <= 100:
            raise InputError(f"low-pass must lie in 0..100 px², got {self.eps2d:g}")


class RenderOutput(NamedTuple):
    """Pictures of one view."""

    color: FloatArray
    """Blended over the background, display-referred sRGB 0 to 1, shape [H, W, 3]."""
    alpha: FloatArray
    """Coverage 0 to 1, shape [H, W]."""
    depth: FloatArray
    """Expected camera depth [m] where alpha > 0, otherwise 0, shape [H, W]."""


class Renderer(ABC):
    """Draws Gaussian clouds; get one from `render.registry.open_renderer`."""

    name: str

    @abstractmethod
    def render(
        self, cloud: GaussianCloud, camera: Camera, settings: RenderSettings | None = None
    ) -> RenderOutput:
        """Draw one view.

        Args:
            cloud: N Gaussians, world frame [m].
            camera: View with picture size.
            settings: Background, low-pass and colour degree; None takes the defaults.

        Returns:
            Colour, alpha and expected depth of `camera.height` x `camera.width` pixels.
        """

    def close(self) -> None:  # noqa: B027 - most back-ends hold nothing
        """Release contexts and buffers; the renderer is unusable afterwards."""
