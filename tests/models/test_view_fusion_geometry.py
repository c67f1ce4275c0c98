"""Where fused views place an object: frame, upright views, hull, isosurface, solid."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fusion_fixtures import SIDES, ball, coloured_box, orbit_cameras, posed

from models.data.assets import TexturedMesh
from models.posed_views import PosedViews
from models.view_fusion.isosurface import surface_points
from models.view_fusion.object_frame import locate
from models.view_fusion.silhouette import Silhouette
from models.view_fusion.solid import Solid, visual_hull
from models.view_fusion.upright_view import upright_view
from render.camera import Camera
from render.errors import InputError


def moved(mesh: TexturedMesh, scale: float, shift: tuple[float, float, float]) -> TexturedMesh:
    return replace(mesh, vertices=(mesh.vertices * scale + shift).astype(np.float32))


@pytest.mark.parametrize("azimuths", [(0.0, 180.0), (0.0, 90.0), (0.0, 120.0, 240.0), SIDES])
def test_frame_finds_an_object_anywhere_at_any_scale(azimuths: tuple[float, ...]) -> None:
    where = (3.1, -2.2, 0.7)
    cameras = orbit_cameras(azimuths, radius=0.4, target=(3.11, -2.2, 0.69))
    frame = locate(posed(moved(ball(), 0.2, where), cameras))
    np.testing.assert_allclose(frame.centre, where, atol=0.006)
    assert frame.longest_side == pytest.approx(0.2, rel=0.08)


def test_frame_of_opposite_views_lies_where_both_see_one_size() -> None:
    near, far = orbit_cameras((0.0, 180.0), elevation_deg=0)
    away = near.world_to_camera.copy()
    away[2, 3] += 1.0  # the first camera steps back by 1 m
    frame = locate(posed(ball(), [replace(near, world_to_camera=away), far]))
    np.testing.assert_allclose(frame.centre, 0, atol=0.03)


def test_single_view_stands_abreast_of_the_origin() -> None:
    (camera,) = orbit_cameras((30.0,), target=(0, 0, 0.1))
    frame = locate(posed(moved(ball(), 0.5, (0, 0, 0.1)), [camera]))
    depth = camera.forward @ (frame.centre - camera.position)
    assert depth == pytest.approx(-camera.forward @ camera.position, rel=1e-5)


def test_view_from_a_camera_that_faces_away_from_the_origin_is_refused() -> None:
    (camera,) = orbit_cameras((0.0,), target=(5, 0, 0), radius=2)
    mesh = moved(ball(), 1.0, (5, 0, 0))
    pose = camera.world_to_camera.copy()
    pose[2, 3] -= 10  # the world's origin comes to lie behind the camera
    views = posed(mesh, [camera])
    views = PosedViews(views.rgba, views.intrinsics, pose[None].astype(np.float64))
    with pytest.raises(InputError, match="origin lies behind"):
        locate(views)


def test_empty_view_is_named() -> None:
    views = posed(ball(), orbit_cameras())
    rgba = views.rgba.copy()
    rgba[2, ..., 3] = 0
    with pytest.raises(InputError, match="view 2 shows no object"):
        locate(PosedViews(rgba, views.intrinsics, views.world_to_camera))


def test_poses_of_another_scene_are_refused() -> None:
    views = posed(ball(), orbit_cameras())
    poses = views.world_to_camera.copy()
    poses[1] = orbit_cameras((90.0,), target=(0, 0, 4))[0].world_to_camera
    with pytest.raises(InputError, match=r"do not belong together|behind its camera"):
        locate(PosedViews(views.rgba, views.intrinsics, poses))


def test_upright_view_of_an_upright_camera_is_the_picture_itself() -> None:
    views = posed(ball(), orbit_cameras())
    upright = upright_view(views, 1, np.zeros(3))
    np.testing.assert_array_equal(upright.rgba, views.rgba[1])
    np.testing.assert_allclose(upright.elevation_deg, 10, atol=1e-4)


def test_rolled_camera_is_turned_upright() -> None:
    (camera,) = orbit_cameras((0.0,))
    roll = np.radians(90)
    turn = np.eye(4, dtype=np.float32)
    turn[:2, :2] = [[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]]
    rolled = replace(camera, world_to_camera=turn @ camera.world_to_camera)
    upright = upright_view(posed(ball(), [rolled]), 0, np.zeros(3))
    expected = posed(ball(), [camera]).rgba[0]
    solid = (expected[..., 3] > 0.99) & (upright.rgba[..., 3] > 0.99)
    assert solid.sum() > 0.9 * (expected[..., 3] > 0.5).sum()
    np.testing.assert_allclose(upright.rgba[solid][:, :3], expected[solid][:, :3], atol=0.35)
    red, blue = upright.rgba[30, 48], upright.rgba[66, 48]
    assert red[0] > 0.9
    assert blue[2] > 0.9


def test_off_centre_camera_looks_at_the_object_afterwards() -> None:
    (camera,) = orbit_cameras((0.0,), target=(0, 0.4, 0.2), radius=2.5)
    upright = upright_view(posed(ball(), [camera]), 0, np.zeros(3))
    ahead = upright.rotation @ (np.zeros(3) - upright.eye)
    np.testing.assert_allclose(ahead[:2], 0, atol=1e-9)
    rows, columns = np.nonzero(upright.rgba[..., 3] > 0.5)
    middle = upright.K[:2, 2]
    np.testing.assert_allclose([columns.mean() + 0.5, rows.mean() + 0.5], middle, atol=1.0)


def test_hull_of_a_ball_is_tight_where_seen_and_never_smaller() -> None:
    views = posed(ball(), orbit_cameras(px=160, elevation_deg=0))
    silhouettes = [Silhouette.of(views, index) for index in range(4)]
    rng = np.random.default_rng(1)
    directions = rng.normal(size=(800, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    inner, outer = (directions * radius for radius in (0.48, 0.75))
    pixel = 1.8 / float(views.intrinsics[0, 0])
    hull = [visual_hull(p.astype(np.float32), silhouettes, give_up=1e3) for p in (inner, outer)]
    assert hull[0].min() > 0.02 - pixel
    assert hull[1].max() < 0
    along = np.array([[0, 0, 0.5], [0, 0.0, 0.53]], np.float32)
    at, above = visual_hull(along, silhouettes, give_up=1e3)
    assert abs(at) < 0.03
    assert above < 0


def test_silhouette_outside_the_frame_is_empty_unless_the_frame_cuts_the_object() -> None:
    whole = posed(ball(), orbit_cameras((0.0,)))
    close = posed(ball(), orbit_cameras((0.0,), radius=0.9))
    beside = np.array([[0.0, 0.62, 0.0]], np.float32)
    far_beside = np.array([[0.0, 2.5, 0.0]], np.float32)
    complete, cut = Silhouette.of(whole, 0), Silhouette.of(close, 0)
    assert cut.cut
    assert not complete.cut
    assert complete.insideness(far_beside)[0] < -0.5
    assert cut.insideness(beside)[0] > 0


def test_behind_a_camera_there_is_nothing() -> None:
    silhouette = Silhouette.of(posed(ball(), orbit_cameras((0.0,))), 0)
    assert silhouette.insideness(np.array([[5.0, 0, 0.9]], np.float32))[0] < -1


def ball_solid(cells: int = 24) -> Solid:
    axis = np.linspace(-0.7, 0.7, cells)
    grid = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)
    field = (0.5 - np.linalg.norm(grid, axis=-1)).astype(np.float32)
    return Solid(field, np.full(3, -0.7, np.float32), float(axis[1] - axis[0]))


@pytest.mark.parametrize("subdivision", [1, 2, 3])
def test_isosurface_of_a_ball_lies_on_it_and_points_outwards(subdivision: int) -> None:
    points = surface_points(ball_solid(), subdivision=subdivision)
    radius = np.linalg.norm(points.places, axis=1)
    np.testing.assert_allclose(radius, 0.5, atol=0.01)
    outwards = points.places / radius[:, None]
    assert np.einsum("nd,nd->n", outwards, points.normals).min() > 0.97
    expected = 4 * np.pi * 0.25 / points.spacing**2
    assert expected < len(points) < 2 * expected


def test_isosurface_covers_the_whole_ball() -> None:
    points = surface_points(ball_solid(), subdivision=2)
    rng = np.random.default_rng(0)
    probes = rng.normal(size=(500, 3))
    probes *= 0.5 / np.linalg.norm(probes, axis=1, keepdims=True)
    gaps = np.linalg.norm(probes[:, None] - points.places[None], axis=-1).min(axis=1)
    assert gaps.max() < 1.2 * points.spacing


def test_frame_of_wide_lens_and_box() -> None:
    cameras: list[Camera] = orbit_cameras(fov_deg=90, radius=1.2)
    frame = locate(posed(coloured_box((0.6, 0.3, 0.4)), cameras))
    np.testing.assert_allclose(frame.centre, 0, atol=0.06)
