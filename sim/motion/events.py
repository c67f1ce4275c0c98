"""When an object first touches ground and when it comes to rest, read from tracks and silhouettes.

Both are measured in the picture alone, the same way for a simulated and a filmed motion.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sim.motion.motion import BoolArray, Float64Array, Motion

FALL = 0.05
"""The lower edge must have sunk by so much before it can touch ground [longest sides]."""
STOPPED = 0.35
"""The lower edge has touched ground once it sinks slower than so much of its fastest."""
LOWEST_SHARE = 0.01
"""Share of the silhouette that may lie below its lower edge."""
RESTING = 0.15
"""Mean speed of the tracks below which an object rests [longest sides a second]."""


def lower_edge(masks: BoolArray) -> Float64Array:
    """Row above which 99 % of a silhouette lies [px], shape [T]; nan where it is empty.

    Args:
        masks: Silhouettes, shape [T, H, W].
    """
    rows = masks.sum(axis=2).astype(np.float64)  # [T, H]
    below = np.cumsum(rows[:, ::-1], axis=1)
    total = below[:, -1]
    wanted = LOWEST_SHARE * total
    edges = np.full(len(masks), np.nan)
    for index in np.flatnonzero(total > 0):
        found = int(np.searchsorted(below[index], wanted[index]))
        before = below[index, found - 1] if found else 0.0
        part = (wanted[index] - before) / max(below[index, found] - before, 1e-12)
        edges[index] = masks.shape[1] - found - part
    return edges


def contact_time(motion: Motion) -> float:
    """Time of the first touch of the ground [s]; 0 for what never fell, the end if it never lands.

    Args:
        motion: Any motion.
    """
    edge = lower_edge(motion.masks)
    known = np.isfinite(edge)
    if known.sum() < 2:
        return motion.duration_s
    times = motion.times_s
    edge = np.interp(times, times[known], edge[known])
    speed = np.diff(edge) / np.diff(times)
    fallen = edge[1:] - edge[0] > FALL * motion.longest_px
    fastest = np.maximum.accumulate(np.maximum(speed, 0))
    landed = np.flatnonzero(fallen & (speed < STOPPED * fastest))
    if len(landed):
        return float(times[landed[0]])
    return motion.duration_s if fallen.any() else 0.0


def rest_time(motion: Motion) -> float:
    """Time after which the tracks stay slow [s]; the end where they never do.

    Args:
        motion: Any motion.
    """
    speed = _mean_speed(motion) / motion.longest_px
    moving = np.flatnonzero(speed > RESTING)
    return float(motion.times_s[moving[-1] + 1]) if len(moving) else 0.0


def _mean_speed(motion: Motion) -> npt.NDArray[np.float64]:
    """Mean speed of the tracks that are seen, in each interval [px/s], shape [T - 1]."""
    steps = np.linalg.norm(np.diff(motion.tracks.astype(np.float64), axis=0), axis=2)
    seen = motion.visible[1:] & motion.visible[:-1]
    count = np.maximum(seen.sum(axis=1), 1)
    return np.asarray((steps * seen).sum(axis=1) / count / np.diff(motion.times_s))
