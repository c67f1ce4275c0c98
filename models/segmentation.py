"""Which pixels of a photo are the object: its alpha channel, else a network's answer, cleaned."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from models.mask_components import clean_mask
from models.mask_refinement import Box, box_of_mask, find_object
from models.photo import Photo
from render.errors import InputError

FloatArray = npt.NDArray[np.float32]
MaskSource = Literal["alpha", "u2netp", "whole frame", "by hand"]

MIN_OBJECT_PX = 8
"""An object whose longer side is shorter has too few pixels to be rebuilt."""
OPAQUE_ENOUGH = 0.5
"""An alpha channel that never falls below it separates nothing and is not taken as a mask."""
SMALL_SHARE, LARGE_SHARE = 0.01, 0.9
"""Shares of the frame outside of which the user is warned."""

TOUCHES_BORDER = (
    "The object touches the edge of the photo; what lies outside is missing from the 3D object."
)
NOTHING_STANDS_OUT = (
    "Nothing stands out from the background; the whole photo is used, as if it were a thick card."
)

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """The object's share of every pixel of a photo, and what the user should know about it."""

    alpha: FloatArray
    """Opacity of the object 0 to 1, shape [H, W] of the photo."""
    share: float
    """Part of the frame that the object covers, 0 to 1."""
    touches_border: bool
    """The object reaches the photo's edge, so part of it may be missing."""
    whole_frame: bool
    """Nothing was separated: every pixel counts as object."""
    source: MaskSource
    """Where the mask comes from."""
    warnings: tuple[str, ...] = ()
    """Sentences for the user."""

    def __post_init__(self) -> None:
        alpha = np.ascontiguousarray(self.alpha, dtype=np.float32)
        if alpha.ndim != 2 or not np.isfinite(alpha).all():
            raise InputError(f"a mask must be finite with shape [H, W], got {alpha.shape}")
        if alpha.min() < 0 or alpha.max() > 1:
            raise InputError(
                f"a mask must lie in 0..1, got {alpha.min():.3g}..{alpha.max():.3g}; clip it"
            )
        object.__setattr__(self, "alpha", alpha)

    @property
    def box(self) -> Box:
        """Bounding box of the object (x, y, width, height) [px]."""
        return box_of_mask(self.alpha)


def segment(photo: Photo) -> Mask:
    """Find the object of a photo.

    An alpha channel that separates something is the mask; otherwise U²-Net-p looks for what stands
    out, and where nothing does the whole frame is taken, with a warning.

    Args:
        photo: The photo.

    Returns:
        The mask, cleaned of parts that do not belong to the object.

    Raises:
        InputError: If the visible part of a cut-out has only a few pixels.
    """
    if photo.alpha is not None and photo.alpha.min() < OPAQUE_ENOUGH:
        alpha = clean_mask(photo.alpha, threshold=0.5 * float(photo.alpha.max()))
        _, _, width, height = box_of_mask(alpha)
        if max(width, height) < MIN_OBJECT_PX:
            raise InputError(
                f'the visible part of "{photo.name}" is {width} x {height} px, '
                f"at least {MIN_OBJECT_PX} px needed; crop or enlarge the picture"
            )
        return mask_from_alpha(alpha, source="alpha")
    found = find_object(over_white(photo))
    if found is None:
        return whole_frame(photo)
    return mask_from_alpha(found, source="u2netp")


def whole_frame(photo: Photo, *, chosen: bool = False) -> Mask:
    """The mask that takes every pixel.

    Args:
        photo: The photo.
        chosen: The user wants it so: no warning.
    """
    alpha = np.ones(photo.rgb.shape[:2], dtype=np.float32)
    return Mask(alpha, 1.0, True, True, "whole frame", () if chosen else (NOTHING_STANDS_OUT,))


def mask_from_alpha(alpha: FloatArray, *, source: MaskSource) -> Mask:
    """Measure an object's opacity and word what the user should know.

    Args:
        alpha: Opacity 0 to 1, shape [H, W].
        source: Where it comes from.
    """
    inside = alpha > 0.5 * float(alpha.max())
    share = float(inside.mean())
    rim = np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]])
    touches_border = bool(rim.any())
    warnings = []
    if touches_border:
        warnings.append(TOUCHES_BORDER)
    if share < SMALL_SHARE:
        warnings.append(
            f"The object covers only {100 * share:.1f} % of the photo; a closer photo shows more."
        )
    if share > LARGE_SHARE:
        warnings.append(
            f"The object covers {100 * share:.0f} % of the photo; leave some space around it."
        )
    _LOGGER.info("mask from %s covers %.1f %% of the frame", source, 100 * share)
    return Mask(alpha, share, touches_border, False, source, tuple(warnings))


def over_white(photo: Photo) -> FloatArray:
    """The photo's colour on white, shape [H, W, 3]."""
    if photo.alpha is None:
        return photo.rgb
    weight = photo.alpha[..., None]
    return np.asarray(photo.rgb * weight + (1 - weight), dtype=np.float32)
