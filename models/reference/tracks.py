"""Points of the object followed through a clip; other trackers can take the place of ours."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from models.reference.backdrop import grown
from models.reference.clip import FilmedClip
from models.reference.flow import Flow
from render.progress import ProgressCallback, ignore_progress

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]

POINT_COUNT = 200
"""Points that are followed at most."""
RIM_PX = 2
"""Distance of the points from the object's outline [px]."""
REACH_PX = 4
"""A point farther outside the silhouette is lost [px]."""

FOLLOWING = "Following points"


class Tracks(NamedTuple):
    """Points through a clip."""

    places: FloatArray
    """Places [px]; where a point is lost its last one, shape [T, P, 2]."""
    visible: BoolArray
    """Whether a point is seen, shape [T, P]."""


class PointTracker(Protocol):
    """Follows points of the first picture through a clip."""

    def follow(
        self, clip: FilmedClip, places: FloatArray, *, progress: ProgressCallback = ignore_progress
    ) -> Tracks:
        """Tracks of points.

        Args:
            clip: Steady clip.
            places: Places in the first picture [px], shape [P, 2].
            progress: Told the share that is done.
        """


class FlowTracker:
    """A `PointTracker` that needs no weights; lost points stay lost."""

    def follow(
        self, clip: FilmedClip, places: FloatArray, *, progress: ProgressCallback = ignore_progress
    ) -> Tracks:
        """Tracks of points from picture to picture, see `PointTracker.follow`."""
        flow = Flow(clip)
        path, seen = [places.astype(np.float32)], [np.ones(len(places), np.bool_)]
        for index in range(1, clip.frame_count):
            progress(FOLLOWING, index / clip.frame_count)
            alive = np.flatnonzero(seen[-1])
            found, ok = flow.carried(index - 1, path[-1][alive])
            place, visible = path[-1].copy(), np.zeros(len(places), np.bool_)
            place[alive[ok]], visible[alive[ok]] = found[ok], True
            path.append(place)
            seen.append(visible)
        return Tracks(np.stack(path), np.stack(seen))


def object_tracks(
    clip: FilmedClip,
    masks: BoolArray,
    tracker: PointTracker,
    *,
    progress: ProgressCallback = ignore_progress,
) -> Tracks:
    """Tracks of points of the object; a point that leaves the silhouette is lost.

    Args:
        clip: Steady clip.
        masks: The object in every picture, empty where it is lost, shape [T, H, W].
        tracker: Follows the points.
        progress: Told the share that is done.
    """
    tracks = tracker.follow(clip, spread_points(masks[0]), progress=progress)
    kept = np.empty_like(tracks.visible)
    for index, mask in enumerate(masks):
        kept[index] = tracks.visible[index]
        if mask.any():
            kept[index] &= _inside(grown(mask, REACH_PX), tracks.places[index])
    return Tracks(tracks.places, np.logical_and.accumulate(kept, axis=0))


def spread_points(mask: BoolArray, *, count: int = POINT_COUNT) -> FloatArray:
    """Points on a grid inside a silhouette and not at its rim [px], shape [P, 2].

    Args:
        mask: Shape [H, W].
        count: Largest number of points.
    """
    inside = ~grown(~mask, RIM_PX)
    step = max(int(np.ceil((inside.sum() / count) ** 0.5)), 1)
    while inside[step // 2 :: step, step // 2 :: step].sum() > count:
        step += 1
    rows, columns = np.nonzero(inside[step // 2 :: step, step // 2 :: step])
    return (np.stack([columns, rows], axis=1) * step + step // 2 + 0.5).astype(np.float32)


def _inside(mask: BoolArray, places: FloatArray) -> BoolArray:
    columns, rows = np.floor(places).astype(int).T
    height, width = mask.shape
    seen = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    found = mask[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)]
    return np.asarray(seen & found, np.bool_)
