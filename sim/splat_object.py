"""What a splat file holds as an object: upright, centred on the origin, of a known size."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from render.errors import InputError
from render.formats.axes import WORLD_UP, turned
from render.formats.registry import read_splats as read_splat_file
from render.formats.splat_file import SplatFile
from render.framing import FloatArray, extent_bounds
from render.gaussians import GaussianCloud

DEFAULT_SIZE_M = 0.5
"""Longest side of a splat file whose size nobody names [m]."""
VISIBLE_OPACITY = 0.02
SMALLEST_SIDE = 1e-20
"""Longest side that can still be scaled to metres, in a file's unit."""


def read_splats(path: Path) -> SplatFile:
    """Read a splat file of any format that holds at least one Gaussian."""
    splats = read_splat_file(path)
    if not splats.cloud.gaussian_count:
        raise InputError(f"{path} holds no Gaussians; choose another splat file")
    return splats


def upright(splats: SplatFile, *, up: str | None, size_m: float) -> GaussianCloud:
    """The Gaussians with Z up, centred on the origin, the longest side `size_m` [m].

    Args:
        splats: What a file holds, in its own axes and units.
        up: Axis of the file that points up: one of +x -x +y -y +z -z; None takes what the file
            says or, where it says nothing, what its format has.
        size_m: Longest side between the centres of visible Gaussians [m].
    """
    return sized(turned(splats.cloud, source=up or splats.up_axis, target=WORLD_UP), size_m)


def sized(cloud: GaussianCloud, size_m: float) -> GaussianCloud:
    """The cloud centred on the origin with a longest side [m]."""
    centred = cloud.transformed(np.eye(3, dtype=np.float32), -visible_bounds(cloud).mean(axis=0))
    return centred.scaled(size_m / longest_side(cloud))


def longest_side(cloud: GaussianCloud) -> float:
    """Longest side between the centres of visible Gaussians, in the cloud's unit.

    Where all centres are one point it is that of the Gaussians themselves.

    Raises:
        InputError: If they are too small to be told from a point.
    """
    low, high = visible_bounds(cloud)
    longest = float((high - low).max())
    if longest < SMALLEST_SIDE:
        raise InputError(
            f"the longest side of the Gaussians is {longest:.1e}, at least {SMALLEST_SIDE:.0e} "
            "can be given a size; choose another splat file"
        )
    return longest


def visible_bounds(cloud: GaussianCloud) -> FloatArray:
    """Corners of the box whose longest side `--size` names, in the cloud's unit, shape [2, 3]."""
    return extent_bounds(cloud, percentile=0.1, min_opacity=VISIBLE_OPACITY)
