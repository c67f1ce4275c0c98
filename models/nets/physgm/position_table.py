"""The ray encoder's table of positions, a sinusoid over the flattened patch index."""

from __future__ import annotations

import torch
from torch.nn import functional


def sinusoid_table(count: int, channels: int) -> torch.Tensor:
    """Sinusoids of the patch index, float32, shape [count, channels].

    Channel j has the angle p / 10000^(2 floor(j / 2) / channels), a sine for even j, a cosine for
    odd j. The index runs row-major through a square grid: the code is one-dimensional.
    Source: Vaswani et al., NeurIPS 2017, section 3.5.
    """
    index = torch.arange(count, dtype=torch.float64)
    channel = torch.arange(channels)
    frequency = 10000.0 ** (-2.0 * (channel // 2).double() / channels)
    angle = index[:, None] * frequency  # [count, channels]
    return torch.where(channel % 2 == 0, angle.sin(), angle.cos()).float()


def table_for_grid(table: torch.Tensor, rows: int, columns: int) -> torch.Tensor:
    """The table resized to a grid of patches, shape [rows * columns, channels].

    Args:
        table: Table of a square grid, shape [n * n, channels].
        rows: Patches down.
        columns: Patches across.

    Returns:
        The table itself where the numbers of patches agree, otherwise resized bicubically with
        antialiasing, corners not aligned.
    """
    count, channels = table.shape
    if rows * columns == count:
        return table
    side = round(count**0.5)
    grid = table.T.reshape(1, channels, side, side)
    grid = functional.interpolate(
        grid, (rows, columns), mode="bicubic", antialias=True, align_corners=False
    )
    return grid[0].reshape(channels, rows * columns).T  # [rows * columns, channels]
