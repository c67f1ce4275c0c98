"""Obstacles, forces, driven regions and the hand as data: JSON, validation, contradictions."""

from __future__ import annotations

import contextlib
import copy
import functools
import itertools
import json
import operator

import numpy as np
import pytest

import sim.scene_setup
from render.errors import InputError
from render.quaternion import matrix_from_quaternion
from sim.mpm.options import TransferBlend
from sim.scene.driven import DriveMotion, DrivenRegion, LayerRelease
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.hand import HandCommand
from sim.scene.json_values import plain_value, read_value
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere
from sim.scene.stepping import SubstepPolicy
from sim.scene_setup import SceneSetup

TURNING = Keyframes((0.0, 2.0), ((0, 0, 0), (1, 0, 0)), ((1, 0, 0, 0), (0, 0, 0, 1)))
FULL = SceneSetup(
    ground_surface="slip",
    obstacles=(
        Obstacle(HalfSpace((1, 0, 1))),
        Obstacle(Box((0.1, 0.2, 0.3)), "sticky", motion=TURNING),
        Obstacle(Sphere(0.1, (0, 0, 3)), "slip", end_s=2.0),
        Obstacle(Capsule(0.1, 0.2)),
        Obstacle(Cylinder(0.1, 0.2)),
        Obstacle(Mesh("rock.obj", 2.0)),
    ),
    forces=(
        Wind((1, 0, 0), 2.0, gust=0.5),
        Attractor((0, 0, 1), 3.0),
        Impulse(Sphere(0.2), force_n=(0, 0, 1), duration_s=0.1),
    ),
    regions_driven=(
        DrivenRegion(Cylinder(0.1, 0.2), DriveMotion((0, 0, 1)), end_s=1, release=LayerRelease()),
    ),
    domain=Box((2, 2, 2)),
    substep=SubstepPolicy("fixed", 1e-4),
    transfer=TransferBlend(rpic=0.5),
    grid_damping_per_s=0.1,
)


def test_a_full_scene_survives_json():
    assert SceneSetup.from_json(json.loads(json.dumps(FULL.to_json()))) == FULL


def test_the_example_of_the_documentation_reads():
    text = (sim.scene_setup.__doc__ or "").split("```json")[1].split("```")[0]
    scene = SceneSetup.from_json(json.loads(text))
    assert scene.ground_surface is Surface.STICKY
    assert scene.obstacles[0].shape == Sphere(0.2)
    assert scene.obstacles[0].motion.moving
    assert scene.forces == (Wind((3, 0, 0), 0.5, gust=0.4),)


def test_types_that_a_field_implies_may_be_left_out():
    plain = FULL.to_json()

    def without(value, implied):
        if isinstance(value, list):
            return [without(item, implied) for item in value]
        if not isinstance(value, dict):
            return value
        kept = {key: without(item, implied) for key, item in value.items()}
        return {k: v for k, v in kept.items() if k != "type" or v not in implied}

    implied = {
        "obstacle", "keyframes", "driven-region", "drive-motion", "layer-release",
        "substep-policy", "transfer-blend",
    }  # fmt: skip
    assert SceneSetup.from_json(without(plain, implied)) == FULL


def test_a_hand_command_survives_json():
    command = HandCommand(0.5, "grab", (0, 1, 2), 0.1)
    assert read_value(json.loads(json.dumps(plain_value(command)))) == command


def test_a_scene_of_the_first_release_still_reads():
    old = {
        "gravity_m_s2": [0.0, 0.0, -9.81], "ground_z_m": 0.0, "ground_friction": None,
        "drop_height_over_size": 0.5, "tilt_deg": 8.0, "view_azimuth_deg": 0.0,
        "frame_dt_s": 0.04, "frame_count": 50,
    }  # fmt: skip
    assert SceneSetup.from_json(old) == SceneSetup()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Box((0.1, 0.0, 0.1)), "half extent of a box must lie above 0"),
        (lambda: Sphere(-1.0), "radius of a sphere must lie above 0"),
        (lambda: HalfSpace((0, 0, 0)), "needs a direction"),
        (lambda: Mesh("a.fbx"), "use a file ending in .obj, .ply, .stl"),
        (lambda: Obstacle(Sphere(1), "glue"), "use one of: separate, slip, sticky"),
        (lambda: Obstacle(Sphere(1), friction=-0.1), "friction of an obstacle must lie in 0 to 10"),
        (lambda: Obstacle(Sphere(1), start_s=2, end_s=1), "ends at 1 s but starts at 2 s"),
        (lambda: Obstacle(Sphere(1), end_s=float("nan")), "end of an obstacle must lie in"),
        (lambda: DrivenRegion(Sphere(1), start_s=1, end_s=1), "let it end later"),
        (lambda: DrivenRegion(Sphere(1), release=LayerRelease()), "needs the end time"),
        (lambda: LayerRelease(layers=0), "layers of a release .* in 1 to 10,000"),
        (lambda: LayerRelease(layers=True), "in 1 to 10,000, got True"),
        (lambda: SceneSetup(frame_count=True), "frame count .* in 1 to 100,000, got True"),
        (lambda: SceneSetup(gravity_m_s2=(0, 0, True)), "gravity must be three numbers"),
        (lambda: SceneSetup(transfer=TransferBlend(rpic=True)), "rpic share must lie in 0 to 1"),
        (lambda: Box((1, 1, 1), quat=(True, 0, 0, 0)), "four numbers w x y z"),
        (lambda: Impulse(), "either a velocity change or a force"),
        (lambda: Impulse(force_n=(0, 0, 1)), "a force needs a duration above 0 s"),
        (lambda: Wind((1, 0, "x")), "velocity of the wind must be three numbers"),
        (lambda: HandCommand(0, "throw"), "use one of: grab, move, release"),
        (lambda: Keyframes((0, 0), ((0, 0, 0),) * 2, ((1, 0, 0, 0),) * 2), "must increase"),
        (lambda: Keyframes((0,), (), ()), "1 times, 0 positions"),
        (lambda: Keyframes((0,), ((0, 0, 0),), ((0, 0, 0, 0),)), "four numbers w x y z"),
        (lambda: SubstepPolicy("fixed"), "length of a substep must lie in"),
        (lambda: SceneSetup(obstacles=(Sphere(1),)), "obstacles of a scene hold Obstacle"),
        (lambda: SceneSetup(domain=Sphere(1)), "wrong type"),
        (lambda: read_value({"type": "torus"}), "unknown type 'torus'"),
        (lambda: read_value({"type": "sphere", "radius_m": 1, "mass": 1}), "no field 'mass'"),
        (lambda: read_value({"type": "sphere"}), "sphere cannot be read"),
    ],
)
def test_bad_values_are_refused_with_a_remedy(make, words):
    with pytest.raises(InputError, match=words):
        make()


FLOOR_UPSIDE_DOWN = Obstacle(HalfSpace((0, 0, -1), (0, 0, -0.5)))
HOLD = DrivenRegion(Box((0.2, 0.2, 0.2)), end_s=1.0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"obstacles": (FLOOR_UPSIDE_DOWN,)}, "obstacle 1 and the ground face each other"),
        (
            {"obstacles": (Obstacle(HalfSpace((1, 0, 0))), Obstacle(HalfSpace((-1, 0, 0))))},
            "leave no room",
        ),
        (
            {"regions_driven": (HOLD, DrivenRegion(Sphere(0.2, (0.3, 0, 0))))},
            "driven regions 1 and 2 overlap",
        ),
        ({"domain": Box((1, 1, 1), quat=(1, 1, 0, 0))}, "give it no rotation"),
        ({"domain": Box((1, 1, 1), (0, 0, -2))}, "ends below the ground"),
    ],
)
def test_contradictory_boundaries_are_refused(values, words):
    with pytest.raises(InputError, match=words):
        SceneSetup(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"obstacles": (Obstacle(HalfSpace((0, 0, -1), (0, 0, 0.5))),)},
        {"obstacles": (FLOOR_UPSIDE_DOWN,), "ground_z_m": None},
        {"regions_driven": (HOLD, DrivenRegion(Sphere(0.2, (0.3, 0, 0)), start_s=1.0))},
        {"regions_driven": (HOLD, DrivenRegion(Sphere(0.2, (0.35, 0.35, 0))))},
    ],
)
def test_conditions_that_can_hold_together_are_accepted(values):
    assert SceneSetup(**values).frame_count == 50


def test_keyframes_rest_outside_their_times_and_move_straight_between():
    for time, x, angle in ((-1, 0, 0), (0.5, 0.25, 45), (2, 1, 180), (9, 1, 180)):
        position, quat = TURNING.pose(time)
        assert position[0] == pytest.approx(x)
        assert np.degrees(2 * np.arctan2(quat[3], quat[0])) == pytest.approx(angle, abs=1e-9)


@pytest.mark.parametrize("start", [-0.05, 0.0, 0.37, 1.95])
def test_mean_velocities_carry_a_pose_exactly_over_a_substep(start):
    """Also over the times where the motion begins and ends."""
    dt = 0.1
    twist = TURNING.twist(start, dt)
    (low, first), (high, second) = TURNING.pose(start), TURNING.pose(start + dt)
    assert low + dt * twist.velocity == pytest.approx(high)
    angle = np.linalg.norm(twist.spin) * dt
    axis = twist.spin / max(np.linalg.norm(twist.spin), 1e-30)
    step = np.array([np.cos(angle / 2), *(np.sin(angle / 2) * axis)])
    turned = matrix_from_quaternion(step) @ matrix_from_quaternion(first)
    assert turned == pytest.approx(matrix_from_quaternion(second))


def test_surfaces_have_the_names_of_the_scene_files():
    assert [surface.value for surface in Surface] == ["separate", "slip", "sticky"]


def test_a_gust_keeps_the_mean_wind_and_its_bound():
    wind = Wind((2.0, 0, 0), gust=0.5, gust_period_s=1.0)
    speeds = np.array([wind.velocity_at(t)[0] for t in np.linspace(0, 100, 20001)])
    assert speeds.mean() == pytest.approx(2.0, rel=0.01)
    assert 1.0 <= speeds.min() < 1.5
    assert 2.5 < speeds.max() <= 3.0


def _places(values, path=()):
    """Where values stand in nested lists and dictionaries."""
    items = values.items() if isinstance(values, dict) else enumerate(values)
    for key, value in items:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from _places(value, (*path, key))


def test_odd_values_anywhere_in_a_scene_are_refused_in_words():
    """Every value is exchanged for odd ones; what is not a scene raises nothing but InputError."""
    plain = json.loads(json.dumps(FULL.to_json()))
    refused = dict.fromkeys(_places(plain), 0)
    odd = (5, "x", [], {}, [1, 2], float("nan"), {"type": "sphere", "radius_m": 1})
    for path, value in itertools.product(refused, odd):
        changed = copy.deepcopy(plain)
        *parents, last = path
        functools.reduce(operator.getitem, parents, changed)[last] = value
        with contextlib.suppress(InputError):
            SceneSetup.from_json(changed)
            refused[path] -= 1
        refused[path] += 1
    assert min(refused.values()) >= 2
    assert len(refused) > 150
