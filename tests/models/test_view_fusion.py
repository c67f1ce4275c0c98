"""Fusing views end to end: shape, colours, any pose and scale, and input that cannot work."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from fusion_fixtures import ball, coloured_box, orbit_cameras, posed, tiny_estimator

from models.embedded_predictor import EmbeddedPredictor
from models.evaluation.picture_metrics import psnr, silhouette_iou
from models.physics_estimator import PhysicsEstimator, PhysicsReading
from models.posed_views import PosedViews
from models.preprocess import ObjectView, view_from_rgba
from models.rig import RIG_DISTANCE, RIG_ELEVATION_DEG
from models.shape_predictor import ShapePredictor
from models.surface_estimator import KnownRig, SurfaceEstimator
from models.view_fusion.fusion import fuse_views
from models.view_fusion.isosurface import SurfacePoints
from models.view_fusion.photo_colours import photo_colours
from models.view_fusion.silhouette import Silhouette
from models.view_fusion.visibility import facing
from render.base import RenderOutput
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.registry import open_renderer
from sim.class_priors import class_priors


@pytest.fixture(scope="module")
def estimator() -> SurfaceEstimator:
    return tiny_estimator()


@pytest.fixture(scope="module")
def box_views() -> PosedViews:
    return posed(coloured_box((0.5, 0.5, 0.8)), orbit_cameras())


@pytest.fixture(scope="module")
def box_cloud(box_views: PosedViews, estimator: SurfaceEstimator) -> GaussianCloud:
    return fuse_views(box_views, estimator)


def drawn(cloud: GaussianCloud, camera: Camera) -> RenderOutput:
    return open_renderer("cpu_tiles").render(cloud, camera)


def on_white(rgba: np.ndarray) -> np.ndarray:
    return rgba[..., :3] * rgba[..., 3:] + 1 - rgba[..., 3:]


def test_input_views_are_drawn_again(box_views: PosedViews, box_cloud: GaussianCloud) -> None:
    for index, rgba in enumerate(box_views.rgba):
        output = drawn(box_cloud, box_views.camera(index))
        assert silhouette_iou(output.alpha, rgba[..., 3]) > 0.88
        assert psnr(output.color, on_white(rgba)) > 18


def test_faces_keep_their_colours(box_cloud: GaussianCloud) -> None:
    expected = {0: (0.86, 0.12, 0.12), 90: (0.12, 0.12, 0.86), 180: (0.12, 0.78, 0.12)}
    for azimuth, color in expected.items():
        (camera,) = orbit_cameras((float(azimuth),), elevation_deg=0)
        np.testing.assert_allclose(drawn(box_cloud, camera).color[48, 48], color, atol=0.08)


def test_novel_view_shows_both_faces_and_no_hole(box_cloud: GaussianCloud) -> None:
    (camera,) = orbit_cameras((45.0,))
    truth = posed(coloured_box((0.5, 0.5, 0.8)), [camera]).rgba[0]
    output = drawn(box_cloud, camera)
    assert silhouette_iou(output.alpha, truth[..., 3]) > 0.85
    inner = (truth[..., 3] > 0.5) & (output.alpha > 0.5)
    assert (output.alpha[30:66, 38:58] > 0.9).all()
    assert inner.sum() > 0.9 * (truth[..., 3] > 0.5).sum()
    assert output.color[48, 40, 0] > 0.6 or output.color[48, 40, 2] > 0.6
    assert not np.allclose(output.color[48, 38], output.color[48, 58], atol=0.3)


def test_another_place_scale_and_world_axis_give_the_same_object(
    estimator: SurfaceEstimator,
) -> None:
    mesh = coloured_box((0.5, 0.4, 0.8))
    cameras = orbit_cameras(px=72)
    views = posed(mesh, cameras)
    plain = fuse_views(views, estimator)
    scale, shift = 0.03, np.array([4.0, -7.0, 2.0])
    turn = np.array([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]])
    poses = views.world_to_camera.copy()
    poses[:, :3, :3] = poses[:, :3, :3] @ turn.T
    poses[:, :3, 3] = scale * poses[:, :3, 3] - np.einsum("vij,j->vi", poses[:, :3, :3], shift)
    other = fuse_views(replace(views, world_to_camera=poses), estimator)
    assert other.gaussian_count == pytest.approx(plain.gaussian_count, rel=0.05)
    expected = plain.bounds() * scale
    low, high = other.bounds() - shift
    back = np.sort(np.abs([low @ turn, high @ turn]), axis=0)
    np.testing.assert_allclose(back, np.sort(np.abs(expected), axis=0), atol=0.02 * scale)


@pytest.mark.parametrize("azimuths", [(0.0, 180.0), (20.0, 140.0, 250.0)])
def test_two_and_three_views_give_a_whole_ball(
    azimuths: tuple[float, ...], estimator: SurfaceEstimator
) -> None:
    views = posed(ball(), orbit_cameras(azimuths, px=72))
    cloud = fuse_views(views, estimator)
    low, high = cloud.bounds(percentile=1)
    assert (high - low).min() > 0.6
    assert (high - low).max() < 1.5
    for index, rgba in enumerate(views.rgba):
        assert silhouette_iou(drawn(cloud, views.camera(index)).alpha, rgba[..., 3]) > 0.9


def test_one_view_equals_the_single_view_model(estimator: SurfaceEstimator) -> None:
    cameras = orbit_cameras((0.0,), px=128, elevation_deg=RIG_ELEVATION_DEG, radius=RIG_DISTANCE)
    views = posed(ball(), cameras)
    fused = fuse_views(views, estimator, longest_side_m=1.0)
    view = view_from_rgba(views.rgba[0], cameras[0].K)
    placed = ShapePredictor(estimator).place_by_rig(
        view, elevation_deg=RIG_ELEVATION_DEG, size_m=1.0
    )
    assert fused.gaussian_count == placed.cloud.gaussian_count
    np.testing.assert_allclose(fused.means, placed.cloud.means, atol=2e-4)
    np.testing.assert_allclose(fused.sh_coeffs, placed.cloud.sh_coeffs, atol=1e-5)


class FixedPhysics:
    """Says the same of every picture."""

    def read(self, view: ObjectView) -> PhysicsReading:
        return PhysicsReading(class_priors(), None)


@pytest.mark.parametrize(("size_m", "told"), [(1.0, True), (20.0, False), (None, False)])
def test_embedded_model_is_told_a_size_that_the_mask_does_not_contradict(
    size_m: float | None, told: bool, estimator: SurfaceEstimator, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[KnownRig] = []
    estimate = SurfaceEstimator.estimate

    def recorded(self: SurfaceEstimator, *args: Any, **kwargs: Any) -> Any:
        known.append(kwargs["known"])
        return estimate(self, *args, **kwargs)

    monkeypatch.setattr(SurfaceEstimator, "estimate", recorded)
    cameras = orbit_cameras((0.0,), px=128, elevation_deg=RIG_ELEVATION_DEG, radius=RIG_DISTANCE)
    views = posed(ball(), cameras)
    predictor = EmbeddedPredictor(estimator, cast("PhysicsEstimator", FixedPhysics()))
    prediction = predictor.predict_posed(views, size_m=size_m)
    assert [rig.frame_width is not None for rig in known] == [told]
    assert size_m is None or prediction.size_m == size_m


def test_slightly_wrong_poses_and_masks_leave_the_object_whole(
    box_views: PosedViews, estimator: SurfaceEstimator
) -> None:
    lenses = box_views.intrinsics.copy()
    lenses[:, 2:] += [[1, 0], [-1, 1], [0, -1], [1, 1]]  # a pixel off, each view another way
    rgba = box_views.rgba.copy()
    rgba[1, 40:44, 40:44, 3] = 0  # a small hole in one mask
    cloud = fuse_views(PosedViews(rgba, lenses, box_views.world_to_camera), estimator)
    for index, expected in enumerate(box_views.rgba):
        output = drawn(cloud, box_views.camera(index))
        assert silhouette_iou(output.alpha, expected[..., 3]) > 0.85


def test_object_cut_by_one_frame_is_completed_by_the_other_views(
    estimator: SurfaceEstimator,
) -> None:
    mesh = coloured_box((0.5, 0.5, 0.8))
    cameras = orbit_cameras()
    cameras[2] = orbit_cameras((180.0,), target=(0, 0, 0.35), radius=1.3)[0]
    views = posed(mesh, cameras)
    assert Silhouette.of(views, 2).cut
    low, high = fuse_views(views, estimator).bounds(percentile=1)
    assert high[2] - low[2] > 0.7


def test_masks_that_share_no_point_are_refused(estimator: SurfaceEstimator) -> None:
    views = posed(ball(), orbit_cameras((0.0, 90.0), px=64))
    rgba = np.zeros_like(views.rgba)
    rgba[0, 4:12, 28:36] = 1  # one view sees the object high up, the other far below
    rgba[1, 52:60, 28:36] = 1
    with pytest.raises(InputError, match="do not belong together"):
        fuse_views(PosedViews(rgba, views.intrinsics, views.world_to_camera), estimator)


def test_result_is_repeatable(box_views: PosedViews, estimator: SurfaceEstimator) -> None:
    first, second = (fuse_views(box_views, estimator) for _ in range(2))
    np.testing.assert_array_equal(first.means, second.means)
    np.testing.assert_array_equal(first.sh_coeffs, second.sh_coeffs)


def wall(places: np.ndarray, normal: tuple[float, float, float]) -> SurfacePoints:
    return SurfacePoints(
        places.astype(np.float32), np.tile(np.array(normal, np.float32), (len(places), 1)), 0.02
    )


def test_hidden_and_averted_points_are_not_seen(box_views: PosedViews) -> None:
    axis = np.arange(-0.2, 0.2, 0.02)
    y, z = (grid.ravel() for grid in np.meshgrid(axis, axis))
    near, far = (np.stack([np.full_like(y, x), y, z], axis=1) for x in (0.25, -0.1))
    both = wall(np.concatenate([near, far]), (1, 0, 0))
    seen = facing(both, Silhouette.of(box_views, 0))
    assert (seen[: len(near)] > 0.5).all()
    assert (seen[len(near) :] == 0).all()
    assert (facing(wall(near, (-1, 0, 0)), Silhouette.of(box_views, 0)) == 0).all()


def test_colours_come_from_the_view_that_faces_the_point(box_views: PosedViews) -> None:
    axis = np.arange(-0.2, 0.2, 0.02)
    x, z = (grid.ravel() for grid in np.meshgrid(axis, axis))
    side = wall(np.stack([x, np.full_like(x, 0.25), z], axis=1), (0, 1, 0))
    silhouettes = [Silhouette.of(box_views, index) for index in range(4)]
    colors = photo_colours(box_views, silhouettes, side)
    np.testing.assert_allclose(colors, np.tile([0.12, 0.12, 0.86], (len(x), 1)), atol=0.12)
