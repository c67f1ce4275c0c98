"""Where the centres of Gaussians lie in a picture, kept for the camera that looked last."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.base import Renderer
from render.camera import Camera
from render.gaussians import GaussianCloud

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]

CHUNK = 1 << 16
"""Gaussians that are worked on at a time: what they take fits in a processor's cache."""
SURFACE_SIDE_PX = 360
"""Longer side of the picture by which it is told what is seen [px]."""
SURFACE_GAUSSIANS = 250_000
"""Of larger clouds every n-th Gaussian is drawn for it, larger in proportion."""
VISIBLE = 1 / 255
"""Opacity below which nothing is drawn."""

Check = Callable[[], None]
"""Called between pieces of work; raises `CancelledError` when nobody waits for the answer."""


def never_stop() -> None:
    """The check of work that is always finished."""


@dataclass(frozen=True, slots=True, eq=False)
class PicturePlaces:
    """The centres of N Gaussians in a picture."""

    places: FloatArray
    """Pixels x, y, shape [N, 2], each coordinate contiguous; meaningless behind the camera."""
    depths: FloatArray
    """Camera depths [m], shape [N]."""
    drawn: BoolArray
    """Which lie before the camera and are not transparent, shape [N]."""


def picture_places(
    cloud: GaussianCloud, camera: Camera, check: Check = never_stop
) -> PicturePlaces:
    """Project the centres of a cloud; as `Camera.project` does, but in chunks and float32.

    Args:
        cloud: N Gaussians in the world [m].
        camera: The view.
        check: Called after every chunk.
    """
    count = cloud.gaussian_count
    places, depths = np.empty((2, count), np.float32), np.empty(count, np.float32)
    turn = camera.world_to_camera[:3, :3].astype(np.float64)
    eye = (-turn.T @ camera.world_to_camera[:3, 3].astype(np.float64)).astype(np.float32)
    pixels = camera.K.astype(np.float64)
    flat = camera.is_orthographic
    rows = (pixels[:2, :2] @ turn[:2] if flat else pixels[:2] @ turn).astype(np.float32)
    middle = pixels[:2, 2:].astype(np.float32)
    forward = turn[2].astype(np.float32)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        for first in range(0, count, CHUNK):
            part = slice(first, first + CHUNK)
            away = cloud.means[part] - eye
            depth = away @ forward
            across = rows @ away.T
            places[:, part] = across + middle if flat else across / depth
            depths[part] = depth
            check()
    drawn = cloud.opacities >= VISIBLE
    if not flat:
        drawn &= depths > camera.near_plane
    return PicturePlaces(places.T, depths, np.asarray(drawn))


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """What a picture shows, roughly."""

    depth: FloatArray
    """Middle depth of the 5 x 5 pixels round each [m], infinite where most show nothing, [H, W]."""
    reach_m: float
    """Longest side of the 1 to 99 % bounds of the cloud [m]."""


def surface_of(cloud: GaussianCloud, camera: Camera, renderer: Renderer) -> Surface:
    """Draw the depth of what is seen, small.

    Args:
        cloud: N Gaussians in the world [m], at least one.
        camera: The view.
        renderer: Draws the depth.
    """
    factor = min(SURFACE_SIDE_PX / max(camera.width, camera.height), 1.0)
    small = camera.scaled_to(
        max(round(camera.width * factor), 1), max(round(camera.height * factor), 1)
    )
    thin = _thinned(cloud)
    output = renderer.render(thin, small, with_ids=True)
    if output.median_depth is None:
        raise ValueError("the renderer was not asked for the median depth")
    reach = np.ptp(np.percentile(thin.means, [1, 99], axis=0), axis=0).max()
    return Surface(_smoothed(output.median_depth), float(reach))


def _thinned(cloud: GaussianCloud) -> GaussianCloud:
    step = -(-cloud.gaussian_count // SURFACE_GAUSSIANS)
    if step <= 1:
        return cloud
    part = slice(None, None, step)
    return GaussianCloud(
        cloud.means[part],
        cloud.quats[part],
        cloud.scales[part] * np.float32(np.sqrt(step)),
        cloud.opacities[part],
        cloud.sh_coeffs[part, :1],
    )


def _smoothed(depth: FloatArray) -> FloatArray:
    from scipy.ndimage import median_filter

    known = np.where(depth > 0, depth, np.float32(np.inf))
    return np.asarray(median_filter(known, size=5, mode="nearest"), np.float32)


class PlacesKeeper:
    """Keeps what was found out for the cloud and camera of the last question."""

    def __init__(self, renderer: Renderer) -> None:
        """Draw surfaces with a renderer."""
        self._renderer = renderer
        self._cloud: GaussianCloud | None = None
        self._view: tuple[object, ...] = ()
        self._places: PicturePlaces | None = None
        self._surface: Surface | None = None

    def places(
        self, cloud: GaussianCloud, camera: Camera, check: Check = never_stop
    ) -> PicturePlaces:
        """See `picture_places`."""
        self._turn_to(cloud, camera)
        if self._places is None:
            self._places = picture_places(cloud, camera, check)
        return self._places

    def surface(self, cloud: GaussianCloud, camera: Camera) -> Surface:
        """See `surface_of`."""
        self._turn_to(cloud, camera)
        if self._surface is None:
            self._surface = surface_of(cloud, camera, self._renderer)
        return self._surface

    def _turn_to(self, cloud: GaussianCloud, camera: Camera) -> None:
        size = (camera.width, camera.height, camera.near_plane, camera.projection)
        view = (camera.K.tobytes(), camera.world_to_camera.tobytes(), *size)
        if cloud is not self._cloud or view != self._view:
            self._cloud, self._view = cloud, view
            self._places = self._surface = None
