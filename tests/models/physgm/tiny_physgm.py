"""A PhysGM so small that a test may run it."""

from __future__ import annotations

from models.physgm.config import PhysGMConfig

TINY = PhysGMConfig(
    dim=64,
    head_size=16,
    depth=2,
    taps=(0, 0, 1, 1),
    ray_hidden=16,
    map_channels=(16, 16, 16, 16),
    map_features=16,
    encoder="patches",
    encoder_dim=12,
)
"""Two blocks of width 64 over plain patches."""
