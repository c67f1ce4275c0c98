"""Weights on disk: safetensors files, loaded strictly."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from models.state_faults import state_faults
from render.atomic_file import atomic_path
from render.errors import InputError

_CHUNK = 1 << 22


class CheckpointError(InputError):
    """A weights file is missing, damaged or belongs to another network."""


def save_weights(
    path: Path, state: dict[str, torch.Tensor], metadata: dict[str, Any], *, half: bool = True
) -> None:
    """Write weights, all or nothing.

    Args:
        path: Final path, `*.safetensors`.
        state: Tensors by name.
        metadata: JSON values stored beside them.
        half: Store floating-point tensors as float16.
    """
    stored = {
        name: (tensor.half() if half and tensor.is_floating_point() else tensor).contiguous()
        for name, tensor in state.items()
    }
    with atomic_path(path) as temporary:
        save_file(stored, temporary, {key: json.dumps(value) for key, value in metadata.items()})
        temporary.chmod(0o644)


def read_metadata(path: Path) -> dict[str, Any]:
    """JSON values stored beside the weights.

    Raises:
        CheckpointError: If the file is missing or damaged.
    """
    with _opened(path) as file:
        return {key: json.loads(text) for key, text in (file.metadata() or {}).items()}


def file_digest(*paths: Path) -> str:
    """SHA-256 of one or several files, one after the other, in hexadecimal digits.

    Raises:
        CheckpointError: If one cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        except OSError as error:
            raise CheckpointError(f"{path} cannot be read: {error.strerror}") from None
    return digest.hexdigest()


def read_tensors(path: Path) -> dict[str, torch.Tensor]:
    """Every tensor of a file by name.

    Raises:
        CheckpointError: If the file is missing or damaged.
    """
    with _opened(path) as file:
        return {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping


def load_weights(module: nn.Module, path: Path) -> None:
    """Fill every parameter and buffer of a module from a file.

    Raises:
        CheckpointError: If a tensor is missing, superfluous or has another shape; all are named.
    """
    expected = module.state_dict()
    found = read_tensors(path)
    faults = state_faults(
        {name: tuple(tensor.shape) for name, tensor in expected.items()},
        {name: tuple(tensor.shape) for name, tensor in found.items()},
    )
    if faults:
        raise CheckpointError(f"{path} does not fit the network: {'; '.join(faults)}")
    module.load_state_dict({name: found[name].to(expected[name].dtype) for name in expected})


def _opened(path: Path) -> Any:
    if not path.is_file():
        raise CheckpointError(f"no such weights file: {path}")
    try:
        return safe_open(path, framework="pt")
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{path} is no readable safetensors file: {error}") from error
