"""Scene templates: small worlds that are fitted to the object when they are applied.

Places and lengths of a template are in shares of the box round the placed object: the origin is
the middle of its foot, (0, 0, 1) the middle of its top; radii, half lengths and speeds of bodies,
pushes and grips are in longest sides (a second). The wind's speed is in m/s.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from render.errors import InputError, damage_of
from sim.scene.json_values import read_value
from studio.state.scene_parts import BodyPart, Bounds, Thing, Value

TEMPLATES_VERSION = 1
_PLACES = ("center_m", "point_m", "axis_point_m", "position_m")
_VECTORS = ("half_extents_m", "positions_m")
_SCALARS = ("radius_m", "half_length_m")
_SPEEDS = ("velocity_m_s", "velocity_change_m_s")


@dataclass(frozen=True, slots=True)
class Template:
    """One scene template."""

    name: str
    """Name of its file, for example "squash"."""
    title: str
    """English title."""
    sentence: str
    """What happens, in one English sentence."""
    lift: float | None
    """Height of the object above the ground in longest sides; None leaves it where it is."""
    frame_count: int | None
    """Frames of the take; None takes the quality's."""
    things: tuple[dict[str, Any], ...]
    """Things as JSON with a name, in shares of the object."""

    def fitted(self, box: Bounds, turn: tuple[float, float, float, float]) -> tuple[Thing, ...]:
        """The things for an object.

        Args:
            box: Corners of the object once it is placed as the template wants it [m].
            turn: Rotation of the object, which its copies share, wxyz.
        """
        return tuple(
            Thing(number, str(row["name"]), _fitted(row, box, turn))
            for number, row in enumerate(self.things, start=1)
        )


@cache
def templates() -> tuple[Template, ...]:
    """The templates that are shipped in `resources/scenes/templates.json`.

    Raises:
        InputError: If the file is damaged.
    """
    file = resources.files("resources") / "scenes" / "templates.json"
    return read_templates(file.read_text(encoding="utf-8"))


def template(name: str) -> Template:
    """The template of a name.

    Raises:
        InputError: If there is none.
    """
    found = next((one for one in templates() if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in templates())
        raise InputError(f"there is no scene template {name!r}; use one of: {known}")
    return found


def read_templates(text: str) -> tuple[Template, ...]:
    """Templates of a JSON text.

    Raises:
        InputError: If the text holds no templates.
    """
    try:
        document = json.loads(text)
        if document["version"] != TEMPLATES_VERSION:
            raise InputError(
                f"scene templates have version {document['version']}, not {TEMPLATES_VERSION}; "
                "update them"
            )
        found = tuple(_template(row) for row in document["templates"])
        for one in found:
            one.fitted(((-0.5, -0.5, 0.0), (0.5, 0.5, 1.0)), (1.0, 0.0, 0.0, 0.0))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"the scene templates cannot be read: {damage_of(error)}") from error
    return found


def _template(row: dict[str, Any]) -> Template:
    return Template(
        str(row["name"]),
        str(row["title"]),
        str(row["sentence"]),
        row.get("lift"),
        row.get("frame_count"),
        tuple(row["things"]),
    )


def _fitted(row: dict[str, Any], box: Bounds, turn: tuple[float, float, float, float]) -> Value:
    low, high = np.array(box[0]), np.array(box[1])
    sides = high - low
    foot = np.array([*((low + high) / 2)[:2], low[2]])
    values = dict(row["value"])
    if values.pop("type") == "body":
        sized = _sized(values, sides, foot)
        extent = (float(sides[0]), float(sides[1]), float(sides[2]))
        return BodyPart(**sized, rotation=turn, extent_m=extent)
    value: Value = read_value(_sized(row["value"], sides, foot))
    return value


def _sized(values: Any, sides: np.ndarray, foot: np.ndarray) -> Any:
    """JSON values with shares of the object replaced by metres."""
    if not isinstance(values, dict):
        return values
    longest = float(sides.max())
    sized: dict[str, Any] = {}
    is_wind = values.get("type") == "wind"
    for key, value in values.items():
        if value is None:
            sized[key] = None
        elif key in _PLACES:
            sized[key] = tuple((np.array(value) * sides + foot).tolist())
        elif key in _VECTORS:
            sized[key] = _triples(np.array(value) * sides)
        elif key in _SCALARS:
            sized[key] = float(value) * longest
        elif key in _SPEEDS and not is_wind:
            sized[key] = tuple((np.array(value) * longest).tolist())
        else:
            sized[key] = _sized(value, sides, foot)
    return sized


def _triples(values: np.ndarray) -> tuple[Any, ...]:
    """Three numbers, or several times three, as tuples."""
    rows = values.tolist()
    return tuple(tuple(row) if isinstance(row, list) else row for row in rows)
