"""Stretched splats have the covariances that their stretch gives."""

from __future__ import annotations

import numpy as np
import pytest

from render.covariance import covariance_from
from render.quaternion import normalized
from render.splat_stretch import SMALLEST_SCALE_M, stretched


def splats(rng: np.random.Generator, count: int, strain: float) -> tuple[np.ndarray, ...]:
    quats = normalized(rng.normal(size=(count, 4))).astype(np.float32)
    scales = np.exp(rng.uniform(-9, -3, (count, 3))).astype(np.float32)
    noise = rng.uniform(-strain, strain, (count, 3, 3))
    stretches = np.eye(3) + (noise + noise.transpose(0, 2, 1)) / 2
    return quats, scales, stretches.astype(np.float32)


@pytest.mark.parametrize("strain", [0.0, 1e-3, 0.3, 2.0])
@pytest.mark.parametrize("count", [1, 5000])
def test_covariances_are_those_of_the_stretch(
    rng: np.random.Generator, strain: float, count: int
) -> None:
    quats, scales, stretches = splats(rng, count, strain)
    turned, sizes = stretched(quats, scales, stretches)
    exact = stretches.astype(np.float64)
    expected = exact @ covariance_from(quats, scales).astype(np.float64) @ exact
    error = np.abs(covariance_from(turned, sizes) - expected).max(axis=(1, 2))
    assert (error / np.abs(expected).max(axis=(1, 2))).max() < 1e-5
    assert np.abs(np.linalg.norm(turned, axis=1) - 1).max() < 1e-6


def test_principal_axes_stretch_exactly() -> None:
    quats = np.array([[1, 0, 0, 0]], np.float32)
    scales = np.array([[1.0, 2.0, 3.0]], np.float32)
    turned, sizes = stretched(quats, scales, np.diag([2.0, 0.5, 3.0])[None].astype(np.float32))
    np.testing.assert_allclose(sizes, [[2, 1, 9]], rtol=1e-6)
    np.testing.assert_allclose(turned, quats, atol=1e-7)


def test_equal_axes_and_collapse_are_no_trouble() -> None:
    quats = np.tile(np.array([[0.5, 0.5, 0.5, 0.5]], np.float32), (3, 1))
    scales = np.full((3, 3), 0.01, np.float32)
    stretches = np.stack([np.eye(3), np.zeros((3, 3)), np.diag([1, 1, 0])]).astype(np.float32)
    turned, sizes = stretched(quats, scales, stretches)
    assert np.isfinite(turned).all()
    np.testing.assert_allclose(sizes[0], 0.01, rtol=1e-6)
    np.testing.assert_allclose(sizes[1], SMALLEST_SCALE_M, rtol=1e-6)
    np.testing.assert_allclose(np.sort(sizes[2])[1:], 0.01, rtol=1e-6)


def test_no_splats() -> None:
    turned, sizes = stretched(
        np.zeros((0, 4), np.float32), np.zeros((0, 3), np.float32), np.zeros((0, 3, 3), np.float32)
    )
    assert turned.shape == (0, 4)
    assert sizes.shape == (0, 3)
