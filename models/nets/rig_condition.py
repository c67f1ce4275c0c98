"""What is known of the camera, as numbers for the network."""

from __future__ import annotations

import torch

CONDITION_SIZE = 5
"""Rig known (flag), log of the frame's width; elevation known (flag), its sine and cosine."""


def rig_condition(
    batch: int, *, frame_width: torch.Tensor | None, elevation: torch.Tensor | None
) -> torch.Tensor:
    """Condition vectors, zero where something is unknown, shape [B, 5].

    Args:
        batch: Number of views B.
        frame_width: Width of the frame in units of the longest side, shape [B].
        elevation: Elevation of the camera [rad], shape [B].
    """
    condition = torch.zeros(batch, CONDITION_SIZE)
    if frame_width is not None:
        condition[:, 0], condition[:, 1] = 1, 2 * frame_width.log()
    if elevation is not None:
        condition[:, 2] = 1
        condition[:, 3], condition[:, 4] = elevation.sin(), elevation.cos()
    return condition
