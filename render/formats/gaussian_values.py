"""From the values of a file to a valid cloud: what every reader does at its end."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.splat_file import Extras
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

MIN_SCALE = 1e-12
"""Scales that underflow in float32 are raised to this [file units]."""
FLAT_SCALE = 1e-6
"""Third scale of flat discs (2DGS) [file units]; no tool draws a difference to zero."""
MAX_LENGTH = 1e9
"""Positions and scales above this are damage, not geometry [file units]."""
MAX_COEFFICIENT = 1e4
"""Colour coefficients above this are damage; trained ones stay below 10."""
MAX_FLOAT = float(np.finfo(np.float32).max)
MAX_BAD_SHARE = 0.5
"""A file in which more Gaussians than this share are unusable is damaged."""


class CheckedGaussians(NamedTuple):
    """A valid cloud and what was done for it."""

    cloud: GaussianCloud
    extras: Extras
    notes: tuple[str, ...]


def checked_gaussians(
    path: Path,
    *,
    means: FloatArray,
    quats: FloatArray,
    scales: FloatArray,
    opacities: FloatArray,
    sh_coeffs: FloatArray,
    extras: Extras | None = None,
) -> CheckedGaussians:
    """Make a valid cloud of a file's values, without the Gaussians that cannot be drawn.

    Gaussians with values that are not finite or absurdly large are left out with a note.
    Quaternions are normalized, zero ones become the identity, vanishing scales are raised to
    `MIN_SCALE` and opacities are cut to 0 to 1.

    Args:
        path: File, for messages.
        means: Centres [file units], shape [N, 3].
        quats: Rotations wxyz, shape [N, 4].
        scales: Activated standard deviations [file units], shape [N, 3].
        opacities: Activated opacities, shape [N].
        sh_coeffs: Colour coefficients, shape [N, K, 3].
        extras: Further values, shape [N] each.

    Raises:
        InputError: If most Gaussians are unusable; the message names the first.
    """
    extras = {} if extras is None else extras
    usable = np.ones(len(means), dtype=bool)
    _mark_unusable(usable, "position", means, MAX_LENGTH, path)
    _mark_unusable(usable, "rotation", quats, MAX_FLOAT, path)
    _mark_unusable(usable, "scale", scales, MAX_LENGTH, path)
    _mark_unusable(usable, "opacity", opacities, MAX_FLOAT, path)
    _mark_unusable(usable, "colour", sh_coeffs, MAX_COEFFICIENT, path)
    notes: tuple[str, ...] = ()
    if not usable.all():
        notes = (_left_out(usable),)
        means, quats, scales, opacities, sh_coeffs = (
            values[usable] for values in (means, quats, scales, opacities, sh_coeffs)
        )
        extras = {name: values[usable] for name, values in extras.items()}
    cloud = GaussianCloud(
        means,
        _unit(quats),
        np.maximum(scales, MIN_SCALE),
        np.clip(opacities, 0, 1),
        sh_coeffs,
    )
    return CheckedGaussians(cloud, extras, notes)


def _left_out(usable: BoolArray) -> str:
    left_out = int(len(usable) - usable.sum())
    return (
        f"{left_out:,} of {len(usable):,} Gaussians were left out: "
        "their values are not finite or absurdly large"
    )


def _mark_unusable(
    usable: BoolArray, name: str, values: FloatArray, limit: float, path: Path
) -> None:
    """Clear `usable` where a value is not finite or beyond `limit`."""
    if not values.size or max(values.max(), -values.min()) <= limit:  # false for NaN
        return
    flat = values.reshape(len(values), -1)
    bad: BoolArray = np.asarray(np.logical_not(np.abs(flat) <= limit).any(axis=1))
    if bad.mean() > MAX_BAD_SHARE:
        first = int(bad.argmax())
        worst = flat[first][np.argmin(np.abs(flat[first]) <= limit)]
        raise InputError(
            f"{path}: {name} of Gaussian {first:,} is {worst:g}, at most {limit:g} is allowed, and "
            f"{int(bad.sum()):,} of {len(bad):,} are like it; the file is damaged"
        )
    usable &= ~bad


def _unit(quats: FloatArray) -> FloatArray:
    """Quaternions of length one; those without a direction become the identity."""
    wide = quats.astype(np.float64)  # squares of float32 overflow
    lengths = np.sqrt(np.einsum("nk,nk->n", wide, wide))
    lost = lengths < 1e-12
    unit = np.asarray(wide / np.where(lost, 1, lengths)[:, None], dtype=np.float32)
    unit[lost] = (1, 0, 0, 0)
    return unit
