"""Cameras of other programs: read where they are, written so that they are there again."""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest
from fuzzing import mutated

from render.camera import Camera
from render.cameras.interop.blender import blender_script
from render.cameras.interop.sampling import CameraFrames
from render.cameras.motion import CameraMotion
from render.cameras.moves import AnalyticMove, MoveKind
from render.cameras.orbit import CameraOrbit, OrbitSweep
from render.cameras.orthographic import OrthographicMotion
from render.cameras.path_file import read_camera_motion, write_camera_motion
from render.cameras.placement import Placement
from render.errors import InputError
from render.formats.axes import turn_between
from render.quaternion import matrix_from_quaternion, quaternion_from_matrix

CAMERAS = tuple(
    Camera.look_at(eye, (0, 0.1, 0.2), width=64, height=48, vertical_fov_deg=fov)
    for eye, fov in (((2, 0, 1), 40), ((0.5, 2, 0.4), 50), ((-2, 0.3, 1.5), 60))
)
Z_UP_TO_MINUS_Y_UP = np.array([[1, 0, 0], [0, 0, -1], [0, 1, 0]], np.float64)
POSE_JSON = Path(__file__).resolve().parents[3] / "../shared/photos/cake/pose.json"


def camera_to_world(camera: Camera, *, opengl: bool = False) -> np.ndarray:
    matrix = np.linalg.inv(camera.world_to_camera.astype(np.float64))
    return matrix @ np.diag([1, -1, -1, 1]) if opengl else matrix


def write_transforms(folder: Path) -> Path:
    frames = [
        {
            "file_path": f"{index}.png",
            "transform_matrix": camera_to_world(camera, opengl=True).tolist(),
            "fl_x": float(camera.K[0, 0]),
            "fl_y": float(camera.K[1, 1]),
        }
        for index, camera in enumerate(CAMERAS)
    ]
    path = folder / "transforms.json"
    path.write_text(json.dumps({"w": 64, "h": 48, "frames": frames}))
    return path


def write_viewer_path(folder: Path) -> Path:
    items = [
        {
            "camera_to_world": camera_to_world(camera, opengl=True).ravel().tolist(),
            "fov": camera.vertical_fov_deg,
            "aspect": 64 / 48,
        }
        for camera in CAMERAS
    ]
    path = folder / "camera_path.json"
    path.write_text(json.dumps({"fps": 2, "camera_path": items, "keyframes": []}))
    return path


def write_pose_json(folder: Path) -> Path:
    frames = [
        {
            "file_path": f"{index}.png",
            "w2c": camera.world_to_camera.tolist(),
            **{"h": 48, "w": 64, "cx": 32, "cy": 24},
            "fx": float(camera.K[0, 0]),
            "fy": float(camera.K[1, 1]),
        }
        for index, camera in enumerate(CAMERAS)
    ]
    path = folder / "pose.json"
    path.write_text(json.dumps({"scene_name": "x", "frames": frames}))
    return path


def write_inria(folder: Path) -> Path:
    entries = []
    for index, camera in enumerate(CAMERAS):
        pose = camera_to_world(camera)[:3]
        pose = Z_UP_TO_MINUS_Y_UP @ pose
        entries.append(
            {
                "id": index,
                "img_name": f"{index}",
                "position": pose[:, 3].tolist(),
                "rotation": pose[:, :3].tolist(),
                "width": 64,
                "height": 48,
                "fx": float(camera.K[0, 0]),
                "fy": float(camera.K[1, 1]),
            }
        )
    path = folder / "cameras.json"
    path.write_text(json.dumps(entries[::-1]))
    return path


def colmap_rows() -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Quaternion wxyz and translation from the world (-y up) to the camera, and focal length."""
    rows = []
    for camera in CAMERAS:
        turn = camera.world_to_camera[:3, :3].astype(np.float64) @ Z_UP_TO_MINUS_Y_UP.T
        shift = camera.world_to_camera[:3, 3]
        rows.append((quaternion_from_matrix(turn), shift, float(camera.K[1, 1])))
    return rows


def write_colmap_text(folder: Path) -> Path:
    cameras, images = ["# Camera list"], ["# Image list", "#   two lines a picture"]
    for index, (quat, shift, focal) in enumerate(colmap_rows(), start=1):
        cameras.append(f"{index} OPENCV 64 48 {focal} {focal} 32 24 0.01 0 0 0")
        numbers = " ".join(str(float(value)) for value in (*quat, *shift))
        images += [f"{index} {numbers} {index} shot {index}.jpg", "" if index == 2 else "1 2 -1"]
    (folder / "cameras.txt").write_text("\n".join(cameras) + "\n")
    (folder / "images.txt").write_text("\n".join(images) + "\n")
    return folder / "images.txt"


def write_colmap_binary(folder: Path) -> Path:
    sparse = folder / "sparse" / "0"
    sparse.mkdir(parents=True)
    cameras = struct.pack("<Q", len(CAMERAS))
    images = struct.pack("<Q", len(CAMERAS))
    for index, (quat, shift, focal) in enumerate(colmap_rows(), start=1):
        cameras += struct.pack("<iiQQ4d", index, 2, 64, 48, focal, 32, 24, 0.01)
        images += struct.pack("<i7di", index, *quat, *shift, index)
        images += f"{index}.jpg".encode() + b"\0" + struct.pack("<Qddq", 1, 3.0, 4.0, -1)
    (sparse / "cameras.bin").write_bytes(cameras)
    (sparse / "images.bin").write_bytes(images)
    return folder


WRITERS: tuple[Callable[[Path], Path], ...] = (
    write_transforms,
    write_viewer_path,
    write_pose_json,
    write_inria,
    write_colmap_text,
    write_colmap_binary,
)


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_cameras_of_other_programs_stand_where_they_stood(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    motion = read_camera_motion(write(tmp_path))
    for fraction, camera in zip((0, 0.5, 1), CAMERAS, strict=True):
        got = motion.camera(fraction, 64, 48)
        np.testing.assert_allclose(got.world_to_camera, camera.world_to_camera, atol=2e-5)
        assert got.vertical_fov_deg == pytest.approx(camera.vertical_fov_deg, rel=1e-4)


def test_cameras_go_along_with_the_splats_that_were_made_from_them(tmp_path: Path) -> None:
    """A point of the file is at the same pixel before and after the file was placed."""
    rng = np.random.default_rng(5)
    in_file = rng.normal(size=(20, 3)) * 0.2
    turn = turn_between("-y", "+z").astype(np.float64)
    in_world = 0.4 * in_file @ turn.T + [0.3, -0.2, 1.0]
    placement = Placement.between(in_file @ turn.T, in_world, turn)
    for write in (write_inria, write_colmap_text):
        path = write(tmp_path)
        plain, placed = read_camera_motion(path), read_camera_motion(path, placement)
        for fraction in (0, 0.5, 1):
            before = plain.camera(fraction, 64, 48).project(in_file @ turn.T)[0]
            after = placed.camera(fraction, 64, 48).project(in_world)[0]
            np.testing.assert_allclose(after, before, atol=0.01)
    own = tmp_path / "own.json"
    write_camera_motion(own, DOLLY)
    assert read_camera_motion(own, placement) == DOLLY


def test_blender_data_sets_give_the_angle_across(tmp_path: Path) -> None:
    path = write_transforms(tmp_path)
    data = json.loads(path.read_text())
    for frame in data["frames"]:
        del frame["fl_x"], frame["fl_y"]
    across = 2 * np.arctan(np.tan(np.radians(20)) * 64 / 48)
    path.write_text(json.dumps({**data, "camera_angle_x": across}))
    assert read_camera_motion(path).camera(0, 8, 8).vertical_fov_deg == pytest.approx(40, rel=1e-4)


def test_the_pose_file_of_a_photo_reads() -> None:
    if not POSE_JSON.exists():
        pytest.skip("development data (../shared) is not beside this checkout")
    camera = read_camera_motion(POSE_JSON).camera(0, 512, 512)
    assert camera.vertical_fov_deg == pytest.approx(53.13, abs=0.01)
    np.testing.assert_allclose(camera.position, (1.686, 0, 0.2648), atol=1e-3)


def refusals(folder: Path, write: Callable[[Path], Path], seeds: range) -> int:
    """How many mutated files are refused; the others have to give a camera."""
    named = write(folder)
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    refused = 0
    for seed in seeds:
        changed = files[seed % len(files)]
        original = changed.read_bytes()
        changed.write_bytes(mutated(original, seed))
        try:
            read_camera_motion(named).camera(0.3, 8, 8)
        except InputError:
            refused += 1
        changed.write_bytes(original)
    return refused


@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_mutated_files_are_refused_or_read(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    assert refusals(tmp_path, write, range(60)) > 20


@pytest.mark.slow
@pytest.mark.parametrize("write", WRITERS, ids=lambda write: write.__name__)
def test_thousands_of_mutated_files(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    assert refusals(tmp_path, write, range(100, 3100)) > 1000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"camera_path": []}', "no camera"),
        ('{"camera_path": [{"fov": 50}]}', "damaged nerfstudio"),
        ('{"frames": [{"w2c": [[1]]}]}', "damaged pose.json"),
        ('[{"position": [0, 0, 0], "rotation": 3}]', "damaged cameras.json"),
        ('{"frames": []}', "not a camera path"),
        ("[" * 100_000, "not a JSON file"),
    ],
)
def test_damaged_files_are_explained(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "cameras.json"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_camera_motion(path)


ORBIT = CameraOrbit((0, 0, 0.2), 2.0, sweep=OrbitSweep.TURNTABLE, sweep_deg=360)
DOLLY = AnalyticMove(MoveKind.DOLLY, (0, 0, 0.2), 2.0, amount=1.0)
FLAT = OrthographicMotion(ORBIT, ORBIT.target_m, zoom=1.5)
FRAMES = CameraFrames(frame_count=9, fps=12.5, width=64, height=48)


@pytest.mark.parametrize("motion", [DOLLY, FLAT], ids=["dolly", "orthographic"])
def test_usd_cameras_stand_where_ours_do(tmp_path: Path, motion: CameraMotion) -> None:
    from pxr import Gf, Usd, UsdGeom

    write_camera_motion(tmp_path / "camera.usda", motion, FRAMES)
    stage = Usd.Stage.Open(str(tmp_path / "camera.usda"))
    assert UsdGeom.GetStageUpAxis(stage) == "Z"
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1
    assert stage.GetTimeCodesPerSecond() == 12.5
    assert (stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (0, 8)
    prim = UsdGeom.Camera(stage.GetPrimAtPath("/World/Camera"))
    for index, camera in enumerate(FRAMES.cameras(motion)):
        lens = prim.GetCamera(index)
        point = Gf.Vec3d(0.1, -0.2, 0.4)
        seen = (
            lens.frustum.ComputeViewMatrix() * lens.frustum.ComputeProjectionMatrix()
        ).Transform(point)
        pixel = np.array([(seen[0] + 1) * 32, (1 - seen[1]) * 24])
        np.testing.assert_allclose(pixel, camera.project([tuple(point)])[0][0], atol=1e-3)


def run_in_blender(script: str) -> list[tuple[int, list[float], list[float], float]]:
    """Keyframes (number, location, quaternion, focal length) that the script sets."""
    keys: dict[int, list[object]] = {}
    lens = SimpleNamespace()
    lens.keyframe_insert = lambda _name, frame: keys[frame].append(lens.lens)
    body = SimpleNamespace()

    def insert(name: str, frame: int) -> None:
        keys.setdefault(frame, []).append(list(getattr(body, name)))

    body.keyframe_insert = insert
    bpy = ModuleType("bpy")
    bpy.context = MagicMock()
    bpy.data = SimpleNamespace(
        cameras=SimpleNamespace(new=lambda _name: lens),
        objects=SimpleNamespace(new=lambda _name, _lens: body),
    )
    sys.modules["bpy"] = bpy
    try:
        exec(compile(script, "camera.py", "exec"), {})
    finally:
        del sys.modules["bpy"]
    assert lens.sensor_fit == "VERTICAL"
    assert body.rotation_mode == "QUATERNION"
    return [(number, *values) for number, values in sorted(keys.items())]  # type: ignore[misc]


@pytest.mark.parametrize("motion", [ORBIT, DOLLY], ids=["turntable", "dolly"])
def test_the_script_for_blender_sets_every_frame(motion: CameraOrbit | AnalyticMove) -> None:
    keys = run_in_blender(blender_script(motion, FRAMES))
    assert [key[0] for key in keys] == list(range(1, 10))
    before = None
    for (_, location, quat, focal_mm), camera in zip(keys, FRAMES.cameras(motion), strict=True):
        np.testing.assert_allclose(location, camera.position, atol=1e-6)
        axes = matrix_from_quaternion(np.array(quat))
        np.testing.assert_allclose(-axes[:, 2], camera.forward, atol=1e-5)
        np.testing.assert_allclose(axes[:, 1], -camera.world_to_camera[1, :3], atol=1e-5)
        assert 2 * np.degrees(np.arctan(12 / focal_mm)) == pytest.approx(
            camera.vertical_fov_deg, rel=1e-4
        )
        assert before is None or float(np.dot(before, quat)) > 0
        before = quat


def test_unknown_suffixes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.usda"):
        write_camera_motion(tmp_path / "camera.fbx", ORBIT)
