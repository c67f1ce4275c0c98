"""In which precision the PhysGM network computes, and what memory that takes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import torch
from torch import nn

from render.errors import InputError

_HALVED = (nn.Linear, nn.Conv2d, nn.ConvTranspose2d)


class Precision(StrEnum):
    """Precision of matrices and convolutions; norms, tokens and rays stay float32."""

    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"

    @staticmethod
    def named(name: str) -> Precision:
        """The precision of a name.

        Raises:
            InputError: If there is none.
        """
        if name not in tuple(Precision):
            raise InputError(f"unknown precision {name!r}; use {', '.join(Precision)}")
        return Precision(name)

    @property
    def dtype(self) -> torch.dtype:
        """The tensors' type."""
        return {
            Precision.FP32: torch.float32,
            Precision.BF16: torch.bfloat16,
            Precision.FP16: torch.float16,
        }[self]


def stored_dtypes(module: nn.Module, precision: Precision) -> dict[str, torch.dtype]:
    """Type of every tensor of the state dict: matrices as asked, everything else float32."""
    types = dict.fromkeys(module.state_dict(), torch.float32)
    for prefix, part in module.named_modules():
        if isinstance(part, _HALVED):
            names = [f"{prefix}.{name}" for name, _ in part.named_parameters(recurse=False)]
            types.update(dict.fromkeys(names, precision.dtype))
    return types


def weight_bytes(module: nn.Module, precision: Precision) -> int:
    """Memory of the weights [bytes]; the module may live on the meta device."""
    types = stored_dtypes(module, precision)
    state: Mapping[str, torch.Tensor] = module.state_dict()
    return sum(tensor.numel() * types[name].itemsize for name, tensor in state.items())
