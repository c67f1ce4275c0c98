"""Passes of motion from one frame to the next: trajectories in the world, flow in the picture."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from render.errors import InputError
from render.framing import MIN_OPACITY
from render.passes.basic_passes import masked
from render.passes.frame_scene import FrameScene
from render.passes.pass_image import AxesLegend, PassImage, WheelLegend
from render.passes.pass_kind import DrawnScene, PassKind
from render.passes.surfaces import seen_box, seen_points

FloatArray = npt.NDArray[np.float32]
BoolArray = npt.NDArray[np.bool_]

SHORTEST_REACH_M = 1e-6
"""Trajectories are packed with at least this reach [m a frame]."""
SHORTEST_FLOW_PX = 0.1
"""Flow pictures show at least so much as the fullest colour [px a frame]."""
_FLOW_PERCENTILE = 99.0


def reach_of(steps: FloatArray, opacities: FloatArray) -> float:
    """Largest component of the steps of Gaussians that are drawn [m a frame].

    Args:
        steps: Steps to the next frame [m], shape [N, 3].
        opacities: Opacities, shape [N].
    """
    drawn = np.abs(steps[opacities > 0])
    return max(float(drawn.max(initial=0.0)), SHORTEST_REACH_M)


def next_steps(scene: FrameScene, camera: Camera) -> FloatArray:
    """Step of every Gaussian to the next frame [m], 0 in a last frame, shape [N, 3]."""
    del camera
    if scene.next is None:
        return np.zeros((scene.cloud.gaussian_count, 3), np.float32)
    return np.asarray(scene.next.means - scene.cloud.means, np.float32)


def moving(drawn: DrawnScene) -> BoolArray:
    """Pixels that show a surface with a next frame, shape [H, W]."""
    return np.asarray(drawn.surface & (drawn.scene.next is not None))


def trajectory_reach(scene: FrameScene, camera: Camera) -> float:
    """Largest step that trajectory pictures span [m a frame]."""
    if "trajectory" in scene.ranges:
        return scene.ranges["trajectory"][1]
    return reach_of(next_steps(scene, camera), scene.cloud.opacities)


def _trajectory(drawn: DrawnScene) -> PassImage:
    reach, mask = trajectory_reach(drawn.scene, drawn.camera), moving(drawn)
    entries = tuple((axis, -reach, reach) for axis in "xyz")
    return PassImage(
        "trajectory",
        masked(drawn.blended, mask),
        mask,
        drawn.output.alpha,
        ("T.X", "T.Y", "T.Z"),
        "m/frame",
        AxesLegend("Step to the next frame (world axes)", entries, "m"),
        {"reach_m": reach},
    )


def flow_reach(
    means: tuple[FloatArray, FloatArray], opacities: FloatArray, cameras: tuple[Camera, Camera]
) -> float:
    """How far nearly all visible centres move in the picture [px], not even 1 in 100 farther.

    Args:
        means: Centres in this frame and the next [m], shape [N, 3] each.
        opacities: Opacities, shape [N].
        cameras: Cameras of both frames.
    """
    visible = opacities > MIN_OPACITY
    seen = [camera.project(one[visible]) for camera, one in zip(cameras, means, strict=True)]
    ahead = (seen[0][1] > cameras[0].near_plane) & (seen[1][1] > cameras[1].near_plane)
    if not ahead.any():
        return 0.0
    lengths = np.linalg.norm(seen[1][0] - seen[0][0], axis=1)[ahead]
    return float(np.percentile(lengths, _FLOW_PERCENTILE))


def flow_between(
    depth: FloatArray, steps: npt.NDArray[np.floating], camera: Camera, after: Camera
) -> FloatArray:
    """Where what pixels show moves in the picture [px], x right and y down, shape [H, W, 2].

    Args:
        depth: Camera depth of every pixel [m], shape [H, W].
        steps: Step of what it shows in the world [m], shape [H, W, 3].
        camera: Camera of this frame.
        after: Camera of the next frame, of the same picture size.
    """
    if (camera.width, camera.height) != (after.width, after.height):
        raise InputError(
            f"the next frame's camera has {after.width}x{after.height} px and this one's "
            f"{camera.width}x{camera.height} px; flow needs equal sizes"
        )
    rows, columns = np.mgrid[: camera.height, : camera.width] + 0.5
    points = (seen_points(depth, camera) + steps).reshape(-1, 3)
    places, depths = after.project(points)
    ahead = np.isfinite(places).all(axis=1) & (depths > after.near_plane)
    places[~ahead] = np.nan
    moved = places.reshape(*depth.shape, 2) - np.stack([columns, rows], axis=-1)
    return np.asarray(moved, np.float32)


def _flow(drawn: DrawnScene) -> PassImage:
    after = drawn.scene.camera_after(drawn.camera)
    mask = moving(drawn)
    flow = np.zeros((*mask.shape, 2), np.float32)
    box = seen_box(mask)
    if box is not None:
        part = box.part
        flow[part] = flow_between(
            drawn.output.depth[part], drawn.blended[part], box.of(drawn.camera), box.of(after)
        )
    mask = mask & np.isfinite(flow).all(axis=2)
    reach = drawn.scene.ranges.get("flow", (0.0, 0.0))[1] * _enlarged(drawn)
    if not reach and mask.any():
        reach = float(np.percentile(np.hypot(flow[mask, 0], flow[mask, 1]), _FLOW_PERCENTILE))
    legend = WheelLegend("Flow", "px/frame", max(reach, SHORTEST_FLOW_PX))
    channels = ("forward.U", "forward.V")
    return PassImage(
        "flow", masked(flow, mask), mask, drawn.output.alpha, channels, "px/frame", legend
    )


def _enlarged(drawn: DrawnScene) -> float:
    """How much larger the picture is than the one that the ranges are for."""
    whole = drawn.scene.camera
    return 1.0 if whole is None else float(drawn.camera.K[1, 1] / whole.K[1, 1])


MOTION_PASSES = (
    PassKind("flow", "Optical flow to the next frame", _flow, next_steps),
    PassKind("trajectory", "Step to the next frame in the world", _trajectory, next_steps),
)
