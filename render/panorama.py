"""Equirectangular 360 degree pictures with any renderer, from six perspective views.

Columns are even in longitude, rows in latitude; the middle is where the camera looks. Each of the
six views is a little wider than 90 degrees and fades into its neighbours there, because splats
are projected by a linear approximation that differs from view to view.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from render.backdrop import Backdrop, CheckerBackdrop, GradientBackdrop, PictureBackdrop
from render.backdrop_renderer import BackdropRenderer
from render.base import Renderer, RenderOutput, RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]

OVERSAMPLING = 1.5
"""Pixels of a view over those of the picture in the middle of the view, along a side."""

OVERLAP = 1.15
"""Tangent of half the angle of a view; 1 would be 90 degrees without overlap."""

TILE_PX = 2048
"""Longest side of what is drawn at once [px]."""

_BAND_PX = 2_000_000

_FLAT = (CheckerBackdrop, GradientBackdrop, PictureBackdrop)
"""Backdrops that lie in the picture; that of the stage lies in the world."""

_FACES = np.array(
    [
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],  # front
        [[0, 0, -1], [0, 1, 0], [1, 0, 0]],  # right
        [[-1, 0, 0], [0, 1, 0], [0, 0, -1]],  # back
        [[0, 0, 1], [0, 1, 0], [-1, 0, 0]],  # left
        [[1, 0, 0], [0, 0, 1], [0, -1, 0]],  # up
        [[1, 0, 0], [0, 0, -1], [0, 1, 0]],  # down
    ],
    np.float64,
)
"""Rotations from the axes of the panorama (OpenCV) to those of each view."""


def render_panorama(  # noqa: PLR0913 - as Renderer.render; the rest is keyword-only
    cloud: GaussianCloud,
    camera: Camera,
    renderer: Renderer,
    settings: RenderSettings | None = None,
    *,
    width: int,
    level: bool = True,
    features: FloatArray | None = None,
    with_ids: bool = False,
) -> RenderOutput:
    """Draw everything round a camera.

    Args:
        cloud: N Gaussians, world frame [m].
        camera: Where it stands and what is in the middle; its lens and size count for nothing.
        renderer: Draws the six views.
        settings: As for `Renderer.render`.
        width: Picture width [px], even; the height is half of it.
        level: Keep the horizon straight, whichever way the camera nods or rolls.
        features: As for `Renderer.render`.
        with_ids: As for `Renderer.render`; ids and median depths are those of the nearest pixel.

    Returns:
        Pictures of width / 2 x width pixels. Depths are distances from the camera [m]. Backdrops
        that know no directions are laid over the whole picture; alpha then holds shadows too.

    Raises:
        InputError: If the width is odd or smaller than 8.
    """
    if width < 8 or width % 2:
        raise InputError(f"a 360 picture needs an even width of at least 8 px, got {width}")
    renderer, behind = _without_flat_backdrop(renderer)
    whole = _Sums(width, with_ids=with_ids)
    side = 2 * int(np.ceil(0.5 * OVERLAP * OVERSAMPLING * width / np.pi))
    base = _level(camera) if level else camera.world_to_camera
    for face, turn in enumerate(_FACES):
        view = _face_camera(camera, base, turn, side)
        output = _drawn(cloud, view, renderer, settings, features, with_ids=with_ids)
        whole.add(face, output)
    return _before(whole.output(), behind, camera)


def panorama_directions(width: int, rows: slice | None = None) -> Float64Array:
    """Unit directions through the pixel centres, in the panorama's OpenCV axes.

    Args:
        width: Picture width [px].
        rows: Rows wanted; None for all.

    Returns:
        x to the right, y down, z towards the middle of the picture; shape [rows, width, 3].
    """
    height = width // 2
    chosen = np.arange(height)[rows or slice(None)]
    latitude = (0.5 - (chosen + 0.5) / height)[:, None] * np.pi
    longitude = ((np.arange(width) + 0.5) / width - 0.5)[None] * 2 * np.pi
    flat = np.cos(latitude)
    x, z = flat * np.sin(longitude), flat * np.cos(longitude)
    return np.stack([x, np.broadcast_to(-np.sin(latitude), x.shape), z], axis=-1)


def _without_flat_backdrop(renderer: Renderer) -> tuple[Renderer, Backdrop | None]:
    """A renderer for the six views, and the backdrop that has to be put behind them later."""
    if not (isinstance(renderer, BackdropRenderer) and isinstance(renderer.backdrop, _FLAT)):
        return renderer, None
    bare = BackdropRenderer(
        renderer.inner, None, ground_z_m=renderer.ground_z_m, overlays=renderer.overlays
    )
    return bare, renderer.backdrop


def _before(output: RenderOutput, behind: Backdrop | None, camera: Camera) -> RenderOutput:
    """The panorama before a backdrop; as it is without one."""
    if behind is None:
        return output
    height, width = output.alpha.shape
    picture = behind.draw(camera.scaled_to(width, height))
    color = np.minimum(output.color + picture * (1 - output.alpha)[..., None], 1)
    return output._replace(color=color)


def _level(camera: Camera) -> FloatArray:
    """The camera's transform, turned so that the world's Z is up; the heading is kept."""
    _, down, forward = camera.world_to_camera[:3, :3].astype(np.float64)
    heading = np.array([forward[0], forward[1], 0.0])
    if np.linalg.norm(heading) < 1e-3:  # straight down or up: what is up or down in the picture
        heading = np.array([down[0], down[1], 0.0]) * np.sign(forward[2])
    flat = Camera.look_at(camera.position, camera.position + heading, width=1, height=1)
    return flat.world_to_camera


def _face_camera(camera: Camera, base: FloatArray, turn: Float64Array, side: int) -> Camera:
    """One of the six views."""
    matrix = np.eye(4)
    matrix[:3] = turn @ base[:3].astype(np.float64)
    focal = side / 2 / OVERLAP
    intrinsics = np.array([[focal, 0, side / 2], [0, focal, side / 2], [0, 0, 1]])
    return Camera(
        K=intrinsics.astype(np.float32),
        world_to_camera=matrix.astype(np.float32),
        width=side,
        height=side,
        near_plane=camera.near_plane,
        far_plane=camera.far_plane,
    )


def _drawn(
    cloud: GaussianCloud,
    view: Camera,
    renderer: Renderer,
    settings: RenderSettings | None,
    features: FloatArray | None,
    *,
    with_ids: bool,
) -> RenderOutput:
    """A view, put together from tiles where it is large."""
    if view.width <= TILE_PX:
        return renderer.render(cloud, view, settings, features=features, with_ids=with_ids)
    rows = []
    for top in range(0, view.height, TILE_PX):
        row = []
        for left in range(0, view.width, TILE_PX):
            size = (min(TILE_PX, view.width - left), min(TILE_PX, view.height - top))
            tile = view.tile(left, top, *size)
            row.append(renderer.render(cloud, tile, settings, features=features, with_ids=with_ids))
        rows.append(_joined(row, axis=1))
    return _joined(rows, axis=0)


def _joined(outputs: list[RenderOutput], *, axis: int) -> RenderOutput:
    """Pictures side by side (axis 1) or below one another (axis 0)."""
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(output, name) for output in outputs], axis=axis)
        for name in RenderOutput._fields
        if getattr(outputs[0], name) is not None
    }
    return RenderOutput(**joined)


class _Sums:
    """The panorama as the six views add to it."""

    def __init__(self, width: int, *, with_ids: bool) -> None:
        self._width = width
        shape = (width // 2, width)
        self._blended: FloatArray | None = None
        self._reach = np.zeros(shape, np.float32)  # distance times coverage
        self._alpha = np.zeros(shape, np.float32)
        self._median = np.zeros(shape, np.float32) if with_ids else None
        self._ids = np.full(shape, -1, np.int32) if with_ids else None

    def add(self, face: int, output: RenderOutput) -> None:
        """Add one view."""
        layers = [output.color]
        if output.features is not None:
            layers.append(output.features)
        picture = np.concatenate(layers, axis=2)
        if self._blended is None:
            self._blended = np.zeros((*self._alpha.shape, picture.shape[2]), np.float32)
        covered = np.stack([output.alpha, output.alpha * output.depth], axis=2)
        for rows in self._bands():
            directions = panorama_directions(self._width, rows)
            weights = _weights(directions)
            own = weights[..., face]
            inside = own > 0
            if not inside.any():
                continue
            seen = directions[inside] @ _FACES[face].T
            plane = seen[:, :2] / seen[:, 2:]
            places = (plane / OVERLAP + 1) * (picture.shape[0] / 2)
            share = own[inside].astype(np.float32)
            self._blended[rows][inside] += share[:, None] * _sampled(picture, places)
            alpha, reach = np.moveaxis(share[:, None] * _sampled(covered, places), 1, 0)
            self._alpha[rows][inside] += alpha
            self._reach[rows][inside] += reach / seen[:, 2].astype(np.float32)
            chosen = weights.argmax(axis=-1)[inside] == face
            self._take_nearest(output, rows, inside, chosen, places, seen[:, 2])

    def _take_nearest(
        self,
        output: RenderOutput,
        rows: slice,
        inside: npt.NDArray[np.bool_],
        chosen: npt.NDArray[np.bool_],
        places: Float64Array,
        cosines: Float64Array,
    ) -> None:
        """Ids and median depths, which do not blend."""
        if self._ids is None or self._median is None:
            return
        if output.gaussian_id is None or output.median_depth is None:
            return
        column, row = np.floor(places[chosen]).astype(np.int64).T
        target = np.zeros(inside.shape, bool)
        target[inside] = chosen
        self._ids[rows][target] = output.gaussian_id[row, column]
        self._median[rows][target] = output.median_depth[row, column] / cosines[chosen]

    def _bands(self) -> Iterator[slice]:
        """Rows that are handled at once."""
        height = self._alpha.shape[0]
        step = max(_BAND_PX // self._width, 1)
        return (slice(top, min(top + step, height)) for top in range(0, height, step))

    def output(self) -> RenderOutput:
        """The finished pictures."""
        assert self._blended is not None, "six views were added"
        depth = np.divide(
            self._reach, self._alpha, out=np.zeros_like(self._reach), where=self._alpha > 0
        )
        features = self._blended[..., 3:]
        return RenderOutput(
            color=np.clip(self._blended[..., :3], 0, 1),
            alpha=np.clip(self._alpha, 0, 1),
            depth=depth,
            median_depth=self._median,
            gaussian_id=self._ids,
            features=features if features.shape[-1] else None,
        )


def _weights(directions: Float64Array) -> Float64Array:
    """Share of every view in directions, summing to 1, shape [..., 6]."""
    shares = np.zeros((*directions.shape[:-1], len(_FACES)))
    for face, turn in enumerate(_FACES):
        seen = directions @ turn.T
        flat = np.abs(seen[..., :2]).max(axis=-1)
        ahead = np.maximum(seen[..., 2], 1e-9)
        shares[..., face] = np.clip((OVERLAP - flat / ahead) / (OVERLAP - 1 / OVERLAP), 0, 1)
    return np.asarray(shares / shares.sum(axis=-1, keepdims=True))


def _sampled(picture: FloatArray, places: Float64Array) -> FloatArray:
    """Bilinear values at pixel coordinates, shape [M, C].

    Args:
        picture: Shape [H, W, C].
        places: x, y [px], pixel centres at half-integers, shape [M, 2].
    """
    height, width, _ = picture.shape
    x = np.clip(places[:, 0] - 0.5, 0, width - 1)
    y = np.clip(places[:, 1] - 0.5, 0, height - 1)
    j, i = np.minimum(x.astype(np.int64), width - 2), np.minimum(y.astype(np.int64), height - 2)
    s, t = (x - j).astype(np.float32)[:, None], (y - i).astype(np.float32)[:, None]
    flat, corner = picture.reshape(-1, picture.shape[2]), i * width + j
    upper = flat[corner] * (1 - s) + flat[corner + 1] * s
    lower = flat[corner + width] * (1 - s) + flat[corner + width + 1] * s
    return np.asarray(upper * (1 - t) + lower * t, np.float32)
