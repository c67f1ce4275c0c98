"""Camera motions as JSON.

Version 2: `{"format": "phys4d-camera-path", "version": 2, "keyframes": [...]}` with the options
of `CameraPath` beside the keyframes, or an "orbit" or a "move" with the fields of `CameraOrbit`
or `AnalyticMove`; beside each, "orthographic" with the fields of `OrthographicMotion`. Version 1
knew neither moves nor easing: its paths start and end at rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from render.cameras.easing import Easing
from render.cameras.keyframe import CameraKeyframe
from render.cameras.motion import CameraMotion
from render.cameras.moves import AnalyticMove, MoveKind
from render.cameras.orbit import CameraOrbit, OrbitSweep
from render.cameras.orthographic import OrthographicMotion
from render.cameras.path import CameraPath
from render.errors import InputError, damage_of

FORMAT = "phys4d-camera-path"
VERSION = 2

EXPECTED = (
    f'expected {{"format": "{FORMAT}", "version": {VERSION}, "keyframes": [{{"time_s": 0, '
    '"position_m": [x, y, z], "target_m": [x, y, z]}, …]}, an "orbit" or a "move"'
)

_Motion = TypeVar("_Motion", CameraOrbit, AnalyticMove)


def is_camera_path(data: object) -> bool:
    """Whether decoded JSON is a camera path of any version."""
    return isinstance(data, dict) and data.get("format") == FORMAT


def motion_from_json(data: Mapping[str, Any]) -> CameraMotion:
    """The motion of a decoded file.

    Raises:
        InputError: If it is damaged or of a version to come.
    """
    version = data.get("version")
    if version not in range(1, VERSION + 1):
        raise InputError(
            f"this is a camera path of version {version}; this program reads up to version "
            f"{VERSION}, update it"
        )
    try:
        motion = _motion(data, resting=version == 1)
        if "orthographic" not in data:
            return motion
        return OrthographicMotion(motion, **_arguments(OrthographicMotion, data["orthographic"]))
    except InputError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"damaged camera path ({damage_of(error)}); {EXPECTED}") from error


def motion_to_json(motion: CameraMotion) -> dict[str, Any]:
    """What a file of the newest version holds.

    Raises:
        InputError: If files hold no such motion.
    """
    return {"format": FORMAT, "version": VERSION, **_content(motion)}


def _motion(data: Mapping[str, Any], *, resting: bool) -> CameraMotion:
    """The perspective motion of a decoded file; keyframed paths may rest at both ends."""
    if "orbit" in data:
        return _analytic(CameraOrbit, data["orbit"])
    if "move" in data:
        return _analytic(AnalyticMove, data["move"])
    keyframes = [_keyframe(item) for item in data["keyframes"]]
    if resting:
        count = len(keyframes)
        keyframes = [_eased_as_version_1(one, k, count) for k, one in enumerate(keyframes)]
    closing = data.get("closing_s")
    return CameraPath(
        tuple(keyframes),
        loop=bool(data.get("loop", False)),
        closing_s=None if closing is None else float(closing),
        constant_speed=bool(data.get("constant_speed", False)),
    )


def _content(motion: CameraMotion) -> dict[str, Any]:
    if isinstance(motion, OrthographicMotion):
        added = {"subject_m": motion.subject_m, "zoom": motion.zoom}
        return {**_content(motion.motion), "orthographic": added}
    if isinstance(motion, CameraOrbit):
        return {"orbit": asdict(motion)}
    if isinstance(motion, AnalyticMove):
        return {"move": asdict(motion)}
    if isinstance(motion, CameraPath):
        content = asdict(motion)
        for keyframe in content["keyframes"]:
            del keyframe["rotation" if keyframe["rotation"] is None else "target_m"]
        return content
    raise InputError(
        f"a camera path file holds orbits, moves and keyframes, not {type(motion).__name__}"
    )


def _vector(values: Any) -> tuple[float, float, float]:
    x, y, z = values
    return float(x), float(y), float(z)


def _quaternion(values: Any) -> tuple[float, float, float, float]:
    w, x, y, z = values
    return float(w), float(x), float(y), float(z)


_READERS: dict[str, Any] = {
    "target_m": _vector,
    "subject_m": _vector,
    "position_m": _vector,
    "rotation": _quaternion,
    "easing": Easing,
    "kind": MoveKind,
    "sweep": OrbitSweep,
}


def _arguments(cls: type, data: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of a dataclass from the keys of the same name; others are refused."""
    known = {field.name for field in fields(cls)}
    unknown = set(data) - known
    if unknown:
        raise KeyError(f"unknown key {min(unknown)}")
    return {
        key: None if value is None else _READERS.get(key, float)(value)
        for key, value in data.items()
    }


def _analytic(cls: type[_Motion], data: Mapping[str, Any]) -> _Motion:
    return cls(**_arguments(cls, data))


def _keyframe(data: Mapping[str, Any]) -> CameraKeyframe:
    return CameraKeyframe(**_arguments(CameraKeyframe, data))


def _eased_as_version_1(keyframe: CameraKeyframe, index: int, count: int) -> CameraKeyframe:
    """The keyframe of a path that starts and ends at rest, as all paths once did."""
    first, last = index == 0, index == count - 2
    easing = {
        (True, True): Easing.EASE_IN_OUT,
        (True, False): Easing.EASE_IN,
        (False, True): Easing.EASE_OUT,
    }.get((first, last), Easing.LINEAR)
    return replace(keyframe, easing=easing)
