"""Training views: what a photo crop shows and the two surfaces behind its pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.data.assets import TexturedMesh
from models.data.raycast import RayCaster, render_mesh, render_surfaces
from models.rig import RIG_DISTANCE
from render.camera import Camera

FloatArray = npt.NDArray[np.float32]

ELEVATION_RANGE_DEG = (-5.0, 60.0)
_LOW_RANGE_DEG = (0.0, 20.0)
_LOW_SHARE = 0.4
_FILL_RANGE = (0.8, 0.93)
_SUPERSAMPLES = 2
VIEWS_A_VARIANT = 6
"""Views of each stretched variant of an object."""
_STRETCH = 0.6
"""Largest logarithm of the stretch along an axis."""


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """V pictures of S x S px with their targets; lengths in units of the longest side."""

    rgba: npt.NDArray[np.uint8]
    """Straight sRGB colour and coverage, shape [V, S, S, 4]."""
    front_depth: npt.NDArray[np.float16]
    """Depth of the first hit minus that of the object's centre, 0 where empty, [V, S, S]."""
    back_depth: npt.NDArray[np.float16]
    """Depth of the last hit minus that of the object's centre, 0 where empty, [V, S, S]."""
    back_color: npt.NDArray[np.uint8]
    """Colour of the last hit, sRGB, shape [V, S, S, 3]."""
    hit: npt.NDArray[np.bool_]
    """Whether the ray through the pixel's centre meets the object, shape [V, S, S]."""
    frame_width: FloatArray
    """Width of the frame at the object's distance, shape [V]."""
    elevation: FloatArray
    """Elevation of the camera [rad], shape [V]."""
    intrinsics: FloatArray
    """Intrinsics of the camera [px], shape [V, 3, 3]."""
    world_to_camera: FloatArray
    """Pose of the camera, shape [V, 4, 4]."""
    scene: npt.NDArray[np.int32]
    """Number of the object in its pose; views of one scene show the same, shape [V]."""

    @staticmethod
    def concatenated(parts: list[Views]) -> Views:
        """All views of several sets, which share no scene."""
        joined = {
            name: np.concatenate([getattr(part, name) for part in parts]) for name in Views.names()
        }
        counts = [int(part.scene.max(initial=-1)) + 1 for part in parts]
        firsts = np.cumsum([0, *counts[:-1]])
        joined["scene"] = np.concatenate(
            [part.scene + np.int32(first) for part, first in zip(parts, firsts, strict=True)]
        )
        return Views(**joined)

    @staticmethod
    def names() -> tuple[str, ...]:
        """Names of the arrays."""
        return tuple(Views.__slots__)

    def __len__(self) -> int:
        return len(self.elevation)


def render_views(mesh: TexturedMesh, *, count: int, frame_px: int, lying: int, seed: int) -> Views:
    """Training views of one object from random sides.

    Args:
        mesh: The object, any size.
        count: Number of views.
        frame_px: Side of the pictures [px].
        lying: How many of the views show the object lying on a side.
        seed: Seed of cameras and poses.
    """
    rng = np.random.default_rng(seed)
    scenes = []
    if lying:
        scenes.append(_scene(mesh.rotated(_side_pose(rng)), lying, frame_px, rng))
    if count > lying:
        scenes.append(_scene(mesh, count - lying, frame_px, rng))
    return Views.concatenated(scenes)


def render_stretched_views(
    mesh: TexturedMesh, *, count: int, frame_px: int, lying_share: float, seed: int
) -> Views:
    """Views of variants of an object, stretched along their axes, `VIEWS_A_VARIANT` of each.

    A network that has learned an object by heart knows its pose by its looks; the proportions of
    these it must read from the picture.

    Args:
        mesh: The object, any size.
        count: Number of variants.
        frame_px: Side of the pictures [px].
        lying_share: Share of variants that lie on a side.
        seed: Seed of variants, cameras and poses.
    """
    rng = np.random.default_rng(seed)
    scenes = []
    for _ in range(count):
        posed = mesh.rotated(_side_pose(rng)) if rng.random() < lying_share else mesh
        stretch = np.exp(rng.uniform(-_STRETCH, _STRETCH, 3)).astype(np.float32)
        variant = replace(posed, vertices=posed.vertices * stretch)
        scenes.append(_scene(variant, VIEWS_A_VARIANT, frame_px, rng))
    return Views.concatenated(scenes)


def _scene(mesh: TexturedMesh, count: int, frame_px: int, rng: np.random.Generator) -> Views:
    """Views of an object in one pose."""
    caster = RayCaster(mesh.normalized())
    views = []
    for _ in range(count):
        elevation_deg = rng.uniform(*_elevation_range(rng))
        whole = Camera.orbit(
            (0, 0, 0),
            radius=RIG_DISTANCE,
            azimuth_deg=rng.uniform(0, 360),
            elevation_deg=elevation_deg,
            width=frame_px,
            height=frame_px,
        )
        views.append(_view(caster, _close_up(caster.mesh.vertices, whole, rng), elevation_deg))
    together = Views.concatenated(views)
    return replace(together, scene=np.zeros(count, np.int32))


def _elevation_range(rng: np.random.Generator) -> tuple[float, float]:
    return _LOW_RANGE_DEG if rng.random() < _LOW_SHARE else ELEVATION_RANGE_DEG


def _side_pose(rng: np.random.Generator) -> FloatArray:
    """A quarter turn about x or y followed by any turn about z, shape [3, 3]."""
    sign = rng.choice([-1.0, 1.0])
    about_x = np.array([[1, 0, 0], [0, 0, -sign], [0, sign, 0]])
    about_y = np.array([[0, 0, sign], [0, 1, 0], [-sign, 0, 0]])
    return np.asarray(about_x if rng.random() < 0.5 else about_y, np.float32)


def _close_up(vertices: FloatArray, whole: Camera, rng: np.random.Generator) -> Camera:
    """The same camera with its frame about the object, not quite centred."""
    turn, shift = whole.world_to_camera[:3, :3], whole.world_to_camera[:3, 3]
    local = vertices @ turn.T + shift
    pixels = local[:, :2] / local[:, 2:] * whole.K[0, 0] + whole.K[:2, 2]
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    fill = rng.uniform(*_FILL_RANGE)
    zoom = fill * whole.width / float((high - low).max())
    slack = (1 - fill) / 2 * whole.width
    centre = (low + high) / 2 * zoom + rng.uniform(-0.6, 0.6, 2) * slack
    intrinsics = whole.K * np.array([[zoom], [zoom], [1]], np.float32)
    intrinsics[:2, 2] += whole.width / 2 - centre
    return Camera(intrinsics, whole.world_to_camera, whole.width, whole.height)


def _view(caster: RayCaster, camera: Camera, elevation_deg: float) -> Views:
    side = camera.width
    rgba = render_mesh(caster, camera, samples=_SUPERSAMPLES)
    seen = render_surfaces(caster, camera)

    def relative(depth: FloatArray) -> npt.NDArray[np.float16]:
        return np.where(seen.hit, depth - RIG_DISTANCE, 0).astype(np.float16)[None]

    return Views(
        rgba=(rgba[None] * 255 + 0.5).astype(np.uint8),
        front_depth=relative(seen.depth),
        back_depth=relative(seen.hidden_depth),
        back_color=(seen.hidden_color[None] * 255 + 0.5).astype(np.uint8),
        hit=seen.hit[None],
        frame_width=np.array([side / camera.K[0, 0] * RIG_DISTANCE], np.float32),
        elevation=np.array([np.radians(elevation_deg)], np.float32),
        intrinsics=camera.K[None].astype(np.float32),
        world_to_camera=camera.world_to_camera[None].astype(np.float32),
        scene=np.zeros(1, np.int32),
    )
