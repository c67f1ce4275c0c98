"""`motion_of_take`: what a camera sees of a take, projected from its own splats, not tracked."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from render.camera import Camera
from render.clips.frame_pose import FramePose
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.motion.footprint import (
    FlatSplats,
    flat_splats,
    nearest_depths,
    opacity_picture,
    pixel_of,
    splat_axes,
)
from sim.motion.motion import BoolArray, FloatArray, IntArray, Motion, longest_side_px
from sim.take import Take

DEFAULT_POINT_COUNT = 256
"""Points that are followed."""
MIN_OPACITY = 0.1
"""Gaussians at or below this opacity are no part of the surface that is followed."""
DRAWN_SPLATS = 8_000
"""Splats that the silhouette is drawn from; of larger clouds so many are drawn by the seed."""
MASK_OPACITY = 0.5
"""Pixels above this opacity belong to the silhouette."""
SURFACE_DEPTH = 0.06
"""A point is seen when it lies at most so far behind the nearest splat [longest sides]."""


def motion_of_take(
    take: Take,
    camera: Camera,
    *,
    point_count: int = DEFAULT_POINT_COUNT,
    seed: int = 0,
    points: IntArray | None = None,
) -> Motion:
    """Tracks and silhouettes of the first body of a take.

    The same seed follows the same Gaussians in every take of the same object, whatever its
    material, so that a candidate and a simulated reference are compared point by point.

    Args:
        take: Complete take.
        camera: Still camera; its picture size is that of the silhouettes.
        point_count: Number of points to follow, fewer where fewer are seen at rest.
        seed: Chooses the points, and the drawn splats of large clouds.
        points: Gaussians to follow instead, as a filmed reference names them, shape [P].

    Raises:
        InputError: If the take is not complete, cannot be read, or is not seen by the camera.
    """
    _check_complete(take)
    surface = surface_of(take)
    if points is None:
        rest = take.rest.select(surface)
        found = visible_points(rest, camera, name=f"take {take.path.name}")
        points = surface.start + chosen_points(found, seed=seed, count=point_count)
    elif len(points) and not 0 <= points.min() <= points.max() < surface.stop:
        raise InputError(
            f"the reference follows Gaussian {points.max()}, take {take.path.name} has "
            f"{surface.stop}; compare takes of one object"
        )
    drawn = _Projector.of(take, camera, seed)
    seen = [drawn.picture(take.pose(index), points) for index in range(take.frame_count)]
    masks = np.stack([one.mask for one in seen])
    return Motion(
        times_s=take.frame_dt_s * np.arange(take.frame_count, dtype=np.float64),
        tracks=np.stack([one.places for one in seen]),
        visible=np.stack([one.visible for one in seen]),
        masks=masks,
        points=points,
        longest_px=longest_side_px(masks[0]),
        stiffness=take.provenance.stiffness,
        name=take.path.name,
    )


def _check_complete(take: Take) -> None:
    if not take.complete or take.frame_count < 2:
        raise InputError(
            f"take {take.path.name} holds {take.frame_count} of {take.planned_frame_count} frames: "
            "its motion cannot be compared; simulate it again"
        )


def surface_of(take: Take) -> slice:
    """Gaussians of the first body without those inside, which differ from law to law."""
    body = take.bodies[0]
    end = body.first_gaussian + body.gaussian_count - body.interior_count
    return slice(body.first_gaussian, end)


def visible_points(rest: GaussianCloud, camera: Camera, *, name: str = "the object") -> IntArray:
    """Gaussians at rest that the camera sees, ascending, shape [V].

    Args:
        rest: Placed object in the world [m], without what lies inside.
        camera: Still camera.
        name: What it is, for the message.

    Raises:
        InputError: If none is seen.
    """
    splats = flat_splats(rest, splat_axes(rest), _pose_at_rest(rest), camera)
    solid = rest.opacities > MIN_OPACITY
    found = np.flatnonzero(_seen(splats, splats, camera, _longest_m(rest)) & solid)
    if not len(found):
        raise InputError(f"the camera sees nothing of {name} at rest; point it at the object")
    return found


def chosen_points(found: IntArray, *, seed: int, count: int) -> IntArray:
    """At most `count` of the points, chosen by the seed."""
    return np.random.default_rng(seed).permutation(found)[:count]


def silhouette(
    rest: GaussianCloud, camera: Camera, *, seed: int = 0, most: int = DRAWN_SPLATS
) -> BoolArray:
    """Silhouette of an object at rest, shape [H, W].

    Args:
        rest: Placed object in the world [m].
        camera: Still camera with its picture size.
        seed: Chooses the drawn splats of large clouds.
        most: Splats that are drawn at most.
    """
    drawn = rest.select(drawn_splats(rest.gaussian_count, seed, most=most))
    if drawn.gaussian_count < rest.gaussian_count:
        drawn = _thickened(drawn, rest.gaussian_count)
    splats = flat_splats(drawn, splat_axes(drawn), _pose_at_rest(drawn), camera)
    return opacity_picture(splats, camera.width, camera.height) > MASK_OPACITY


def drawn_splats(count: int, seed: int, *, most: int = DRAWN_SPLATS) -> IntArray:
    """Which of so many splats are drawn: all, or at most so many of them, ascending."""
    if count <= most:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).permutation(count)[:most])


class _Picture(NamedTuple):
    """One frame as the camera sees it."""

    places: FloatArray
    visible: BoolArray
    mask: BoolArray


class _Projector(NamedTuple):
    """What all frames of a take have in common."""

    camera: Camera
    rest: GaussianCloud
    """Drawn splats; opacities make up for those that are left out."""
    chosen: IntArray
    """Their numbers in the take, shape [M]."""
    axes: FloatArray
    longest_m: float

    @staticmethod
    def of(take: Take, camera: Camera, seed: int) -> _Projector:
        body = take.bodies[0]
        longest_m = _longest_m(take.rest.select(surface_of(take)))
        chosen = body.first_gaussian + drawn_splats(body.gaussian_count, seed)
        rest = take.rest.select(chosen)
        if len(chosen) < body.gaussian_count:
            rest = _thickened(rest, body.gaussian_count)
        return _Projector(camera, rest, chosen, splat_axes(rest), longest_m)

    def picture(self, pose: FramePose, points: IntArray) -> _Picture:
        """Places and visibility of the points, and the silhouette."""
        drawn = _rows(pose, self.chosen)
        splats = flat_splats(self.rest, self.axes, drawn, self.camera)
        width, height = self.camera.width, self.camera.height
        opacity = opacity_picture(splats, width, height)
        followed = _points(_rows(pose, points), self.camera)
        return _Picture(
            followed.centers.astype(np.float32),
            _seen(followed, splats, self.camera, self.longest_m),
            opacity > MASK_OPACITY,
        )


def _points(pose: FramePose, camera: Camera) -> FlatSplats:
    """Centres alone; places behind the camera are those at its near plane."""
    centers, depths = camera.project(pose.means)
    opacities = (depths > camera.near_plane).astype(np.float64)
    if pose.hidden is not None:
        opacities[pose.hidden] = 0
    behind = ~np.isfinite(centers).all(axis=1) | (depths <= camera.near_plane)
    centers[behind] = (-camera.width, -camera.height)
    return FlatSplats(centers, depths, np.zeros((len(centers), 3)), opacities)


def _seen(points: FlatSplats, splats: FlatSplats, camera: Camera, longest_m: float) -> BoolArray:
    """Points in the picture that nothing lies before, shape [P]."""
    width, height = camera.width, camera.height
    nearest = nearest_depths(splats, width, height)
    pixel, inside = pixel_of(points.centers, width, height)
    close = points.depths <= nearest[pixel] + SURFACE_DEPTH * longest_m
    return np.asarray(inside & close & (points.opacities > 0))


def _rows(pose: FramePose, chosen: IntArray) -> FramePose:
    hidden = None if pose.hidden is None else pose.hidden[chosen]
    return FramePose(pose.means[chosen], pose.rotations[chosen], pose.stretches[chosen], hidden)


def _pose_at_rest(rest: GaussianCloud) -> FramePose:
    count = rest.gaussian_count
    turns = np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1))
    return FramePose(rest.means, turns, np.tile(np.eye(3, dtype=np.float32), (count, 1, 1)))


def _thickened(drawn: GaussianCloud, whole_count: int) -> GaussianCloud:
    """Some of so many splats, each larger, so that as much area is covered on average."""
    factor = np.float32((whole_count / drawn.gaussian_count) ** 0.5)
    return replace(drawn, scales=drawn.scales * factor)


def _longest_m(rest: GaussianCloud) -> float:
    low, high = rest.bounds(percentile=1.0, min_opacity=MIN_OPACITY)
    return float((high - low).max())
