"""What gsplat is given: clouds as tensors of a device, views as its arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from render.base import RenderSettings
from render.camera import Camera
from render.eye_guard import HIDDEN_UP_TO, WHOLE_FROM
from render.gaussians import GaussianCloud
from render.spherical_harmonics import SH_C0, band_values

if TYPE_CHECKING:
    import torch

    Tensor = torch.Tensor

FloatArray = npt.NDArray[np.float32]

FIELDS = ("means", "quats", "scales", "opacities", "sh_coeffs")


class CloudTensors:
    """Keeps arrays on the device; only those that are other arrays than before are uploaded."""

    def __init__(self, device: str) -> None:
        """Prepare for a device, "cuda" or for tests "cpu"."""
        self._device = device
        self._held: dict[str, tuple[FloatArray, Tensor]] = {}

    def upload(self, cloud: GaussianCloud) -> dict[str, Tensor]:
        """Tensors of a cloud by the names of its fields."""
        return {name: self.tensor(name, getattr(cloud, name)) for name in FIELDS}

    def tensor(self, name: str, array: FloatArray) -> Tensor:
        """An array on the device."""
        import torch

        held = self._held.get(name)
        if held is None or held[0] is not array:
            held = (array, torch.from_numpy(np.array(array)).to(self._device))
            self._held[name] = held
        return held[1]


def view_arguments(camera: Camera, settings: RenderSettings, device: str) -> dict[str, Any]:
    """Arguments of `gsplat.rasterization` that say what is seen and how."""
    import torch

    return {
        "viewmats": torch.from_numpy(camera.world_to_camera[None].copy()).to(device),
        "Ks": torch.from_numpy(camera.K[None].copy()).to(device),
        "width": camera.width,
        "height": camera.height,
        "near_plane": camera.near_plane,
        "far_plane": camera.far_plane,
        "eps2d": settings.eps2d,
        "packed": True,
        "render_mode": "RGB+ED",
        "rasterize_mode": "antialiased" if settings.antialiased else "classic",
        "camera_model": "ortho" if camera.is_orthographic else "pinhole",
    }


def viewing_directions(means: Tensor, camera: Camera) -> Tensor:
    """Directions in which the camera sees centres, not normalised, shape [N, 3]."""
    import torch

    if camera.is_orthographic:
        forward = torch.from_numpy(camera.forward).to(means.device)
        return forward.expand_as(means)
    return means - torch.from_numpy(camera.position).to(means.device)


def color_arguments(
    tensors: dict[str, Tensor], camera: Camera, degree: int, features: Tensor | None
) -> dict[str, Any]:
    """Arguments of `gsplat.rasterization` that say what is blended.

    gsplat evaluates colours of visible Gaussians itself, for perspective views and without
    features; otherwise colours as the camera sees them are handed over, features behind them.
    """
    if degree > 0 and features is None and not camera.is_orthographic:
        return {"colors": tensors["sh_coeffs"], "sh_degree": degree}
    colors = seen_colors(tensors, camera, degree)
    if features is not None:
        import torch

        colors = torch.cat([colors, features], dim=1)
    return {"colors": colors, "sh_degree": None}


def seen_colors(tensors: dict[str, Tensor], camera: Camera, degree: int) -> Tensor:
    """Colours (sRGB) as the camera sees them, at least 0, shape [N, 3]."""
    import torch

    sh = tensors["sh_coeffs"]
    colors = sh[:, 0] * SH_C0 + 0.5
    directions = viewing_directions(tensors["means"], camera)
    x, y, z = torch.nn.functional.normalize(directions, dim=1).unbind(1)
    for band in range(1, degree + 1):
        for index, value in enumerate(band_values(x, y, z, band), band * band):
            colors = colors + value[:, None] * sh[:, index]
    return colors.clamp_min(0.0)


def guarded_opacities(tensors: dict[str, Tensor], camera: Camera) -> Tensor:
    """Opacities after `render.eye_guard`, shape [N]."""
    import torch

    opacities = tensors["opacities"]
    if camera.is_orthographic:
        return opacities
    view = torch.from_numpy(camera.world_to_camera[2]).to(opacities.device)
    depths = tensors["means"] @ view[:3] + view[3]
    along = _in_own_axes(tensors["quats"], view[:3]) * tensors["scales"]
    ratio = depths / along.norm(dim=1).clamp_min(1e-30)
    faded: Tensor = opacities * ((ratio - HIDDEN_UP_TO) / (WHOLE_FROM - HIDDEN_UP_TO)).clamp(
        0.0, 1.0
    )
    return faded


def _in_own_axes(quats: Tensor, direction: Tensor) -> Tensor:
    """A world direction in the axes of every Gaussian, R^T d, shape [N, 3]."""
    import torch

    real, turn = quats[:, :1], -quats[:, 1:]  # the conjugate undoes the rotation
    fixed = direction.expand_as(turn)
    twice = 2.0 * torch.linalg.cross(turn, fixed)
    turned: Tensor = fixed + real * twice + torch.linalg.cross(turn, twice)
    return turned
