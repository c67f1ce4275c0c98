"""Moments between frames: means and stretches linear, rotations at a constant rate."""

from __future__ import annotations

import numpy as np
import pytest
from clip_scenes import TurningFall

from render.clips.between import cloud_between, frame_between, pose_at, resampled, slerp
from render.clips.clip import ClipArrays, PosedClip
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.quaternion import conjugate, multiply


def rod(angle_rad: float, *, swapped: bool = False) -> GaussianCloud:
    """One long Gaussian turned about z; swapped names its axes in another order."""
    quat = np.array([[np.cos(angle_rad / 2), 0, 0, np.sin(angle_rad / 2)]], np.float32)
    scales = np.array([[0.3, 0.02, 0.01]], np.float32)
    if swapped:
        quarter = np.array([[np.sqrt(0.5), 0, 0, np.sqrt(0.5)]], np.float32)
        quat, scales = multiply(quat, quarter), scales[:, [1, 0, 2]]
    return GaussianCloud(
        np.array([[angle_rad, 0, 0]]), quat, scales, np.ones(1), np.zeros((1, 1, 3))
    )


def test_whole_positions_are_the_frames() -> None:
    clip = TurningFall(20)
    np.testing.assert_array_equal(frame_between(clip, 3.0).means, clip.frame(3).means)


def test_a_posed_clip_moves_its_pose() -> None:
    clip = TurningFall(20, hidden=4)
    first, second, pose = clip.pose(4), clip.pose(5), pose_at(clip, 4.25)
    np.testing.assert_allclose(pose.means, 0.75 * first.means + 0.25 * second.means, atol=1e-6)
    expected = 0.75 * first.stretches + 0.25 * second.stretches
    np.testing.assert_allclose(pose.stretches, expected, atol=1e-6)
    whole = multiply(conjugate(first.rotations), second.rotations)
    part = multiply(conjugate(first.rotations), pose.rotations)
    angle = 2 * np.arccos(np.clip(np.abs(whole[:, 0]), 0, 1))
    turned = 2 * np.arccos(np.clip(np.abs(part[:, 0]), 0, 1))
    np.testing.assert_allclose(turned, 0.25 * angle, atol=2e-3)
    assert pose.hidden is not None
    assert pose.hidden.sum() == 4
    assert not pose_at(clip, 4.75).hidden.any()


def test_slerp_takes_the_shorter_way() -> None:
    first = np.array([[1, 0, 0, 0]], np.float32)
    second = -np.array([[np.cos(0.4), np.sin(0.4), 0, 0]], np.float32)
    middle = slerp(first, second, 0.5)
    np.testing.assert_allclose(np.abs(middle[0, :2]), [np.cos(0.2), np.sin(0.2)], atol=1e-6)
    np.testing.assert_allclose(slerp(first, first, 0.3), first, atol=1e-7)


@pytest.mark.parametrize("swapped", [False, True])
def test_clouds_turn_whatever_order_their_axes_have(swapped: bool) -> None:
    middle = cloud_between(rod(0.2), rod(0.6, swapped=swapped), 0.5)
    np.testing.assert_allclose(middle.means[0, 0], 0.4, atol=1e-6)
    long_axis = np.abs(middle.scales[0]).argmax()
    from render.quaternion import matrix_from_quaternion

    direction = matrix_from_quaternion(middle.quats)[0][:, long_axis]
    np.testing.assert_allclose(np.abs(direction[:2]), [np.cos(0.4), np.sin(0.4)], atol=1e-4)
    np.testing.assert_allclose(np.sort(middle.scales[0]), [0.01, 0.02, 0.3], rtol=1e-4)


def test_resampled_clips_keep_what_they_know() -> None:
    clip = TurningFall(20)
    slow = resampled(clip, [0.0, 0.5, 1.0], 0.08)
    assert isinstance(slow, PosedClip)
    assert (slow.frame_count, slow.frame_dt_s) == (3, 0.08)
    np.testing.assert_array_equal(slow.frame(2).means, clip.frame(1).means)
    plain = resampled(ClipArrays((rod(0.0), rod(0.2))), [0.5], 0.04)
    assert not isinstance(plain, PosedClip)
    np.testing.assert_allclose(plain.frame(0).means[0, 0], 0.1, atol=1e-6)


@pytest.mark.parametrize("position", [-0.1, 23.5, float("nan")])
def test_moments_outside_the_clip_are_refused(position: float) -> None:
    with pytest.raises(InputError, match="outside frames 0 to 23"):
        frame_between(TurningFall(5), position)
