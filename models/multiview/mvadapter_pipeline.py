"""MV-Adapter's pipeline from the user's folder: its own code, through diffusers, never online.

MV-Adapter (Huang et al., arXiv 2412.03632) turns one picture into views that agree with each
other. Its code is the Python package `mvadapter` of its authors, which builds on diffusers; neither
code nor weights are part of this project.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from models.physgm.tensor_file import open_tensors
from render.errors import InputError, damage_of

BASE_FOLDER = "base"
"""Folder with the Stable Diffusion model in diffusers' layout."""
VAE_FOLDER = "vae"
"""Folder with another image decoder in diffusers' layout, such as one that is safe in float16."""
NEEDED = ("diffusers", "transformers", "accelerate", "einops")
OFFLINE = (
    "HF_HUB_OFFLINE",
    "TRANSFORMERS_OFFLINE",
    "HF_DATASETS_OFFLINE",
    "HF_HUB_DISABLE_TELEMETRY",
    "DISABLE_TELEMETRY",
)
"""Environment variables that keep the libraries from looking anything up online."""
_SNR_SHIFT = 8.0


class _Variant(NamedTuple):
    """One of the two published adapters for views of a picture."""

    weights: str
    module: str
    pipeline: str
    side_px: int


_VARIANTS = (
    _Variant(
        "mvadapter_i2mv_sdxl.safetensors",
        "mvadapter.pipelines.pipeline_mvadapter_i2mv_sdxl",
        "MVAdapterI2MVSDXLPipeline",
        768,
    ),
    _Variant(
        "mvadapter_i2mv_sd21.safetensors",
        "mvadapter.pipelines.pipeline_mvadapter_i2mv_sd",
        "MVAdapterI2MVSDPipeline",
        512,
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class MvAdapterPipeline:
    """A pipeline ready to be called."""

    pipe: Any
    """The `mvadapter` pipeline; called as diffusers' pipelines are."""
    side_px: int
    """Side of the pictures that its weights know [px]."""
    device: str = "cpu"
    """Torch device."""


def load_pipeline(folder: Path, *, view_count: int, device: str = "cpu") -> MvAdapterPipeline:
    """Open MV-Adapter from a folder of the user's.

    Args:
        folder: Holds `mvadapter_i2mv_sdxl.safetensors` with Stable Diffusion XL in `base/`, or
            `mvadapter_i2mv_sd21.safetensors` with Stable Diffusion 2.1 there; `vae/` is optional.
        view_count: Number of views made together.
        device: Torch device; "cuda" computes in float16.

    Raises:
        InputError: If a file or package is missing; nothing is downloaded.
    """
    variant = _variant(folder)
    _check_packages()
    _go_offline()
    try:
        pipe = _pipeline(folder, variant, view_count, device)
    except (ImportError, AttributeError, TypeError) as error:
        raise InputError(
            f"the installed diffusers and mvadapter do not go together ({damage_of(error)}); "
            "update both"
        ) from error
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        raise InputError(
            f"{folder} holds no usable MV-Adapter model: {damage_of(error)}"
        ) from error
    return MvAdapterPipeline(pipe, variant.side_px, device)


def _pipeline(folder: Path, variant: _Variant, view_count: int, device: str) -> Any:
    """The pipeline with weights, schedule and adapter, on its device."""
    import torch
    from diffusers import AutoencoderKL

    dtype = torch.float32 if device == "cpu" else torch.float16
    stored = {"torch_dtype": dtype, "local_files_only": True, "use_safetensors": True}
    parts = {}
    if (folder / VAE_FOLDER).is_dir():
        parts["vae"] = AutoencoderKL.from_pretrained(str(folder / VAE_FOLDER), **stored)
    kind = getattr(importlib.import_module(variant.module), variant.pipeline)
    schedules = importlib.import_module("mvadapter.schedulers.scheduling_shift_snr")
    pipe = kind.from_pretrained(str(folder / BASE_FOLDER), **stored, **parts)
    pipe.scheduler = schedules.ShiftSNRScheduler.from_scheduler(
        pipe.scheduler, shift_mode="interpolated", shift_scale=_SNR_SHIFT
    )
    pipe.init_custom_adapter(num_views=view_count)
    _check_adapter(folder / variant.weights, pipe)
    pipe.load_custom_adapter(str(folder), weight_name=variant.weights, local_files_only=True)
    pipe.to(device=device, dtype=dtype)
    pipe.cond_encoder.to(device=device, dtype=dtype)
    pipe.vae.enable_slicing()  # one picture at a time through the decoder saves memory
    return pipe


def _check_adapter(path: Path, pipe: Any) -> None:
    """Refuse a file that is no adapter: `mvadapter` ignores what it does not know.

    Raises:
        ValueError: If it lacks the attention between views or the encoder of cameras.
    """
    names = set(open_tensors(path).shapes)
    attention = {name for name in pipe.unet.state_dict() if "_mv." in name}
    for what, known in (
        ("attention between views", attention),
        ("encoder of cameras", set(pipe.cond_encoder.state_dict())),
    ):
        if not names & known:
            raise ValueError(f"{path.name} has no tensor of the {what}")


def _variant(folder: Path) -> _Variant:
    """Which adapter a folder holds."""
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; name the one with MV-Adapter's weights")
    for variant in _VARIANTS:
        if (folder / variant.weights).is_file():
            if not (folder / BASE_FOLDER / "model_index.json").is_file():
                raise InputError(
                    f"{folder / BASE_FOLDER} holds no Stable Diffusion model in diffusers' layout "
                    "(model_index.json); copy it there, nothing is downloaded"
                )
            return variant
    names = " or ".join(variant.weights for variant in _VARIANTS)
    raise InputError(f"{folder} holds no {names}; copy it there, nothing is downloaded")


def _check_packages() -> None:
    """Refuse to go on without the optional packages."""
    missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise InputError(
            f"views by MV-Adapter need {', '.join(missing)}: "
            "python -m pip install 'phys4d-studio[multiview]'"
        )
    if importlib.util.find_spec("mvadapter") is None:
        raise InputError(
            "views by MV-Adapter need its authors' package mvadapter: python -m pip install "
            "--no-deps git+https://github.com/huanngzh/MV-Adapter"
        )


def _go_offline() -> None:
    """Forbid the libraries every look-up before they are imported."""
    for name in OFFLINE:
        os.environ[name] = "1"
