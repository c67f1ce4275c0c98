from __future__ import annotations

import numpy as np
import pytest

from models.photo import Photo
from models.photo_camera import PhotoCamera, levelled, vertical_fov_deg
from render.errors import InputError


def bar_photo() -> tuple[Photo, np.ndarray]:
    """A dark bar that lies level."""
    rgb = np.ones((100, 160, 3), np.float32)
    mask = np.zeros((100, 160), np.float32)
    rgb[45:55, 40:120], mask[45:55, 40:120] = 0.2, 1
    return Photo(rgb, None, None, "bar"), mask


def slope_deg(mask: np.ndarray) -> float:
    """Direction of the longest extent, positive when it rises to the right [degrees]."""
    y, x = np.nonzero(mask > 0.5)
    values, vectors = np.linalg.eigh(np.cov(x, -y))
    direction = vectors[:, values.argmax()]
    return float(np.degrees(np.arctan(direction[1] / direction[0])))


def test_nothing_known_changes_nothing() -> None:
    photo, mask = bar_photo()
    level, level_mask = levelled(photo, mask, PhotoCamera())
    assert level is photo
    assert level_mask is mask
    assert vertical_fov_deg(photo) is None


def test_a_known_lens_gives_the_focal_length() -> None:
    photo, mask = bar_photo()
    level, _ = levelled(photo, mask, PhotoCamera(vertical_fov_deg=53.13))
    assert level.focal_px == pytest.approx(100, rel=1e-3)
    assert vertical_fov_deg(level) == pytest.approx(53.13)


def test_a_rolled_camera_is_levelled() -> None:
    """A camera rolled clockwise sees level things turned anticlockwise: they rise to the right."""
    photo, mask = bar_photo()
    rising, rising_mask = levelled(photo, mask, PhotoCamera(roll_deg=-20))
    assert slope_deg(rising_mask) == pytest.approx(20, abs=1)
    level, level_mask = levelled(rising, rising_mask, PhotoCamera(roll_deg=20))
    assert slope_deg(level_mask) == pytest.approx(0, abs=1)
    assert level_mask.sum() == pytest.approx(mask.sum(), rel=0.03)
    inside = level_mask > 0.9
    assert level.rgb[inside].mean() == pytest.approx(0.2, abs=0.02)
    assert level.rgb[0, 0] == pytest.approx(1)


@pytest.mark.parametrize(
    "values", [{"vertical_fov_deg": 3}, {"vertical_fov_deg": 150}, {"roll_deg": 200}]
)
def test_values_out_of_range_are_refused(values) -> None:
    with pytest.raises(InputError, match=r"outside"):
        PhotoCamera(**values)
