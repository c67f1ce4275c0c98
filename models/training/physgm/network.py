"""The network that a training begins with."""

from __future__ import annotations

from pathlib import Path

import torch

from models.checkpoint import CheckpointError
from models.nets.physgm.physgm_net import PhysGMNet
from models.physgm.build import build_physgm
from models.physgm.checkpoint import DINO_PREFIX, dino_tensors, sound_tensor
from models.state_faults import state_faults
from models.training.physgm.settings import TrainingSettings
from render.errors import InputError


def initial_network(settings: TrainingSettings, dino: Path | None) -> PhysGMNet:
    """A network with seeded weights and, where it has one, the frozen DINOv3 of a file.

    Args:
        settings: Size and seed.
        dino: File of the DINOv3 weights; None takes that of the settings.

    Raises:
        InputError: If the network needs the file and none is named, or the other way round.
        CheckpointError: If the file does not fit.
    """
    path = dino or (Path(settings.dino) if settings.dino else None)
    wanted = settings.net.encoder == "dinov3"
    if wanted and path is None:
        raise InputError(
            "the network needs DINOv3's weights; name model.safetensors of "
            "dinov3-vitl16-pretrain-lvd1689m with --dino"
        )
    if path is not None and not wanted:
        raise InputError(f'net.encoder "{settings.net.encoder}" takes no DINOv3; leave --dino out')
    torch.manual_seed(settings.training.seed)
    net = build_physgm(settings.net)
    if path is not None:
        _fill_encoder(net, path)
    return net


def _fill_encoder(net: PhysGMNet, path: Path) -> None:
    """Read the frozen encoder's weights, each tensor checked."""
    source = dino_tensors(path)
    expected = {
        name: tensor for name, tensor in net.state_dict().items() if name.startswith(DINO_PREFIX)
    }
    shapes = {name: tuple(tensor.shape) for name, tensor in expected.items()}
    faults = state_faults(shapes, source.shapes)
    if faults:
        raise CheckpointError(f"{path} is not the encoder's file: {'; '.join(faults)}")
    for name, tensor in expected.items():
        tensor.copy_(sound_tensor(source, name))
