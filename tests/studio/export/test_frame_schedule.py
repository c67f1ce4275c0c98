"""Which moments of clip and camera the pictures of a video show."""

from __future__ import annotations

import numpy as np
import pytest

from render.cameras.orbit import CameraOrbit, OrbitSweep
from render.cameras.time_remap import TimeRemap
from render.errors import InputError
from studio.export.frame_schedule import FrameSchedule, MotionBlur

TURNTABLE = CameraOrbit((0.0, 0.0, 0.0), 2.0, sweep=OrbitSweep.TURNTABLE, sweep_deg=360.0)
DOLLY = CameraOrbit((0.0, 0.0, 0.0), 2.0, sweep=OrbitSweep.TURNTABLE, sweep_deg=90.0)


def test_at_its_own_rate_a_clip_is_shown_frame_by_frame() -> None:
    schedule = FrameSchedule(50, 0.04, 25.0)
    assert schedule.frame_count == 50
    assert [schedule.clip_position(index) for index in range(50)] == list(range(50))
    assert schedule.moments(7) == ((7.0, 7),)


@pytest.mark.parametrize(("fps", "count"), [(12.0, 24), (50.0, 100), (120.0, 240), (23.976, 48)])
def test_other_rates_keep_the_speed(fps: float, count: int) -> None:
    schedule = FrameSchedule(50, 0.04, fps)
    assert schedule.frame_count == count
    assert schedule.clip_position(10) == pytest.approx(10 / fps / 0.04)
    assert schedule.clip_position(count + 5) == 49


def test_a_remap_moves_the_clip_and_not_the_camera() -> None:
    remap = TimeRemap.parse("0.4@1,0.4@0,0.4@-1", clip_s=1.96)
    schedule = FrameSchedule(50, 0.04, 25.0, remap=remap)
    assert schedule.frame_count == 30
    positions = [schedule.clip_position(index) for index in range(30)]
    np.testing.assert_allclose(positions[:11], range(11), atol=1e-6)
    np.testing.assert_allclose(positions[10:21], 10, atol=1e-6)
    assert positions[29] == pytest.approx(1.0)
    azimuths = [schedule.camera(TURNTABLE, index, (8, 8)).position for index in range(30)]
    assert len({tuple(np.round(place, 4)) for place in azimuths}) == 30


def test_the_shutter_opens_about_the_moment() -> None:
    schedule = FrameSchedule(50, 0.04, 25.0, blur=MotionBlur(4, 180.0))
    moments = schedule.moments(10)
    np.testing.assert_allclose(
        [moment.clip_position for moment in moments], [9.8125, 9.9375, 10.0625, 10.1875]
    )
    assert moments[0].video_position == moments[0].clip_position
    assert schedule.moments(0)[0].clip_position == 0
    assert schedule.moments(49)[-1].clip_position == 49


def test_blurred_cameras_stay_on_their_way() -> None:
    schedule = FrameSchedule(1, 0.04, 25.0, duration_s=1.0)
    before = schedule.camera(TURNTABLE, -0.5, (8, 8)).position
    np.testing.assert_allclose(before, schedule.camera(TURNTABLE, 24.5, (8, 8)).position, atol=1e-6)
    first = schedule.camera(DOLLY, 0.0, (8, 8)).position
    np.testing.assert_array_equal(schedule.camera(DOLLY, -0.5, (8, 8)).position, first)


def test_something_still_lasts_as_long_as_asked() -> None:
    schedule = FrameSchedule(1, 0.04, 25.0, duration_s=2.0)
    assert schedule.frame_count == 50
    assert schedule.clip_position(30) == 0
    assert FrameSchedule(1, 0.04, 25.0, duration_s=0.001).frame_count == 1


def test_impossible_shutters_and_empty_clips_are_refused() -> None:
    with pytest.raises(InputError, match="2 to 64"):
        MotionBlur(1)
    with pytest.raises(InputError, match="1 to 720"):
        MotionBlur(8, 0.0)
    with pytest.raises(InputError, match="no frame"):
        FrameSchedule(0, 0.04, 25.0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1x", [0, 1, 2, 3, 4]),
        ("reverse", [4, 3, 2, 1, 0]),
        ("0.5x", [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4]),
        ("2x", [0, 2]),
        ("ping-pong", [0, 1, 2, 3, 4, 3, 2, 1]),
    ],
)
def test_a_whole_clip_takes_as_long_as_all_of_its_frames_show(
    text: str, expected: list[float]
) -> None:
    remap = TimeRemap.parse(text, 0.16, hold_s=0.04)
    schedule = FrameSchedule(clip_frame_count=5, frame_dt_s=0.04, fps=25, remap=remap)
    found = [schedule.clip_position(index) for index in range(schedule.frame_count)]
    assert found == pytest.approx(expected, abs=1e-6)
