"""A cloud holds valid values only, and its small operations keep their meaning."""

from __future__ import annotations

import numpy as np
import pytest
from render_scenes import CloudFactory

from render.covariance import covariance_from
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion
from render.spherical_harmonics import evaluate

FIELDS = ("means", "quats", "scales", "opacities", "sh_coeffs")


def changed(cloud: GaussianCloud, **arrays: np.ndarray) -> GaussianCloud:
    return GaussianCloud(**{**{name: getattr(cloud, name) for name in FIELDS}, **arrays})


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_must_be_finite(make_cloud: CloudFactory, name: str, value: float) -> None:
    cloud = make_cloud(4)
    array = getattr(cloud, name).copy()
    array[2] = value
    with pytest.raises(InputError, match=f"{name} of Gaussian 2 is not finite"):
        changed(cloud, **{name: array})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("scales", 0.0, "scales must be > 0"),
        ("scales", -1.0, "scales must be > 0"),
        ("opacities", 1.5, "opacities must lie in 0..1"),
        ("opacities", -0.1, "opacities must lie in 0..1"),
        ("quats", 0.0, "quats must be unit"),
    ],
)
def test_values_must_be_possible(
    make_cloud: CloudFactory, name: str, value: float, message: str
) -> None:
    cloud = make_cloud(4)
    array = getattr(cloud, name).copy()
    array[1] = value
    with pytest.raises(InputError, match=message):
        changed(cloud, **{name: array})


@pytest.mark.parametrize("shape", [(4, 2, 3), (3, 1, 3), (4, 1)])
def test_shapes_must_fit(make_cloud: CloudFactory, shape: tuple[int, ...]) -> None:
    with pytest.raises(InputError, match="sh_coeffs has shape"):
        changed(make_cloud(4), sh_coeffs=np.zeros(shape))


def test_arrays_become_float32_and_contiguous(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(6)
    doubled = changed(cloud, means=np.asfortranarray(cloud.means.astype(np.float64)))
    assert doubled.means.dtype == np.float32
    assert doubled.means.flags.c_contiguous


def test_empty_cloud_is_valid_but_has_no_bounds(make_cloud: CloudFactory) -> None:
    empty = make_cloud(0)
    assert empty.gaussian_count == 0
    with pytest.raises(InputError, match="empty cloud"):
        empty.bounds()


def test_select_and_concat_are_inverse(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(9, degree=2)
    joined = cloud.select(slice(0, 4)).concat(cloud.select(np.arange(4, 9)))
    for name in FIELDS:
        np.testing.assert_array_equal(getattr(joined, name), getattr(cloud, name))
    with pytest.raises(InputError, match="cannot join"):
        cloud.concat(make_cloud(1, degree=1))


def test_scaling_scales_places_and_sizes(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(5)
    larger = cloud.scaled(2.5)
    np.testing.assert_allclose(larger.means, 2.5 * cloud.means, rtol=1e-6)
    np.testing.assert_allclose(larger.scales, 2.5 * cloud.scales, rtol=1e-6)
    for factor in (0.0, -1.0, float("nan")):
        with pytest.raises(InputError, match="scale factor"):
            cloud.scaled(factor)


def test_rigid_motion_turns_covariances(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(5)
    turn = matrix_from_quaternion(np.array([0.5, 0.5, -0.5, 0.5]))
    moved = cloud.transformed(turn, np.array([1, 2, 3], np.float32))
    np.testing.assert_allclose(moved.means, cloud.means @ turn.T + [1, 2, 3], atol=1e-6)
    expected = turn @ covariance_from(cloud.quats, cloud.scales) @ turn.T
    np.testing.assert_allclose(covariance_from(moved.quats, moved.scales), expected, atol=1e-7)


def test_rigid_motion_turns_view_dependent_colours(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(5, degree=3)
    turn = matrix_from_quaternion(np.array([0.5, 0.5, -0.5, 0.5]))
    moved = cloud.transformed(turn, np.zeros(3, np.float32))
    directions = np.tile([0.6, 0.0, 0.8], (5, 1))
    seen = evaluate(moved.sh_coeffs, directions @ turn.T, 3)
    np.testing.assert_allclose(seen, evaluate(cloud.sh_coeffs, directions, 3), atol=1e-5)
    still = cloud.transformed(np.eye(3, dtype=np.float32), np.ones(3, np.float32))
    assert np.array_equal(still.sh_coeffs, cloud.sh_coeffs)
