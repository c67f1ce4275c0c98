"""Composition root of the networks: settings in, modules out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import torch

from models.checkpoint import CheckpointError, load_weights, read_metadata, save_weights
from models.config import EmbeddedConfig, SurfaceNetConfig
from models.nets.surface_net import SurfaceNet


def build_surface_net(config: SurfaceNetConfig) -> SurfaceNet:
    """A freshly initialised shape network."""
    net = SurfaceNet(
        config.widths,
        config.depths,
        config.head_count,
        pretrained=config.pretrained,
        slant_px=config.frame_px if config.slant else 0,
    )
    return net.to(memory_format=torch.channels_last)  # type: ignore[call-overload, no-any-return]


def save_surface_net(path: Path, state: dict[str, torch.Tensor], config: SurfaceNetConfig) -> None:
    """Write the shape network's weights with the settings that rebuild it."""
    save_weights(path, state, {"net": asdict(config)})


def load_surface_net(path: Path) -> tuple[SurfaceNet, SurfaceNetConfig]:
    """Rebuild a shape network from its file, ready to predict.

    Raises:
        CheckpointError: If the file is missing, damaged or holds another network.
    """
    metadata = read_metadata(path)
    if "net" not in metadata:
        raise CheckpointError(f"{path} lacks the settings of the network; train it anew")
    config = EmbeddedConfig.from_json({"net": metadata["net"]}).net
    net = build_surface_net(config)
    load_weights(net, path)
    return net.eval().requires_grad_(False), config
