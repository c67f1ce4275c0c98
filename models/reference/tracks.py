"""Points of the object followed through a clip; other trackers can take the place of ours."""

from __future__ import annotations

from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from models.reference.clip import FilmedClip
from models.reference.corners import find_corners
from models.reference.lucas_kanade import Pyramid, follow_checked
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


class LucasKanadeTracker:
    """A `PointTracker` that needs no weights; lost points stay lost."""

    def follow(
        self, clip: FilmedClip, places: FloatArray, *, progress: ProgressCallback = ignore_progress
    ) -> Tracks:
        """Tracks of points from picture to picture, see `PointTracker.follow`."""
        grey = clip.grey()
        before = Pyramid.of(grey[0])
        path, seen = [places.astype(np.float32)], [np.ones(len(places), np.bool_)]
        step = np.zeros(2, np.float32)
        for index in range(1, clip.frame_count):
            progress(FOLLOWING, index / clip.frame_count)
            now = Pyramid.of(grey[index])
            alive = np.flatnonzero(seen[-1])
            start = path[-1][alive]
            found, ok = follow_checked(before, now, start, guess=start + step)
            place, visible = path[-1].copy(), np.zeros(len(places), np.bool_)
            place[alive[ok]], visible[alive[ok]] = found[ok], True
            if ok.any():
                step = np.median(found[ok] - start[ok], axis=0)
            path.append(place)
            seen.append(visible)
            before = now
        return Tracks(np.stack(path), np.stack(seen))


def object_tracks(
    clip: FilmedClip,
    masks: BoolArray,
    tracker: PointTracker,
    *,
    progress: ProgressCallback = ignore_progress,
) -> Tracks:
    """Tracks of the object's corners; a point that leaves the silhouette is lost.

    Args:
        clip: Steady clip.
        masks: The object in every picture, empty where it is lost, shape [T, H, W].
        tracker: Follows the points.
        progress: Told the share that is done.
    """
    from scipy import ndimage

    inside = ndimage.binary_erosion(masks[0], iterations=RIM_PX)
    places = find_corners(clip.grey()[0], inside, count=POINT_COUNT)
    tracks = tracker.follow(clip, places, progress=progress)
    kept = np.empty_like(tracks.visible)
    for index, mask in enumerate(masks):
        kept[index] = tracks.visible[index]
        if mask.any():
            reach = ndimage.binary_dilation(mask, iterations=REACH_PX)
            kept[index] &= _inside(reach, tracks.places[index])
    return Tracks(tracks.places, np.logical_and.accumulate(kept, axis=0))


def _inside(mask: BoolArray, places: FloatArray) -> BoolArray:
    columns, rows = np.floor(places).astype(int).T
    height, width = mask.shape
    seen = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    found = mask[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)]
    return np.asarray(seen & found, np.bool_)
