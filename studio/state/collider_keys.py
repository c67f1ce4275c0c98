"""The keys of colliders: when they are where, changed so that they stay in order of time."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from sim.scene.checks import Quat, Vec3
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle
from studio.state.angles import angles_of, quat_of
from studio.state.scene import SceneState
from studio.state.scene_parts import Thing
from studio.state.studio_state import StudioState
from studio.state.timeline import ColliderKey

GAP_S = 1e-3
"""Shortest time between two keys [s]."""


@dataclass(frozen=True, slots=True)
class KeyValues:
    """What a key says, for fields."""

    key: ColliderKey
    """Which key."""
    title: str
    """Name of the collider."""
    count: int
    """Keys that it has."""
    time_s: float
    """When [s]."""
    position_m: Vec3
    """Where [m]."""
    angles_rad: Vec3
    """Turned about x, then y, then z [rad]."""


def collider(scene: SceneState, key: int | None) -> Thing | None:
    """A thing that is a collider; None where it is none, or gone."""
    found = next((thing for thing in scene.all_things if thing.key == key), None)
    return found if found is not None and isinstance(found.value, Obstacle) else None


def chosen_collider(scene: SceneState) -> Thing | None:
    """The collider that is chosen in the scene."""
    kind, _, number = scene.chosen.partition("-")
    return collider(scene, int(number)) if kind == "thing" and number.isdigit() else None


def keyed_colliders(scene: SceneState) -> tuple[Thing, ...]:
    """Colliders with a row of their own: those that move, and the chosen one."""
    chosen = chosen_collider(scene)
    own = None if chosen is None else chosen.key
    return tuple(
        thing
        for thing in scene.all_things
        if isinstance(thing.value, Obstacle)
        and (len(thing.value.motion.times_s) > 1 or thing.key == own)
    )


def key_values(state: StudioState) -> KeyValues | None:
    """What the chosen key says; None while none is chosen."""
    chosen = state.timeline.chosen_key
    thing = None if chosen is None else collider(state.scene, chosen.thing)
    if chosen is None or thing is None:
        return None
    motion = motion_of(thing)
    if chosen.part >= len(motion.times_s):
        return None
    return KeyValues(
        chosen,
        thing.name,
        len(motion.times_s),
        motion.times_s[chosen.part],
        motion.positions_m[chosen.part],
        angles_of(motion.quats[chosen.part]),
    )


def motion_of(thing: Thing) -> Keyframes:
    """Keys of a collider.

    Raises:
        TypeError: If it is none.
    """
    if not isinstance(thing.value, Obstacle):
        raise TypeError(f"{thing.name} is no collider")
    return thing.value.motion


def with_key(motion: Keyframes, time_s: float) -> tuple[Keyframes, int]:
    """A key more, in the pose that holds then, and its index; a key that is there is found.

    Args:
        motion: Keys.
        time_s: When [s].
    """
    time_s = max(time_s, 0.0)
    near = [part for part, at in enumerate(motion.times_s) if abs(at - time_s) < GAP_S]
    if near:
        return motion, near[0]
    position, quat = motion.pose(time_s)
    place = bisect_right(motion.times_s, time_s)
    x, y, z = (float(value) for value in position)
    w, i, j, k = (float(value) for value in quat)
    return _spliced(motion, place, place, (time_s, (x, y, z), (w, i, j, k))), place


def without_key(motion: Keyframes, part: int) -> Keyframes:
    """A key less; the last one stays."""
    if len(motion.times_s) < 2 or not 0 <= part < len(motion.times_s):
        return motion
    return _spliced(motion, part, part + 1)


def with_time(motion: Keyframes, part: int, time_s: float) -> Keyframes:
    """A key at another time [s], held between its neighbours."""
    times = motion.times_s
    low = times[part - 1] + GAP_S if part else 0.0
    high = times[part + 1] - GAP_S if part + 1 < len(times) else float("inf")
    placed = (*times[:part], min(max(time_s, low), high), *times[part + 1 :])
    return replace(motion, times_s=placed)


def with_position(motion: Keyframes, part: int, axis: int, value_m: float) -> Keyframes:
    """A key with another coordinate [m]."""
    positions = list(motion.positions_m)
    positions[part] = _with(positions[part], axis, value_m)
    return replace(motion, positions_m=tuple(positions))


def with_angle(motion: Keyframes, part: int, axis: int, value_rad: float) -> Keyframes:
    """A key with another turn about an axis [rad]."""
    quats = list(motion.quats)
    quats[part] = quat_of(_with(angles_of(quats[part]), axis, value_rad))
    return replace(motion, quats=tuple(quats))


def _spliced(
    motion: Keyframes, start: int, stop: int, *keys: tuple[float, Vec3, Quat]
) -> Keyframes:
    """Keys with others in place of those from `start` to `stop`."""
    rows = list(zip(motion.times_s, motion.positions_m, motion.quats, strict=True))
    rows[start:stop] = keys
    times, positions, quats = zip(*rows, strict=True)
    return Keyframes(times, positions, quats)


def _with(values: Vec3, axis: int, value: float) -> Vec3:
    x, y, z = (value if place == axis else old for place, old in enumerate(values))
    return x, y, z
