"""Steadying of clips, optical flow and tracks."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from models.reference.clip import FilmedClip
from models.reference.flow import Flow
from models.reference.stabilise import camera_motions, moved, stabilised
from models.reference.tracks import FlowTracker, object_tracks, spread_points
from sim.motion.distance import motion_distance
from sim.motion.motion import Motion
from tests.models.reference.moving_pictures import falling_square, shifted, texture

ONE_PROCESS = """
import av, cv2, numpy as np
from PySide6.QtGui import QImage
import sys
with av.open(sys.argv[1], "w") as file:
    stream = file.add_stream("libx264", rate=25)
    stream.width = stream.height = 64
    picture = cv2.GaussianBlur(np.full((64, 64, 3), 90, np.uint8), (5, 5), 0)
    file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
    file.mux(stream.encode(None))
with av.open(sys.argv[1]) as file:
    read = next(file.decode(video=0)).to_ndarray(format="rgb24")
image = QImage(read.data, 64, 64, QImage.Format.Format_RGB888)
print(image.width(), cv2.cvtColor(read, cv2.COLOR_RGB2GRAY).shape[0])
"""


def _two(second: np.ndarray, first: np.ndarray) -> FilmedClip:
    pictures = np.stack([first, *[second] * 4]).clip(0, 255).astype(np.uint8)
    return FilmedClip(pictures, 0.04 * np.arange(5), "two")


@pytest.mark.parametrize("shift", [(0.3, -0.6), (7.4, 3.2), (-9.0, 8.5)])
@pytest.mark.parametrize("gain", [1.0, 1.2])
def test_points_are_carried_to_parts_of_a_pixel(shift: tuple[float, float], gain: float) -> None:
    first = texture(120, 140, seed=4, coarse=3.0)
    inside = np.zeros((120, 140), bool)
    inside[30:-30, 30:-30] = True
    places = spread_points(inside)
    found, ok = Flow(_two(gain * shifted(first, *shift), first)).carried(0, places)
    assert ok.mean() > 0.9
    errors = np.linalg.norm(found[ok] - places[ok] - shift, axis=1)
    assert np.median(errors) < 0.15


def test_points_that_vanish_do_not_return() -> None:
    first, other = texture(100, 100, seed=6), texture(100, 100, seed=7)
    places = spread_points(np.ones((100, 100), bool))
    _, ok = Flow(_two(other, first)).carried(0, places)
    assert ok.mean() < 0.5
    nothing, none = Flow(_two(other, first)).carried(0, np.empty((0, 2), np.float32))
    assert len(nothing) == len(none) == 0


def test_points_are_spread_inside_the_silhouette() -> None:
    mask = np.zeros((80, 90), bool)
    mask[20:60, 30:70] = True
    places = spread_points(mask, count=50)
    assert 20 < len(places) <= 50
    assert (places > (32, 22)).all()
    assert (places < (68, 58)).all()
    assert not len(spread_points(np.zeros((40, 40), bool)))


def test_shake_is_taken_out_of_a_clip() -> None:
    clip, _ = falling_square(shake_px=4.0)
    steady, shake = stabilised(clip)
    assert 2 < shake < 7
    still = np.s_[:, 20:-8, 8:40]
    wobble = np.abs(np.diff(clip.pictures[still].astype(float), axis=0)).mean()
    left = np.abs(np.diff(steady.pictures[still].astype(float), axis=0)).mean()
    assert left < 0.4 * wobble
    corners = np.array([[0.0, 0.0], [160.0, 144.0]])
    for motion in camera_motions(steady):
        assert np.abs(moved(corners, motion) - corners).max() < 1.0


@pytest.mark.parametrize("gain", [1.0, 1.05, 0.8])
def test_a_still_camera_changes_nothing_however_the_light_changes(gain: float) -> None:
    clip, _ = falling_square(gain=gain)
    steady, shake = stabilised(clip)
    assert shake < 0.25
    assert steady is clip


def test_a_plain_wall_tells_no_shake() -> None:
    plain = FilmedClip(np.full((6, 40, 50, 3), 80, np.uint8), 0.04 * np.arange(6), "wall")
    assert stabilised(plain)[1] == 0


@pytest.mark.parametrize("gain", [1.0, 1.25])
def test_tracks_follow_the_falling_object(gain: float) -> None:
    clip, masks = falling_square(gain=gain)
    tracks = object_tracks(clip, masks, FlowTracker())
    assert tracks.visible[0].all()
    assert tracks.visible[-1].mean() > 0.5
    for index in (3, 9):
        true_y = min(0.5 * 900 * (0.04 * index) ** 2, 60)
        seen = tracks.visible[index]
        way = np.median(tracks.places[index, seen] - tracks.places[0, seen], axis=0)
        np.testing.assert_allclose(way, (0, true_y), atol=1.0)  # steps add up
    lost = ~tracks.visible[:-1] & tracks.visible[1:]
    assert not lost.any()


@pytest.mark.parametrize("look", [{"shake_px": 4.0}, {"gain": 1.25}])
def test_shake_and_light_hardly_count_beside_another_fall(look: dict[str, float]) -> None:
    clip, masks = falling_square(**look)
    tracks = object_tracks(stabilised(clip)[0], masks, FlowTracker())
    points = np.arange(tracks.places.shape[1])
    filmed = Motion(clip.times_s, tracks.places, tracks.visible, masks, points, 36.0)

    def distance(acceleration: float) -> float:
        fallen = np.minimum(0.5 * acceleration * clip.times_s**2, 60)
        way = fallen[:, None, None] * np.array([0.0, 1.0])
        return motion_distance(replace(filmed, tracks=filmed.tracks[:1] + way), filmed).terms.track

    assert distance(900) < 0.25 * distance(600)


def test_opencv_pyav_and_qt_live_in_one_process(tmp_path: object) -> None:
    command = [sys.executable, "-W", "error", "-c", ONE_PROCESS, f"{tmp_path}/two.mp4"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["64", "64"]
