"""The object in the first picture: what moves as a whole until it touches something.

Where the object stands, two things are true of every later picture: what it uncovered has changed,
and so has the place that it went to. Of background that it covered meanwhile only the first is
true. So of what has changed, the part that has changed also where the object's motion leads from
there is the object. The farther it went, the less its own plain inside can hide.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from models.reference.backdrop import CORE_PX, Backdrop, filled, largest_part, opened
from models.reference.clip import FilmedClip
from models.reference.flow import Flow
from render.errors import InputError

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

FIRST_MOVE_S = 0.12
"""Until then what changes shows where the object is [s]."""
LONGEST_S = 0.6
"""Longer the first flight is not looked at [s]."""
CLOSED_PX = 6
"""Gaps of what changes that are closed [px]."""
STILL_PX = 0.6
"""Points that move less belong to the background [px]."""
SLOWER_SHARE = 0.5
"""So do points that moved by less than this share of the object's last motion."""
TOGETHER_PX, TOGETHER_SHARE = 1.5, 0.08
"""Points move together within the larger of pixels and a share of their motion."""
LEAST_POINTS = 10
LEAST_TOGETHER = 0.4
"""Share of the moving points that must move together for the object to move as a whole."""
LEAST_FITTED, FIT_ROUNDS = 4, 5
"""Motions of which a parabola is made, and how often it is fitted."""
EVERY = 3
"""One of so many pixels is followed."""
LEAST_MOVE_PX = 4.0
STOPPED = 0.6
"""A step of less than so much of the one before is no free fall."""
FAR_SHARE = 0.5
"""Pictures vote in which the object is at least so far from the start, as a share of the most."""
LEAST_VOTES = 0.25


def first_moves(clip: FilmedClip, backdrop: Backdrop) -> FloatArray:
    """How far the object is from where it began, while it moves as a whole [px], shape [F, 2].

    Args:
        clip: Steady clip that begins as the object begins to move.
        backdrop: Its first picture.
    """
    end = max(int(np.searchsorted(clip.times_s, FIRST_MOVE_S + 1e-6)), 3)
    changed = np.any([opened(backdrop.changed(index), CORE_PX) for index in range(1, end)], axis=0)
    rows, columns = np.nonzero(largest_part(filled(changed, CLOSED_PX)))
    start = (np.stack([columns, rows], axis=1)[::EVERY] + 0.5).astype(np.float32)
    flow, places, alive = Flow(clip), start, np.ones(len(start), np.bool_)
    moves = [np.zeros(2, np.float32)]
    last = min(int(np.searchsorted(clip.times_s, LONGEST_S)), clip.frame_count)
    for index in range(1, last):
        places, ok = flow.carried(index - 1, places)
        alive &= ok
        move = _common(places[alive] - start[alive], moves[-1], strict=index > end)
        if move is None or _stops(moves, move):
            break
        moves.append(move)
    return _smoothed(clip.times_s[: len(moves)], np.stack(moves))


def _smoothed(times_s: Float64Array, moves: FloatArray) -> FloatArray:
    """The motion of constant acceleration from rest or not that fits best, shape [F, 2].

    Weights 1 / (1 + (error / spread)²), the spread being the median error, let outliers count less.
    """
    if len(moves) < LEAST_FITTED:
        return moves
    powers = np.stack([times_s, times_s**2], axis=1)
    weights, fitted = np.ones(len(moves)), moves.astype(np.float64)
    for _ in range(FIT_ROUNDS):
        root = np.sqrt(weights)[:, None]
        values, *_ = np.linalg.lstsq(root * powers, root * moves, rcond=None)
        fitted = powers @ values
        error = np.linalg.norm(moves - fitted, axis=1)
        weights = 1 / (1 + (error / max(float(np.median(error)), STILL_PX)) ** 2)
    return np.asarray(fitted, np.float32)


def _common(ways: FloatArray, before: FloatArray, *, strict: bool) -> FloatArray | None:
    """Motion that the moving points have in common [px], shape [2]; None if they have none."""
    far = np.linalg.norm(ways, axis=1)
    ways = ways[far > max(STILL_PX, SLOWER_SHARE * float(np.linalg.norm(before)))]
    if len(ways) < LEAST_POINTS:
        return None
    move, together = np.median(ways, axis=0), ways
    for _ in range(3):
        near = max(TOGETHER_PX, TOGETHER_SHARE * float(np.linalg.norm(move)))
        together = ways[np.linalg.norm(ways - move, axis=1) < near]
        if len(together) < LEAST_POINTS:
            return None
        move = np.median(together, axis=0)
    if strict and len(together) < LEAST_TOGETHER * len(ways):
        return None
    return np.asarray(move, np.float32)


def _stops(moves: list[FloatArray], move: FloatArray) -> bool:
    """Whether a step is much shorter than the one before."""
    if len(moves) < 3 or np.linalg.norm(moves[-1]) < LEAST_MOVE_PX:
        return False
    before, now = moves[-1] - moves[-2], move - moves[-1]
    return bool(now @ before < STOPPED * (before @ before))


def first_silhouette(clip: FilmedClip, backdrop: Backdrop, moves: FloatArray) -> BoolArray:
    """The object in the first picture, shape [H, W].

    Args:
        clip: Steady clip that begins as the object begins to move.
        backdrop: Its first picture.
        moves: Motion of the object, see `first_moves`, shape [F, 2].

    Raises:
        InputError: If nothing moves as a whole.
    """
    far = np.linalg.norm(moves, axis=1)
    voters = np.flatnonzero(far >= max(LEAST_MOVE_PX, FAR_SHARE * float(far.max())))
    if not len(voters):
        raise InputError(
            f"no object stands out where {clip.name or 'the clip'} begins to move; film it larger "
            "or before a plainer background"
        )
    votes = np.zeros(clip.pictures.shape[1:3], np.float32)
    for index in voters:
        changed = filled(opened(backdrop.changed(int(index)), CORE_PX), CORE_PX + 1)
        votes += changed & shifted(changed, -moves[index])
    found = votes >= max(LEAST_VOTES * len(voters), 1)
    return largest_part(filled(found, CORE_PX + 1))


def shifted(mask: BoolArray, move: FloatArray) -> BoolArray:
    """A mask moved right and down by parts of pixels, shape [H, W]."""
    import cv2

    matrix = np.array([[1, 0, move[0]], [0, 1, move[1]]], np.float32)
    height, width = mask.shape
    moved = cv2.warpAffine(mask.astype(np.float32), matrix, (width, height))
    return np.asarray(moved > 0.5)
