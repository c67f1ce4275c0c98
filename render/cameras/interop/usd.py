"""Writes an animated `UsdGeomCamera`: what Blender, Maya, Houdini and Omniverse open.

Z up, metres, one time sample a frame. Focal length and aperture are in tenths of a scene unit, as
the schema has it; the sensor is 24 mm high.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from render.camera import Camera
from render.cameras.interop.posed_view import FLIP_YZ
from render.cameras.interop.sampling import SENSOR_HEIGHT_MM, CameraFrames
from render.cameras.motion import CameraMotion

PRIM_PATH = "/World/Camera"

_TENTHS_PER_MM = 0.01
_TENTHS_PER_M = 10.0
_STEADY = 1e-6


def write_usd_camera(path: Path, motion: CameraMotion, frames: CameraFrames) -> None:
    """Write a motion as one animated camera.

    Args:
        path: .usda, .usdc, .usd or .usdz file.
        motion: What to write.
        frames: At which moments.

    Raises:
        InputError: If the file cannot be written.
    """
    from render.formats.usd_stage import save_stage

    save_stage(path, lambda stage: _fill(stage, motion, frames))


def _fill(stage: Any, motion: CameraMotion, frames: CameraFrames) -> None:
    from pxr import Gf, UsdGeom

    UsdGeom.SetStageUpAxis(stage, UsdGeom.Tokens.z)
    UsdGeom.SetStageMetersPerUnit(stage, 1.0)
    stage.SetTimeCodesPerSecond(frames.fps)
    stage.SetFramesPerSecond(frames.fps)
    stage.SetStartTimeCode(0)
    stage.SetEndTimeCode(frames.frame_count - 1)
    world = UsdGeom.Xform.Define(stage, PRIM_PATH.rsplit("/", 1)[0])
    stage.SetDefaultPrim(world.GetPrim())
    prim = UsdGeom.Camera.Define(stage, PRIM_PATH)
    pose = prim.AddTransformOp()
    cameras = list(frames.cameras(motion))
    for index, camera in enumerate(cameras):
        pose.Set(Gf.Matrix4d(camera_to_world_gl(camera).T.tolist()), index)
    _set_lens(prim, cameras)


def _set_lens(prim: Any, cameras: Sequence[Camera]) -> None:
    """Clipping range, and focal length or aperture, sampled where they change."""
    from pxr import Gf, UsdGeom

    first = cameras[0]
    prim.CreateClippingRangeAttr(Gf.Vec2f(first.near_plane, first.far_plane))
    aspect = float(first.width / first.K[0, 0] / (first.height / first.K[1, 1]))
    if first.is_orthographic:
        prim.CreateProjectionAttr(UsdGeom.Tokens.orthographic)
        heights = [camera.view_height_m * _TENTHS_PER_M for camera in cameras]
    else:
        heights = [SENSOR_HEIGHT_MM * _TENTHS_PER_MM] * len(cameras)
        halves = [np.tan(np.radians(camera.vertical_fov_deg) / 2) for camera in cameras]
        focals = [heights[0] / 2 / float(half) for half in halves]
        _set_samples(prim.CreateFocalLengthAttr(), focals)
    _set_samples(prim.CreateVerticalApertureAttr(), heights)
    _set_samples(prim.CreateHorizontalApertureAttr(), [aspect * height for height in heights])


def _set_samples(attribute: Any, values: Sequence[float]) -> None:
    """One value where it stays the same within rounding, else one a frame."""
    if max(values) - min(values) <= _STEADY * max(values):
        attribute.Set(values[0])
        return
    for index, value in enumerate(values):
        attribute.Set(value, index)


def camera_to_world_gl(camera: Camera) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Matrix from OpenGL camera axes (y up, z backward) to the world [m], shape [4, 4]."""
    matrix = np.eye(4)
    matrix[:3, :3] = camera.world_to_camera[:3, :3].T.astype(np.float64) @ FLIP_YZ
    matrix[:3, 3] = camera.position
    return matrix
