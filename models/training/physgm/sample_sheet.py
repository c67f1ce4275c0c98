"""Sample sheets: inputs, targets and what the network draws, as one picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from render.atomic_file import atomic_path

_GAP_PX = 4
_GREY = 200


def write_sheet(path: Path, inputs: Tensor, targets: Tensor, drawn: Tensor) -> None:
    """Write three rows for each of B objects: inputs, targets, predictions.

    Args:
        path: PNG file.
        inputs: Input pictures on white, shape [B, V, 3, S, S].
        targets: Target pictures on white, shape [B, T, 3, S, S].
        drawn: The network's pictures of the targets, clipped here, shape [B, T, 3, S, S].
    """
    rows = [
        row
        for scene in zip(inputs.detach(), targets.detach(), drawn.detach(), strict=True)
        for row in scene
    ]
    side, columns = targets.shape[-1], max(len(row) for row in rows)
    pitch = side + _GAP_PX
    sheet = np.full((len(rows) * pitch + _GAP_PX, columns * pitch + _GAP_PX, 3), _GREY, np.uint8)
    for down, row in enumerate(rows):
        pictures = (row.float().clamp(0, 1) * 255).round().to(torch.uint8).movedim(1, 3).cpu()
        for across, picture in enumerate(pictures.numpy()):
            top, left = _GAP_PX + down * pitch, _GAP_PX + across * pitch
            sheet[top : top + side, left : left + side] = picture
    with atomic_path(path) as temporary:
        Image.fromarray(sheet).save(temporary)
