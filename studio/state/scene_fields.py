"""Which values of a thing can be typed, and how they are read and written."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sim.scene.driven import DrivenRegion
from sim.scene.forces import Attractor, Impulse, Wind
from sim.scene.keyframes import Keyframes
from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box, Capsule, Cylinder, HalfSpace, Mesh, Sphere
from studio.state import scene_numbers as numbers
from studio.state.angles import angles_of, quat_of
from studio.state.language import mark
from studio.state.quantities import Quantity
from studio.state.scene_parts import BodyPart

Step = str | int
AXES = ("x", "y", "z")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form: one number, or one of each axis."""

    key: str
    """Identity within the form."""
    title: str
    """English title."""
    quantity: Quantity
    """Unit, range and step."""
    read: Callable[[Any], tuple[float, ...]]
    """Numbers [SI] of a value; one or three."""
    write: Callable[[Any, int, float], Any]
    """The value with one number changed."""
    axes: bool = False
    """Whether it has a number of each axis."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A line with a few alternatives."""

    key: str
    """Identity within the form."""
    title: str
    """English title."""
    options: tuple[tuple[str, str], ...]
    """Names and English titles."""
    read: Callable[[Any], str]
    """Name of what is chosen."""
    write: Callable[[Any, str], Any]
    """The value with another choice."""


Line = Row | Choice
_ON_OFF = (("on", mark("On")), ("off", mark("Off")))
_SURFACES = (
    ("separate", mark("Lets go")), ("slip", mark("Slides along")), ("sticky", mark("Sticks")),
)  # fmt: skip
_STRENGTHS = (("velocity", mark("Change of velocity")), ("force", mark("Force")))
_APPEARS = (mark("Appears"), mark("Vanishes"), mark("Vanishes at"))
_ACTS = (mark("Begins"), mark("Ends"), mark("Ends at"))
_HOLDS = (mark("Begins"), mark("Lets go"), mark("Lets go at"))


def lines_of(value: Any) -> tuple[Line, ...]:
    """The form of a thing, from top to bottom."""
    if isinstance(value, Obstacle):
        shape, travel = _shape_lines(value.shape, ("shape",)), _travel_lines(value.motion)
        return (*shape, *_OBSTACLE, *travel, *_time_lines(value, _APPEARS))
    if isinstance(value, DrivenRegion):
        shape = _shape_lines(value.selection, ("selection",))
        return (*shape, *_GRIP, *_time_lines(value, _HOLDS))
    if isinstance(value, Wind | Attractor):
        own = _WIND if isinstance(value, Wind) else _ATTRACTOR
        return (*own, *_time_lines(value, _ACTS))
    if isinstance(value, Impulse):
        return _push_lines(value)
    return _BODY if isinstance(value, BodyPart) else ()


def _walk(value: Any, path: tuple[Step, ...]) -> Any:
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value


def _put(value: Any, path: tuple[Step, ...], new: Any) -> Any:
    """The value with what lies at a path replaced."""
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        inner = _put(value[step], rest, new)
        return (*value[:step], inner, *value[step + 1 :])
    return replace(value, **{step: _put(getattr(value, step), rest, new)})


def number_row(
    path: str, title: str, quantity: Quantity, *, axes: bool = False, factor: float = 1.0
) -> Row:
    """A line for a field.

    Args:
        path: The field from the value on, for example "shape.radius_m".
        title: English title.
        quantity: Unit, range and step.
        axes: Whether the field holds a number of each axis.
        factor: What the shown number is of the one of the field: 2 for sides of half extents.
    """
    steps: tuple[Step, ...] = tuple(
        int(part) if part.isdigit() else part for part in path.split(".")
    )

    def read(value: Any) -> tuple[float, ...]:
        found = _walk(value, steps)
        return tuple(factor * part for part in (found if axes else (found,)))

    def write(value: Any, axis: int, number: float) -> Any:
        return _put(value, (*steps, axis) if axes else steps, number / factor)

    return Row(path, title, quantity, read, write, axes=axes)


def _turn_row(path: str) -> Row:
    steps = tuple(path.split("."))

    def read(value: Any) -> tuple[float, ...]:
        return angles_of(_walk(value, steps))

    def write(value: Any, axis: int, number: float) -> Any:
        angles = list(read(value))
        angles[axis] = number
        return _put(value, steps, quat_of((angles[0], angles[1], angles[2])))

    return Row(path, mark("Turn"), numbers.ANGLE, read, write, axes=True)


def _direction_row(path: str, title: str) -> Row:
    """A direction; the axis that is typed keeps its number and the others fill up to length 1."""
    steps = tuple(path.split("."))

    def write(value: Any, axis: int, number: float) -> Any:
        old = list(_walk(value, steps))
        number = min(max(number, -1.0), 1.0)
        rest = math.hypot(*(part for at, part in enumerate(old) if at != axis))
        left = math.sqrt(max(1 - number * number, 0.0))
        if rest < 1e-9:
            old[(axis + 1) % 3], rest = 1.0, 1.0
        new = [number if at == axis else part * left / rest for at, part in enumerate(old)]
        return _put(value, steps, (new[0], new[1], new[2]))

    return Row(
        path, title, numbers.DIRECTION, lambda value: tuple(_walk(value, steps)), write, True
    )


def _shape_lines(shape: Any, path: tuple[str, ...]) -> tuple[Line, ...]:
    base = ".".join(path)
    center = number_row(f"{base}.center_m", mark("Centre"), numbers.POSITION, axes=True)
    if isinstance(shape, Box):
        sides = number_row(
            f"{base}.half_extents_m", mark("Sides"), numbers.LENGTH, axes=True, factor=2
        )
        return (center, sides, _turn_row(f"{base}.quat"))
    radius = number_row(f"{base}.radius_m", mark("Radius"), numbers.RADIUS)
    if isinstance(shape, Sphere):
        return (center, radius)
    if isinstance(shape, Capsule | Cylinder):
        long = number_row(f"{base}.half_length_m", mark("Length"), numbers.LENGTH, factor=2)
        return (center, radius, long, _direction_row(f"{base}.axis", mark("Axis")))
    if isinstance(shape, HalfSpace):
        point = number_row(f"{base}.point_m", mark("Point"), numbers.POSITION, axes=True)
        return (point, _direction_row(f"{base}.normal", mark("Faces")))
    if isinstance(shape, Mesh):
        return (center, number_row(f"{base}.scale", mark("Scale"), numbers.FACTOR))
    return ()


def _travel_lines(motion: Keyframes) -> tuple[Line, ...]:
    """How far and when a collider travels; one with more keys is edited in the timeline."""
    moves = Choice(
        "moves", mark("Moves"), _ON_OFF,
        lambda value: "on" if len(value.motion.times_s) > 1 else "off", _with_travel,
    )  # fmt: skip
    if len(motion.times_s) != 2:
        return (moves,)
    return (
        moves,
        number_row("motion.positions_m.1", mark("Travels"), numbers.POSITION, axes=True),
        Row("motion.from", mark("From"), numbers.TIME, lambda v: (v.motion.times_s[0],),
            lambda v, _, s: _put(v, ("motion", "times_s", 0), s)),
        Row("motion.to", mark("Until"), numbers.TIME, lambda v: (v.motion.times_s[1],),
            lambda v, _, s: _put(v, ("motion", "times_s", 1), s)),
    )  # fmt: skip


def _time_lines(value: Any, titles: tuple[str, str, str]) -> tuple[Line, ...]:
    """When something begins and ends; titles are those of begin, end and time of the end."""
    begins, ends, ends_at = titles
    last = () if value.end_s is None else (number_row("end_s", ends_at, numbers.TIME),)
    return (
        number_row("start_s", begins, numbers.TIME),
        switch_line("end_s", ends, lambda value: value.start_s + 1.0),
        *last,
    )


def _push_lines(value: Impulse) -> tuple[Line, ...]:
    """Strength as one of two kinds, time, and where it acts if that is not everywhere."""
    kind = Choice(
        "strength", mark("Given as"), _STRENGTHS,
        lambda push: "velocity" if push.force_n is None else "force", _with_strength,
    )  # fmt: skip
    force = number_row("force_n", mark("Force"), numbers.FORCE, axes=True)
    change = number_row("velocity_change_m_s", mark("Change of velocity"), numbers.SPEED, axes=True)
    place = () if value.region is None else _shape_lines(value.region, ("region",))
    return (kind, change if value.force_n is None else force, *_PUSH, *place)


def _with_strength(value: Impulse, name: str) -> Impulse:
    """The push given as a force, or as a change of velocity, the same way as before."""
    if (value.force_n is not None) == (name == "force"):
        return value
    way = np.array(value.force_n or value.velocity_change_m_s)
    way = way / (np.linalg.norm(way) or 1.0)
    if name == "velocity":
        return replace(value, force_n=None, velocity_change_m_s=tuple(1.5 * way))
    lasting = max(value.duration_s, 0.1)
    return replace(value, velocity_change_m_s=None, force_n=tuple(5.0 * way), duration_s=lasting)


def _with_travel(value: Obstacle, name: str) -> Obstacle:
    if name == "off":
        return replace(value, motion=Keyframes())
    still, quat = (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0)
    return replace(value, motion=Keyframes((0.0, 1.0), (still, (0.0, -0.3, 0.0)), (quat, quat)))


def flag_line(key: str, title: str) -> Choice:
    """A field that is true or false."""
    return Choice(
        key, title, _ON_OFF, lambda value: "on" if getattr(value, key) else "off",
        lambda value, name: replace(value, **{key: name == "on"}),
    )  # fmt: skip


def switch_line(key: str, title: str, fresh: Callable[[Any], Any]) -> Choice:
    """A field that may be None, switched on with a fresh value."""
    return Choice(
        key, title, _ON_OFF, lambda value: "off" if getattr(value, key) is None else "on",
        lambda value, name: replace(value, **{key: fresh(value) if name == "on" else None}),
    )  # fmt: skip


def surface_choice(key: str) -> Choice:
    """What a surface does to matter."""
    return Choice(
        key, mark("Surface"), _SURFACES, lambda value: getattr(value, key).value,
        lambda value, name: replace(value, **{key: Surface.from_name(name)}),
    )  # fmt: skip


_OBSTACLE: tuple[Line, ...] = (
    surface_choice("surface"),
    number_row("friction", mark("Friction"), numbers.FRICTION),
    number_row("restitution", mark("Bounce"), numbers.SHARE),
)
_WIND: tuple[Line, ...] = (
    number_row("velocity_m_s", mark("Velocity"), numbers.SPEED, axes=True),
    number_row("drag_per_s", mark("Drag"), numbers.RATE),
    number_row("gust", mark("Gusts"), numbers.SHARE),
    number_row("gust_period_s", mark("Period"), numbers.PERIOD),
)
_ATTRACTOR: tuple[Line, ...] = (
    number_row("point_m", mark("Point"), numbers.POSITION, axes=True),
    number_row("strength_m_s2", mark("Strength"), numbers.PULL),
    number_row("radius_m", mark("Radius"), numbers.RADIUS),
)
_PUSH: tuple[Line, ...] = (
    number_row("start_s", mark("Begins"), numbers.TIME),
    number_row("duration_s", mark("Lasts"), numbers.TIME),
)
_GRIP: tuple[Line, ...] = (
    number_row("motion.velocity_m_s", mark("Velocity"), numbers.SPEED, axes=True),
    number_row("motion.turn_rad_s", mark("Turning"), numbers.SPIN),
    _direction_row("motion.axis", mark("Turns about")),
)
_BODY: tuple[Line, ...] = (
    number_row("position_m", mark("Centre"), numbers.POSITION, axes=True),
    _turn_row("rotation"),
    number_row("velocity_m_s", mark("Velocity"), numbers.SPEED, axes=True),
    flag_line("separate", mark("Slides on others")),
)
