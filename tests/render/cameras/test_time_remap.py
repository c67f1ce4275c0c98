"""Time remaps: continuous, exact where they are simple, and read as they are written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.cameras.time_remap import SpeedPiece, TimeRemap
from render.errors import InputError

SPEED = st.floats(-4, 4)
PIECES = st.lists(
    st.builds(SpeedPiece, st.floats(0.05, 3), SPEED, st.one_of(st.none(), SPEED)),
    min_size=1,
    max_size=6,
).map(tuple)


@settings(deadline=None, max_examples=60)
@given(PIECES, st.floats(-2, 2))
def test_a_remap_is_continuous_and_no_faster_than_its_speeds(
    pieces: tuple[SpeedPiece, ...], start_s: float
) -> None:
    remap = TimeRemap(pieces, start_s)
    assert remap.source_time(0) == start_s
    times = np.linspace(0, remap.duration_s, 200)
    sources = np.array([remap.source_time(time) for time in times])
    fastest = max(max(abs(piece.start_speed), abs(piece.last_speed)) for piece in pieces)
    assert np.abs(np.diff(sources)).max() <= fastest * times[1] + 1e-9
    gone = sum((p.start_speed + p.last_speed) / 2 * p.duration_s for p in pieces)
    assert sources[-1] - start_s == pytest.approx(gone, abs=1e-9)
    assert remap.source_time(remap.duration_s + 9) == pytest.approx(sources[-1])


@settings(deadline=None, max_examples=30)
@given(st.floats(0.2, 20), st.floats(0.1, 5))
def test_reverse_and_ping_pong_meet_the_clip_at_its_ends(clip_s: float, speed: float) -> None:
    back = TimeRemap.at_speed(clip_s, -speed)
    ends = [back.source_time(time) for time in (0, back.duration_s)]
    assert ends == [clip_s, pytest.approx(0, abs=1e-9)]
    there = TimeRemap.ping_pong(clip_s, speed)
    half = there.duration_s / 2
    assert there.source_time(half) == pytest.approx(clip_s)
    assert there.source_time(2 * half) == pytest.approx(0, abs=1e-9)
    assert there.source_time(0.7 * half) == pytest.approx(there.source_time(1.3 * half))


def test_half_speed_shows_fractional_frames_and_the_clip_ends_stand_still() -> None:
    remap = TimeRemap.parse("0.5x", 0.4)
    times = np.arange(6) * 0.1
    frames = remap.source_frames(times, frame_dt_s=0.1, frame_count=5)
    np.testing.assert_allclose(frames, [0, 0.5, 1, 1.5, 2, 2.5])
    late = TimeRemap.parse("9@1", 0.4).source_frames([-1, 0.7], frame_dt_s=0.1, frame_count=5)
    np.testing.assert_array_equal(late, [0, 4])


def test_pieces_are_read_as_they_are_written() -> None:
    remap = TimeRemap.parse("1@1, 0.5@1>0.2, 1@0, 2@-1", 3.0)
    assert remap.pieces == (
        SpeedPiece(1, 1),
        SpeedPiece(0.5, 1, 0.2),
        SpeedPiece(1, 0),
        SpeedPiece(2, -1),
    )
    assert remap.source_time(1.5) == remap.source_time(2.5) == pytest.approx(1.3)
    assert TimeRemap.parse("2@-1", 3.0).start_s == 3.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("backwards", "ping-pong"),
        ("1@", "SECONDS@SPEED"),
        ("0@1", "> 0 s"),
        ("nan@1", "> 0 s"),
        ("1@inf", "finite"),
        ("0x", "other than 0"),
        ("", "cannot read"),
    ],
)
def test_wrong_remaps_are_explained(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        TimeRemap.parse(text, 3.0)
