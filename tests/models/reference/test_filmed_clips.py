"""Whole clips: silhouettes by the network, bad clips, and a ranking by a stranger's film."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from benchmarks.stranger_film import FilmLook, film, stranger_camera
from models.reference.alignment import FilmingCamera
from models.reference.backdrop import Backdrop
from models.reference.clip import FilmedClip, read_clip
from models.reference.film_reference import FilmReference, FilmSetup, film_reference
from models.reference.first_silhouette import first_moves, first_silhouette
from models.reference.masks import object_masks, onset
from render.camera import Camera
from render.errors import InputError
from sim.motion.distance import motion_distance
from sim.motion.projection import motion_of_take
from sim.scene_setup import SceneSetup
from tests.models.reference.moving_pictures import falling_square
from tests.sim.motion.falling_takes import Fall, ball_take
from tests.sim.sim_bodies import box_shell

ELEVATION_DEG = 10.0


def test_nothing_that_moves_is_refused() -> None:
    clip, _ = falling_square()
    still = FilmedClip(np.repeat(clip.pictures[:1], 6, axis=0), clip.times_s[:6], "still.mp4")
    with pytest.raises(InputError, match=r"nothing moves in still\.mp4"):
        onset(still)


def test_a_clip_begins_where_something_moves() -> None:
    clip, _ = falling_square()
    waiting = np.concatenate([np.repeat(clip.pictures[:1], 7, axis=0), clip.pictures])
    late = FilmedClip(waiting, 0.04 * np.arange(len(waiting)), "late.mp4")
    assert 7 <= onset(late) <= 9


def test_the_first_motion_is_that_of_what_moves_as_a_whole() -> None:
    clip, _ = falling_square()
    moves = first_moves(clip, Backdrop(clip))
    assert len(moves) >= 6
    expected = 0.5 * 900 * (0.04 * np.arange(len(moves))) ** 2
    np.testing.assert_allclose(moves[1:, 1], expected[1:], atol=1.0)
    np.testing.assert_allclose(moves[:, 0], 0, atol=0.5)


@pytest.mark.parametrize("gain", [1.0, 1.25])
def test_the_first_silhouette_holds_nothing_of_the_way(gain: float) -> None:
    clip, masks = falling_square(gain=gain)
    backdrop = Backdrop(clip)
    found = first_silhouette(clip, backdrop, first_moves(clip, backdrop))
    assert (found & masks[0]).sum() / (found | masks[0]).sum() > 0.85


def test_light_that_changes_is_no_motion_behind_a_large_object() -> None:
    clip, _ = falling_square()
    pictures = clip.pictures.copy()
    pictures[3:, :, 50:] = 40  # most of the picture is covered
    pictures[4:] = (0.9 * pictures[4:]).astype(np.uint8)
    changed = Backdrop(replace(clip, pictures=pictures)).changed(5)
    assert changed[:, :40].mean() < 0.05
    assert changed[:, 60:].mean() > 0.9


def test_a_typed_length_and_a_known_friction_take_the_place_of_what_the_fall_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clip, masks = falling_square()
    monkeypatch.setattr("models.reference.film_reference._opened", lambda *_: (clip, 0.0))
    masker = SimpleNamespace(masks=lambda *_, **__: masks)

    def found(**known: float) -> FilmReference:
        cube, scene = box_shell((0.5, 0.5, 0.5), 20), SceneSetup(tilt_deg=0.0)
        return film_reference(Path("a.mp4"), cube, scene, FilmSetup(**known), masker=masker)

    told = found()
    assert 0.5 * told.size_m < 0.39 < 2 * told.size_m  # 36 px that fall with 900 px/s²
    typed = found(size_m=0.3, friction=0.17)
    assert typed.size_m == pytest.approx(0.3)
    assert typed.edit.pose.scale == pytest.approx(0.6)
    assert typed.scene.ground_friction == 0.17
    assert typed.scene.drop_height_over_size == told.scene.drop_height_over_size
    assert typed.notes == ()
    (note,) = found(size_m=20.0).notes
    assert "is the clip in slow motion?" in note


@pytest.mark.slow
def test_silhouettes_follow_the_object() -> None:
    clip, masks = falling_square()
    found = object_masks(clip, Backdrop(clip))
    overlaps = (found & masks).sum(axis=(1, 2)) / (found | masks).sum(axis=(1, 2))
    assert overlaps.min() > 0.8


def _camera() -> Camera:
    return Camera.orbit(
        (0, 0, 0.3), radius=1.5, azimuth_deg=0, elevation_deg=ELEVATION_DEG, width=256, height=192
    )


@pytest.mark.slow
def test_a_strangers_clip_tells_the_fall_that_it_shows(tmp_path: Path) -> None:
    falls = (Fall(squash=0.15), Fall(squash=0.5), Fall(squash=0.3, bounce=1.6))
    takes = [ball_take(fall.pose, frame_count=20, striped=True) for fall in falls]
    path, filmed = tmp_path / "ball.mp4", takes[0]
    film(filmed, path, _camera(), FilmLook(noise=3, seed=4, crf=18))
    setup = FilmSetup(camera=FilmingCamera(elevation_deg=ELEVATION_DEG + 3))
    low, high = filmed.rest.means.min(axis=0), filmed.rest.means.max(axis=0)
    cloud = replace(filmed.rest, means=filmed.rest.means - (low + high) / 2)
    found = film_reference(path, cloud, SceneSetup(tilt_deg=0.0), setup)
    assert found.overlap > 0.75
    assert found.shake_px > 1
    assert found.size_m == pytest.approx(0.5, rel=0.2)
    assert found.scene.drop_height_over_size == pytest.approx(0.5, abs=0.2)
    motions = [motion_of_take(take, found.camera, points=found.motion.points) for take in takes]
    totals = [motion_distance(motion, found.motion).total for motion in motions]
    assert int(np.argmin(totals)) == 0


@pytest.mark.slow
def test_another_object_in_the_clip_is_refused(tmp_path: Path) -> None:
    take = ball_take(Fall().pose, frame_count=12, striped=True)
    path = tmp_path / "ball.mp4"
    film(take, path, stranger_camera(take, seed=1), FilmLook())
    pole = box_shell((0.03, 0.5, 0.03), 24)
    with pytest.raises(InputError, match="does not look like the project's object"):
        film_reference(path, pole, SceneSetup(), FilmSetup())


def test_files_that_are_no_clips_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist; check the path"):
        read_clip(tmp_path / "gone.mp4")
    (tmp_path / "text.mp4").write_text("text")
    with pytest.raises(InputError, match="cannot be read as a video"):
        read_clip(tmp_path / "text.mp4")
