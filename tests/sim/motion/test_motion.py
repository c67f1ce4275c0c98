"""What a camera sees of takes: tracks, silhouettes, contact and rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from render.errors import InputError
from render.reference import ReferenceRenderer
from sim.motion.camera import scoring_camera
from sim.motion.events import contact_time, lower_edge, rest_time
from sim.motion.projection import motion_of_take, visible_points
from tests.sim.motion.falling_takes import GRAVITY_M_S2, SIZE_M, Fall, ball_take


def test_tracks_are_projections_of_the_gaussians() -> None:
    take = ball_take(Fall().pose)
    camera = scoring_camera(take)
    motion = motion_of_take(take, camera, point_count=40, seed=3)
    assert motion.tracks.shape == (25, 40, 2)
    for frame in (0, 9, 24):
        expected, _ = camera.project(take.pose(frame).means[motion.points])
        np.testing.assert_allclose(motion.tracks[frame], expected, atol=1e-3)
    np.testing.assert_allclose(motion.times_s, 0.04 * np.arange(25))
    assert motion.stiffness == "real"


def test_a_seed_follows_the_same_points_in_every_take() -> None:
    soft = ball_take(Fall(squash=0.6).pose)
    hard = ball_take(Fall(squash=0.0).pose)
    camera = scoring_camera(soft)
    points = [motion_of_take(one, camera, seed=5).points for one in (soft, hard)]
    np.testing.assert_array_equal(*points)
    other = motion_of_take(soft, camera, seed=6).points
    assert not np.array_equal(points[0], other)


def test_only_the_near_side_is_followed() -> None:
    take = ball_take(Fall().pose)
    camera = scoring_camera(take)
    points = visible_points(take.rest, camera)
    centre = take.rest.means.mean(axis=0)
    towards = (take.rest.means - centre) @ (camera.position - centre)
    share_facing = (towards[points] > 0).mean()
    assert share_facing > 0.97
    assert 0.2 < len(points) / take.gaussian_count < 0.6


def test_points_out_of_the_picture_are_not_seen() -> None:
    take = ball_take(Fall(sideways_m_s=4.0).pose)
    motion = motion_of_take(take, scoring_camera(take))
    assert motion.visible[0].all()
    assert not motion.visible[-1].any()


def test_silhouettes_are_those_of_the_renderer() -> None:
    take = ball_take(Fall(squash=0.5).pose, frame_count=12)
    camera = scoring_camera(take, side_px=48)
    motion = motion_of_take(take, camera)
    renderer = ReferenceRenderer()
    for frame in (0, 11):
        drawn = renderer.render(take.frame(frame), camera).alpha > 0.5
        both = (drawn & motion.masks[frame]).sum()
        assert both / (drawn | motion.masks[frame]).sum() > 0.96


def test_large_clouds_are_drawn_from_fewer_splats(monkeypatch: pytest.MonkeyPatch) -> None:
    take = ball_take(Fall().pose, frame_count=2, splat_count=6000)
    camera = scoring_camera(take)
    whole = motion_of_take(take, camera).masks[0]
    monkeypatch.setattr("sim.motion.projection.DRAWN_SPLATS", 3000)
    thinned = motion_of_take(take, camera).masks[0]
    assert (whole & thinned).sum() / (whole | thinned).sum() > 0.93


def test_contact_is_where_free_fall_ends() -> None:
    for drop_m in (0.1, 0.25):
        take = ball_take(Fall(drop_m=drop_m).pose)
        expected_s = (2 * drop_m / GRAVITY_M_S2) ** 0.5
        found_s = contact_time(motion_of_take(take, scoring_camera(take)))
        assert abs(found_s - expected_s) <= 0.041


def test_what_stands_touches_ground_from_the_start_and_rests() -> None:
    take = ball_take(Fall(drop_m=1e-6, bounce=0, squash=0).pose)
    motion = motion_of_take(take, scoring_camera(take))
    assert contact_time(motion) == 0
    assert rest_time(motion) == 0


def test_a_livelier_ball_rests_later() -> None:
    times = []
    for bounce in (0.0, 0.5, 1.5):
        take = ball_take(Fall(bounce=bounce, squash=0).pose)
        times.append(rest_time(motion_of_take(take, scoring_camera(take))))
    assert times[0] < times[1] < times[2]


def test_the_lower_edge_ignores_specks() -> None:
    mask = np.zeros((2, 40, 40), bool)
    mask[:, 10:20, 10:20] = True
    mask[1, 38, 3] = True
    edges = lower_edge(mask)
    assert edges[0] == pytest.approx(19.9)
    assert edges[1] == pytest.approx(20.0, abs=0.1)
    assert np.isnan(lower_edge(np.zeros((1, 4, 4), bool)))[0]


def test_motions_are_looked_up_between_their_pictures() -> None:
    take = ball_take(Fall().pose)
    motion = motion_of_take(take, scoring_camera(take), point_count=5)
    halfway = motion.at(np.array([0, *motion.times_s[1:-1] + 0.02]))
    middle = (motion.tracks[1:-1] + motion.tracks[2:]) / 2
    np.testing.assert_allclose(halfway.tracks[1:], middle, atol=1e-3)
    assert motion.at(motion.times_s) is motion
    with pytest.raises(InputError, match="ends at"):
        motion.at(np.array([0.0, 2.0]))


def test_takes_that_cannot_be_compared_are_refused() -> None:
    whole = ball_take(Fall().pose, frame_count=4)
    camera = scoring_camera(whole)
    cut = ball_take(Fall().pose, frame_count=4, missing=5)
    with pytest.raises(InputError, match=r"holds 4 of 9 frames.*simulate it again"):
        motion_of_take(cut, camera)
    with pytest.raises(InputError, match="follows Gaussian 99999"):
        motion_of_take(whole, camera, points=np.array([99_999]))
    away = replace(camera, world_to_camera=np.diag([1, -1, -1, 1]) @ camera.world_to_camera)
    with pytest.raises(InputError, match="sees nothing"):
        motion_of_take(whole, away)
    tiny = camera.scaled_to(2, 2)
    with pytest.raises(InputError, match="bring it closer"):
        motion_of_take(whole, tiny)


def test_sizes_are_in_pixels_of_the_first_picture() -> None:
    take = ball_take(Fall().pose)
    camera = scoring_camera(take)
    motion = motion_of_take(take, camera)
    distance = np.linalg.norm(camera.position - take.rest.means.mean(axis=0))
    assert motion.longest_px == pytest.approx(camera.K[0, 0] * SIZE_M / distance, rel=0.15)


def test_colours_do_not_matter() -> None:
    plain, spotted = (
        ball_take(Fall().pose, frame_count=3, striped=spots) for spots in (False, True)
    )
    camera = scoring_camera(plain, side_px=64)
    first, second = (motion_of_take(take, camera, point_count=20) for take in (plain, spotted))
    np.testing.assert_array_equal(first.masks, second.masks)
    np.testing.assert_array_equal(first.tracks, second.tracks)
