"""Weights on disk: safetensors files, loaded strictly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import nn

from render.atomic_file import atomic_path
from render.errors import InputError

_NAMED_AT_ONCE = 5


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


def load_weights(module: nn.Module, path: Path) -> None:
    """Fill every parameter and buffer of a module from a file.

    Raises:
        CheckpointError: If a tensor is missing, superfluous or has another shape; all are named.
    """
    expected = module.state_dict()
    with _opened(path) as file:
        found = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - no mapping
    faults = [f"missing {name}" for name in expected if name not in found]
    faults += [f"unknown {name}" for name in found if name not in expected]
    faults += [
        f"{name} has shape {tuple(found[name].shape)}, expected {tuple(tensor.shape)}"
        for name, tensor in expected.items()
        if name in found and found[name].shape != tensor.shape
    ]
    if faults:
        more = len(faults) - _NAMED_AT_ONCE
        listed = "; ".join(faults[:_NAMED_AT_ONCE]) + (f"; and {more} more" if more > 0 else "")
        raise CheckpointError(f"{path} does not fit the network: {listed}")
    module.load_state_dict({name: found[name].to(expected[name].dtype) for name in expected})


def _opened(path: Path) -> Any:
    if not path.is_file():
        raise CheckpointError(f"no such weights file: {path}")
    try:
        return safe_open(path, framework="pt")
    except (SafetensorError, OSError) as error:
        raise CheckpointError(f"{path} is no readable safetensors file: {error}") from error
