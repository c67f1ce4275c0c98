"""The object's silhouette in every picture of a clip, by what changes and by U²-Net-p.

What stands still in a steady clip is no moving object, however much it stands out. Where the object
first stood nothing is known of what lies behind it until it leaves; the network tells where it has
left when its motion does not, and draws its outline in the first picture.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.mask_components import clean_mask
from models.mask_refinement import box_of_mask
from models.reference.backdrop import CORE_PX, Backdrop, filled, grown, largest_part, opened
from models.reference.clip import FilmedClip
from models.reference.first_silhouette import (
    first_moves,
    first_silhouette,
    shifted,
)
from models.u2netp import saliency
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]

INSIDE = 0.5
"""Pixels of which the network is surer than this are the object."""
MOVING_SHARE = 2e-3
"""Share of the picture that must change for something to move."""
AGREED = 0.8
"""The network's outline is taken where it overlaps so far with what moves."""
HIDDEN_PX = 3
"""So far round the first silhouette the backdrop counts as unknown [px]."""
CLOSED_PX = 4
"""Gaps of silhouettes that are closed [px]."""
LEARNED_SHARE = 0.02
"""When less of the first silhouette is unknown the network need not help to learn it."""
LEARNED_PICTURES = 10
"""Pictures in which it helps otherwise."""
GROWN_PX = 7
"""Room that is left round what changes [px]."""
BLURRED_PX = 14.0
"""Blur of what stands still before the network looks, standard deviation [px]."""
CLOSE_UP = 1.5
"""Side of the part that the network looks at, in longer sides of what changes."""
SMALLEST_CLOSE_UP_PX = 64
TRUSTED_SHARE = 0.5
"""Where the network takes less of what changes for the object, the changes themselves are it."""

LOOKING = "Finding the object"


class Masker(Protocol):
    """Finds the moving object in a clip."""

    def masks(self, clip: FilmedClip, *, progress: ProgressCallback = ignore_progress) -> BoolArray:
        """The object in every picture, shape [T, H, W]; empty where it is lost.

        Args:
            clip: Steady clip that begins as the object begins to move.
            progress: Told the share that is done.

        Raises:
            InputError: If nothing that moves stands out.
        """


class U2NetMasker:
    """A `Masker` with the shipped network."""

    def masks(self, clip: FilmedClip, *, progress: ProgressCallback = ignore_progress) -> BoolArray:
        """The object in every picture, see `Masker.masks`."""
        progress(LOOKING, 0.0)
        return object_masks(clip, Backdrop(clip), progress=progress)


def onset(clip: FilmedClip) -> int:
    """Number of the last picture before something moves.

    Raises:
        InputError: If nothing ever moves.
    """
    backdrop = Backdrop(clip)
    for index in range(1, clip.frame_count):
        if opened(backdrop.changed(index), CORE_PX).mean() > MOVING_SHARE:
            return index - 1
    raise InputError(
        f"nothing moves in {clip.name or 'the clip'}; film the object while it falls, or choose "
        "another clip"
    )


def object_masks(
    clip: FilmedClip, backdrop: Backdrop, *, progress: ProgressCallback = ignore_progress
) -> BoolArray:
    """The object in every picture, shape [T, H, W]; empty where it is lost.

    Args:
        clip: Steady clip that begins as the object begins to move.
        backdrop: Its first picture; learns what the object uncovers.
        progress: Told the share that is done.

    Raises:
        InputError: If nothing that moves stands out.
    """
    moves = first_moves(clip, backdrop)
    first = outlined(clip, first_silhouette(clip, backdrop, moves))
    backdrop.hide(grown(first, HIDDEN_PX))
    backdrop.learn(np.stack([shifted(first, move) for move in moves]))
    if backdrop.unknown_px > LEARNED_SHARE * first.sum():
        _learn_later(clip, backdrop, len(moves), progress)
    masks = np.stack([_silhouette(backdrop, index) for index in range(clip.frame_count)])
    masks[0] &= grown(first, HIDDEN_PX)
    return masks


def first_mask(clip: FilmedClip) -> BoolArray:
    """The object in the first picture, for maskers that follow it on their own, shape [H, W].

    Args:
        clip: Steady clip that begins as the object begins to move.

    Raises:
        InputError: If nothing that moves stands out.
    """
    backdrop = Backdrop(clip)
    moves = first_moves(clip, backdrop)
    return outlined(clip, first_silhouette(clip, backdrop, moves))


def outlined(clip: FilmedClip, first: BoolArray) -> BoolArray:
    """The first silhouette as the network draws it, where that agrees with what moves, [H, W]."""
    drawn = standing_out(clip, 0, first)
    overlap = (drawn & first).sum() / max((drawn | first).sum(), 1)
    return drawn if overlap > AGREED else first


def _learn_later(
    clip: FilmedClip, backdrop: Backdrop, begin: int, progress: ProgressCallback
) -> None:
    """Learn the backdrop from pictures in which the object no longer moves as a whole."""
    chosen = np.linspace(begin, clip.frame_count - 1, LEARNED_PICTURES).round()
    later = np.zeros((clip.frame_count, *clip.pictures.shape[1:3]), np.bool_)
    for number, index in enumerate(np.unique(chosen.astype(int)[chosen >= begin])):
        progress(LOOKING, number / LEARNED_PICTURES)
        later[index] = standing_out(clip, index, _silhouette(backdrop, index))
    backdrop.learn(later)


def _silhouette(backdrop: Backdrop, index: int) -> BoolArray:
    return largest_part(filled(opened(backdrop.covered(index), CORE_PX), CLOSED_PX))


def standing_out(clip: FilmedClip, index: int, region: BoolArray) -> BoolArray:
    """What stands out in a region of a picture when all else is blurred away, shape [H, W].

    Args:
        clip: Any clip.
        index: Number of the picture.
        region: Where the object is about, shape [H, W].
    """
    import cv2

    found = np.zeros(region.shape, np.bool_)
    if not region.any():
        return found
    picture = clip.pictures[index].astype(np.float32) / np.float32(255)
    kept = grown(region, GROWN_PX)
    weight = cv2.GaussianBlur(kept.astype(np.float32), (0, 0), 2.0)[..., None]
    blurred = cv2.GaussianBlur(picture, (0, 0), BLURRED_PX)
    shown = np.asarray(weight * picture + (1 - weight) * blurred, np.float32)
    left, top, width, height = box_of_mask(region.astype(np.float32))
    side = max(CLOSE_UP * max(width, height), SMALLEST_CLOSE_UP_PX) / 2
    rows, columns = (
        slice(max(int(middle - side), 0), int(middle + side))
        for middle in (top + height / 2, left + width / 2)
    )
    found[rows, columns] = clean_mask(saliency(shown[rows, columns]), threshold=INSIDE) > INSIDE
    found &= kept
    return found if (found & region).sum() >= TRUSTED_SHARE * region.sum() else region
