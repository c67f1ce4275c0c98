from __future__ import annotations

import pytest

from studio.state.document import TakeSummary
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def playing(desk: Desk) -> Desk:
    desk.playback.show_take(TakeSummary("t", 10, 10, 0.04, complete=True), growing=False)
    desk.playback.play()
    return desk


def advance(desk: Desk, frames: float) -> int:
    desk.now_s += 0.04 * frames
    desk.playback.tick()
    return desk.state.playback.frame


def test_the_playhead_follows_the_clock_and_drops_frames(playing: Desk) -> None:
    assert [advance(playing, n) for n in (1.01, 3, 0.5)] == [1, 4, 4]


def test_looping_starts_again(playing: Desk) -> None:
    assert advance(playing, 9.5) == 9
    assert advance(playing, 1) == 0
    assert advance(playing, 2.01) == 2


def test_without_loop_it_stops_at_the_end_and_plays_again_from_the_start(playing: Desk) -> None:
    playing.playback.set_loop(False)
    assert advance(playing, 50) == 9
    assert not playing.state.playback.playing
    playing.playback.toggle()
    assert playing.state.playback.frame == 0
    assert playing.state.playback.playing


def test_it_waits_for_frames_that_are_being_simulated(desk: Desk) -> None:
    def grow(frames: int) -> None:
        desk.playback.show_take(TakeSummary("t", frames, 10, 0.04, complete=False), growing=True)

    grow(3)
    desk.playback.play()
    assert advance(desk, 8) == 2
    assert advance(desk, 8) == 2
    grow(6)
    assert advance(desk, 1.01) == 3
    assert desk.state.playback.playing


def test_seeking_stays_on_frames_that_exist(playing: Desk) -> None:
    playing.playback.seek(99)
    assert playing.state.playback.frame == 9
    playing.playback.step(-1)
    assert playing.state.playback.frame == 8
    assert not playing.state.playback.playing
    playing.playback.seek(-5)
    assert playing.state.playback.frame == 0


def test_a_shorter_take_pulls_the_playhead_back(playing: Desk) -> None:
    playing.playback.seek(9)
    playing.playback.show_take(TakeSummary("u", 4, 4, 0.04, complete=True), growing=False)
    assert playing.state.playback.frame == 3
    playing.playback.show_take(None, growing=False)
    assert not playing.state.playback.playing
    playing.playback.toggle()
    assert not playing.state.playback.playing
