"""Corners, Lucas-Kanade, similarities and steadying of clips."""

from __future__ import annotations

import numpy as np
import pytest

from models.reference.corners import find_corners
from models.reference.lucas_kanade import Pyramid, follow, follow_checked
from models.reference.similarity import Similarity
from models.reference.stabilise import camera_motions, stabilised
from models.reference.tracks import LucasKanadeTracker, object_tracks
from tests.models.reference.moving_pictures import falling_square, shifted, texture


def _grey(picture: np.ndarray) -> np.ndarray:
    return picture.mean(axis=2).astype(np.float32)


@pytest.mark.parametrize("shift", [(0.3, -0.6), (7.4, 3.2), (-14.0, 12.5)])
def test_points_are_followed_to_parts_of_a_pixel(shift: tuple[float, float]) -> None:
    first = texture(120, 140, seed=4, coarse=3.0)
    second = shifted(first, *shift)
    inside = np.zeros((120, 140), bool)
    inside[30:-30, 30:-30] = True
    places = find_corners(_grey(first), inside, count=40)
    guess = places + np.round(0.7 * np.array(shift, np.float32))  # as the motion before tells
    pyramids = Pyramid.of(_grey(first)), Pyramid.of(_grey(second))
    found, ok = follow_checked(*pyramids, places, guess=guess)
    assert ok.mean() > 0.9
    errors = np.linalg.norm(found[ok] - places[ok] - shift, axis=1)
    assert np.median(errors) < 0.05


def test_light_and_contrast_do_not_move_points() -> None:
    first = _grey(texture(100, 100, seed=5))
    places = find_corners(first, np.ones((100, 100), bool), count=30)
    brighter = (1.3 * shifted(first, 2.0, 1.0) + 20).astype(np.float32)
    found, ok = follow_checked(Pyramid.of(first), Pyramid.of(brighter), places)
    inner = ok & (np.abs(places - 50) < 35).all(axis=1)
    assert inner.sum() > 5
    np.testing.assert_allclose(np.median(found[inner] - places[inner], axis=0), (2, 1), atol=0.05)


def test_points_that_vanish_are_lost() -> None:
    first, other = _grey(texture(100, 100, seed=6)), _grey(texture(100, 100, seed=7))
    places = find_corners(first, np.ones((100, 100), bool), count=60)
    _, ok = follow_checked(Pyramid.of(first), Pyramid.of(other), places)
    assert ok.mean() < 0.35
    flat = np.full((100, 100), 90, np.float32)
    _, sure = follow(Pyramid.of(flat), Pyramid.of(flat), places)
    assert not sure.any()
    nothing, none = follow(Pyramid.of(flat), Pyramid.of(flat), np.empty((0, 2), np.float32))
    assert len(nothing) == len(none) == 0


def test_corners_lie_where_both_directions_change() -> None:
    picture = np.zeros((60, 60), np.float32)
    picture[20:40, 20:40] = 200
    found = find_corners(picture, np.ones((60, 60), bool), count=4)
    expected = np.array([[20, 20], [20, 40], [40, 20], [40, 40]])
    away = np.linalg.norm(found[:, None] - expected, axis=2).min(axis=0)
    assert (away < 2.5).all()
    hidden = np.zeros((60, 60), bool)
    hidden[:30] = True
    assert (find_corners(picture, hidden, count=9)[:, 1] < 30).all()


def test_a_similarity_is_found_among_outliers(rng: np.random.Generator) -> None:
    true = Similarity(1.02 * np.exp(0.1j), 4 - 7j)
    points = rng.uniform(0, 200, (60, 2))
    moved = true.applied(points)
    moved[:20] += rng.uniform(20, 60, (20, 2))
    found = Similarity.between(points, moved)
    np.testing.assert_allclose(found.applied(points), true.applied(points), atol=0.2)
    np.testing.assert_allclose(true.inverse.applied(true.applied(points)), points)


def test_shake_is_taken_out_of_a_clip() -> None:
    clip, _ = falling_square(shake_px=4.0)
    steady, shake = stabilised(clip)
    assert 2 < shake < 7
    still = np.s_[:, 20:-8, 8:40]
    wobble = np.abs(np.diff(clip.pictures[still].astype(float), axis=0)).mean()
    left = np.abs(np.diff(steady.pictures[still].astype(float), axis=0)).mean()
    assert left < 0.4 * wobble
    assert max(abs(motion.shift) for motion in camera_motions(steady)) < 0.5


def test_a_still_camera_changes_nothing() -> None:
    clip, _ = falling_square()
    steady, shake = stabilised(clip)
    assert shake < 0.15
    assert steady is clip


@pytest.mark.parametrize("gain", [1.0, 1.25])
def test_tracks_follow_the_falling_object(gain: float) -> None:
    clip, masks = falling_square(gain=gain)
    tracks = object_tracks(clip, masks, LucasKanadeTracker())
    assert tracks.visible[0].all()
    assert tracks.visible[-1].mean() > 0.5
    for index in (3, 9):
        true_y = min(0.5 * 900 * (0.04 * index) ** 2, 60)
        seen = tracks.visible[index]
        moved = np.median(tracks.places[index, seen] - tracks.places[0, seen], axis=0)
        np.testing.assert_allclose(moved, (0, true_y), atol=0.3)
    lost = ~tracks.visible[:-1] & tracks.visible[1:]
    assert not lost.any()
