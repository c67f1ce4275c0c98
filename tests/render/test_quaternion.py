"""Axioms of the rotation group, for random unit quaternions."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from render.quaternion import (
    conjugate,
    matrix_from_quaternion,
    multiply,
    normalized,
    quaternion_from_matrix,
)

COMPONENT = st.floats(-1, 1, allow_nan=False)
QUATERNION = (
    st.tuples(COMPONENT, COMPONENT, COMPONENT, COMPONENT)
    .filter(lambda q: np.linalg.norm(q) > 1e-3)
    .map(lambda q: normalized(np.array(q)))
)


@given(QUATERNION, QUATERNION, QUATERNION)
def test_product_is_associative(a: np.ndarray, b: np.ndarray, c: np.ndarray) -> None:
    np.testing.assert_allclose(multiply(multiply(a, b), c), multiply(a, multiply(b, c)), atol=1e-12)


@given(QUATERNION)
def test_conjugate_is_the_inverse(q: np.ndarray) -> None:
    np.testing.assert_allclose(multiply(q, conjugate(q)), [1, 0, 0, 0], atol=1e-12)


@given(QUATERNION)
def test_matrix_is_a_proper_rotation(q: np.ndarray) -> None:
    matrix = matrix_from_quaternion(q)
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(matrix) > 0


@given(QUATERNION, QUATERNION)
def test_product_of_quaternions_is_product_of_matrices(a: np.ndarray, b: np.ndarray) -> None:
    product = matrix_from_quaternion(multiply(a, b))
    np.testing.assert_allclose(
        product, matrix_from_quaternion(a) @ matrix_from_quaternion(b), atol=1e-12
    )


@given(QUATERNION)
def test_matrix_round_trip_keeps_the_rotation(q: np.ndarray) -> None:
    again = quaternion_from_matrix(matrix_from_quaternion(q))
    assert again[0] >= 0
    assert abs(abs(again @ q) - 1) < 1e-9
