"""The shape half of the embedded model on small pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from scipy import ndimage

from models import EMBEDDED_FOLDER, SHAPE_WEIGHTS, load_predictor
from models.build import build_surface_net
from models.config import SurfaceNetConfig
from models.preprocess import ObjectView, view_from_rgba
from models.shape_predictor import ShapePredictor
from models.square_crop import SquareCrop
from models.surface_estimator import SurfaceEstimator
from render.camera import intrinsics_from_fov
from render.errors import InputError
from render.registry import open_renderer


def ball_view(side: int = 64) -> ObjectView:
    axis = np.arange(side) + 0.5 - side / 2
    inside = np.hypot(*np.meshgrid(axis, axis)) < 0.3 * side
    rgba = np.zeros((side, side, 4), np.float32)
    rgba[inside] = [0.8, 0.3, 0.1, 1.0]
    return view_from_rgba(rgba, intrinsics_from_fov(53.13, side, side))


@pytest.fixture(scope="module")
def predictor() -> ShapePredictor:
    torch.manual_seed(0)
    config = SurfaceNetConfig(frame_px=32, widths=(8, 16), depths=(1, 1), head_count=2)
    return ShapePredictor(SurfaceEstimator(build_surface_net(config).eval(), 32))


def test_prediction_is_centred_sized_and_repeatable(predictor: ShapePredictor) -> None:
    first = predictor.predict(ball_view(), size_m=0.4, elevation_deg=20)
    low, high = first.cloud.bounds()
    np.testing.assert_allclose(low + high, 0, atol=1e-5)
    assert (high - low).max() == pytest.approx(0.4, rel=1e-5)
    again = predictor.predict(ball_view(), size_m=0.4, elevation_deg=20)
    np.testing.assert_array_equal(first.cloud.means, again.cloud.means)
    np.testing.assert_array_equal(first.cloud.sh_coeffs, again.cloud.sh_coeffs)


def test_its_camera_draws_the_photo_again(predictor: ShapePredictor) -> None:
    view = ball_view()
    shape = predictor.predict(view, size_m=0.4, elevation_deg=None)
    drawn = open_renderer("cpu_tiles").render(shape.cloud, shape.camera)
    inside = view.rgba[..., 3] > 0.5
    near = ndimage.binary_dilation(inside, iterations=2)
    assert (drawn.alpha[inside] > 0.5).mean() > 0.97
    assert (drawn.alpha[~near] > 0.5).mean() < 0.01
    np.testing.assert_allclose(drawn.color[32, 32], [0.8, 0.3, 0.1], atol=0.05)


def test_photo_camera_stands_on_the_positive_x_side(predictor: ShapePredictor) -> None:
    shape = predictor.predict(ball_view(), size_m=0.4, elevation_deg=30)
    position = shape.camera.position
    assert position[0] > 0.3
    assert abs(position[1]) < 0.1
    assert np.degrees(np.arctan2(position[2], position[0])) == pytest.approx(30, abs=6)


def test_crop_frames_the_object_and_keeps_its_rays() -> None:
    view = ball_view()
    crop = SquareCrop.about(view.rgba[..., 3])
    pixels = crop.resampled(view.rgba, 40)
    columns = np.nonzero(pixels[..., 3].max(0) > 0.5)[0]
    assert 0.82 < (np.ptp(columns) + 1) / 40 < 0.94
    K = crop.intrinsics(view.camera_K, 40)
    centre = (np.array([32, 32]) - [crop.left, crop.top]) * 40 / crop.side
    np.testing.assert_allclose(K[:2, 2], centre, atol=1e-4)


def test_empty_view_and_unknown_model_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="half opaque"):
        SquareCrop.about(np.zeros((8, 8), np.float32))
    with pytest.raises(InputError, match=r"shape\.safetensors"):
        load_predictor(tmp_path)


def test_shipped_weights_load_and_give_a_whole_object() -> None:
    predictor = ShapePredictor(SurfaceEstimator.load(EMBEDDED_FOLDER / SHAPE_WEIGHTS))
    shape = predictor.predict(ball_view(), size_m=1.0, elevation_deg=None)
    low, high = shape.cloud.bounds()
    assert (high - low).min() > 0.3
    assert -5 <= shape.elevation_deg <= 60
