"""The smooth curve that a run of keyframes lies on, apart from when the camera is where.

Positions follow a Catmull-Rom spline whose knots lie as far apart as the views differ, by the
square root of the distance: the centripetal choice, which neither overshoots nor loops (Yuksel
et al. 2011, "Parameterization and applications of Catmull-Rom curves"). Targets, lens and roll
never leave the range of their neighbouring keyframes; rotations follow a cubic of unit quaternions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.cameras.hermite import (
    hermite,
    monotone_slopes,
    smooth_slopes,
    turn_between,
    turn_steps,
)
from render.cameras.keyframe import CameraKeyframe
from render.quaternion import matrix_from_quaternion

Float64Array = npt.NDArray[np.float64]

STEEP = 0.3
"""Sine of the angle to the vertical below which a level horizon would spin the picture."""

STANDING = 1e-9
"""Ways shorter than this share of the whole count as none."""

_POSITION, _TARGET, _LENS, _ROLL = slice(0, 3), slice(3, 6), 6, 7


class View(NamedTuple):
    """A camera without a picture size."""

    position_m: Float64Array
    """Camera centre [m], shape [3]."""
    world_to_camera: Float64Array
    """Rotation from the world to camera axes (OpenCV), shape [3, 3]."""
    vertical_fov_deg: float
    """Vertical field of view [degrees]."""


class PathShape:
    """A curve through keyframes; its parameter is `knots[k]` at keyframe k."""

    def __init__(self, keyframes: Sequence[CameraKeyframe], *, closed: bool = False) -> None:
        """Fit the curve.

        Args:
            keyframes: One or more; neighbours may be alike.
            closed: Whether the last keyframe leads back to the first, `knots[-1]` being there.
        """
        self._has_targets = all(keyframe.target_m is not None for keyframe in keyframes)
        ring = [*keyframes, keyframes[0]] if closed else list(keyframes)
        self._rows = np.stack([_row(keyframe, self._has_targets) for keyframe in ring])
        self._quats = np.stack([keyframe.orientation() for keyframe in ring])
        steps, turns = np.diff(self._rows, axis=0), turn_steps(self._quats)
        gaps = _gaps(steps, turns)
        self.knots: Float64Array = np.concatenate([[0.0], np.cumsum(gaps)])
        if not len(gaps):
            return
        ways = np.linalg.norm(steps[:, _POSITION], axis=1)
        angles = np.linalg.norm(turns, axis=1)
        self.standing = ways <= STANDING * ways.sum()
        self._slopes = monotone_slopes(steps, gaps, closed=closed)
        self._slopes[:, _POSITION] = smooth_slopes(
            steps[:, _POSITION], gaps, closed=closed, standing=self.standing
        )
        self._rates = smooth_slopes(turns, gaps, closed=closed, standing=angles <= STANDING)
        self._steep = [self._has_targets and self._is_steep(k) for k in range(len(gaps))]

    def positions(self, segment: int, shares: Float64Array) -> Float64Array:
        """Camera centres [m], shape [M, 3], at shares of the way after keyframe `segment`."""
        return self._between(segment, shares)[:, _POSITION]

    def view(self, parameter: float) -> View:
        """The view at one parameter."""
        if len(self.knots) == 1:
            return self._oriented(self._rows[0], self._quats[0], steep=False)
        last = len(self.knots) - 2
        k = int(np.clip(np.searchsorted(self.knots, parameter, side="right") - 1, 0, last))
        gap = float(self.knots[k + 1] - self.knots[k])
        share = float(np.clip((parameter - self.knots[k]) / gap, 0.0, 1.0))
        ends = (self._quats[k], self._quats[k + 1])
        quat = turn_between(share, gap, ends, self._rates[k : k + 2])
        row = self._between(k, np.array([share]))[0]
        return self._oriented(row, quat, steep=self._steep[k])

    def _between(self, segment: int, shares: Float64Array) -> Float64Array:
        """Rows on the way after a keyframe, shape [M, 8]."""
        k = segment
        gap = float(self.knots[k + 1] - self.knots[k])
        return hermite(shares, gap, (self._rows[k], self._rows[k + 1]), self._slopes[k : k + 2])

    def _is_steep(self, segment: int) -> bool:
        """Whether the camera looks almost straight up or down after a keyframe."""
        rows = self._between(segment, np.linspace(0, 1, 33))
        aims = rows[:, _TARGET] - rows[:, _POSITION]
        flat = np.linalg.norm(aims[:, :2], axis=1)
        return bool((flat < STEEP * np.linalg.norm(aims, axis=1)).any())

    def _oriented(self, row: Float64Array, quat: Float64Array, *, steep: bool) -> View:
        turn = np.asarray(matrix_from_quaternion(quat).T, np.float64)
        if self._has_targets:
            aim = row[_TARGET] - row[_POSITION]
            turn = _swung(aim, turn) if steep else _levelled(aim, turn)
        roll = np.radians(row[_ROLL])
        rolled = np.eye(3)
        rolled[:2, :2] = [[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]]
        fov_deg = float(np.degrees(2 * np.arctan(np.exp(row[_LENS]))))
        return View(row[_POSITION], rolled @ turn, fov_deg)


def _row(keyframe: CameraKeyframe, has_target: bool) -> Float64Array:
    """What the splines of numbers run through; the lens as a logarithm, so zooms are even."""
    target = keyframe.target_m if has_target else None
    lens = np.log(np.tan(np.radians(keyframe.vertical_fov_deg) / 2))
    roll = keyframe.roll_deg
    return np.array([*keyframe.position_m, *(target or (0.0, 0.0, 0.0)), lens, roll])


def _gaps(steps: Float64Array, turns: Float64Array) -> Float64Array:
    """Distances between knots, shape [K - 1], all > 0.

    Args:
        steps: Steps of the rows, shape [K - 1, 8].
        turns: Rotation vectors [rad], shape [K - 1, 3].
    """
    ways = np.linalg.norm(steps[:, _POSITION], axis=1)
    ways = ways + np.linalg.norm(steps[:, _TARGET], axis=1)
    others = np.abs(steps[:, _LENS]) + np.radians(np.abs(steps[:, _ROLL]))
    relative = ways / max(float(ways.mean()), 1e-12) if len(ways) else ways
    return np.asarray(np.sqrt(relative) + np.linalg.norm(turns, axis=1) + others + 1e-3)


def _levelled(aim: Float64Array, turn: Float64Array) -> Float64Array:
    """Rotation to camera axes that look along a direction with a level horizon, shape [3, 3].

    Args:
        aim: Where to look, any length, shape [3].
        turn: Rotation that stands in where there is no direction or it is vertical.
    """
    length = float(np.linalg.norm(aim))
    forward = aim / length if length > 1e-9 else turn[2]
    right = np.cross(forward, [0.0, 0.0, 1.0])
    size = float(np.linalg.norm(right))
    right = right / size if size > 1e-9 else turn[0]
    return np.stack([right, np.cross(forward, right), forward])


def _swung(aim: Float64Array, turn: Float64Array) -> Float64Array:
    """A rotation to camera axes, swung the short way so that it looks along a direction.

    Args:
        aim: Where to look, any length, shape [3].
        turn: Rotation to start from, which stands where there is no direction or no short way.
    """
    length = float(np.linalg.norm(aim))
    if length <= 1e-9:
        return turn
    forward = aim / length
    axis, cosine = np.cross(turn[2], forward), float(turn[2] @ forward)
    if cosine < -0.9999:
        return turn
    swung = turn + np.cross(axis, turn) + np.cross(axis, np.cross(axis, turn)) / (1 + cosine)
    return np.asarray(swung)
