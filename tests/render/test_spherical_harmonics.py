"""The basis is orthonormal and the colours of degree 0 are the plain ones."""

from __future__ import annotations

import numpy as np
import pytest

from render.errors import InputError
from render.quaternion import matrix_from_quaternion, multiply, normalized
from render.spherical_harmonics import basis, evaluate, rgb_to_sh0, rotated, sh0_to_rgb


def sphere_quadrature() -> tuple[np.ndarray, np.ndarray]:
    """Directions and weights that integrate bands up to degree 6 exactly."""
    heights, weights = np.polynomial.legendre.leggauss(8)
    angles = np.arange(16) * np.pi / 8
    ring = np.sqrt(1 - heights**2)[:, None]
    directions = np.stack(
        [ring * np.cos(angles), ring * np.sin(angles), np.repeat(heights[:, None], 16, 1)], -1
    )
    return directions.reshape(-1, 3), np.repeat(weights * np.pi / 8, 16)


def test_basis_is_orthonormal() -> None:
    directions, weights = sphere_quadrature()
    values = basis(directions, 3)
    np.testing.assert_allclose(values.T @ (values * weights[:, None]), np.eye(16), atol=1e-12)


def test_degree_zero_round_trip() -> None:
    rgb = np.linspace(0, 1, 12).reshape(4, 3)
    np.testing.assert_allclose(sh0_to_rgb(rgb_to_sh0(rgb)), rgb, atol=1e-6)
    seen = evaluate(rgb_to_sh0(rgb)[:, None], np.tile([0.0, 0, 1], (4, 1)), 3)
    np.testing.assert_allclose(seen, rgb, atol=1e-6)


def test_higher_bands_are_ignored_on_demand() -> None:
    coefficients = np.zeros((1, 16, 3), np.float32)
    coefficients[0, 3] = 1.0  # brighter towards -x, in the sign convention of 3DGS
    ahead, behind = np.array([[-1.0, 0, 0]]), np.array([[1.0, 0, 0]])
    assert evaluate(coefficients, ahead, 1)[0, 0] == pytest.approx(0.5 + 0.48860251, abs=1e-6)
    assert evaluate(coefficients, behind, 1)[0, 0] == pytest.approx(0.5 - 0.48860251, abs=1e-6)
    assert evaluate(coefficients, ahead, 0)[0, 0] == pytest.approx(0.5)


def test_colors_are_never_negative() -> None:
    assert (evaluate(np.full((1, 1, 3), -9.0), np.array([[0.0, 0, 1]]), 0) == 0).all()


def test_unknown_degree_is_refused() -> None:
    with pytest.raises(InputError, match="0 to 3"):
        basis(np.zeros((1, 3)), 4)


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_colors_turn_with_their_gaussians(rng: np.random.Generator, degree: int) -> None:
    count = 200
    coefficients = rng.uniform(-0.1, 0.1, (count, (degree + 1) ** 2, 3))
    coefficients[:, 0] = 3.0  # bright, so that no colour is cut off at black
    quats = normalized(rng.normal(size=(count, 4)))
    turned = rotated(coefficients, quats)
    directions = normalized(rng.normal(size=(count, 3)))
    back = np.einsum("nji,nj->ni", matrix_from_quaternion(quats), directions)
    seen, expected = evaluate(turned, directions, degree), evaluate(coefficients, back, degree)
    assert np.abs(seen - expected).max() < 1e-5
    assert np.abs(expected - evaluate(coefficients, directions, degree)).max() > 0.05


def test_turns_add_up(rng: np.random.Generator) -> None:
    coefficients = rng.normal(size=(50, 16, 3))
    first, second = normalized(rng.normal(size=(2, 50, 4)))
    twice = rotated(rotated(coefficients, first), second)
    once = rotated(coefficients, multiply(second, first))
    np.testing.assert_allclose(twice, once, atol=1e-5)
    still = np.array([[1.0, 0, 0, 0]])
    np.testing.assert_allclose(rotated(coefficients, still), coefficients, atol=1e-5)


def test_plain_colors_need_no_turn(rng: np.random.Generator) -> None:
    coefficients = rng.normal(size=(5, 1, 3)).astype(np.float32)
    assert rotated(coefficients, normalized(rng.normal(size=(5, 4)))) is coefficients
    assert rotated(np.zeros((0, 16, 3), np.float32), np.zeros((0, 4))).shape == (0, 16, 3)
