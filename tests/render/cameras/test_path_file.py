"""Camera motions survive their files; old files stay readable; bad files are explained."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe
from render.cameras.motion import CameraMotion
from render.cameras.moves import AnalyticMove, MoveKind
from render.cameras.orbit import CameraOrbit, OrbitSweep
from render.cameras.orthographic import OrthographicMotion
from render.cameras.path import CameraPath
from render.cameras.path_file import read_camera_motion, write_camera_motion
from render.errors import InputError

MOTIONS = (
    CameraPath(
        (
            CameraKeyframe(0, (2, 0, 1), (0, 0, 0), easing=Easing.EASE_IN, hold_s=0.5),
            CameraKeyframe(1, (0, 2, 1), rotation=(0.5, 0.5, 0.5, 0.5), vertical_fov_deg=40),
            CameraKeyframe(3, (-2, 0, 1), (0, 0, 0), roll_deg=30, easing=Easing.HOLD),
        ),
        loop=True,
        closing_s=0.75,
        constant_speed=True,
    ),
    CameraOrbit((0.1, 0, 0.3), 2.5, 12, 30, 45, OrbitSweep.TURNTABLE, -360),
    AnalyticMove(MoveKind.DOLLY, (0.1, 0, 0.3), 2.5, 12, 30, 45, 1.25, Easing.LINEAR),
    OrthographicMotion(CameraOrbit((0.1, 0, 0.3), 2.5), (0.1, 0, 0.3), zoom=1.25),
)


@pytest.mark.parametrize("motion", MOTIONS, ids=lambda motion: type(motion).__name__)
def test_files_bring_back_the_same_motion(tmp_path: Path, motion: CameraMotion) -> None:
    write_camera_motion(tmp_path / "path.json", motion)
    assert read_camera_motion(tmp_path / "path.json") == motion


def document(**content: object) -> str:
    return json.dumps({"format": "phys4d-camera-path", "version": 2, **content})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("not json", "not a JSON file"),
        ("[]", "not a camera path"),
        (document(version=99, keyframes=[]), "version 99"),
        (document(), "damaged"),
        (document(keyframes=[]), "at least one"),
        (document(keyframes=[{"time_s": 0}]), "damaged"),
        (document(keyframes=[{"time_s": 0, "position_m": [0, 0], "target_m": [0]}]), "damaged"),
        (document(orbit={"target_m": [0, 0, 0], "radius_m": 1, "tilt": 3}), "tilt"),
        (document(orbit={"target_m": [0, 0, 0], "radius_m": -1}), "radius"),
        (document(move={"kind": "sideways", "target_m": [0, 0, 0], "radius_m": 1}), "sideways"),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "path.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_camera_motion(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_camera_motion(tmp_path / "absent.json")


def test_files_of_version_1_rest_at_both_ends(tmp_path: Path) -> None:
    places = [[2, 0, 1], [0, 2, 1], [-2, 0, 1]]
    data = {
        "format": "phys4d-camera-path",
        "version": 1,
        "keyframes": [
            {"time_s": time_s, "position_m": place, "target_m": [0, 0, 0]}
            for time_s, place in enumerate(places)
        ],
    }
    path = tmp_path / "path.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    motion = read_camera_motion(path)
    for fraction, place in zip((0, 0.5, 1), places, strict=True):
        np.testing.assert_allclose(motion.camera(fraction, 9, 9).position, place, atol=1e-5)
    start, middle, end = (
        np.linalg.norm(motion.camera(f + 0.01, 9, 9).position - motion.camera(f, 9, 9).position)
        for f in (0, 0.5, 0.99)
    )
    assert start < 0.2 * middle > end


def test_a_hand_written_file_needs_only_times_and_places(tmp_path: Path) -> None:
    path = tmp_path / "path.json"
    keyframe = {"time_s": 0, "position_m": [1, 0, 0], "target_m": [0, 0, 0]}
    path.write_text(document(keyframes=[keyframe]), encoding="utf-8")
    motion = read_camera_motion(path)
    np.testing.assert_allclose(motion.camera(0.5, 9, 9).position, (1, 0, 0), atol=1e-6)


def test_what_is_written_for_others_and_empty_folders_are_refused_with_a_remedy(
    tmp_path: Path,
) -> None:
    with pytest.raises(InputError, match="without COLMAP's cameras and images; name a file"):
        read_camera_motion(tmp_path)
    for suffix in (".usda", ".py"):
        path = tmp_path / f"camera{suffix}"
        write_camera_motion(path, CameraOrbit(target_m=(0.0, 0.0, 0.0), radius_m=1.0))
        with pytest.raises(InputError, match="written, not read"):
            read_camera_motion(path)
