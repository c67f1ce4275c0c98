"""PhysGM's weights from the user's file: strict, one tensor at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from models.checkpoint import CheckpointError, save_weights
from models.nets.physgm.physgm_net import PhysGMNet
from models.physgm.build import build_physgm
from models.physgm.config import (
    ENCODER_PREFIX,
    LAST_LAYER,
    PhysGMConfig,
    PhysGMPreset,
    public_preset,
    sh_degree_of,
)
from models.physgm.precision import Precision, stored_dtypes
from models.physgm.tensor_file import TensorFile, open_tensors
from models.state_faults import shown, state_faults
from render.errors import InputError

IGNORED_PREFIXES = ("lpips_loss.",)
"""Tensors that a public checkpoint may hold and the network has no use for."""
PRESET_SUFFIX = ".preset.json"
"""What is appended to a checkpoint's name for the preset beside it."""
DINO_PREFIX = ENCODER_PREFIX + "model."
_CONFIG_KEY, _PRESET_KEY = "physgm", "preset"
_NO_DINO = (
    "holds no DINOv3 tensors; give the file of dinov3-vitl16-pretrain-lvd1689m in the Hugging Face "
    "layout (model.safetensors) apart"
)


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPhysGM:
    """A network ready to predict, with what its weights were trained with."""

    net: PhysGMNet
    """The network, not trainable."""
    config: PhysGMConfig
    """Its size."""
    preset: PhysGMPreset
    """Biases, distances and rig."""
    precision: Precision
    """Precision of its matrices."""


def load_physgm(
    path: Path,
    *,
    dino: Path | None = None,
    preset: PhysGMPreset | None = None,
    config: PhysGMConfig | None = None,
    precision: Precision = Precision.FP32,
    device: str = "cpu",
) -> LoadedPhysGM:
    """Open a checkpoint of PhysGM.

    The network is made on the meta device and filled tensor by tensor, so that the memory needed is
    that of the weights in the precision asked for, once.

    Args:
        path: Safetensors file or pickled checkpoint, in the public naming.
        dino: DINOv3's weights where the checkpoint has none.
        preset: Biases, distances and rig; None takes those of the file's metadata, else those of
            `<file>.preset.json`, else the public ones of the file's SH degree.
        config: Size of the network where the file does not say; None is the public size. The SH
            degree is always that of the last layer.
        precision: Precision of matrices and convolutions.
        device: Torch device.

    Raises:
        CheckpointError: If the file is missing, damaged, holds code, NaN or another network.
    """
    opened = _opened(path, dino, config or PhysGMConfig())
    with torch.device("meta"):
        net = build_physgm(opened.config)
    types = stored_dtypes(net, precision)
    _check_fit(path, net, opened.sources)
    state = {
        name: sound_tensor(source, name).to(device=device, dtype=types[name], copy=True)
        for name, source in opened.sources.items()
    }
    net.load_state_dict(state, strict=True, assign=True)
    return LoadedPhysGM(
        net.eval().requires_grad_(False), opened.config, preset or opened.preset, precision
    )


def convert_checkpoint(
    source: Path,
    target: Path,
    *,
    dino: Path | None = None,
    preset: PhysGMPreset | None = None,
    config: PhysGMConfig | None = None,
    precision: Precision = Precision.FP32,
) -> None:
    """Write a checkpoint as one safetensors file with everything that goes with it.

    Args:
        source: Checkpoint as for `load_physgm`.
        target: `*.safetensors`.
        dino: DINOv3's weights where the checkpoint has none.
        preset: Biases, distances and rig to store; None as in `load_physgm`.
        config: Size of the network where the file does not say; None is the public size.
        precision: Precision of the stored matrices.

    Raises:
        CheckpointError: As `load_physgm` does.
        InputError: If the target is no `*.safetensors` file.
    """
    if target.suffix.lower() != ".safetensors":
        raise InputError(f"the converted file must end in .safetensors: {target.name}")
    loaded = load_physgm(source, dino=dino, preset=preset, config=config, precision=precision)
    save_physgm(target, loaded.net, loaded.config, loaded.preset)


def save_physgm(path: Path, net: PhysGMNet, config: PhysGMConfig, preset: PhysGMPreset) -> None:
    """Write a network with its size and preset, tensors as they are."""
    metadata = {_CONFIG_KEY: asdict(config), _PRESET_KEY: asdict(preset)}
    save_weights(path, net.state_dict(), metadata, half=False)


@dataclass(frozen=True, slots=True)
class _Opened:
    sources: Mapping[str, TensorFile]
    config: PhysGMConfig
    preset: PhysGMPreset


def _opened(path: Path, dino: Path | None, public: PhysGMConfig) -> _Opened:
    """Where each tensor comes from, the size of the network and the preset."""
    file = open_tensors(path)
    if LAST_LAYER not in file.shapes:
        raise CheckpointError(_another_network(file))
    config = _config(file, public)
    preset = _preset(file, config)
    sources = {name: file for name in file.shapes if not name.startswith(IGNORED_PREFIXES)}
    inside = any(name.startswith(ENCODER_PREFIX) for name in sources)
    if dino is not None and inside:
        raise CheckpointError(f"{path} holds its own DINOv3 already; leave {dino.name} out")
    if dino is not None:
        apart = dino_tensors(dino)
        sources |= dict.fromkeys(apart.shapes, apart)
    elif not inside and config.encoder == "dinov3":
        raise CheckpointError(f"{path} {_NO_DINO}")
    return _Opened(sources, config, preset)


def _config(file: TensorFile, otherwise: PhysGMConfig) -> PhysGMConfig:
    """Size of the network: from metadata, or the other with the last layer's SH degree."""
    stored = file.metadata.get(_CONFIG_KEY, {})
    try:
        config = PhysGMConfig.from_json(stored) if stored else otherwise
    except (InputError, AttributeError, TypeError) as error:
        raise CheckpointError(f"{file.path} has unusable settings: {error}") from error
    rows = file.shapes[LAST_LAYER][0] if file.shapes[LAST_LAYER] else 0
    degree = sh_degree_of(rows)
    if degree is None:
        raise CheckpointError(
            f"{file.path}: {LAST_LAYER} has {rows} rows, which is no SH degree; 14, 23, 38 or 59 "
            "rows are degree 0, 1, 2 or 3"
        )
    if stored and config.sh_degree != degree:
        raise CheckpointError(
            f"{file.path} says SH degree {config.sh_degree}, but its last layer has {rows} rows, "
            f"which is degree {degree}; convert it again"
        )
    return replace(config, sh_degree=degree)


def _preset(file: TensorFile, config: PhysGMConfig) -> PhysGMPreset:
    """Preset of the metadata, of the file beside it, or the public one of the SH degree."""
    base = public_preset(config.sh_degree)
    beside = file.path.with_name(file.path.name + PRESET_SUFFIX)
    place = file.path
    values: Any = file.metadata.get(_PRESET_KEY)
    try:
        if values is None and beside.is_file():
            place = beside
            values = json.loads(beside.read_text(encoding="utf-8"))
        return base if values is None else PhysGMPreset.from_json(values, base)
    except (InputError, AttributeError, ValueError, OSError) as error:
        raise CheckpointError(f"{place} has an unusable preset: {error}") from error


def dino_tensors(path: Path) -> TensorFile:
    """Tensors of a separate DINOv3 file under the names of the checkpoint."""
    file = open_tensors(path)
    leading = next((p for p in (DINO_PREFIX, "model.") if f"{p}norm.weight" in file.shapes), "")
    return file.renamed(DINO_PREFIX, without=leading)


def _check_fit(path: Path, net: PhysGMNet, sources: Mapping[str, TensorFile]) -> None:
    """Refuse a file whose tensors are not exactly those of the network."""
    expected = {name: tuple(tensor.shape) for name, tensor in net.state_dict().items()}
    found = {name: source.shapes[name] for name, source in sources.items()}
    faults = state_faults(expected, found)
    if faults:
        raise CheckpointError(f"{path} does not fit the network: {'; '.join(faults)}")


def sound_tensor(source: TensorFile, name: str) -> torch.Tensor:
    """A tensor of finite floating-point numbers."""
    tensor = source.tensor(name)
    if not tensor.is_floating_point() or tensor.layout is not torch.strided:
        kind = f"{tensor.dtype} ({tensor.layout})"
        raise CheckpointError(f"{source.path}: {name} holds {kind}, expected dense floats")
    extremes = torch.stack(tensor.aminmax()) if tensor.numel() else tensor  # NaN shows in both
    if not bool(torch.isfinite(extremes).all()):
        raise CheckpointError(f"{source.path}: {name} holds NaN or infinity; the file is unusable")
    return tensor


def _another_network(file: TensorFile) -> str:
    names = ", ".join(map(shown, list(file.shapes)[:3]))
    return (
        f"{file.path} holds another network: its {len(file.shapes)} tensors begin with {names}; "
        f"PhysGM's include {LAST_LAYER}"
    )
