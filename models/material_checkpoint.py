"""The material weights on disk: trunk, head and novelty score in one safetensors file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from models.checkpoint import CheckpointError, load_weights, read_metadata, save_weights
from models.nets.efficientnet_lite0 import EfficientNetLite0
from models.nets.joint_ensemble import HeadShape
from models.nets.physics_head import PhysicsHead
from models.novelty import NoveltyScore, NoveltyShape

WEIGHTS_NAME = "material.safetensors"
_TRUNK_PREFIX = "trunk."
_HALF_FROM_SIZE = 4096
"""Tensors with at least this many values are stored as float16."""


class MaterialNet(nn.Module):
    """Trunk, head and novelty score under one roof, so that one file holds all."""

    def __init__(
        self, trunk: EfficientNetLite0, head: PhysicsHead, novelty: NoveltyScore | None = None
    ) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = head
        self.novelty = novelty


def save_material(path: Path, net: MaterialNet, metadata: dict[str, Any]) -> None:
    """Write trunk and head; large tensors as float16, the small tables of the head in full."""
    state: dict[str, torch.Tensor] = {}
    for name, tensor in net.state_dict().items():
        half = name.startswith(_TRUNK_PREFIX) or tensor.numel() >= _HALF_FROM_SIZE
        state[name] = tensor.half() if half else tensor
    shapes: dict[str, Any] = {"head": asdict(net.head.shape)}
    if net.novelty is not None:
        shapes["novelty"] = asdict(net.novelty.shape)
    save_weights(path, state, {**metadata, **shapes}, half=False)


def load_material(path: Path) -> MaterialNet:
    """Read trunk and head, ready to predict.

    Raises:
        CheckpointError: If the file is missing, damaged or holds another network.
    """
    metadata = read_metadata(path)
    shape, novelty_shape = metadata.get("head"), metadata.get("novelty")
    if not isinstance(shape, dict):
        raise CheckpointError(f"{path} lacks the sizes of the material head; train it anew")
    try:
        novelty = NoveltyScore(NoveltyShape(**novelty_shape)) if novelty_shape else None
        net = MaterialNet(EfficientNetLite0(), PhysicsHead(HeadShape(**shape)), novelty)
    except TypeError as error:
        raise CheckpointError(f"{path} holds another material head: {error}") from error
    load_weights(net, path)
    return net.eval().requires_grad_(False)


def load_trunk(path: Path) -> EfficientNetLite0:
    """Read the trunk alone, from a trunk file or from material weights with any head.

    Raises:
        CheckpointError: If the file is missing, damaged or holds another trunk.
    """
    read_metadata(path)  # names a missing or damaged file
    found = load_file(path)
    inner = {name for name in found if name.startswith(_TRUNK_PREFIX)}
    state = {name.removeprefix(_TRUNK_PREFIX): found[name] for name in inner or found}
    trunk = EfficientNetLite0()
    try:
        trunk.load_state_dict({name: tensor.float() for name, tensor in state.items()})
    except RuntimeError as error:
        raise CheckpointError(f"{path} holds no EfficientNet-lite0 trunk: {error}") from error
    return trunk.eval().requires_grad_(False)
