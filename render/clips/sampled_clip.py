"""`SampledClip`: a moving cloud in memory, value by value instead of cloud by cloud."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.clips.clip import check_index, check_timing
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class SampledClip:
    """T frames of N Gaussians in the world, Z up; one frame of opacities or colours holds for all.

    It is checked frame by frame when a frame is asked for.
    """

    means: FloatArray
    """Centres [m], shape [T, N, 3]."""
    quats: FloatArray
    """Rotations as unit quaternions wxyz, shape [T, N, 4]."""
    scales: FloatArray
    """Standard deviations [m], shape [T, N, 3]."""
    opacities: FloatArray
    """Opacities 0 to 1, shape [T or 1, N]."""
    sh_coeffs: FloatArray
    """Colour coefficients, shape [T or 1, N, K, 3]."""
    frame_dt_s: float
    """Time between two frames [s]."""
    antialiased: bool = False
    """Whether the Gaussians are to be drawn with a screen-space (mip) filter."""
    notes: tuple[str, ...] = ()
    """Remarks of the reader for the user."""

    def __post_init__(self) -> None:
        check_timing(len(self.means), self.frame_dt_s)

    @property
    def frame_count(self) -> int:
        """Frames T."""
        return len(self.means)

    def frame(self, index: int) -> GaussianCloud:
        """Cloud of one frame, world [m]."""
        check_index(index, len(self.means))
        return GaussianCloud(
            self.means[index],
            self.quats[index],
            self.scales[index],
            self.opacities[min(index, len(self.opacities) - 1)],
            self.sh_coeffs[min(index, len(self.sh_coeffs) - 1)],
        )
