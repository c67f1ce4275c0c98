"""Plain JSON values of a scene's frozen dataclasses and back.

A dataclass becomes a dictionary of its fields with its name under "type"; reading knows the
classes by that name, checks the fields, and lets their own validation speak.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from render.errors import InputError
from sim.mpm.options import TransferBlend
from sim.scene.driven import DriveMotion, DrivenRegion, LayerRelease
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.hand import HandCommand
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere
from sim.scene.stepping import SubstepPolicy

_CLASSES: tuple[type, ...] = (
    Attractor, Box, Capsule, Cylinder, DriveMotion, DrivenRegion, HalfSpace, HandCommand, Impulse,
    Keyframes, LayerRelease, Mesh, Obstacle, Sphere, SubstepPolicy, TransferBlend, Wind,
)  # fmt: skip


def _name(kind: type) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()


_IMPLIED: Mapping[str, str] = {
    "domain": "box",
    "obstacles": "obstacle",
    "regions_driven": "driven-region",
    "substep": "substep-policy",
    "transfer": "transfer-blend",
    "obstacle.motion": "keyframes",
    "driven-region.motion": "drive-motion",
    "driven-region.release": "layer-release",
}
"""Types that may be left out of a file, since a field holds no other."""
_KINDS: Mapping[str, type] = {_name(kind): kind for kind in _CLASSES}


def plain_value(value: Any) -> Any:
    """The value as numbers, strings, lists and dictionaries."""
    if is_dataclass(value) and not isinstance(value, type):
        own = {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}
        return {"type": _name(type(value))} | own
    if isinstance(value, tuple | list):
        return [plain_value(item) for item in value]
    return value


def read_value(value: Any, field: str = "") -> Any:
    """The value that `plain_value` made plain; lists become tuples.

    Args:
        value: Numbers, strings, lists and dictionaries.
        field: Where it stands; there a type that is the only one possible may be left out.

    Raises:
        InputError: If a type or a field is unknown, missing or out of range.
    """
    if isinstance(value, list | tuple):
        return tuple(read_value(item, field) for item in value)
    if not isinstance(value, dict):
        return value
    name = str(value.get("type", _IMPLIED.get(field)))
    kind = _KINDS.get(name)
    if kind is None:
        known = ", ".join(sorted(_KINDS))
        raise InputError(f"unknown type {value.get('type')!r} in a scene; use one of: {known}")
    given = {key: read_value(item, f"{name}.{key}") for key, item in value.items() if key != "type"}
    known_fields = {field.name for field in fields(kind)}
    unknown = sorted(set(given) - known_fields)
    if unknown:
        known = ", ".join(sorted(known_fields))
        raise InputError(f"{name} has no field {unknown[0]!r}; use: {known}")
    try:
        return kind(**given)
    except InputError:
        raise
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} cannot be read: {error}") from error
