"""Order from far to near."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from render.camera import Camera
from render.depth_sort import camera_depths, depth_order

CAMERA = Camera.look_at((3, 0.5, 1), (0, 0, 0), width=8, height=8)


@given(st.integers(0, 400), st.integers(0, 2**31))
def test_order_falls_in_depth(count: int, seed: int) -> None:
    means = np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)
    order = depth_order(means, CAMERA)
    assert order.dtype == np.uint32
    np.testing.assert_array_equal(np.sort(order), np.arange(count))
    depths = np.maximum(camera_depths(means, CAMERA)[order], CAMERA.near_plane)
    if count:
        assert (np.diff(depths) <= np.ptp(depths) / 60000 + 1e-6).all()


def test_equal_depths_keep_their_order() -> None:
    means = np.tile(np.array([[0.1, 0.2, 0.3]], np.float32), (5, 1))
    np.testing.assert_array_equal(depth_order(means, CAMERA), np.arange(5))


def test_a_stray_far_away_costs_no_precision(rng: np.random.Generator) -> None:
    means = rng.uniform(-0.2, 0.2, (5000, 3)).astype(np.float32)
    means[77] = (-9000, 0, 0)
    order = depth_order(means, CAMERA)
    assert order[0] == 77
    assert np.diff(camera_depths(means, CAMERA)[order[1:]]).max() < 1e-4
