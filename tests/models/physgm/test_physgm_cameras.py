"""PhysGM's average-camera frame, its way back, and bad poses."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from physgm_fixtures import ring_poses

from models.physgm.activations import PixelGaussians
from models.physgm.cameras import normalized_cameras
from render.errors import InputError
from render.gaussians import GaussianCloud

Poses = npt.NDArray[np.float64]


def turn(seed: int) -> Poses:
    q, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    return np.asarray(q * np.sign(np.linalg.det(q)))


def scattered(seed: int = 0) -> Poses:
    poses = np.tile(np.eye(4), (4, 1, 1))
    rng = np.random.default_rng(seed)
    for index, pose in enumerate(poses):
        pose[:3, :3], pose[:3, 3] = turn(seed + index), rng.normal(size=3)
    return poses


def test_frame_is_the_average_camera_scaled_to_the_farthest_coordinate() -> None:
    poses = scattered()
    frame = normalized_cameras(poses)
    outward = np.linalg.inv(poses)
    np.testing.assert_allclose(frame.centre, outward[:, :3, 3].mean(axis=0))
    ahead = outward[:, :3, 2].mean(axis=0)
    np.testing.assert_allclose(frame.turn[2], ahead / np.linalg.norm(ahead))
    down = outward[:, :3, 1].mean(axis=0)
    assert abs(frame.turn[1] @ frame.turn[2]) < 1e-12
    assert frame.turn[1] @ down > 0
    np.testing.assert_allclose(np.cross(frame.turn[1], frame.turn[2]), frame.turn[0])
    assert np.abs(frame.camera_to_world[:, :3, 3]).max() == pytest.approx(1)
    np.testing.assert_allclose(frame.camera_to_world[:, :3, 3].mean(axis=0), 0, atol=1e-12)


def test_scale_may_come_from_other_cameras() -> None:
    poses = scattered()
    frame, inner = normalized_cameras(poses, scattered(9)), normalized_cameras(poses)
    outer = np.linalg.inv(scattered(9))[:, :3, 3]
    reach = np.abs((outer - inner.centre) @ inner.turn.T).max()
    assert frame.scale == pytest.approx(1 / reach)
    np.testing.assert_allclose(frame.turn, inner.turn)


def test_points_go_there_and_back() -> None:
    frame = normalized_cameras(scattered(3))
    rng = np.random.default_rng(1)
    points = rng.normal(size=(20, 3)).astype(np.float32)
    inside = frame.scale * (points - frame.centre) @ frame.turn.T
    still = np.tile([1.0, 0, 0, 0], (20, 1))
    parts = (inside, still, np.full((20, 3), 0.1), np.ones(20), np.zeros((20, 1, 3)))
    gaussians = PixelGaussians(*(torch.from_numpy(part).float()[None] for part in parts))
    back = frame.restored(gaussians).to_cloud()
    np.testing.assert_allclose(back.means, points, atol=1e-5)
    np.testing.assert_allclose(back.scales, 0.1 / frame.scale, rtol=1e-5)


@pytest.mark.parametrize("degree", [0, 1, 3])
def test_turning_back_is_what_clouds_do(degree: int) -> None:
    frame = normalized_cameras(scattered(3))
    rng = np.random.default_rng(1)
    quats = rng.normal(size=(20, 4))
    parts = (
        rng.normal(size=(20, 3)),
        quats / np.linalg.norm(quats, axis=1, keepdims=True),
        rng.uniform(0.1, 1, (20, 3)),
        rng.uniform(0.1, 1, 20),
        rng.normal(size=(20, (degree + 1) ** 2, 3)),
    )
    gaussians = PixelGaussians(*(torch.from_numpy(part).float()[None] for part in parts))
    back = frame.restored(gaussians).to_cloud()
    cloud = GaussianCloud(*parts).scaled(1 / frame.scale)
    expected = cloud.transformed(frame.turn.T.astype(np.float32), frame.centre.astype(np.float32))
    for name in ("means", "scales", "opacities", "sh_coeffs"):
        np.testing.assert_allclose(getattr(back, name), getattr(expected, name), atol=2e-5)
    alike = np.abs((back.quats * expected.quats).sum(axis=1))
    np.testing.assert_allclose(alike, 1, atol=1e-5)


def test_on_a_ring_the_first_camera_decides() -> None:
    """The average's remainder is rounding noise there; a nudge to the first camera is its limit."""
    poses = ring_poses(4)
    frame = normalized_cameras(poses)
    np.testing.assert_allclose(frame.turn[2], [0, 0, -1], atol=1e-6)
    nudged = normalized_cameras(np.concatenate([poses] * 40 + [poses[:1]]))
    angle = np.degrees(np.arccos(np.clip((frame.turn[1] @ nudged.turn[1]), -1, 1)))
    assert angle < 5
    rng = np.random.default_rng(0)
    for _ in range(5):
        noisy = poses.copy()
        noisy[:, :3, 3] += rng.normal(scale=1e-7, size=(4, 3))
        np.testing.assert_allclose(normalized_cameras(noisy).turn, frame.turn, atol=1e-5)


def test_example_pose_file(shared_folder: Path) -> None:
    document = json.loads((shared_folder / "photos" / "cake" / "pose.json").read_text())
    poses = np.array([entry["w2c"] for entry in document["frames"]])
    frame = normalized_cameras(poses)
    assert frame.scale == pytest.approx(1 / (1.7067 * np.cos(np.radians(8.93))), rel=1e-3)
    assert np.linalg.det(frame.turn) == pytest.approx(1)
    np.testing.assert_allclose(frame.turn @ frame.turn.T, np.eye(3), atol=1e-6)


def test_level_ring_and_opposite_cameras_still_have_a_frame() -> None:
    opposite = np.tile(np.eye(4), (2, 1, 1))
    opposite[0, :3, 3] = opposite[1, :3, 3] = [0, 0, 2]
    opposite[1, :3, :3] = np.diag([-1.0, 1.0, -1.0])
    frame = normalized_cameras(opposite)
    np.testing.assert_allclose(frame.turn, np.eye(3), atol=1e-12)
    assert frame.scale == pytest.approx(0.5)


def broken(change: str) -> Poses:
    poses = scattered()
    pose = poses[2]
    if change == "nan":
        pose[0, 0] = np.nan
    elif change == "singular":
        pose[1, :3] = 0
    elif change == "mirrored":
        pose[0, :3] *= -1
    elif change == "scaled":
        pose[:3, :3] *= 1.5
    else:
        pose[3, 0] = 0.3
    return poses


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("nan", "pose of camera 2 is not finite"),
        ("singular", "pose of camera 2 is singular"),
        ("mirrored", "pose of camera 2 is left-handed"),
        ("scaled", "pose of camera 2 is no rotation"),
        ("row", "last row of the pose of camera 2"),
    ],
)
def test_bad_poses_are_named(change: str, expected: str) -> None:
    with pytest.raises(InputError, match=expected):
        normalized_cameras(broken(change))


def test_cameras_in_one_place_give_no_scale() -> None:
    with pytest.raises(InputError, match="all 1 cameras stand in one place"):
        normalized_cameras(scattered()[:1])
    with pytest.raises(InputError, match="must have shape"):
        normalized_cameras(np.eye(4))
