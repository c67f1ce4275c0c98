"""Takes the shake of a hand-held camera out of a clip, by tracks of the background."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from models.reference.clip import FilmedClip
from models.reference.corners import find_corners
from models.reference.lucas_kanade import Pyramid, follow_checked
from models.reference.similarity import Similarity
from render.progress import ProgressCallback, ignore_progress

BoolArray = npt.NDArray[np.bool_]
ByteArray = npt.NDArray[np.uint8]

POINT_COUNT = 160
LEAST_POINTS = 8
"""With fewer background points that are found again a picture moves like the one before."""
STEADY_PX = 0.15
"""A camera whose pictures never move by more stands still: nothing is done [px]."""

STEADYING = "Steadying the clip"


def stabilised(
    clip: FilmedClip, *, progress: ProgressCallback = ignore_progress
) -> tuple[FilmedClip, float]:
    """The clip as a camera that stands still would have taken it.

    Most of the picture must be background: what moves otherwise is outvoted.

    Args:
        clip: Any clip.
        progress: Told the share that is done.

    Returns:
        The clip, and how far the camera shook: the largest motion of the picture's corners [px].
    """
    motions = camera_motions(clip, progress=progress)
    width, height = clip.size_px
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64)
    shake = [float(np.abs(motion.applied(corners) - corners).max()) for motion in motions]
    if max(shake) <= STEADY_PX:
        return clip, max(shake)
    pairs = zip(clip.pictures, motions, strict=True)
    steady = np.stack([_moved(picture, motion) for picture, motion in pairs])
    return replace(clip, pictures=steady), max(shake)


def camera_motions(
    clip: FilmedClip, *, progress: ProgressCallback = ignore_progress
) -> list[Similarity]:
    """Where the background of the first picture lies in every picture.

    Args:
        clip: Any clip.
        progress: Told the share that is done.
    """
    grey = clip.grey()
    first = Pyramid.of(grey[0])
    places = find_corners(grey[0], np.ones_like(grey[0], np.bool_), count=POINT_COUNT, apart_px=6)
    motions = [Similarity()]
    for index in range(1, clip.frame_count):
        progress(STEADYING, index / clip.frame_count)
        guess = motions[-1].applied(places).astype(np.float32)
        found, ok = follow_checked(first, Pyramid.of(grey[index]), places, guess=guess)
        enough = ok.sum() >= LEAST_POINTS
        motions.append(Similarity.between(places[ok], found[ok]) if enough else motions[-1])
    return motions


def _moved(picture: ByteArray, motion: Similarity) -> ByteArray:
    """The picture as it was before the camera moved; what it did not see repeats its rim."""
    from scipy import ndimage

    turn, shift = motion.turn, motion.shift
    # rows and columns of pixel centres at half integers: y' = Re(a) y + Im(a) x + Im(b) - …
    matrix = np.array([[turn.real, turn.imag], [-turn.imag, turn.real]])
    offset = np.array([shift.imag, shift.real]) + matrix @ [0.5, 0.5] - 0.5
    moved = [
        ndimage.affine_transform(picture[..., channel], matrix, offset, order=1, mode="nearest")
        for channel in range(3)
    ]
    return np.stack(moved, axis=-1)
