"""Changes of camera keys that always give a valid path: sorted, apart, stays within their gaps."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from render.cameras.keyframe import CameraKeyframe

Keys = tuple[CameraKeyframe, ...]

GAP_S = 1e-3
"""Smallest time between two keys [s]."""


def key_at(keys: Keys, time_s: float) -> int | None:
    """Index of the key at a time [s]; None where there is none."""
    return next((i for i, key in enumerate(keys) if abs(key.time_s - time_s) < GAP_S), None)


def settled(keys: Keys) -> Keys:
    """Keys in order of time, with stays that end before the next key."""
    ordered = sorted(keys, key=lambda key: key.time_s)
    for earlier, (one, later) in enumerate(pairwise(tuple(ordered))):
        longest = max(later.time_s - one.time_s - GAP_S / 2, 0.0)
        if one.hold_s > longest:
            ordered[earlier] = replace(one, hold_s=longest)
    return tuple(ordered)


def with_key(keys: Keys, key: CameraKeyframe) -> tuple[Keys, int]:
    """Keys with one more, in place of one at the same time, and its index."""
    others = tuple(one for one in keys if abs(one.time_s - key.time_s) >= GAP_S)
    new = settled((*others, key))
    found = key_at(new, key.time_s)
    return new, 0 if found is None else found


def with_time(keys: Keys, index: int, time_s: float) -> tuple[Keys, int]:
    """Keys with one of them at another time, or at the next free one, and its new index."""
    others = (*keys[:index], *keys[index + 1 :])
    free_s = max(time_s, 0.0)
    while key_at(others, free_s) is not None:
        free_s += GAP_S
    return with_key(others, replace(keys[index], time_s=free_s))


def fitted(keys: Keys, length_s: float) -> Keys:
    """Keys whose times and stays are stretched so that they fill 0 to a length [s]."""
    if not keys:
        return keys
    first, span = keys[0].time_s, keys[-1].leaves_s - keys[0].time_s
    if span <= 0:
        return (replace(keys[0], time_s=0.0),)
    factor = length_s / span
    return settled(
        tuple(
            replace(key, time_s=(key.time_s - first) * factor, hold_s=key.hold_s * factor)
            for key in keys
        )
    )
