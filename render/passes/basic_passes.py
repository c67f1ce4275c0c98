"""Passes of colour, coverage, depth, normals and identity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.framing import robust_bounds
from render.passes.color_maps import label_colors
from render.passes.depth_smoothing import smoothed_depth
from render.passes.frame_scene import FrameScene, Range
from render.passes.pass_image import (
    AxesLegend,
    Color,
    LabelLegend,
    PassImage,
    PassValues,
    ScaleLegend,
)
from render.passes.pass_kind import DrawnScene, PassKind, robust_range
from render.passes.surfaces import normals_from_depth, seen_box, seen_points, smallest_axes

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

NO_LABEL = -1
UNKNOWN_COLOR: Color = (0.55, 0.55, 0.55)
"""Colour of what is there and has no label."""
MOST_NAMED_LABELS = 24
"""Legends name no more labels than these."""
CREASE_SHARE = 0.02
"""Steps in depth above this share of the object's size are no ripple, but its shape."""
_DEPTH_MARGIN = 0.05


def masked(values: PassValues, mask: BoolArray) -> PassValues:
    """Values [H, W] or [H, W, C] with zeros outside the mask, shape [H, W, C]."""
    columns = values if values.ndim == 3 else values[:, :, None]
    return np.where(mask[:, :, None], columns, columns.dtype.type(0))


def seen_depths(scene: FrameScene, camera: Camera) -> Range:
    """Camera depths [m] that a colour map spans: those of the visible Gaussians and a margin."""
    if "depth" in scene.ranges:
        return scene.ranges["depth"]
    return shown_depths(scene.cloud.means, scene.cloud.opacities, camera)


def shown_depths(means: FloatArray, opacities: FloatArray, camera: Camera) -> Range:
    """Camera depths [m] of the visible Gaussians and a margin.

    Args:
        means: Centres in the world [m], shape [N, 3].
        opacities: Opacities, shape [N].
        camera: The view.
    """
    _, depths = camera.project(means)
    ahead = depths > camera.near_plane
    low, high = robust_range(depths[ahead].astype(np.float32), opacities[ahead])
    margin = _DEPTH_MARGIN * (high - low)
    return max(low - margin, 0.0), high + margin


def _colour(drawn: DrawnScene) -> PassImage:
    picture, alpha = drawn.picture, drawn.output.alpha
    everywhere = np.ones(alpha.shape, np.bool_)
    channels = ("R", "G", "B", "A")[: picture.shape[2]]
    return PassImage("colour", picture, everywhere, alpha, channels, "sRGB")


def _alpha(drawn: DrawnScene) -> PassImage:
    alpha = drawn.output.alpha
    everywhere = np.ones(alpha.shape, np.bool_)
    return PassImage("alpha", alpha[:, :, None], everywhere, alpha, ("A",), "")


def _depth_image(drawn: DrawnScene, name: str, depth: FloatArray, mask: BoolArray) -> PassImage:
    low, high = seen_depths(drawn.scene, drawn.camera)
    legend = ScaleLegend("Depth", "m", low, high, "dusk_r")
    return PassImage(name, masked(depth, mask), mask, drawn.output.alpha, ("Z",), "m", legend)


def _depth(drawn: DrawnScene) -> PassImage:
    return _depth_image(drawn, "depth", drawn.output.depth, drawn.seen)


def _median_depth(drawn: DrawnScene) -> PassImage:
    return _depth_image(drawn, "median_depth", drawn.median_depth, drawn.gaussian_id >= 0)


def _position(drawn: DrawnScene) -> PassImage:
    mask = drawn.surface
    points = np.zeros((*mask.shape, 3), np.float32)
    box = seen_box(mask)
    if box is not None:
        points[box.part] = seen_points(drawn.output.depth[box.part], box.of(drawn.camera))
    low, high = [0.0] * 3, [0.0] * 3
    if drawn.scene.cloud.gaussian_count:
        low, high = drawn.scene.cloud.bounds(min_opacity=0.1).tolist()
    entries = tuple(zip("xyz", low, high, strict=True))
    legend = AxesLegend("Position", entries, "m")
    channels = ("P.X", "P.Y", "P.Z")
    return PassImage(
        "position", masked(points, mask), mask, drawn.output.alpha, channels, "m", legend
    )


def _normal_image(drawn: DrawnScene, name: str, normals: FloatArray, mask: BoolArray) -> PassImage:
    entries = tuple((axis, -1.0, 1.0) for axis in "xyz")
    legend = AxesLegend("Normal (world axes)", entries, "")
    channels = ("N.X", "N.Y", "N.Z")
    return PassImage(name, masked(normals, mask), mask, drawn.output.alpha, channels, "", legend)


def surface_normals(drawn: DrawnScene) -> tuple[FloatArray, BoolArray]:
    """Unit normals from the expected depth, world axes, [H, W, 3], and where they are, [H, W]."""
    mask, camera, cloud = drawn.surface, drawn.camera, drawn.scene.cloud
    tolerance_m = 0.0
    if cloud.gaussian_count:
        tolerance_m = CREASE_SHARE * float(np.ptp(robust_bounds(cloud), axis=0).max())
    depth = smoothed_depth(drawn.output.depth, mask, camera, tolerance_m)
    return normals_from_depth(depth, mask, camera)


def _normal(drawn: DrawnScene) -> PassImage:
    normals, mask = surface_normals(drawn)
    return _normal_image(drawn, "normal", normals, mask)


def _own_normals(scene: FrameScene, camera: Camera) -> FloatArray:
    return smallest_axes(scene.cloud, camera)


def _normal_axis(drawn: DrawnScene) -> PassImage:
    length = np.linalg.norm(drawn.blended, axis=2)
    mask = drawn.surface & (length > 0)
    normals = drawn.blended / np.where(mask, length, 1)[:, :, None]
    return _normal_image(drawn, "normal_axis", normals.astype(np.float32), mask)


def labels_at_pixels(drawn: DrawnScene, name: str) -> npt.NDArray[np.int32]:
    """Label of every pixel's median Gaussian, -1 where there is none, shape [H, W]."""
    labels = np.append(drawn.scene.label(name), NO_LABEL).astype(np.int32)
    return np.asarray(labels[drawn.gaussian_id], np.int32)  # id -1 takes the appended label


def _gaussian_id(drawn: DrawnScene) -> PassImage:
    return _label_image(drawn, "gaussian_id", drawn.gaussian_id, None)


def _label_image(
    drawn: DrawnScene, name: str, labels: npt.NDArray[np.int32], legend: LabelLegend | None
) -> PassImage:
    mask = drawn.gaussian_id >= 0
    return PassImage(name, labels[:, :, None], mask, drawn.output.alpha, ("id",), "", legend)


def _labelled(name: str, title: str) -> Callable[[DrawnScene], PassImage]:
    """Makes the pass of a label that the scene knows of every Gaussian."""

    def compose(drawn: DrawnScene) -> PassImage:
        labels = labels_at_pixels(drawn, name)
        return _label_image(drawn, name, labels, _named_labels(drawn.scene, name, title))

    return compose


def _named_labels(scene: FrameScene, name: str, title: str) -> LabelLegend:
    present = np.unique(scene.label(name))
    present = present[present >= 0]
    colors = label_colors(int(present.max(initial=-1)) + 1)
    names = scene.label_names.get(name, ())
    entries = []
    for label in present[:MOST_NAMED_LABELS].tolist():
        red, green, blue = colors[label].tolist()
        called = names[label] if label < len(names) and names[label] else f"{label}"
        entries.append((called, (red, green, blue)))
    if (scene.label(name) < 0).any():
        entries.append(("not known", UNKNOWN_COLOR))
    if len(present) > MOST_NAMED_LABELS:
        entries.append((f"and {len(present) - MOST_NAMED_LABELS} more", (1.0, 1.0, 1.0)))
    return LabelLegend(title, tuple(entries))


BASIC_PASSES = (
    PassKind("colour", "Colour", _colour),
    PassKind("alpha", "Coverage", _alpha),
    PassKind("depth", "Expected depth", _depth),
    PassKind("median_depth", "Median depth", _median_depth, with_ids=True),
    PassKind("position", "Position in the world", _position),
    PassKind("normal", "Normal from depth", _normal),
    PassKind("normal_axis", "Normal from the shortest axes", _normal_axis, _own_normals),
    PassKind("gaussian_id", "Gaussian", _gaussian_id, with_ids=True),
    PassKind("object_id", "Object", _labelled("object_id", "Object"), with_ids=True),
    PassKind(
        "material_class", "Material class", _labelled("material_class", "Material"), with_ids=True
    ),
)
