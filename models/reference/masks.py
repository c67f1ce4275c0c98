"""The object's silhouette in every picture of a clip: U²-Net-p on what changes.

What stands still in a steady clip is no moving object, however much it stands out. So pixels that
look like the background are blurred away before the network looks, and what is left stands out.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.mask_components import clean_mask
from models.mask_refinement import box_of_mask
from models.reference.clip import FilmedClip
from models.reference.corners import find_corners
from models.reference.lucas_kanade import Pyramid, follow_checked
from models.u2netp import saliency
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]

INSIDE = 0.5
"""Pixels of which the network is surer than this are the object."""
FIRST_MOVE_S = 0.12
"""Until then the object moves as a whole, and is looked for where something changes [s]."""
FIRST_CORNERS, LEAST_CORNERS = 120, 4
"""Corners that are followed meanwhile, and the fewest that tell a motion."""
STILL_PX = 0.6
"""Corners that move less belong to the background [px]."""
SMOOTH_PX = 1.2
"""Blur before pictures are compared, standard deviation [px]."""
LEAST_CHANGE = 9.0
"""Smallest change of colour that counts [levels of 255]."""
SLOPE_PX = 1.0
"""Where the backdrop changes across a pixel, a change must be so many times that slope [px]."""
NOISE_FACTOR = 5.0
"""A change must be so many times the noise."""
MOVING_SHARE = 2e-3
"""Share of the picture that must change for something to move."""
MOVING_CORE_PX = 2
"""Changed spots thinner than twice this are edges that the camera's shake left [px]."""
GROWN_PX = 7
"""Room that is left round what changes [px]."""
BLURRED_PX = 14.0
"""Blur of what stands still, standard deviation [px]."""
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
        return object_masks(clip, first_masks(clip), progress=progress)


class Backdrop:
    """What lies behind the object, as far as it has been seen."""

    def __init__(self, clip: FilmedClip) -> None:
        from scipy import ndimage

        sigma = (0, SMOOTH_PX, SMOOTH_PX, 0)
        self._smooth = ndimage.gaussian_filter(clip.pictures.astype(np.float32), sigma)
        steps = np.abs(np.diff(self._smooth[: min(clip.frame_count, 12)], axis=0))
        self.least_change = max(LEAST_CHANGE, NOISE_FACTOR * 1.48 * float(np.median(steps)))
        self._slope = _slope(self._smooth[0])
        self._known = np.ones(clip.pictures.shape[1:3], np.bool_)
        self._colors = self._smooth[0]

    def hide(self, mask: BoolArray) -> None:
        """Forget the backdrop where the object stands in the first picture, shape [H, W]."""
        self._known = ~mask

    def learn(self, masks: BoolArray) -> None:
        """Learn what the object uncovered.

        Args:
            masks: The object in the first pictures, shape [F, H, W].
        """
        from scipy import ndimage

        covered = np.stack([ndimage.binary_dilation(mask, iterations=4) for mask in masks])
        covered |= ~masks.any(axis=(1, 2), keepdims=True)
        for row, column in zip(*np.nonzero(~self._known), strict=True):
            free = np.flatnonzero(~covered[:, row, column])
            if len(free):
                self._colors[row, column] = np.median(self._smooth[free, row, column], axis=0)
                self._known[row, column] = True

    def changed(self, index: int) -> BoolArray:
        """Pixels of a picture that do not look like the backdrop or whose backdrop is unknown."""
        gap = np.abs(self._evened(index) - self._colors).max(axis=2)
        return np.asarray((gap > self.least_change + SLOPE_PX * self._slope) | ~self._known)

    def moves_along(self, moves: FloatArray) -> BoolArray:
        """Pixels of the first picture that are found again where the object went.

        Args:
            moves: Motion of the object from the first picture [px], shape [F, 2].
        """
        from scipy import ndimage

        gaps = []
        for index, move in enumerate(moves, start=1):
            later = ndimage.shift(
                self._smooth[index], (-move[1], -move[0], 0), order=1, mode="nearest"
            )
            gaps.append(np.abs(later - self._smooth[0]).max(axis=2))
        limit = self.least_change + SLOPE_PX * self._slope
        along = np.median(gaps, axis=0) <= limit
        opened = ndimage.binary_opening(along, iterations=MOVING_CORE_PX)
        return np.asarray(ndimage.binary_closing(opened, iterations=3) | ~moves.any())

    def _evened(self, index: int) -> FloatArray:
        """A picture as bright as the first one, by the median over what is known."""
        picture = self._smooth[index]
        ratio = np.median(self._colors[self._known]) / max(np.median(picture[self._known]), 1.0)
        return np.asarray(picture * np.clip(ratio, 0.7, 1.4), np.float32)


def onset(clip: FilmedClip) -> int:
    """Number of the last picture before something moves.

    Raises:
        InputError: If nothing ever moves.
    """
    backdrop = Backdrop(clip)
    for index in range(1, clip.frame_count):
        if _moving(backdrop.changed(index)).mean() > MOVING_SHARE:
            return index - 1
    raise InputError(
        f"nothing moves in {clip.name or 'the clip'}; film the object while it falls, or choose "
        "another clip"
    )


def first_masks(clip: FilmedClip) -> BoolArray:
    """The moving object in the first pictures, while it still moves as a whole, shape [F, H, W].

    Args:
        clip: Steady clip that begins as the object begins to move.

    Raises:
        InputError: If nothing that moves stands out.
    """
    from scipy import ndimage

    backdrop = Backdrop(clip)
    end = max(int(np.searchsorted(clip.times_s, FIRST_MOVE_S + 1e-6)), 3)
    changed = np.any([_moving(backdrop.changed(index)) for index in range(1, end)], axis=0)
    region = ndimage.binary_fill_holes(ndimage.binary_closing(changed, iterations=6))
    moves = first_moves(clip, region, end)
    found = _found(clip, 0, region & backdrop.moves_along(moves))
    if not found.any():
        raise InputError(
            f"no object stands out where {clip.name or 'the clip'} begins to move; film it larger "
            "or before a plainer background"
        )
    return np.stack([found, *(_shifted(found, move) > INSIDE for move in moves)])


def first_moves(clip: FilmedClip, region: BoolArray, end: int) -> FloatArray:
    """How the object moves from the first picture to those before `end` [px], shape [end - 1, 2].

    It is the median motion of the corners that move; nought where too few do.

    Args:
        clip: Steady clip.
        region: Where something changes meanwhile, shape [H, W].
        end: Number of the first picture that is not looked at.
    """
    grey = clip.grey()
    first = Pyramid.of(grey[0])
    places = find_corners(grey[0], region, count=FIRST_CORNERS)
    moves = np.zeros((end - 1, 2), np.float32)
    step = np.zeros(2, np.float32)
    for index in range(1, end):
        found, ok = follow_checked(first, Pyramid.of(grey[index]), places, guess=places + step)
        away = (found - places)[ok]
        away = away[np.linalg.norm(away, axis=1) > STILL_PX]
        if len(away) >= LEAST_CORNERS:
            moves[index - 1] = np.median(away, axis=0)
        step = moves[index - 1] * np.float32((index + 1) / index)
    return moves


def object_masks(
    clip: FilmedClip, first: BoolArray, *, progress: ProgressCallback = ignore_progress
) -> BoolArray:
    """The object in every picture, shape [T, H, W]; empty where it is lost.

    What it uncovers is learned on the way, and what the network then takes for the object must not
    look like it.

    Args:
        clip: Steady clip.
        first: The object in the first pictures, shape [F, H, W].
        progress: Told the share that is done.
    """
    backdrop = Backdrop(clip)
    backdrop.hide(first[0])
    backdrop.learn(first)
    masks = list(first)
    for index in range(len(first), clip.frame_count):
        progress(LOOKING, index / clip.frame_count)
        masks.append(_found(clip, index, _moving(backdrop.changed(index))))
    backdrop.learn(np.stack(masks))
    for index in range(len(first), clip.frame_count):
        masks[index] = masks[index] & _near(backdrop.changed(index))
    return np.stack(masks)


def _found(clip: FilmedClip, index: int, region: BoolArray) -> BoolArray:
    """What stands out in a region of a picture when all else is blurred away, shape [H, W]."""
    from scipy import ndimage

    found = np.zeros(region.shape, np.bool_)
    if not region.any():
        return found
    picture = clip.pictures[index].astype(np.float32) / np.float32(255)
    kept = ndimage.binary_dilation(region, iterations=GROWN_PX)
    weight = ndimage.gaussian_filter(kept.astype(np.float32), 2.0)[..., None]
    blurred = ndimage.gaussian_filter(picture, (BLURRED_PX, BLURRED_PX, 0))
    shown = weight * picture + (1 - weight) * blurred
    left, top, width, height = box_of_mask(region.astype(np.float32))
    side = max(CLOSE_UP * max(width, height), SMALLEST_CLOSE_UP_PX) / 2
    rows, columns = (
        slice(max(int(middle - side), 0), int(middle + side))
        for middle in (top + height / 2, left + width / 2)
    )
    part = shown[rows, columns]
    found[rows, columns] = clean_mask(saliency(part), threshold=INSIDE) > INSIDE
    found &= kept
    return found if (found & region).sum() >= TRUSTED_SHARE * region.sum() else region


def _shifted(mask: BoolArray, move: FloatArray) -> FloatArray:
    from scipy import ndimage

    return np.asarray(ndimage.shift(mask.astype(np.float32), (move[1], move[0]), order=1))


def _moving(changed: BoolArray) -> BoolArray:
    """Changed spots that are more than edges."""
    from scipy import ndimage

    core = ndimage.binary_opening(changed, iterations=MOVING_CORE_PX)
    return np.asarray(core, np.bool_)


def _slope(picture: FloatArray) -> FloatArray:
    """Largest change of colour a pixel in the neighbourhood [levels of 255 a px], shape [H, W]."""
    from scipy import ndimage

    down, right = np.gradient(picture, axis=(0, 1))
    steepest = np.hypot(down, right).max(axis=2)
    return np.asarray(ndimage.maximum_filter(steepest, 3), np.float32)


def _near(changed: BoolArray) -> BoolArray:
    """Changed pixels, the holes between them and a rim."""
    from scipy import ndimage

    closed = ndimage.binary_closing(changed, iterations=3)
    return np.asarray(ndimage.binary_dilation(ndimage.binary_fill_holes(closed)), np.bool_)
