"""Tensors of a checkpoint file, safetensors or pickled, read one by one; no code is run."""

from __future__ import annotations

import json
import pickle
import struct
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from models.checkpoint import CheckpointError
from models.state_faults import shown

_ZIP_MAGIC = b"PK\x03\x04"
_MODEL_KEY = "model"
_DAMAGE = (
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    LookupError,
    ArithmeticError,
    MemoryError,
    struct.error,
)
"""What torch's restricted unpickler raises for damaged files; it checks little by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class TensorFile:
    """Named tensors of an open file; each is read when asked for."""

    path: Path
    """The file."""
    shapes: Mapping[str, tuple[int, ...]]
    """Shape of every tensor by name."""
    read: Callable[[str], torch.Tensor]
    """Reads one tensor by name."""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """JSON values stored beside the tensors; a pickled file has none."""

    def tensor(self, name: str) -> torch.Tensor:
        """One tensor.

        Raises:
            CheckpointError: If the file breaks off inside it.
        """
        try:
            tensor: torch.Tensor = self.read(name)
        except (SafetensorError, OSError, RuntimeError) as error:
            raise CheckpointError(f"{self.path} is damaged at {name}: {error}") from error
        return tensor

    def renamed(self, prefix: str, *, without: str = "") -> TensorFile:
        """The same tensors whose names lose `without` and gain `prefix` in front."""
        names = {prefix + name.removeprefix(without): name for name in self.shapes}
        shapes = {new: self.shapes[old] for new, old in names.items()}
        return TensorFile(self.path, shapes, lambda name: self.tensor(names[name]), self.metadata)


def open_tensors(path: Path) -> TensorFile:
    """Open a checkpoint: a safetensors file, or a pickled state dict, bare or under "model".

    Pickles are read with `weights_only=True`, which builds tensors and plain containers and refuses
    everything else; large ones stay on disk until a tensor is asked for.

    Raises:
        CheckpointError: If the file is missing, truncated, holds code or no tensors.
    """
    if not path.is_file():
        raise CheckpointError(f"no such weights file: {path}")
    if path.suffix.lower() == ".safetensors":
        return _open_safetensors(path)
    return _open_pickle(path)


def _open_safetensors(path: Path) -> TensorFile:
    try:
        file: Any = safe_open(path, framework="pt")
        shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118 - no mapping
        metadata = {key: json.loads(text) for key, text in (file.metadata() or {}).items()}
    except (SafetensorError, OSError) as error:
        raise CheckpointError(
            f"{path} is no readable safetensors file, perhaps truncated: {error}"
        ) from error
    except ValueError:
        metadata = {}  # files of other programs hold plain text here
    return TensorFile(path, shapes, file.get_tensor, metadata)


def _open_pickle(path: Path) -> TensorFile:
    with path.open("rb") as stream:
        zipped = stream.read(4) == _ZIP_MAGIC
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd protocol numbers of damaged files
            content = torch.load(path, map_location="cpu", weights_only=True, mmap=zipped)
    except pickle.UnpicklingError as error:
        raise CheckpointError(f"{path} was refused: {_reason(error)}") from error
    except _DAMAGE as error:
        raise CheckpointError(
            f"{path} is truncated or no checkpoint ({_damage(error)}); name a PhysGM checkpoint "
            "(.pt, .pth or .safetensors)"
        ) from error
    state = content.get(_MODEL_KEY, content) if isinstance(content, dict) else None
    if not isinstance(state, dict) or not state or not all(isinstance(n, str) for n in state):
        raise CheckpointError(f'{path} holds no state dict, neither bare nor under "{_MODEL_KEY}"')
    others = [shown(name) for name, value in state.items() if not isinstance(value, torch.Tensor)]
    if others:
        raise CheckpointError(
            f"{path} holds values that are no tensors: {', '.join(others[:5])}; give a file with "
            "the network's state dict"
        )
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    return TensorFile(path, shapes, state.__getitem__)


def _damage(error: Exception) -> str:
    """What torch's unpickler stumbled over, in words: a bare number is an unknown instruction."""
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"no pickle: unknown instruction {first}" if first.isdecimal() else first


def _reason(error: pickle.UnpicklingError) -> str:
    """One line for a file that the restricted unpickler would not read."""
    text = str(error)
    for marker in ("GLOBAL ", "Unsupported global: GLOBAL "):
        if marker in text:
            name = text.split(marker, 1)[1].split()[0]
            return f"it holds pickled code ({name}), which is never run; ask for plain tensors"
    first = text.splitlines()[0] if text else "not a pickle"
    return f"it is no pickle of plain tensors ({first})"
