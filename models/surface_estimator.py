"""The shape half of the embedded model: a view in, depth maps and elevation out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.build import load_surface_net
from models.gaussian_composer import SurfaceMaps
from models.nets.rig_condition import rig_condition
from models.nets.slant_net import across, fitted_planes
from models.nets.surface_net import SurfaceNet
from models.square_crop import SquareCrop

FloatArray = npt.NDArray[np.float32]

_SOLID = 0.5


@dataclass(frozen=True, slots=True)
class KnownRig:
    """What is known about the camera; None where it is not."""

    frame_width: float | None = None
    """Width of the crop at the object's distance, in units of the object's longest side."""
    elevation_deg: float | None = None
    """Elevation of the camera [degrees]."""


class SurfaceEstimator:
    """Runs `SurfaceNet` on the crop about an object and on its mirror image."""

    def __init__(self, net: SurfaceNet, frame_px: int) -> None:
        self._net = net
        self._frame_px = frame_px

    @staticmethod
    def load(path: Path) -> SurfaceEstimator:
        """Open trained weights.

        Raises:
            CheckpointError: If the file is missing, damaged or holds another network.
        """
        net, config = load_surface_net(path)
        return SurfaceEstimator(net, config.frame_px)

    def estimate(
        self,
        rgba: FloatArray,
        crop: SquareCrop,
        *,
        known: KnownRig,
        distance: float,
        frame_width: float,
    ) -> tuple[SurfaceMaps, float]:
        """Surfaces behind a crop.

        Args:
            rgba: Straight colour and coverage of the whole view, shape [S, S, 4].
            crop: The square about the object.
            known: What is known of the camera.
            distance: Distance of the object's centre, in units of its longest side.
            frame_width: Width of the crop at that distance, the unit of the network's depths.

        Returns:
            Depth maps in units of the longest side, and the camera's elevation [degrees].
        """
        small = crop.resampled(rgba, self._frame_px)
        alpha = small[..., 3:]
        picture = np.concatenate([small[..., :3] * alpha + 1 - alpha, alpha], axis=-1)
        pair = torch.from_numpy(np.stack([picture, picture[:, ::-1]])).permute(0, 3, 1, 2)
        with torch.inference_mode():
            surfaces = self._net(
                pair.contiguous(memory_format=torch.channels_last), _condition(known)
            )
        front, thickness, back_color = (_unmirrored(field) for field in surfaces[:3])
        relief = front + 0.5 * thickness
        if surfaces.plane is not None:
            relief = _surely_slanted(relief, small[..., 3], surfaces.plane)
        middle = distance + relief * frame_width
        half = 0.5 * thickness * frame_width
        maps = SurfaceMaps(
            front_depth=(middle - half).numpy(),
            back_depth=(middle + half).numpy(),
            back_color=back_color.movedim(0, -1).clamp(0, 1).numpy(),
            coverage=small[..., 3],
        )
        return maps, float(surfaces.elevation.mean().rad2deg())


def _condition(known: KnownRig) -> torch.Tensor:
    """The network's condition for a view and its mirror image, shape [2, 5]."""
    width, elevation = known.frame_width, known.elevation_deg
    return rig_condition(
        2,
        frame_width=None if width is None else torch.full((2,), width),
        elevation=None if elevation is None else torch.full((2,), elevation).deg2rad(),
    )


def _unmirrored(field: torch.Tensor) -> torch.Tensor:
    """Mean of the answer for the picture and the answer for its mirror image, turned back."""
    return 0.5 * (field[0] + field[1].flip(-1))


def _surely_slanted(relief: torch.Tensor, alpha: FloatArray, planes: torch.Tensor) -> torch.Tensor:
    """Relief [S, S] turned about the vertical to the steeper one of two opinions.

    Both opinions come from absolute errors, that is, they are medians of what the pictures allow:
    near 0 where the network cannot tell left from right. So the steeper one is the surer one.

    Args:
        relief: Middle between front and back, in units of the frame's width, shape [S, S].
        alpha: Coverage, shape [S, S].
        planes: The second opinion for the picture and for its mirror image, shape [2, 3].
    """
    solid = torch.from_numpy((alpha > _SOLID).astype(np.float32))
    own = fitted_planes(relief[None], solid[None])[0, 1]
    other = 0.5 * (planes[0, 1] - planes[1, 1])
    if other.abs() <= own.abs():
        return relief
    return relief + (other - own) * across(len(relief))
