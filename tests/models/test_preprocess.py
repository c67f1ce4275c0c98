"""The square view of an object: crop, camera, colours at the outline."""

from __future__ import annotations

import numpy as np
import pytest

from models.photo import Photo
from models.preprocess import (
    ObjectView,
    prepare,
    view_from_rgba,
)
from models.rig import RIG_DISTANCE
from models.segmentation import mask_from_alpha, segment, whole_frame
from render.camera import Camera, intrinsics_from_fov
from render.errors import InputError

RED = np.array([0.8, 0.1, 0.1], np.float32)


def box_photo(
    *,
    size: tuple[int, int] = (400, 300),
    box: tuple[int, int, int, int] = (100, 80, 120, 60),
    hidden: float = 1.0,
    focal_px: float | None = None,
) -> Photo:
    """A red rectangle cut out of a picture whose transparent pixels hold a grey level."""
    width, height = size
    rgb = np.full((height, width, 3), hidden, np.float32)
    alpha = np.zeros((height, width), np.float32)
    left, top, box_width, box_height = box
    rows, columns = slice(top, top + box_height), slice(left, left + box_width)
    rgb[rows, columns] = RED
    alpha[rows, columns] = 1
    return Photo(rgb, alpha, focal_px, "box")


def view_of(photo: Photo, size_px: int = 512) -> ObjectView:
    return prepare(photo, segment(photo), size_px=size_px)


def extent(view: ObjectView) -> tuple[float, float, float, float]:
    """Centre and size (x, y, width, height) of the object in the view, by its opacity [px]."""
    alpha = view.rgba[..., 3]
    columns, rows = alpha.max(axis=0), alpha.max(axis=1)
    centre = np.arange(view.size_px) + 0.5
    x, y = (float((centre * line).sum() / line.sum()) for line in (columns, rows))
    return x, y, float(columns.sum()), float(rows.sum())


@pytest.mark.parametrize("size_px", [512, 256, 128])
def test_object_is_centred_and_takes_its_share(size_px: int) -> None:
    x, y, width, height = extent(view_of(box_photo(), size_px))
    assert (x, y) == pytest.approx((size_px / 2, size_px / 2), abs=0.05)
    assert width / size_px == pytest.approx(1 / RIG_DISTANCE, rel=0.01)
    assert height == pytest.approx(width / 2, rel=0.02)


def test_object_at_the_corner_is_centred_as_well() -> None:
    view = view_of(box_photo(box=(0, 0, 60, 120)))
    x, y, _, height = extent(view)
    assert (x, y) == pytest.approx((256, 256), abs=0.1)
    assert height / 512 == pytest.approx(0.586, rel=0.01)
    assert view.photo_crop[0] < 0
    assert view.mask.touches_border


def test_tiny_object_is_enlarged() -> None:
    _, _, width, _ = extent(view_of(box_photo(box=(200, 100, 10, 10))))
    assert width / 512 == pytest.approx(0.586, rel=0.05)


def test_without_exif_the_camera_is_the_rig() -> None:
    view = view_of(box_photo())
    assert view.distance_over_size == pytest.approx(RIG_DISTANCE)
    np.testing.assert_allclose(view.camera_K, intrinsics_from_fov(53.13, 512, 512), rtol=1e-4)


def test_focal_length_gives_the_distance_from_the_apparent_size() -> None:
    view = view_of(box_photo(focal_px=480))  # the object is 120 px long: four sizes away
    assert view.distance_over_size == pytest.approx(4.0)
    side = RIG_DISTANCE * 120
    assert view.camera_K[0, 0] == pytest.approx(480 * 512 / side, rel=1e-5)
    # An object of that size at that distance fills the same share of the frame.
    assert view.camera_K[0, 0] / view.distance_over_size == pytest.approx(512 / 1.7067, rel=1e-5)


def test_extreme_focal_lengths_stay_in_range() -> None:
    assert view_of(box_photo(focal_px=100)).distance_over_size == 1.0
    assert view_of(box_photo(focal_px=9000)).distance_over_size == 12.0


@pytest.mark.parametrize("hidden", [0.0, 1.0])
@pytest.mark.parametrize("size_px", [128, 512])
def test_no_fringe_of_hidden_colours(hidden: float, size_px: int) -> None:
    """Whatever lies under alpha 0, the outline and the surroundings have the object's colour."""
    view = view_of(box_photo(hidden=hidden, box=(101, 83, 117, 59)), size_px)
    np.testing.assert_allclose(view.rgba[..., :3] - RED, 0, atol=2e-3)


def test_no_fringe_of_a_mixed_outline() -> None:
    """Colours that the picture mixed with a white background become the object's own."""
    y, x = np.mgrid[:300, :300] + 0.5
    alpha = np.clip((90 - np.hypot(x - 150, y - 150)) / 3, 0, 1).astype(np.float32)
    mixed = RED * alpha[..., None] + (1 - alpha[..., None])
    photo = Photo(mixed, None, None, "ball")
    view = prepare(photo, mask_from_alpha(alpha, source="u2netp"))
    visible = view.rgba[..., 3] > 0.02
    assert np.abs(view.rgba[visible][:, :3] - RED).max() < 0.1


def test_glass_keeps_its_colour() -> None:
    """A large half-transparent part is no outline: its colour is its own."""
    photo = box_photo()
    assert photo.alpha is not None
    photo.alpha[80:140, 160:220] = 0.6
    photo.rgb[80:140, 160:220] = (0.1, 0.2, 0.9)
    view = view_of(photo)
    np.testing.assert_allclose(view.rgba[256, 340], (0.1, 0.2, 0.9, 0.6), atol=0.01)


def test_colours_stay_in_range_and_sharp(rng: np.random.Generator) -> None:
    photo = box_photo()
    photo.rgb[:] = rng.random(photo.rgb.shape, dtype=np.float32)
    view = view_of(photo)
    assert view.rgba.min() >= 0
    assert view.rgba.max() <= 1
    assert view.rgba[240:270, 240:270, :3].std() > 0.2


def test_whole_frame_is_a_card_with_a_warning() -> None:
    photo = Photo(np.random.default_rng(0).random((200, 300, 3)), None, None, "texture")
    view = prepare(photo, whole_frame(photo))
    _, _, width, height = extent(view)
    assert width / 512 == pytest.approx(0.586, rel=0.01)
    assert height / width == pytest.approx(2 / 3, rel=0.01)
    assert len(view.warnings) == 1


def test_mask_of_another_size_is_refused() -> None:
    mask = segment(box_photo())
    with pytest.raises(InputError, match="400 x 300 px, the photo 200 x 300"):
        prepare(box_photo(size=(200, 300), box=(50, 80, 100, 60)), mask)


def test_empty_mask_is_refused() -> None:
    photo = box_photo()
    assert photo.alpha is not None
    with pytest.raises(InputError, match="mask is empty"):
        prepare(photo, mask_from_alpha(np.zeros_like(photo.alpha), source="alpha"))


def test_known_camera_is_kept() -> None:
    camera = Camera.orbit(
        (0, 0, 0), radius=1.7067, azimuth_deg=30, elevation_deg=9, width=256, height=256
    )
    rgba = np.zeros((256, 256, 4), np.float32)
    rgba[100:160, 80:180] = (*RED, 1)
    view = view_from_rgba(rgba, camera.K)
    assert view.size_px == 256
    assert view.photo_crop == (0, 0, 256)
    np.testing.assert_array_equal(view.camera_K, camera.K)
    np.testing.assert_array_equal(view.rgba[..., 3], rgba[..., 3])
    np.testing.assert_allclose(view.rgba[..., :3] - RED, 0, atol=1e-6)


def test_known_camera_needs_an_object() -> None:
    with pytest.raises(InputError, match="with an object"):
        view_from_rgba(np.zeros((64, 64, 4), np.float32), np.eye(3, dtype=np.float32))


def test_view_checks_its_fields() -> None:
    view = view_of(box_photo())
    with pytest.raises(InputError, match="S, S, 4"):
        ObjectView(view.rgba[:100], view.camera_K, 1.7, (0, 0, 1), view.mask)
    with pytest.raises(InputError, match="camera_K"):
        ObjectView(view.rgba, view.camera_K[:2], 1.7, (0, 0, 1), view.mask)
    with pytest.raises(InputError, match="distance"):
        ObjectView(view.rgba, view.camera_K, 0.1, (0, 0, 1), view.mask)
