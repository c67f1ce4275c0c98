"""The transfer curve of sRGB: known values, both ways, both precisions, its slope."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from render.srgb import linear_from_srgb, srgb_from_linear, srgb_slope


def test_known_values() -> None:
    display = np.array([0.0, 0.04045, 0.5, 186 / 255, 1.0])
    light = np.array([0.0, 0.0031308, 0.2140411, 0.4910209, 1.0])
    np.testing.assert_allclose(linear_from_srgb(display), light, atol=1e-6)


@pytest.mark.parametrize(("dtype", "error"), [(np.float32, 1e-6), (np.float64, 1e-12)])
def test_both_ways_cancel_and_keep_the_precision(dtype: type[np.floating], error: float) -> None:
    light: npt.NDArray[np.float32] = np.append(np.linspace(-0.5, 1.5, 401), 1e-9).astype(dtype)
    light = light[np.abs(np.abs(light) - 0.0031308) > 1e-3]  # both pieces meet to 1e-8 there
    display = srgb_from_linear(light)
    assert display.dtype == dtype
    np.testing.assert_allclose(linear_from_srgb(display), light, atol=error)


def test_the_slope_is_that_of_the_curve() -> None:
    light = np.array([-0.7, 0.001, 0.01, 0.3, 1.0])
    step = 1e-6
    measured = (srgb_from_linear(light + step) - srgb_from_linear(light - step)) / (2 * step)
    np.testing.assert_allclose(srgb_slope(light), measured, rtol=1e-6)
