"""PhysGM's pictures: resized, cropped square, laid on white."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from models.physgm.config import PhysGMPreset
from models.posed_views import PosedViews
from render.errors import InputError

BytePicture = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float32]


def prepared_views(
    views: PosedViews, preset: PhysGMPreset, *, side: int | None = None, multiple: int = 16
) -> PosedViews:
    """Views resized and cropped as the weights know them; they are rounded to bytes first.

    Args:
        views: Pictures of any size with their cameras.
        preset: What the weights were trained with.
        side: Side of the squares [px]; None takes that of the training.
        multiple: Side of a patch [px].

    Raises:
        InputError: If `side` is no multiple of the patch.
    """
    pictures = np.rint(np.clip(views.rgba, 0, 1) * 255).astype(np.uint8)
    done = [
        prepared_view(
            picture,
            lens,
            side or preset.picture_px,
            straight=preset.straight_resize,
            multiple=multiple,
        )
        for picture, lens in zip(pictures, views.intrinsics, strict=True)
    ]
    squares, cut = zip(*done, strict=True)
    return PosedViews(np.stack(squares), np.stack(cut), views.world_to_camera)


def prepared_view(
    rgba: BytePicture,
    intrinsics: npt.ArrayLike,
    side: int,
    *,
    straight: bool = True,
    multiple: int = 16,
) -> tuple[FloatArray, npt.NDArray[np.float64]]:
    """A view as the network takes it.

    The shorter side becomes `side`, the longer one the nearest multiple of the patch; then the
    middle square is cut out. Resizing is bilinear without antialiasing and rounds to bytes.

    Args:
        rgba: Straight colour and coverage, shape [H, W, 4].
        intrinsics: fx, fy, cx, cy [px] of the picture, shape [4].
        side: Side S of the result [px], a multiple of the patch.
        straight: Resize colours as they stand, as the public weights know them; False weights them
            with the coverage, which avoids fringes.
        multiple: Side of a patch [px].

    Returns:
        Straight colour and coverage, 0 to 1, shape [S, S, 4], and the intrinsics of that square.

    Raises:
        InputError: If the picture is no RGBA picture of bytes or `side` is no multiple.
    """
    picture = np.asarray(rgba)
    if picture.ndim != 3 or picture.shape[2] != 4 or picture.dtype != np.uint8 or not picture.size:
        raise InputError(
            f"a view must be RGBA bytes of shape [H, W, 4], got {picture.dtype} "
            f"{list(picture.shape)}; add an alpha channel"
        )
    if side < multiple or side % multiple:
        raise InputError(f"the side must be a multiple of {multiple} px: {side}")
    height, width = picture.shape[:2]
    factor = side / min(height, width)
    rows, columns = (
        max(side, round(length * factor / multiple) * multiple) for length in (height, width)
    )
    resized = _resized(picture, rows, columns, straight=straight)
    top, left = (rows - side) // 2, (columns - side) // 2
    square = resized[top : top + side, left : left + side]
    across, down = columns / width, rows / height
    lens = np.asarray(intrinsics, np.float64) * [across, down, across, down] - [0, 0, left, top]
    return square / np.float32(255), lens


def on_white(rgba: torch.Tensor) -> torch.Tensor:
    """Straight colour and coverage [..., 4, H, W] on white, [..., 3, H, W]; nothing is clamped."""
    colour, coverage = rgba[..., :3, :, :], rgba[..., 3:, :, :]
    return colour * coverage + (1 - coverage)


def _resized(picture: BytePicture, rows: int, columns: int, *, straight: bool) -> FloatArray:
    """Values 0 to 255 at another size; only the straight path rounds to whole bytes."""
    if picture.shape[:2] == (rows, columns):
        return picture.astype(np.float32)
    values = torch.from_numpy(picture.astype(np.float64)).movedim(2, 0)[None]
    if not straight:
        values = torch.cat([values[:, :3] * (values[:, 3:] / 255), values[:, 3:]], dim=1)
    large = functional.interpolate(values, (rows, columns), mode="bilinear", align_corners=False)
    if straight:
        large = large.round()
    else:
        coverage = large[:, 3:] / 255
        large = torch.cat([large[:, :3] / coverage.clamp(min=1e-6), large[:, 3:]], dim=1)
    return np.ascontiguousarray(large[0].movedim(0, 2).float().numpy())
