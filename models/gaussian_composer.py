"""Predicted surfaces and the photo's own pixels to Gaussians of the whole object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.outline import Outline
from models.splats import SPREAD, Splats, split_along
from models.surface_splats import surface_splats, unproject, wall_splats
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

FRONT_PX = 192
"""Side of the crop at which the photo's pixels become Gaussians [px]."""
OPACITY = 0.97
_SOLID = 0.5
_LONGEST_STEP = 2.5
_THINNEST = 0.012


@dataclass(frozen=True, slots=True, eq=False)
class SurfaceMaps:
    """The network's answer for a crop of S x S px, in units of the longest side."""

    front_depth: FloatArray
    """Depth of the front surface along the camera's axis, shape [S, S]."""
    back_depth: FloatArray
    """Depth of the back surface, shape [S, S]."""
    back_color: FloatArray
    """Colour of the back surface, sRGB 0 to 1, shape [S, S, 3]."""
    coverage: FloatArray
    """Coverage of the crop that the network saw, 0 to 1, shape [S, S]."""


class Parts(NamedTuple):
    """The splats of an object."""

    front: Splats
    """One or more a pixel of the crop."""
    back: Splats
    """One or more for every 2 x 2 pixels."""
    walls: Splats
    """Columns from front to back along the silhouette."""


def compose(photo: FloatArray, maps: SurfaceMaps, K: FloatArray) -> GaussianCloud:  # noqa: N803
    """Gaussians of the whole object in camera axes.

    Args:
        photo: The crop at `FRONT_PX`, straight colour and coverage, shape [G, G, 4].
        maps: The surfaces behind the crop.
        K: Intrinsics of the crop at `FRONT_PX` [px], shape [3, 3].

    Returns:
        Front from the photo's pixels, back with predicted colours, walls between them.
    """
    known = maps.coverage > _SOLID
    parts = compose_parts(
        photo[..., 3],
        maps,
        K,
        front_colors=_without_fringe(photo, photo[..., 3] > _SOLID),
        back_colors=_enlarged(maps.back_color, known, len(photo)).clip(0, 1),
    )
    return Splats.concatenated(list(parts)).to_cloud(OPACITY)


def compose_parts(
    alpha: FloatArray,
    maps: SurfaceMaps,
    K: FloatArray,  # noqa: N803
    *,
    front_colors: FloatArray,
    back_colors: FloatArray,
) -> Parts:
    """The splats of the whole object in camera axes.

    Args:
        alpha: Coverage of the crop at `FRONT_PX`, or another even size, shape [G, G].
        maps: The surfaces behind the crop; their colours are not used.
        K: Intrinsics of the crop at that size [px], shape [3, 3].
        front_colors: Three numbers that each pixel of the front hands on, shape [G, G, 3].
        back_colors: The same for the back, which takes means of 2 x 2 pixels; walls take a mix of
            both.
    """
    mask, known = alpha > _SOLID, maps.coverage > _SOLID
    front_depth = _enlarged(maps.front_depth, known, len(alpha))
    back_depth = np.maximum(_enlarged(maps.back_depth, known, len(alpha)), front_depth + _THINNEST)
    outline = Outline.of(alpha)
    shift = outline.inset()
    front, back = unproject(front_depth, shift, K), unproject(back_depth, shift, K)
    coarse = _halved_mask(mask)
    back_points = unproject(
        _halved(back_depth[..., None])[..., 0], _halved(0.5 * shift), _halved_intrinsics(K)
    )
    return Parts(
        front=_split(surface_splats(front, front_colors, mask), front, mask),
        back=_split(surface_splats(back_points, _halved(back_colors), coarse), back_points, coarse),
        walls=wall_splats(
            front,
            back,
            front_colors=front_colors,
            back_colors=back_colors,
            along=outline.along,
            mask=mask,
        ),
    )


def compose_card(photo: FloatArray, depth: float, K: FloatArray) -> GaussianCloud:  # noqa: N803
    """The photo on a plane: the same front pixels as `compose`, at one depth, and nothing else.

    Args:
        photo: The crop at `FRONT_PX`, straight colour and coverage, shape [G, G, 4].
        depth: Depth of the plane along the camera's axis, in units of the longest side.
        K: Intrinsics of the crop at `FRONT_PX` [px], shape [3, 3].
    """
    mask = photo[..., 3] > _SOLID
    depths = np.full(mask.shape, depth, np.float32)
    points = unproject(depths, Outline.of(photo[..., 3]).inset(), K)
    return surface_splats(points, _without_fringe(photo, mask), mask).to_cloud(OPACITY)


def _split(splats: Splats, points: FloatArray, mask: BoolArray) -> Splats:
    """Shorten splats at depth steps, where one pixel covers a long stretch of surface."""
    pitch = np.median(
        np.linalg.norm((points[:, 1:, :2] - points[:, :-1, :2])[mask[:, 1:]], axis=-1)
    )
    return split_along(splats, longest=_LONGEST_STEP * SPREAD * float(pitch))


def _enlarged(values: FloatArray, known: BoolArray, side: int) -> FloatArray:
    """A map at the size of the photo's crop; unknown pixels take the nearest known value."""
    nearest = ndimage.distance_transform_edt(~known, return_distances=False, return_indices=True)
    filled = values[nearest[0], nearest[1]]
    small = values.shape[0]
    at = (np.arange(side) + 0.5) * small / side - 0.5
    low = np.floor(at).astype(int).clip(0, small - 2)
    share = (at - low).clip(0, 1).astype(np.float32)
    extra = (1,) * (values.ndim - 2)
    rows = share.reshape(-1, 1, *extra)
    tall = filled[low] * (1 - rows) + filled[low + 1] * rows
    columns = share.reshape(1, -1, *extra)
    return np.asarray(tall[:, low] * (1 - columns) + tall[:, low + 1] * columns, np.float32)


def _without_fringe(photo: FloatArray, mask: BoolArray) -> FloatArray:
    """Colours whose thinly covered pixels take the nearest well covered one."""
    sure = photo[..., 3] > 0.9
    if not (sure & mask).any():
        return photo[..., :3]
    nearest = ndimage.distance_transform_edt(~sure, return_distances=False, return_indices=True)
    return np.asarray(photo[nearest[0], nearest[1], :3], np.float32)


def _halved(values: FloatArray) -> FloatArray:
    """Means of 2 x 2 pixels, shape [H/2, W/2, D]."""
    height, width, channels = values.shape
    blocks = values.reshape(height // 2, 2, width // 2, 2, channels)
    return np.asarray(blocks.mean(axis=(1, 3)), np.float32)


def _halved_mask(mask: BoolArray) -> BoolArray:
    height, width = mask.shape
    return np.asarray(mask.reshape(height // 2, 2, width // 2, 2).sum(axis=(1, 3)) >= 3)


def _halved_intrinsics(K: FloatArray) -> FloatArray:  # noqa: N803
    halved = np.array(K, np.float32)
    halved[:2] *= 0.5
    return halved
