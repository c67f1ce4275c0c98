"""`GsplatRenderer`: draws with gsplat's CUDA kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from render.base import (
    Renderer,
    RenderOutput,
    RenderSettings,
    SplatStyle,
    checked_features,
)
from render.camera import Camera
from render.errors import BackendUnavailableError, OptionUnavailableError
from render.gaussians import GaussianCloud
from render.gsplat_cuda.median import median_hits
from render.gsplat_cuda.requirements import require_cuda
from render.gsplat_cuda.scene_tensors import (
    CloudTensors,
    color_arguments,
    guarded_opacities,
    view_arguments,
)

if TYPE_CHECKING:
    import torch

FloatArray = npt.NDArray[np.float32]

DEVICE = "cuda"


class GsplatRenderer(Renderer):
    """Pictures come back through page-locked memory; clouds that stay are uploaded once.

    Source: Ye et al., gsplat, 2025.
    """

    name = "gsplat_cuda"

    def __init__(self) -> None:
        """Import torch and gsplat; the first time ever gsplat may compile for minutes.

        Raises:
            BackendUnavailableError: If they cannot draw here; the message names the remedy.
        """
        self._torch, self._gsplat = require_cuda()
        self._clouds = CloudTensors(DEVICE)

    def close(self) -> None:
        """Free the GPU's memory."""
        self._clouds = CloudTensors(DEVICE)

    def render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings | None = None,
        *,
        features: FloatArray | None = None,
        with_ids: bool = False,
    ) -> RenderOutput:
        """Draw one view; see `Renderer.render`.

        Raises:
            OptionUnavailableError: If the style is not splats.
            BackendUnavailableError: If the GPU fails.
        """
        settings = settings or RenderSettings()
        values = None if features is None else checked_features(features, cloud.gaussian_count)
        if settings.style is not SplatStyle.SPLATS:
            raise OptionUnavailableError(
                f"gsplat_cuda draws splats only, not {settings.style}; use another renderer"
            )
        if not cloud.gaussian_count:
            return _empty(camera, settings, values, with_ids=with_ids)
        try:
            with self._torch.inference_mode():
                return self._render(cloud, camera, settings, values, with_ids=with_ids)
        except RuntimeError as error:  # out of memory, a lost device, a failing kernel
            reason = " ".join(str(error).split()[:24])
            raise BackendUnavailableError(f"the GPU failed while drawing: {reason}") from error

    def _render(
        self,
        cloud: GaussianCloud,
        camera: Camera,
        settings: RenderSettings,
        features: FloatArray | None,
        *,
        with_ids: bool,
    ) -> RenderOutput:
        tensors = self._clouds.upload(cloud)
        degree = min(settings.max_sh_degree, cloud.sh_degree)
        values = None if features is None else self._clouds.tensor("features", features)
        picture, alpha, meta = self._gsplat.rasterization(
            means=tensors["means"],
            quats=tensors["quats"],
            scales=tensors["scales"],
            opacities=guarded_opacities(tensors, camera),
            **color_arguments(tensors, camera, degree, values),
            **view_arguments(camera, settings, DEVICE),
        )
        parts = [picture[0], alpha[0]]
        background = self._torch.tensor(settings.background, device=picture.device)
        picture[0, :, :, :3] += (1 - alpha[0]) * background
        picture[0, :, :, :3].clamp_(0, 1)
        if with_ids:
            parts += self._ids(meta, camera)
        host = self._to_host(self._torch.cat(parts, dim=2))
        return _output(host, picture.shape[3] - 1, with_ids=with_ids)

    def _ids(self, meta: dict[str, Any], camera: Camera) -> list[torch.Tensor]:
        """Indices, as the floats that have their bits, and median depths [m] as pictures."""
        torch = self._torch
        found = median_hits(self._gsplat, meta)
        place = found.clamp_min(0)
        none = found < 0
        ids = meta["gaussian_ids"][place] if len(meta["gaussian_ids"]) else place
        ids = ids.masked_fill(none, -1).to(torch.int32).view(torch.float32)
        depths = meta["depths"][place] if len(meta["depths"]) else place.float()
        depths = depths.masked_fill(none, 0.0)
        shape = (camera.height, camera.width, 1)
        return [ids.reshape(shape), depths.reshape(shape)]

    def _to_host(self, picture: torch.Tensor) -> FloatArray:
        """Copy through page-locked memory, which the array then owns."""
        host = self._torch.empty(picture.shape, dtype=picture.dtype, pin_memory=True)
        host.copy_(picture, non_blocking=True)
        self._torch.cuda.current_stream().synchronize()
        return np.asarray(host.numpy())


def _output(host: FloatArray, channel_count: int, *, with_ids: bool) -> RenderOutput:
    """Split what came back: colour and features, depth, alpha, bits of indices, median depth."""
    alpha = np.ascontiguousarray(host[:, :, channel_count + 1])
    depth = np.where(alpha > 0, host[:, :, channel_count], np.float32(0))
    output = RenderOutput(np.ascontiguousarray(host[:, :, :3]), alpha, depth)
    if channel_count > 3:
        output = output._replace(features=np.ascontiguousarray(host[:, :, 3:channel_count]))
    if with_ids:
        bits = np.ascontiguousarray(host[:, :, channel_count + 2])
        median = np.ascontiguousarray(host[:, :, channel_count + 3])
        output = output._replace(gaussian_id=bits.view(np.int32), median_depth=median)
    return output


def _empty(
    camera: Camera, settings: RenderSettings, features: FloatArray | None, *, with_ids: bool
) -> RenderOutput:
    """Picture of no Gaussians, which CUDA kernels cannot be started for."""
    size = (camera.height, camera.width)
    nothing = np.zeros(size, np.float32)
    return RenderOutput(
        np.full((*size, 3), settings.background, np.float32),
        nothing,
        nothing.copy(),
        median_depth=nothing.copy() if with_ids else None,
        gaussian_id=np.full(size, -1, np.int32) if with_ids else None,
        features=None if features is None else np.zeros((*size, features.shape[1]), np.float32),
    )
