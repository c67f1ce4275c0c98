"""Small networks with seeded random weights, and the inputs that they see."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch

from models.nets.physgm.physgm_net import PhysGMNet
from models.physgm.build import build_physgm
from models.physgm.cameras import normalized_cameras, ray_map
from models.physgm.config import PhysGMConfig
from render.camera import Camera

SMALL = PhysGMConfig(
    dim=48,
    head_size=12,
    depth=3,
    taps=(0, 1, 1, 2),
    ray_hidden=24,
    map_channels=(16, 24, 32, 32),
    map_features=16,
    encoder_dim=40,
    encoder_head_size=20,
    encoder_depth=2,
)


def seeded_net(config: PhysGMConfig, seed: int = 0) -> PhysGMNet:
    """A network whose every tensor is random, also those that start at zero or one."""
    net = build_physgm(config).eval()
    fill(net, seed)
    return net


def fill(net: torch.nn.Module, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in net.state_dict().items():
            if name.endswith("pos_embed"):
                continue
            fan_in = tensor[0].numel() if tensor.ndim > 1 else 1
            spread = fan_in**-0.5 if tensor.ndim > 1 else 0.2
            tensor.normal_(std=spread, generator=generator)
            if tensor.ndim == 1 and not name.endswith("bias"):
                tensor.add_(1)


def ring_poses(count: int = 4, radius: float = 1.7067) -> npt.NDArray[np.float64]:
    """World-to-camera poses of a ring at 8.93 degrees of elevation, [V, 4, 4]."""
    cameras = [
        Camera.orbit(
            (0, 0, 0),
            radius=radius,
            azimuth_deg=360 * index / count + 10 * index * (count == 3),
            elevation_deg=8.93,
            width=64,
            height=64,
        )
        for index in range(count)
    ]
    return np.stack([camera.world_to_camera for camera in cameras]).astype(np.float64)


def views(
    side: int, count: int = 2, seed: int = 1, dtype: torch.dtype = torch.float64
) -> tuple[torch.Tensor, torch.Tensor]:
    """Random pictures and real rays, [1, V, 3, S, S] and [1, V, 6, S, S]."""
    generator = torch.Generator().manual_seed(seed)
    pictures = torch.rand(1, count, 3, side, side, generator=generator, dtype=torch.float64)
    frame = normalized_cameras(ring_poses(count))
    lens = np.tile([side, side, side / 2, side / 2], (count, 1))
    rays, _ = ray_map(lens, frame.camera_to_world, side, side, dtype=torch.float64)
    return pictures.to(dtype), rays[None].to(dtype)


def weights_of(net: torch.nn.Module) -> dict[str, npt.NDArray[np.float64]]:
    return {name: tensor.double().numpy() for name, tensor in net.state_dict().items()}
