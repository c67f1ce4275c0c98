"""Pose files with one to four RGBA pictures, and everything that refuses to be one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from models.posed_views import PosedViews
from render.camera import Camera
from render.errors import InputError

LENS = {"fx": 20.0, "fy": 20.0, "cx": 12.0, "cy": 8.0}
WIDTH, HEIGHT = 24, 16


def frame(index: int, **changes: Any) -> dict[str, Any]:
    camera = Camera.orbit(
        (0, 0, 0), radius=2, azimuth_deg=90 * index, elevation_deg=9, width=WIDTH, height=HEIGHT
    )
    values = {"file_path": f"{index}.png", "w2c": camera.world_to_camera.tolist(), **LENS}
    return values | {"w": WIDTH, "h": HEIGHT} | changes


def pose_file(folder: Path, frames: list[dict[str, Any]]) -> Path:
    """The file with pictures of noise, each as large as its frame says."""
    rng = np.random.default_rng(0)
    for values in frames:
        pixels = rng.integers(0, 256, (values["h"], values["w"], 4), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / values["file_path"])
    path = folder / "views.json"
    path.write_text(json.dumps({"scene_name": "a", "frames": frames}), encoding="utf-8")
    return path


@pytest.mark.parametrize("count", [1, 4])
def test_views_are_read_as_they_are(tmp_path: Path, count: int) -> None:
    views = PosedViews.read(pose_file(tmp_path, [frame(at) for at in range(count)]))
    assert (views.count, views.size_px) == (count, (WIDTH, HEIGHT))
    last = np.asarray(Image.open(tmp_path / f"{count - 1}.png"))
    np.testing.assert_array_equal(np.rint(views.rgba[-1] * 255), last)
    camera = views.camera(count - 1)
    np.testing.assert_allclose(camera.world_to_camera, frame(count - 1)["w2c"], atol=1e-6)
    assert [camera.K[0, 0], camera.K[0, 2], camera.K[1, 2]] == [20, 12, 8]


def test_squares_keep_the_middle_and_its_rays(tmp_path: Path) -> None:
    views = PosedViews.read(pose_file(tmp_path, [frame(0)]))
    squares = views.squares()
    assert squares.rgba.shape == (1, HEIGHT, HEIGHT, 4)
    np.testing.assert_array_equal(squares.rgba[0], views.rgba[0, :, 4:20])
    np.testing.assert_allclose(squares.intrinsics[0], [20, 20, 8, 8])


def test_the_public_example(shared_folder: Path) -> None:
    views = PosedViews.read(shared_folder / "photos" / "cake" / "pose.json")
    assert views.rgba.shape == (4, 512, 512, 4)
    np.testing.assert_allclose(views.camera(2).position, [-1.6860, 0, 0.2648], atol=1e-3)


def turned(**cells: float) -> list[list[float]]:
    """The first frame's pose with some cells `rRcC` replaced."""
    pose = np.array(frame(0)["w2c"])
    for name, value in cells.items():
        pose[int(name[1]), int(name[3])] = value
    return [[float(cell) for cell in row] for row in pose]


MIRROR = (np.diag([1.0, 1, -1, 1]) @ np.array(frame(0)["w2c"])).tolist()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"w2c": turned(r0c0=0, r0c1=0, r0c2=0)}, "w2c is singular (determinant 0, expected 1)"),
        ({"w2c": MIRROR}, "w2c is left-handed (determinant -1, expected 1); use OpenCV axes"),
        ({"w2c": turned(r2c3=float("nan"))}, "w2c is not finite"),
        ({"w2c": turned(r1c1=float("inf"))}, "w2c is not finite"),
        ({"w2c": (2 * np.eye(4)).tolist()}, "w2c is no rotation"),
        ({"w2c": turned(r3c3=2)}, "the last row of w2c must be 0 0 0 1: 0 0 0 2"),
        ({"w2c": np.eye(3).tolist()}, "w2c must have shape [4, 4], got [3, 3]"),
        ({"fx": 0.0}, "must be > 0, got 0 and 20"),
        ({"cx": float("nan")}, "K must be finite"),
    ],
)
def test_an_unusable_camera_is_named(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    path = pose_file(tmp_path, [frame(0), frame(1, **changes)])
    with pytest.raises(InputError) as caught:
        PosedViews.read(path)
    assert str(caught.value).startswith(f"{path}: frame 1: ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_views_of_different_sizes_are_refused(tmp_path: Path) -> None:
    path = pose_file(tmp_path, [frame(0), frame(1), frame(2, w=16)])
    with pytest.raises(InputError, match=r"views\.json: frame 2 has 16x16 px, frame 0 24x16"):
        PosedViews.read(path)


def test_a_picture_of_another_size_than_its_camera_is_refused(tmp_path: Path) -> None:
    path = pose_file(tmp_path, [frame(0), frame(1)])
    Image.new("RGBA", (8, 8)).save(tmp_path / "1.png")
    with pytest.raises(InputError, match=r"1\.png has 8x8 px, pose.json says 24x16"):
        PosedViews.read(path)


def test_five_views_are_too_many(tmp_path: Path) -> None:
    path = pose_file(tmp_path, [frame(at) for at in range(5)])
    with pytest.raises(InputError, match=r"views\.json names 5 views; keep 1 to 4 of its frames"):
        PosedViews.read(path)


def test_missing_empty_opaque_and_broken_pictures_are_named(tmp_path: Path) -> None:
    path = pose_file(tmp_path, [frame(0)])
    picture = tmp_path / "0.png"
    Image.new("RGB", (WIDTH, HEIGHT)).save(picture)
    with pytest.raises(InputError, match=r"0\.png is RGB, not RGBA; cut the object out"):
        PosedViews.read(path)
    Image.new("RGBA", (WIDTH, HEIGHT)).save(picture)
    with pytest.raises(InputError, match=r"0\.png is transparent all over"):
        PosedViews.read(path)
    picture.write_bytes(b"\x89PNG")
    with pytest.raises(InputError, match=r"0\.png is no readable picture"):
        PosedViews.read(path)
    picture.unlink()
    with pytest.raises(InputError, match=r"frame 0: picture .*0\.png is missing"):
        PosedViews.read(path)
    path.unlink()
    with pytest.raises(InputError, match=r"views\.json is missing"):
        PosedViews.read(path)


def test_arrays_that_do_not_belong_together_are_refused() -> None:
    rgba = np.ones((2, 8, 8, 4), np.float32)
    lens, poses = np.tile([8.0, 8, 4, 4], (2, 1)), np.tile(np.eye(4), (2, 1, 1))
    PosedViews(rgba, lens, poses)
    with pytest.raises(InputError, match="2 views need intrinsics"):
        PosedViews(rgba, lens, poses[:1])
    with pytest.raises(InputError, match=r"shape \[V, H, W, 4\], got \[2, 8, 8, 3\]"):
        PosedViews(rgba[..., :3], lens, poses)
    with pytest.raises(InputError, match="focal lengths"):
        PosedViews(rgba, -lens, poses)
    with pytest.raises(InputError, match="not finite"):
        PosedViews(rgba * np.float32(np.nan), lens, poses)
    with pytest.raises(InputError, match="camera 1 is left-handed"):
        PosedViews(rgba, lens, np.stack([np.eye(4), np.diag([1.0, 1, -1, 1])]))
