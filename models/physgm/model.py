"""`PhysGM`: posed pictures to Gaussians in the outer world and a distribution over materials."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from models.nets.physgm.physgm_net import RawPrediction
from models.physgm.activations import USED_OPACITY, PixelGaussians, activated
from models.physgm.cameras import NetworkFrame, normalized_cameras, ray_map
from models.physgm.checkpoint import LoadedPhysGM, load_physgm
from models.physgm.config import PhysGMPreset
from models.physgm.physics import DecodedPhysics, decoded_physics
from models.physgm.pictures import on_white
from models.physgm.precision import Precision
from models.posed_views import PosedViews
from render.errors import InputError
from render.gaussians import GaussianCloud


@dataclass(frozen=True, slots=True, eq=False)
class PhysGMPrediction:
    """What the network says about the views of one object."""

    gaussians: PixelGaussians
    """Every pixel's Gaussian in the network's world, one scene."""
    frame: NetworkFrame
    """The network's world and the way back."""
    physics: DecodedPhysics
    """Distribution over materials, with warnings."""

    def cloud(self, *, min_opacity: float = USED_OPACITY) -> GaussianCloud:
        """Gaussians above an opacity in the world that the poses were given in [m]."""
        return self.frame.restored(self.gaussians).to_cloud(min_opacity=min_opacity)


class PhysGM:
    """The network behind one call."""

    def __init__(self, loaded: LoadedPhysGM, device: str = "cpu") -> None:
        self.loaded = loaded
        self._device = torch.device(device)

    @staticmethod
    def load(
        path: Path,
        *,
        dino: Path | None = None,
        preset: PhysGMPreset | None = None,
        precision: Precision = Precision.FP32,
        device: str = "cpu",
    ) -> PhysGM:
        """Open a checkpoint; arguments and errors as in `load_physgm`."""
        loaded = load_physgm(path, dino=dino, preset=preset, precision=precision, device=device)
        return PhysGM(loaded, device)

    @torch.inference_mode()
    def predict(
        self, views: PosedViews, *, targets: npt.ArrayLike | None = None
    ) -> PhysGMPrediction:
        """Gaussians and physics of one object.

        Args:
            views: Pictures with their cameras.
            targets: World-to-camera poses that the scale of the network's world is taken from,
                shape [T, 4, 4]; None takes the views' own, which must then differ in place.

        Raises:
            InputError: If a pose is unusable, the pictures do not divide into patches, or the
                network's answer is not finite.
        """
        side = views.rgba.shape[1]
        patch = self.loaded.config.patch_px
        if views.rgba.shape[2] != side or side % patch:
            raise InputError(
                f"views must be square with a side divisible by {patch} px, got "
                f"{views.rgba.shape[2]}x{side}"
            )
        frame = normalized_cameras(views.world_to_camera, targets)
        rays, origins = ray_map(views.intrinsics, frame.camera_to_world, side, side)
        rgba = torch.from_numpy(np.ascontiguousarray(views.rgba, np.float32)).movedim(3, 1)
        pictures = on_white(rgba)[None].to(self._device)  # [1, V, 3, S, S]
        rays, origins = rays[None].to(self._device), origins[None].to(self._device)
        raw = self._raw(pictures, rays)
        if not bool(torch.isfinite(raw.gaussians).all()):
            raise InputError(
                "the network's Gaussians are not finite; choose the precision bf16 or fp32"
            )
        gaussians = activated(raw.gaussians, pictures, rays, origins, self.loaded.preset)
        return PhysGMPrediction(gaussians, frame, decoded_physics(raw))

    def _raw(self, pictures: torch.Tensor, rays: torch.Tensor) -> RawPrediction:
        """One forward pass in the precision of the weights; one view at a time saves memory."""
        precision = self.loaded.precision
        one = 1 if self._device.type == "cpu" else None
        mixed = precision is not Precision.FP32
        with torch.autocast(self._device.type, dtype=precision.dtype, enabled=mixed):
            raw: RawPrediction = self.loaded.net(pictures, rays, views_at_once=one)
        return raw
