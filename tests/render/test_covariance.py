"""Axioms of covariances under rotation, decomposition and deformation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from render.covariance import covariance_from, decompose, deform
from render.errors import InputError
from render.quaternion import matrix_from_quaternion, normalized

SEED = st.integers(0, 2**32 - 1)


def random_shape(seed: int, count: int = 5) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    quats = normalized(rng.normal(size=(count, 4))).astype(np.float32)
    return quats, (10 ** rng.uniform(-3, 0, (count, 3))).astype(np.float32)


@given(SEED)
def test_covariance_is_symmetric_and_positive(seed: int) -> None:
    quats, scales = random_shape(seed)
    sigma = covariance_from(quats, scales)
    np.testing.assert_array_equal(sigma, sigma.transpose(0, 2, 1))
    assert (np.linalg.eigvalsh(sigma.astype(np.float64)) > -1e-7 * scales.max() ** 2).all()
    np.testing.assert_allclose(np.trace(sigma, axis1=1, axis2=2), (scales**2).sum(1), rtol=1e-5)


@given(SEED)
def test_decompose_inverts_covariance_from(seed: int) -> None:
    quats, scales = random_shape(seed)
    sigma = covariance_from(quats, scales)
    again_quats, again_scales = decompose(sigma)
    largest = scales.max(axis=1)[:, None, None] ** 2
    np.testing.assert_allclose(
        covariance_from(again_quats, again_scales) / largest, sigma / largest, atol=2e-6
    )
    np.testing.assert_allclose(np.linalg.norm(again_quats, axis=1), 1, atol=1e-6)


@given(SEED)
def test_rotation_turns_the_axes_only(seed: int) -> None:
    quats, scales = random_shape(seed)
    turn = matrix_from_quaternion(random_shape(seed + 1)[0].astype(np.float64))
    turned = deform(covariance_from(quats, scales), turn.astype(np.float32))
    expected = np.sort(scales, axis=1)
    _, found = decompose(turned)
    np.testing.assert_allclose(found / expected.max(), expected / expected.max(), atol=2e-3)


def test_stretch_scales_the_deviation() -> None:
    sigma = covariance_from(np.array([[1, 0, 0, 0]]), np.array([[0.1, 0.2, 0.3]]))
    stretched = deform(sigma, np.diag([2.0, 1.0, 1.0])[None].astype(np.float32))
    np.testing.assert_allclose(np.diag(stretched[0]), [0.04, 0.04, 0.09], rtol=1e-5)


def test_flat_and_reflected_covariances_decompose() -> None:
    quats, scales = decompose(np.stack([np.zeros((3, 3)), np.diag([1.0, 0.0, 4.0])]))
    assert (scales > 0).all()
    matrices = matrix_from_quaternion(quats.astype(np.float64))
    np.testing.assert_allclose(np.linalg.det(matrices), 1, atol=1e-6)


def test_deform_refuses_another_count() -> None:
    with pytest.raises(InputError, match="expected"):
        deform(np.zeros((2, 3, 3), np.float32), np.zeros((1, 3, 3), np.float32))
