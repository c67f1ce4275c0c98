"""What the trunk of the material head sees: the object cut out on white, filling the picture."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from models.nets.efficientnet_lite0 import INPUT_SIZE_PX, scaled_pixels

CROP_MARGIN = 1.14
"""Side of the crop over the longer side of the object's box."""
_OPAQUE = 0.5


def trunk_input(rgba: Tensor) -> Tensor:
    """Crop a cut-out to its box, put it on white, scale it as EfficientNet-lite expects.

    Args:
        rgba: Straight sRGB colour and opacity, 0 to 1, shape [S, S, 4].

    Returns:
        Picture as `scaled_pixels` gives it, shape [1, 3, 224, 224].
    """
    picture = rgba.permute(2, 0, 1)  # [4, S, S]
    premultiplied = torch.cat([picture[:3] * picture[3:], picture[3:]])
    left, top, side = object_square(picture[3])
    size = picture.shape[-1]
    padding = (-left, left + side - size, -top, top + side - size)  # negative sides crop
    square = functional.pad(premultiplied, padding)[None]  # [1, 4, side, side]
    target = (INPUT_SIZE_PX, INPUT_SIZE_PX)
    small = functional.interpolate(square, target, mode="bicubic", antialias=True)
    on_white = (small[:, :3] + 1 - small[:, 3:]).clamp(0, 1)
    return scaled_pixels(on_white)


def object_square(alpha: Tensor) -> tuple[int, int, int]:
    """Left, top and side [px] of the square about the object; the picture where it is empty.

    Args:
        alpha: Opacity, shape [S, S].
    """
    solid = alpha > _OPAQUE if bool((alpha > _OPAQUE).any()) else alpha > 0
    rows, columns = torch.nonzero(solid.any(1)).flatten(), torch.nonzero(solid.any(0)).flatten()
    if not len(rows):
        return 0, 0, alpha.shape[-1]
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    side = max(1, round(CROP_MARGIN * max(bottom - top, right - left)))
    return round((left + right - side) / 2), round((top + bottom - side) / 2), side
