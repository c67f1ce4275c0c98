"""Smoothing for normals: planes stay, ripple goes, steps stay."""

from __future__ import annotations

import numpy as np
import pytest

from render.camera import Camera
from render.passes.depth_smoothing import smoothed_depth
from render.passes.surfaces import normals_from_depth

CAMERA = Camera.look_at((3, 0, 0), (0, 0, 0), width=150, height=120, vertical_fov_deg=35)
EVERYWHERE = np.ones((120, 150), np.bool_)


def plane_depth(camera: Camera, normal: np.ndarray) -> np.ndarray:
    """Depth of the plane through the origin."""
    origins, directions = camera.pixel_rays()
    return (-(origins @ normal) / (directions @ normal)).astype(np.float32)


@pytest.mark.parametrize("camera", [CAMERA, CAMERA.orthographic(3)])
@pytest.mark.parametrize("direction", [(1.0, 0.0, 0.0), (1.0, 0.7, -0.5)])
def test_planes_stay_and_have_their_exact_normal(
    camera: Camera, direction: tuple[float, float, float]
) -> None:
    normal = np.array(direction) / np.linalg.norm(direction)
    depth = plane_depth(camera, normal)
    smooth = smoothed_depth(depth, EVERYWHERE, camera, 0.02)
    np.testing.assert_allclose(smooth, depth, rtol=2e-6)
    found, valid = normals_from_depth(smooth, EVERYWHERE, camera)
    assert valid.all()
    np.testing.assert_allclose(found, np.broadcast_to(normal, found.shape), atol=2e-3)


def test_ripple_goes() -> None:
    clean = plane_depth(CAMERA, np.array([1.0, 0.3, 0.0]) / np.hypot(1, 0.3))
    rippled = clean + np.random.default_rng(0).normal(0, 0.002, clean.shape).astype(np.float32)
    smooth = smoothed_depth(rippled, EVERYWHERE, CAMERA, 0.02)
    inside = (slice(2, -2), slice(2, -2))
    assert np.std((smooth - clean)[inside]) < 0.6 * 0.002


def test_steps_and_outlines_stay() -> None:
    depth = np.full((120, 150), 2.0, np.float32)
    depth[:, 70:] = 2.5
    mask = EVERYWHERE.copy()
    mask[:30] = False
    depth[~mask] = 0
    np.testing.assert_allclose(smoothed_depth(depth, mask, CAMERA, 0.02), depth, atol=1e-6)


def test_nothing_seen_is_left_as_it_is() -> None:
    depth = np.zeros((120, 150), np.float32)
    np.testing.assert_array_equal(smoothed_depth(depth, ~EVERYWHERE, CAMERA, 0.02), depth)
