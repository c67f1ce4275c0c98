"""Perception passes whose pictures hold numbers: semantics, geometry, packed depth and normals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.passes.basic_passes import labels_at_pixels, masked, surface_normals
from render.passes.frame_scene import FrameScene, Range
from render.passes.pass_image import PassImage
from render.passes.pass_kind import DrawnScene, PassKind

FloatArray = npt.NDArray[np.float32]

NARROWEST_DEPTH_M = 1e-4
"""Packed depths span at least so much [m]."""


def packed_depths(scene: FrameScene, camera: Camera) -> Range:
    """Camera depths [m] that packed depths span: all Gaussians in front of the camera."""
    if "geometry" in scene.ranges:
        return scene.ranges["geometry"]
    return whole_depth_range(scene.cloud.means, scene.cloud.opacities, camera)


def whole_depth_range(means: FloatArray, opacities: FloatArray, camera: Camera) -> Range:
    """Smallest and largest camera depth [m] of what is drawn in front of the camera.

    Args:
        means: Centres in the world [m], shape [N, 3].
        opacities: Opacities, shape [N].
        camera: The view.
    """
    _, depths = camera.project(means[opacities > 0])
    depths = depths[depths > camera.near_plane]
    low = float(depths.min(initial=np.inf)) if len(depths) else camera.near_plane
    high = float(depths.max(initial=0.0)) if len(depths) else camera.near_plane
    # float32 depths are blended sums: leave them room for rounding
    return low * (1 - 1e-5), max(high * (1 + 1e-5), low + NARROWEST_DEPTH_M)


def _semantics(drawn: DrawnScene) -> PassImage:
    objects = labels_at_pixels(drawn, "object_id")
    classes = labels_at_pixels(drawn, "material_class")
    values = np.stack([objects, classes], axis=-1)
    channels = ("object_id", "material_class")
    return PassImage("semantics", values, objects >= 0, drawn.output.alpha, channels, "")


def _facts(span: Range) -> dict[str, float]:
    return {"near_m": span[0], "far_m": span[1]}


def _geometry(drawn: DrawnScene) -> PassImage:
    depth = drawn.output.depth
    normals, mask = surface_normals(drawn)
    own = normals @ drawn.camera.world_to_camera[:3, :3].T
    values = np.concatenate([depth[:, :, None], own], axis=2).astype(np.float32)
    return PassImage(
        "geometry",
        masked(values, mask),
        mask,
        drawn.output.alpha,
        ("Z", "N.X", "N.Y", "N.Z"),
        "m",
        facts=_facts(packed_depths(drawn.scene, drawn.camera)),
    )


def _depth_packed(drawn: DrawnScene) -> PassImage:
    return PassImage(
        "depth_packed",
        masked(drawn.output.depth, drawn.seen),
        drawn.seen,
        drawn.output.alpha,
        ("Z",),
        "m",
        facts=_facts(packed_depths(drawn.scene, drawn.camera)),
    )


def _normal_packed(drawn: DrawnScene) -> PassImage:
    normals, mask = surface_normals(drawn)
    channels = ("N.X", "N.Y", "N.Z")
    return PassImage("normal_packed", masked(normals, mask), mask, drawn.output.alpha, channels, "")


PACKED_PASSES = (
    PassKind("semantics", "Object and material class, packed", _semantics, with_ids=True),
    PassKind("geometry", "Normal and depth, packed", _geometry),
    PassKind("depth_packed", "Depth in 24 bit", _depth_packed),
    PassKind("normal_packed", "Normal in 24 bit", _normal_packed),
)
