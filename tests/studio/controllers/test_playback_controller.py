from __future__ import annotations

import pytest

from studio.controllers.playback_controller import PlaybackController
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


def test_speed_lets_the_playhead_run_faster_and_slower(playing: Desk) -> None:
    playing.playback.set_speed(0.5)
    assert advance(playing, 4.01) == 2
    playing.playback.step_speed(1)
    playing.playback.step_speed(1)
    assert playing.state.playback.speed == 2.0
    assert advance(playing, 2.01) == 6
    playing.playback.set_speed(99)
    assert playing.state.playback.speed == 4.0


def test_ping_pong_turns_round_at_both_ends(playing: Desk) -> None:
    playing.playback.set_loop(False)
    playing.playback.toggle_ping_pong()
    assert playing.state.playback.loop
    assert [advance(playing, n) for n in (9.5, 1, 3.5, 6, 1.01, 2)] == [9, 9, 5, 0, 1, 3]


def test_only_the_range_plays(playing: Desk) -> None:
    playing.playback.seek(5)
    playing.playback.range_to_here()
    playing.playback.seek(3)
    playing.playback.range_from_here()
    playing.playback.play()
    assert [advance(playing, 1.01) for _ in range(4)] == [4, 5, 3, 4]
    playing.playback.set_range(8, 2)
    assert playing.state.playback.played == (2, 8)
    playing.playback.set_range(None, None)
    assert playing.state.playback.played == (0, 9)


def test_a_range_beyond_a_short_take_plays_what_there_is(playing: Desk) -> None:
    playing.playback.set_range(20, 30)
    assert playing.state.playback.played == (9, 9)
    playing.playback.play()
    assert advance(playing, 3) == 9


def test_a_time_remap_says_what_plays(desk: Desk) -> None:
    timeline = desk.state.timeline
    controller = PlaybackController(desk.state.playback, timeline, clock=lambda: desk.now_s)
    controller.show_take(TakeSummary("t", 10, 10, 0.04, complete=True), growing=False)
    timeline.time_remap = "reverse"
    controller.play()
    shown = []
    for _ in range(4):
        desk.now_s += 0.0401
        controller.tick()
        shown.append(desk.state.playback.frame)
    assert shown == [8, 7, 6, 5]
    timeline.time_remap = "0.12@0,0.4@1"
    controller.seek(0)
    desk.now_s += 0.1
    controller.tick()
    assert desk.state.playback.frame == 0
    desk.now_s += 0.101
    controller.tick()
    assert desk.state.playback.frame == 2


def test_a_live_playhead_stays_at_the_newest_frame(desk: Desk) -> None:
    for frames in (3, 5):
        desk.playback.show_take(TakeSummary("t", frames, 10, 0.04, complete=False), growing=True)
        desk.playback.follow() if frames == 3 else desk.playback.tick()
    assert desk.state.playback.frame == 4
    desk.playback.seek(1)
    assert not desk.state.playback.live
