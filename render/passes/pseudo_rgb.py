"""Pseudo-RGB: identities, geometry and motion packed in pictures of 3 × 8 bit, and back.

`docs/passes.md` states formulas, units and errors. In every packing black, (0, 0, 0), means that
nothing is there, and no packed value is black. Identities come back bit for bit; values come back
within half a step. Lossless pictures (PNG) keep all of it; lossy video does not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int32]
BoolArray = npt.NDArray[np.bool_]
Picture = npt.NDArray[np.uint8]

LARGEST_ID = 2**24 - 2
"""Largest identity that fits, 16,777,214."""
LARGEST_OBJECT = 2**20 - 2
"""Largest object beside a material class, 1,048,574."""
LARGEST_CLASS = 14
"""Largest material class beside an object; 0 to 14."""
_CLASS_CODES = 16
_BITS = 8


class Geometry(NamedTuple):
    """Depth and normal of every pixel."""

    depth: FloatArray
    """Camera depth [m], 0 where there is none, shape [H, W]."""
    normals: FloatArray
    """Unit normals, 0 where there is none, shape [H, W, 3]."""
    mask: BoolArray
    """Pixels that show something, shape [H, W]."""


def encode_ids(ids: IntArray) -> Picture:
    """Identities as colours that differ most between neighbouring numbers, shape [H, W, 3].

    Bit i of (id + 1) goes to channel i mod 3 and there to bit 7 − ⌊i / 3⌋.

    Args:
        ids: Identities from 0, or -1 for none, shape [H, W].

    Raises:
        InputError: If one does not fit in 24 bit.
    """
    if ids.size and (ids.min() < -1 or ids.max() > LARGEST_ID):
        raise InputError(
            f"identities {ids.min()} to {ids.max()} cannot be packed; -1 to {LARGEST_ID} fit"
        )
    code = ids.astype(np.int64) + 1
    picture = np.zeros((*ids.shape, 3), np.uint8)
    for bit in range(3 * _BITS):
        moved = ((code >> bit) & 1) << (_BITS - 1 - bit // 3)
        picture[..., bit % 3] |= moved.astype(np.uint8)
    return picture


def decode_ids(picture: Picture) -> IntArray:
    """Identities that `encode_ids` packed, -1 for none, shape [H, W]."""
    code = np.zeros(picture.shape[:-1], np.int32)
    for bit in range(3 * _BITS):
        moved = (picture[..., bit % 3] >> (_BITS - 1 - bit // 3)) & 1
        code |= moved.astype(np.int32) << bit
    return code - 1


def encode_semantics(objects: IntArray, classes: IntArray) -> Picture:
    """Object and material class as one identity, 16 (object + 1) + class + 1, less one.

    Args:
        objects: Object of every pixel from 0, -1 for none, shape [H, W].
        classes: Material class 0 to 14, -1 where it is not known, shape [H, W].

    Raises:
        InputError: If one does not fit.
    """
    for name, values, largest in (
        ("objects", objects, LARGEST_OBJECT),
        ("material classes", classes, LARGEST_CLASS),
    ):
        if values.size and (values.min() < -1 or values.max() > largest):
            raise InputError(
                f"{name} {values.min()} to {values.max()} cannot be packed; -1 to {largest} fit"
            )
    code = np.where(objects >= 0, _CLASS_CODES * (objects + 1) + classes + 1, 0)
    return encode_ids((code - 1).astype(np.int32))


def decode_semantics(picture: Picture) -> tuple[IntArray, IntArray]:
    """Objects and material classes that `encode_semantics` packed, -1 for none, each [H, W]."""
    code = decode_ids(picture) + 1
    return code // _CLASS_CODES - 1, code % _CLASS_CODES - 1


def encode_depth(depth: FloatArray, mask: BoolArray, near_m: float, far_m: float) -> Picture:
    """Depth in 24 bit, the highest in red; wrong by at most (far − near) / 33,554,428.

    Args:
        depth: Camera depth [m], shape [H, W].
        mask: Pixels that have one, shape [H, W].
        near_m: Depth of the smallest code [m].
        far_m: Depth of the largest code [m].
    """
    code = _code(_share(depth, near_m, far_m), 2**24 - 2) * mask
    return np.stack([code >> 16, (code >> 8) & 255, code & 255], axis=-1).astype(np.uint8)


def decode_depth(picture: Picture, near_m: float, far_m: float) -> tuple[FloatArray, BoolArray]:
    """Depth [m] that `encode_depth` packed, and where there is any, each [H, W]."""
    red, green, blue = np.moveaxis(picture.astype(np.int64), -1, 0)
    code = (red << 16) | (green << 8) | blue
    mask = code > 0
    depth = near_m + (far_m - near_m) * _fraction(code, 2**24 - 2)
    return np.where(mask, depth, 0).astype(np.float32), mask


def encode_normals(normals: FloatArray, mask: BoolArray) -> Picture:
    """Normals on an octahedron in 12 + 12 bit; wrong by less than 0.06°.

    Source: Cigolle et al., A Survey of Efficient Representations for Independent Unit Vectors,
    JCGT 2014.

    Args:
        normals: Unit normals, shape [H, W, 3].
        mask: Pixels that have one, shape [H, W].
    """
    u, v = (_code(one, 4094) * mask for one in _octahedral(normals))
    packed = [u >> 4, ((u & 15) << 4) | (v >> 8), v & 255]
    return np.stack(packed, axis=-1).astype(np.uint8)


def decode_normals(picture: Picture) -> tuple[FloatArray, BoolArray]:
    """Unit normals [H, W, 3] that `encode_normals` packed, and where there are any, [H, W]."""
    red, green, blue = np.moveaxis(picture.astype(np.int64), -1, 0)
    u, v = (red << 4) | (green >> 4), ((green & 15) << 8) | blue
    return _from_octahedral(_fraction(u, 4094), _fraction(v, 4094), u > 0)


def encode_geometry(geometry: Geometry, near_m: float, far_m: float) -> Picture:
    """Normal and depth, 8 bit each: red and green hold the normal, blue the depth.

    The normal is that of an octahedron whose tip looks at the camera, so that what faces it
    changes smoothly. Wrong by less than 1° and by at most (far − near) / 508.

    Args:
        geometry: Depth [m] and unit normals in camera axes (x right, y down, z forward).
        near_m: Depth of the smallest code [m].
        far_m: Depth of the largest code [m].
    """
    u, v = _octahedral(geometry.normals * np.array([1, 1, -1], np.float32))
    shares = (u, v, _share(geometry.depth, near_m, far_m))
    codes = [_code(share, 254) * geometry.mask for share in shares]
    return np.stack(codes, axis=-1).astype(np.uint8)


def decode_geometry(picture: Picture, near_m: float, far_m: float) -> Geometry:
    """Depth [m] and unit normals in camera axes that `encode_geometry` packed."""
    u, v, code = np.moveaxis(picture.astype(np.int64), -1, 0)
    mask = code > 0
    normals, _ = _from_octahedral(_fraction(u, 254), _fraction(v, 254), mask)
    depth = near_m + (far_m - near_m) * _fraction(code, 254)
    facing = normals * np.array([1, 1, -1], np.float32)
    return Geometry(np.where(mask, depth, 0).astype(np.float32), facing, mask)


def encode_trajectory(steps: FloatArray, mask: BoolArray, reach_m: float) -> Picture:
    """Steps to the next frame, x, y and z in red, green and blue about 128.

    Wrong by at most reach / 254; what does not move comes back exactly.

    Args:
        steps: Steps [m a frame], shape [H, W, 3].
        mask: Pixels that have one, shape [H, W].
        reach_m: Largest component [m a frame].
    """
    share = np.clip(steps.astype(np.float64) / _positive(reach_m), -1, 1)
    code = np.rint(128 + 127 * np.nan_to_num(share)).astype(np.int64)
    return (code * mask[..., None]).astype(np.uint8)


def decode_trajectory(picture: Picture, reach_m: float) -> tuple[FloatArray, BoolArray]:
    """Steps [m a frame] that `encode_trajectory` packed, and where there are any."""
    mask = picture[..., 0] > 0
    steps = (picture.astype(np.float64) - 128) / 127 * _positive(reach_m)
    return np.where(mask[..., None], steps, 0).astype(np.float32), mask


def _share(values: FloatArray, low: float, high: float) -> Float64Array:
    return (values.astype(np.float64) - low) / _positive(high - low)


def _positive(value: float) -> float:
    if not (np.isfinite(value) and value > 0):
        raise InputError(f"the packed range must be finite and > 0, got {value:g}")
    return value


def _code(share: Float64Array, steps: int) -> npt.NDArray[np.int64]:
    """Shares 0 to 1 as whole numbers 1 to steps + 1."""
    return 1 + np.rint(np.clip(np.nan_to_num(share), 0, 1) * steps).astype(np.int64)


def _fraction(code: npt.NDArray[np.int64], steps: int) -> Float64Array:
    """Shares that `_code` made, at least 0."""
    return np.asarray(np.maximum(code - 1, 0) / steps)


def _octahedral(normals: FloatArray) -> tuple[Float64Array, Float64Array]:
    """Places of unit vectors on the unfolded octahedron, 0 to 1, each of shape [H, W]."""
    x, y, z = np.moveaxis(normals.astype(np.float64), -1, 0)
    size = np.maximum(np.abs(x) + np.abs(y) + np.abs(z), 1e-12)
    x, y = x / size, y / size
    under_x = (1 - np.abs(y)) * np.where(x < 0, -1, 1)
    under_y = (1 - np.abs(x)) * np.where(y < 0, -1, 1)
    return (np.where(z < 0, under_x, x) + 1) / 2, (np.where(z < 0, under_y, y) + 1) / 2


def _from_octahedral(
    u: Float64Array, v: Float64Array, mask: BoolArray
) -> tuple[FloatArray, BoolArray]:
    x, y = 2 * u - 1, 2 * v - 1
    z = 1 - np.abs(x) - np.abs(y)
    under = np.maximum(-z, 0)
    x = x - np.where(x < 0, -under, under)
    y = y - np.where(y < 0, -under, under)
    normals = np.stack([x, y, z], axis=-1)
    normals /= np.maximum(np.linalg.norm(normals, axis=-1, keepdims=True), 1e-12)
    return np.where(mask[..., None], normals, 0).astype(np.float32), mask
