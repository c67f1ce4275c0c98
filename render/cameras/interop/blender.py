"""Writes a Python script that builds the animated camera in Blender (2.93 and later).

Open it in Blender's text editor and run it, or `blender --python camera.py`. Blender's world is
ours: Z up, metres; its cameras have OpenGL axes.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from render.atomic_file import write_text_atomic
from render.cameras.interop.sampling import SENSOR_HEIGHT_MM, CameraFrames
from render.cameras.interop.usd import camera_to_world_gl
from render.cameras.motion import CameraMotion
from render.errors import InputError
from render.os_faults import remedy_for
from render.quaternion import quaternion_from_matrix

_SCRIPT = '''"""Animated camera: run in Blender's text editor, or blender --python THIS_FILE."""

import json

import bpy

CAMERA = json.loads("""
{data}
""")

scene = bpy.context.scene
scene.render.fps = CAMERA["fps"]
scene.render.fps_base = CAMERA["fps_base"]
scene.render.resolution_x, scene.render.resolution_y = CAMERA["size_px"]
scene.render.resolution_percentage = 100
scene.frame_start, scene.frame_end = 1, len(CAMERA["frames"])

lens = bpy.data.cameras.new("phys4d camera")
lens.sensor_fit = "VERTICAL"
lens.sensor_height = CAMERA["sensor_height_mm"]
lens.sensor_width = CAMERA["sensor_height_mm"] * CAMERA["size_px"][0] / CAMERA["size_px"][1]
lens.clip_start, lens.clip_end = CAMERA["clip_m"]
camera = bpy.data.objects.new("phys4d camera", lens)
camera.rotation_mode = "QUATERNION"
scene.collection.objects.link(camera)
scene.camera = camera

for number, (location_m, quaternion_wxyz, size) in enumerate(CAMERA["frames"], start=1):
    camera.location = location_m
    camera.rotation_quaternion = quaternion_wxyz
    camera.keyframe_insert("location", frame=number)
    camera.keyframe_insert("rotation_quaternion", frame=number)
    if CAMERA["orthographic"]:
        lens.type, lens.ortho_scale = "ORTHO", size
        lens.keyframe_insert("ortho_scale", frame=number)
    else:
        lens.lens = size
        lens.keyframe_insert("lens", frame=number)
'''


def write_blender_script(path: Path, motion: CameraMotion, frames: CameraFrames) -> None:
    """Write a motion as a script for Blender, one keyframe a frame.

    Args:
        path: .py file.
        motion: What to write.
        frames: At which moments.

    Raises:
        InputError: If the file cannot be written.
    """
    try:
        write_text_atomic(path, blender_script(motion, frames))
    except OSError as error:
        raise InputError(f"cannot write {path}: {remedy_for(error) or error}") from error


def blender_script(motion: CameraMotion, frames: CameraFrames) -> str:
    """The text of the script."""
    rows, last = [], np.array([1.0, 0, 0, 0])
    orthographic, clip_m = False, [0.01, 1e4]
    for camera in frames.cameras(motion):
        matrix = camera_to_world_gl(camera)
        quat = quaternion_from_matrix(matrix[:3, :3])
        last = quat if quat @ last >= 0 else -quat  # no sign flips that interpolation would see
        orthographic, clip_m = camera.is_orthographic, [camera.near_plane, camera.far_plane]
        if orthographic:  # Blender gives the extent of the side that `sensor_fit` names
            size = camera.view_height_m
        else:
            size = SENSOR_HEIGHT_MM / 2 / np.tan(np.radians(camera.vertical_fov_deg) / 2)
        rows.append([_rounded(matrix[:3, 3]), _rounded(last), round(float(size), 6)])
    whole = round(frames.fps)
    data = {
        "fps": max(whole, 1),
        "fps_base": round(max(whole, 1) / frames.fps, 9),
        "size_px": [frames.width, frames.height],
        "sensor_height_mm": SENSOR_HEIGHT_MM,
        "orthographic": orthographic,
        "clip_m": clip_m,
    }
    lines = ",\n".join(json.dumps(row) for row in rows)
    text = json.dumps(data)[:-1] + f', "frames": [\n{lines}\n]}}'
    return _SCRIPT.replace("{data}", text)


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), 9) for value in values]
