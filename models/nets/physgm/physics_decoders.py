"""The heads that read the three global tokens."""

from __future__ import annotations

from torch import nn

from models.nets.physgm.layer_norm import WideLayerNorm

CLASS_COUNT = 14
_HIDDEN = 64


def class_decoder(dim: int) -> nn.Sequential:
    """Token [B, D] to one logit a material class [B, 14]; norm and classifier without bias."""
    classifier = nn.Linear(dim, CLASS_COUNT, bias=False)
    nn.init.normal_(classifier.weight, std=0.02)
    return nn.Sequential(WideLayerNorm(dim, bias=False), classifier)


def value_decoder(dim: int) -> nn.Sequential:
    """Token [B, D] to mean and raw variance of a standardised value [B, 2]."""
    last = nn.Linear(_HIDDEN, 2)
    nn.init.normal_(last.weight, std=0.01)
    nn.init.zeros_(last.bias)
    return nn.Sequential(WideLayerNorm(dim, bias=False), nn.Linear(dim, _HIDDEN), nn.GELU(), last)
