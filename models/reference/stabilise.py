"""Takes the shake of a hand-held camera out of a clip, by tracks of the background."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from models.reference.clip import FilmedClip
from models.reference.light import evenly_lit
from render.progress import ProgressCallback, ignore_progress

BoolArray = npt.NDArray[np.bool_]
ByteArray = npt.NDArray[np.uint8]
FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

POINT_COUNT = 160
LEAST_QUALITY = 0.001
"""Corners weaker than this share of the strongest are left out."""
APART_PX = 16
"""Least distance of two corners [px]: wide enough that a small object with much texture has few."""
WINDOW_PX = 13
LEVELS = 3
RETURN_PX = 1.0
"""How far from its start a point may return."""
OUTLIER_PX = 1.0
"""Points that move otherwise by more do not belong to the background."""
LEAST_POINTS = 8
"""With fewer background points that are found again a picture moves like the one before."""
STEADY_PX = 0.25
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
    shake = [float(np.abs(moved(corners, motion) - corners).max()) for motion in motions]
    if max(shake) <= STEADY_PX:
        return clip, max(shake)
    pairs = zip(clip.pictures, motions, strict=True)
    steady = np.stack([_brought_back(picture, motion) for picture, motion in pairs])
    return replace(clip, pictures=steady), max(shake)


def camera_motions(
    clip: FilmedClip, *, progress: ProgressCallback = ignore_progress
) -> list[Float64Array]:
    """Where the background of the first picture lies in every picture.

    Args:
        clip: Any clip.
        progress: Told the share that is done.

    Returns:
        A similarity of places for each picture, shape [2, 3].
    """
    import cv2

    grey = evenly_lit([cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in clip.pictures])
    found = cv2.goodFeaturesToTrack(grey[0], POINT_COUNT, LEAST_QUALITY, APART_PX)
    corners = np.asarray(() if found is None else found, np.float32).reshape(-1, 2)
    motions = [np.eye(2, 3)]
    for index in range(1, clip.frame_count):
        progress(STEADYING, index / clip.frame_count)
        motions.append(_motion(grey[0], grey[index], corners, motions[-1]))
    return motions


def moved(places: Float64Array, motion: Float64Array) -> Float64Array:
    """Where places come to lie, shape [P, 2]."""
    return np.asarray(places @ motion[:, :2].T + motion[:, 2])


def _motion(
    first: ByteArray, second: ByteArray, corners: FloatArray, guess: Float64Array
) -> Float64Array:
    """Similarity of the background from one picture to another; the guess where too little is seen.

    Sources: Shi and Tomasi, Good features to track, CVPR 1994; Bouguet, Pyramidal implementation of
    the Lucas Kanade feature tracker, 2000; outliers by random sample consensus.
    """
    import cv2

    if len(corners) < LEAST_POINTS:
        return guess
    start = moved(corners.astype(np.float64), guess).astype(np.float32)
    found, ok = _followed(first, second, corners, start)
    returned, back = _followed(second, first, found, found - (start - corners))
    near = np.linalg.norm(returned - corners, axis=1) <= RETURN_PX
    kept = ok & back & near
    if kept.sum() < LEAST_POINTS:
        return guess
    motion, _ = cv2.estimateAffinePartial2D(
        corners[kept] + 0.5, found[kept] + 0.5, ransacReprojThreshold=OUTLIER_PX
    )
    return guess if motion is None else np.asarray(motion, np.float64)


def _followed(
    first: ByteArray, second: ByteArray, places: FloatArray, guess: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Where points of one picture lie in another, and whether they were found."""
    import cv2

    found, ok, _ = cv2.calcOpticalFlowPyrLK(
        first,
        second,
        places,
        guess.astype(np.float32),
        winSize=(WINDOW_PX, WINDOW_PX),
        maxLevel=LEVELS,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return np.asarray(found, np.float32), np.asarray(ok[:, 0] > 0)


def _brought_back(picture: ByteArray, motion: Float64Array) -> ByteArray:
    """The picture as it was before the camera moved; what it did not see repeats its rim."""
    import cv2

    height, width = picture.shape[:2]
    centred = motion.copy()
    centred[:, 2] += motion[:, :2] @ [0.5, 0.5] - 0.5  # OpenCV's pixel centres are integers
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found = cv2.warpAffine(
        picture, centred, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, np.uint8)
