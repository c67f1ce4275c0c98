"""Order from far to near."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.camera import Camera
from render.depth_sort import camera_depths, depth_order

CAMERA = Camera.look_at((3, 0.5, 1), (0, 0, 0), width=8, height=8)


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 2**31))
def test_order_falls_in_depth(count: int, seed: int) -> None:
    means = np.random.default_rng(seed).normal(size=(count, 3)).astype(np.float32)
    order = depth_order(means, CAMERA)
    assert order.dtype == np.uint32
    np.testing.assert_array_equal(np.sort(order), np.arange(count))
    depths = np.maximum(camera_depths(means, CAMERA)[order], CAMERA.near_plane)
    if count:
        assert (np.diff(depths) <= np.ptp(depths) / 60000 + 1e-6).all()


@pytest.mark.parametrize("exact", [False, True])
def test_of_equal_depths_the_first_is_the_nearest(exact: bool) -> None:
    means = np.tile(np.array([[0.1, 0.2, 0.3]], np.float32), (5, 1))
    np.testing.assert_array_equal(depth_order(means, CAMERA, exact=exact), np.arange(5)[::-1])


def test_exact_order_tells_neighbouring_floats_apart(rng: np.random.Generator) -> None:
    depths = np.float32(3) + np.arange(2000, dtype=np.float32) * np.float32(2.4e-7)
    means = np.outer(depths, CAMERA.forward) + CAMERA.position
    mixed = means[rng.permutation(2000)].astype(np.float32)
    found = camera_depths(mixed, CAMERA)[depth_order(mixed, CAMERA, exact=True)]
    assert (np.diff(found) <= 0).all()


def test_a_stray_far_away_costs_no_precision(rng: np.random.Generator) -> None:
    means = rng.uniform(-0.2, 0.2, (5000, 3)).astype(np.float32)
    means[77] = (-9000, 0, 0)
    order = depth_order(means, CAMERA)
    assert order[0] == 77
    assert np.diff(camera_depths(means, CAMERA)[order[1:]]).max() < 1e-4
