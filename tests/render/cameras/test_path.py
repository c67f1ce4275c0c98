"""Keyframed paths: through their keyframes, smooth, level, at one speed, closed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe
from render.cameras.path import CameraPath, _runs
from render.errors import InputError
from render.quaternion import quaternion_from_matrix

PATH = CameraPath(
    (
        CameraKeyframe(0.0, (2, 0, 1), (0, 0, 0), easing=Easing.EASE_IN),
        CameraKeyframe(1.0, (0, 2, 1), (0, 0, 0.2), vertical_fov_deg=40, easing=Easing.EASE_OUT),
        CameraKeyframe(3.0, (-2, 0, 1), (0, 0, 0), roll_deg=30),
    )
)

COORDINATE = st.floats(-3, 3)
POSITION = st.tuples(COORDINATE, COORDINATE, COORDINATE)
TURN = st.tuples(*[st.floats(-1, 1)] * 4).filter(lambda q: np.linalg.norm(q) > 0.2)
SMOOTH_EASING = st.sampled_from([easing for easing in Easing if easing is not Easing.HOLD])
FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


@st.composite
def paths(draw: st.DrawFn, *, loop: bool = False, easing: bool = True) -> CameraPath:
    """Paths of rotations, without cuts, whose keyframes lie apart."""
    count = draw(st.integers(2, 5))
    time_s, keyframes = 0.0, []
    for index in range(count):
        hold_s = draw(st.sampled_from([0.0, 0.0, 0.3]))
        x, y, z = draw(POSITION)
        keyframes.append(
            CameraKeyframe(
                time_s,
                (x + 8 * (index % 2), y, z),
                rotation=draw(TURN),
                vertical_fov_deg=draw(st.floats(20, 90)),
                roll_deg=draw(st.floats(-90, 90)),
                easing=draw(SMOOTH_EASING) if easing else Easing.LINEAR,
                hold_s=hold_s,
            )
        )
        time_s += hold_s + draw(st.floats(0.5, 2))
    return CameraPath(tuple(keyframes), loop=loop)


def fraction_of(path: CameraPath, index: int) -> float:
    return (path.keyframes[index].time_s - path.keyframes[0].time_s) / path.duration_s


def places_on(path: CameraPath, count: int) -> np.ndarray:
    """Camera centres at even times of a path without cuts [m], shape [count, 3]."""
    (run,) = _runs(path)
    parameters = np.array([run.timing(time) for time in np.linspace(0, path.duration_s, count)])
    knots = run.shape.knots
    segments = np.clip(np.searchsorted(knots, parameters, "right") - 1, 0, len(knots) - 2)
    parts = []
    for k in range(len(knots) - 1):
        inside = parameters[segments == k]
        parts.append(run.shape.positions(k, (inside - knots[k]) / (knots[k + 1] - knots[k])))
    return np.concatenate(parts)


def angle_between(first: np.ndarray, second: np.ndarray) -> float:
    """Angle of the turn between two rotation matrices [rad]."""
    cosine = (np.trace(first @ second.T) - 1) / 2
    return float(np.arccos(np.clip(cosine, -1, 1)))


def test_path_passes_through_its_keyframes_and_rests_where_it_eases() -> None:
    for fraction, keyframe in zip((0, 1 / 3, 1), PATH.keyframes, strict=True):
        camera = PATH.camera(fraction, 20, 20)
        np.testing.assert_allclose(camera.position, keyframe.position_m, atol=1e-5)
        assert camera.vertical_fov_deg == pytest.approx(keyframe.vertical_fov_deg, rel=1e-4)
        pixel, _ = camera.project([keyframe.target_m])
        np.testing.assert_allclose(pixel, [[10, 10]], atol=1e-3)
    steps = [
        np.linalg.norm(PATH.camera(f + 0.005, 9, 9).position - PATH.camera(f, 9, 9).position)
        for f in (0.0, 0.33, 0.995)
    ]
    assert steps[0] < 0.1 * steps[1]
    assert steps[2] < 0.1 * steps[1]


def test_path_shows_its_last_keyframe_in_the_last_frame() -> None:
    camera = PATH.frame_camera(49, 50, 20, 20)
    np.testing.assert_allclose(camera.position, (-2, 0, 1), atol=1e-5)


def test_roll_turns_the_picture_clockwise() -> None:
    rolled = CameraPath((CameraKeyframe(0, (2, 0, 0), (0, 0, 0), roll_deg=90),)).camera(0, 9, 9)
    up = rolled.world_to_camera[:3, :3] @ [0, 0, 1]
    np.testing.assert_allclose(up, [1, 0, 0], atol=1e-6)  # the world's up lies to the right


def test_paths_with_targets_keep_the_horizon_level() -> None:
    path = CameraPath(
        tuple(
            CameraKeyframe(i, (2 * np.cos(a), 2 * np.sin(a), 1.2), (0, 0, 0.2))
            for i, a in enumerate((0.0, 1.4, 2.8))
        )
    )
    for fraction in np.linspace(0, 1, 21):
        right = path.camera(fraction, 9, 9).world_to_camera[0, :3]
        assert abs(right[2]) < 1e-6


def test_a_flight_over_the_top_does_not_spin() -> None:
    path = CameraPath(
        (
            CameraKeyframe(0, (2, 0, 1), (0, 0, 0)),
            CameraKeyframe(1, (0.02, 0.01, 2.5), (0, 0, 0)),
            CameraKeyframe(2, (-2, 0, 1), (0, 0, 0)),
        )
    )
    views = [path.view(fraction).world_to_camera for fraction in np.linspace(0, 1, 301)]
    assert max(angle_between(a, b) for a, b in itertools.pairwise(views)) < np.radians(2)


@FEW
@given(
    st.lists(POSITION.filter(lambda p: np.linalg.norm(p) > 1.5), min_size=2, max_size=4),
    st.booleans(),
)
def test_looking_at_a_target_never_spins_wherever_the_camera_flies(
    places: list[tuple[float, float, float]], loop: bool
) -> None:
    path = CameraPath(
        tuple(CameraKeyframe(float(index), place, (0, 0, 0)) for index, place in enumerate(places)),
        loop=loop,
    )
    views = [path.view(fraction) for fraction in np.linspace(0, 1, 100 * len(places))]
    assume(min(np.linalg.norm(view.position_m) for view in views) > 0.7)
    for view in views:
        aim = -view.position_m / np.linalg.norm(view.position_m)
        np.testing.assert_allclose(view.world_to_camera[2], aim, atol=1e-9)
    for a, b in itertools.pairwise(views):
        aims = float(a.world_to_camera[2, :3] @ b.world_to_camera[2, :3])
        swing = np.arccos(min(aims, 1.0))  # close to the target, the aim itself turns fast
        turn = angle_between(a.world_to_camera, b.world_to_camera)
        assert turn < max(np.radians(15), 5 * swing)


@FEW
@given(paths())
def test_paths_are_continuous_and_go_through_their_keyframes(path: CameraPath) -> None:
    for index, keyframe in enumerate(path.keyframes):
        view = path.view(fraction_of(path, index))
        np.testing.assert_allclose(view.position_m, keyframe.position_m, atol=1e-5)
        assert view.vertical_fov_deg == pytest.approx(keyframe.vertical_fov_deg, rel=1e-5)
        unrolled = path.keyframes[index].orientation()
        got = quaternion_from_matrix(view.world_to_camera.T)
        roll = np.radians(keyframe.roll_deg)
        assert abs(abs(float(got @ unrolled)) - abs(np.cos(roll / 2))) < 1e-4
    views = [path.view(fraction) for fraction in np.linspace(0, 1, 121)]
    for view in views:
        turn = view.world_to_camera
        np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-9)
        assert np.linalg.det(turn) > 0
    steps = [np.linalg.norm(b.position_m - a.position_m) for a, b in itertools.pairwise(views)]
    turns = [
        angle_between(a.world_to_camera, b.world_to_camera) for a, b in itertools.pairwise(views)
    ]
    assert max(steps) < 0.12 * sum(steps)
    assert max(turns) < np.radians(60)


@FEW
@given(paths())
def test_speed_does_not_jump(path: CameraPath) -> None:
    places = np.stack([path.view(f).position_m for f in np.linspace(0, 1, 401)])
    speeds = np.diff(places, axis=0)
    jumps = np.linalg.norm(np.diff(speeds, axis=0), axis=1)
    assert jumps.max() < 0.4 * np.linalg.norm(speeds, axis=1).max()


@FEW
@given(paths(easing=False))
def test_constant_speed_is_constant_but_for_the_stays(path: CameraPath) -> None:
    moving = CameraPath(
        tuple(CameraKeyframe(k.time_s, k.position_m, rotation=k.rotation) for k in path.keyframes),
        constant_speed=True,
    )
    ways = np.linalg.norm(np.diff(places_on(moving, 20_001), axis=0), axis=1)
    frames = ways.reshape(100, -1).sum(axis=1)
    np.testing.assert_allclose(frames, frames.mean(), rtol=0.01)


def test_constant_speed_keeps_stays_and_turns_on_the_spot() -> None:
    path = CameraPath(
        (
            CameraKeyframe(0, (0, 0, 0), rotation=(1, 0, 0, 0)),
            CameraKeyframe(1, (3, 0, 0), rotation=(1, 0, 0, 0), hold_s=1),
            CameraKeyframe(4, (3, 0, 0), rotation=(1, 0, 1, 0)),
            CameraKeyframe(5, (3, 1, 0), rotation=(1, 0, 1, 0)),
        ),
        constant_speed=True,
    )
    assert path.duration_s == 5
    at = {time: path.view(time / 5) for time in (0.75, 1.5, 2.4, 3.5, 4.5, 5)}
    np.testing.assert_allclose(at[0.75].position_m, (1.5, 0, 0), atol=0.1)
    np.testing.assert_allclose(at[2.4].position_m, (3, 0, 0), atol=1e-6)
    assert angle_between(at[1.5].world_to_camera, at[2.4].world_to_camera) < 1e-6
    assert 0.3 < angle_between(at[2.4].world_to_camera, at[3.5].world_to_camera) < 1.3
    np.testing.assert_allclose(at[5].position_m, (3, 1, 0), atol=1e-6)


@FEW
@given(paths(loop=True))
def test_loops_close_smoothly(path: CameraPath) -> None:
    first, wrapped = path.frame_camera(0, 50, 8, 8), path.frame_camera(50, 50, 8, 8)
    np.testing.assert_array_equal(first.world_to_camera, wrapped.world_to_camera)
    step = 1e-4
    before, at, after = (path.view(f).position_m for f in (1 - step, 0.0, step))
    places = np.stack([path.view(f).position_m for f in np.linspace(0, 1, 101)])
    fastest = np.linalg.norm(np.diff(places, axis=0), axis=1).max() * 100
    assert np.linalg.norm((after - at) - (at - before)) / step < 0.03 * fastest


def test_hold_easing_cuts() -> None:
    path = CameraPath(
        (
            CameraKeyframe(0, (2, 0, 0), (0, 0, 0), easing=Easing.HOLD),
            CameraKeyframe(1, (0, 2, 0), (0, 0, 0)),
            CameraKeyframe(2, (0, 3, 0), (0, 0, 0), easing=Easing.HOLD),
        ),
        loop=True,
    )
    assert path.duration_s == 3
    np.testing.assert_allclose(path.view(0.33).position_m, (2, 0, 0))
    np.testing.assert_allclose(path.view(1 / 3).position_m, (0, 2, 0), atol=1e-9)
    np.testing.assert_allclose(path.view(0.9).position_m, (0, 3, 0))
    np.testing.assert_allclose(path.view(1.0).position_m, (2, 0, 0))


def test_a_stay_does_not_move() -> None:
    path = CameraPath(
        (
            CameraKeyframe(0, (2, 0, 0), (0, 0, 0)),
            CameraKeyframe(1, (0, 2, 0), (0, 0, 0), hold_s=1),
            CameraKeyframe(3, (-2, 0, 0), (0, 0, 0), hold_s=1),
        )
    )
    assert path.duration_s == 4
    for time_s, place in ((1.2, (0, 2, 0)), (1.9, (0, 2, 0)), (3.5, (-2, 0, 0))):
        np.testing.assert_allclose(path.view(time_s / 4).position_m, place, atol=1e-9)


@pytest.mark.parametrize(
    ("keyframes", "options", "message"),
    [
        ((), {}, "at least one"),
        ((CameraKeyframe(1, (1, 0, 0), (0, 0, 0)),) * 2, {}, "must rise"),
        (
            (
                CameraKeyframe(0, (1, 0, 0), (0, 0, 0), hold_s=2),
                CameraKeyframe(1, (1, 0, 0), (0, 0, 0)),
            ),
            {},
            "must rise",
        ),
        ((CameraKeyframe(1, (1, 0, 0), (0, 0, 0)),), {"closing_s": 0}, "closing_s"),
    ],
)
def test_impossible_paths_are_refused(
    keyframes: tuple[CameraKeyframe, ...], options: dict[str, float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        CameraPath(keyframes, **options)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"target_m": None}, "either target_m or rotation"),
        ({"rotation": (1, 0, 0, 0)}, "either target_m or rotation"),
        ({"target_m": None, "rotation": (0, 0, 0, 0)}, "other than 0"),
        ({"position_m": (0, float("nan"), 0)}, "finite"),
        ({"target_m": (1, 0, 0)}, "coincide"),
        ({"vertical_fov_deg": 180}, "180"),
        ({"hold_s": -1}, "hold_s"),
    ],
)
def test_impossible_keyframes_are_refused(change: dict[str, object], message: str) -> None:
    good = {"time_s": 0, "position_m": (1, 0, 0), "target_m": (0, 0, 0)}
    with pytest.raises(InputError, match=message):
        CameraKeyframe(**{**good, **change})
