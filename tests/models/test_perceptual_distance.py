"""LPIPS against the behaviour its authors publish."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation.perceptual_distance import (
    LpipsVgg,
    lpips_weights_path,
    why_lpips_is_missing,
)


@pytest.fixture(scope="module")
def lpips() -> LpipsVgg:
    reason = why_lpips_is_missing()
    if reason:
        pytest.skip(reason)
    return LpipsVgg(lpips_weights_path())


def picture(seed: int) -> np.ndarray:
    coarse = np.random.default_rng(seed).random((8, 8, 3), dtype=np.float32)
    return np.kron(coarse, np.ones((8, 8, 1), np.float32))


def test_equal_pictures_have_no_distance(lpips: LpipsVgg) -> None:
    assert lpips.distance(picture(0), picture(0)) == 0


def test_other_picture_is_farther_than_a_noisy_copy(lpips: LpipsVgg) -> None:
    noise = np.random.default_rng(5).normal(0, 0.02, (64, 64, 3)).astype(np.float32)
    noisy = np.clip(picture(0) + noise, 0, 1)
    assert 0 < lpips.distance(picture(0), noisy) < lpips.distance(picture(0), picture(1))


def test_first_filter_is_that_of_the_published_trunk(lpips: LpipsVgg) -> None:
    weights = lpips._net.get_buffer("trunk_0_weight")[0, 0, 0]
    np.testing.assert_allclose(weights.numpy(), [-0.5537, 0.1427, 0.5290], atol=1e-3)
