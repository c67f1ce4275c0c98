"""Handles that move, turn and scale the object: one drag is one step of undo."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
import numpy.typing as npt

from sim.object_edit import ObjectPose
from studio.controllers.edit_controller import EditController
from studio.controllers.placement_controller import turn_about
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import Ray, ViewProbe
from studio.jobs.view_questions import Point
from studio.state.language import tr

Vec3 = tuple[float, float, float]
Float64Array = npt.NDArray[np.float64]

ARM_PX = 92.0
"""Length of an arm, and radius of a ring [px]."""
REACH_PX = 9.0
"""Distance from a handle at which the pointer takes it [px]."""
HANDLE_PX = 6.0
COLORS = ("error", "success", "series_1")
"""Tokens of the theme: red, green and blue for x, y and z."""
CENTER = 3
"""Number of the handle in the middle; 0 to 2 are the axes."""
_RING = np.linspace(0, 2 * np.pi, 65)


class Place(Protocol):
    """What a gizmo needs to know of where handles stand."""

    def pivot_m(self) -> Vec3:
        """Where they stand [m]."""
        ...

    def axes(self) -> tuple[Vec3, Vec3, Vec3]:
        """Their directions."""
        ...

    def show(self) -> None:
        """Show what is moved."""
        ...


class Posed(Protocol):
    """What a gizmo drags."""

    pose: ObjectPose
    """Place, turn and size."""

    @property
    def snapping(self) -> bool:
        """Whether drags go in steps."""
        ...

    @property
    def move_step_m(self) -> float:
        """Step of a movement while snapping [m]."""
        ...

    @property
    def turn_step_deg(self) -> float:
        """Step of a turn while snapping [degrees]."""
        ...

    @property
    def scale_step(self) -> float:
        """Step of the scale while snapping."""
        ...


class Gizmo:
    """What the three gizmos share: the drag, hit tests in the pane and the step of undo."""

    name = ""
    label = ""

    def __init__(
        self,
        placement: Place,
        state: Posed,
        edits: EditController,
        probe: ViewProbe,
    ) -> None:
        """Place an object.

        Args:
            placement: Knows pivot and axes.
            state: Its pose is dragged.
            edits: Makes one step of a drag.
            probe: Projects handles.
        """
        self._placement = placement
        self._state = state
        self._edits = edits
        self._probe = probe
        self._held: int | None = None
        self._near: int | None = None
        self._start: ObjectPose = state.pose
        self._pivot = (0.0, 0.0, 0.0)
        self._axes = placement.axes()
        self._first = (0.0, 0.0)
        self._readout = ""

    def press(self, event: PointerEvent) -> bool:
        """Take the handle under the pointer."""
        if event.button != "left":
            return False
        self._pivot, self._axes = self._placement.pivot_m(), self._placement.axes()
        self._held = self.handle_at((event.x, event.y))
        if self._held is None:
            return False
        self._start, self._first = self._state.pose, (event.x, event.y)
        self._placement.show()
        self._edits.begin(tr(self.label))
        return True

    def move(self, event: PointerEvent) -> None:
        """Drag it."""
        if self._held is None:
            return
        self._state.pose = self.dragged(self._held, (event.x, event.y), "ctrl" in event.modifiers)

    def release(self, event: PointerEvent) -> None:
        """Keep what was dragged."""
        self.move(event)
        self._held, self._readout = None, ""
        self._edits.commit()

    def hover(self, event: PointerEvent) -> None:
        """Light the handle under the pointer."""
        self._pivot, self._axes = self._placement.pivot_m(), self._placement.axes()
        self._near = self.handle_at((event.x, event.y))

    def key(self, name: str) -> bool:
        """Escape puts the object back during a drag."""
        if name != "Escape" or self._held is None:
            return False
        self._held, self._readout = None, ""
        self._edits.abandon()
        return True

    def sketch(self) -> tuple[Sketch, ...]:
        """The handles, and what the drag has done."""
        if self._held is None:
            self._pivot, self._axes = self._placement.pivot_m(), self._placement.axes()
        marks = self.marks()
        if self._readout and marks:
            x, y = self._probe.project([self._placement.pivot_m()])[0]
            marks = (*marks, Sketch("text", ((x + 14, y - 14),), "text", text=self._readout))
        return marks

    def handle_at(self, point: Point) -> int | None:
        """Number of the handle under a pixel; None for none."""
        raise NotImplementedError

    def dragged(self, handle: int, point: Point, snaps: bool) -> ObjectPose:
        """The pose when a handle was dragged to a pixel.

        Args:
            handle: Number of the handle.
            point: Pixel.
            snaps: Whether a held key turns snapping over.
        """
        raise NotImplementedError

    def marks(self) -> tuple[Sketch, ...]:
        """Handles to paint."""
        raise NotImplementedError

    def _width(self, handle: int) -> float:
        return 4.0 if handle in (self._held, self._near) else 2.0

    def _stepped(self, value: float, step: float, *, turned_over: bool) -> float:
        """The value, in steps while snapping; Ctrl turns snapping over."""
        snapping = self._state.snapping != turned_over
        return round(value / step) * step if snapping else value

    def _metres_a_pixel(self) -> float:
        """Size of a pixel at the pivot [m]."""
        camera = self._probe.camera
        scale = float(camera.K[1, 1])
        if camera.is_orthographic:
            return 1 / scale
        depth = float(camera.project(np.array([self._pivot]))[1][0])
        return max(depth, camera.near_plane) / scale

    def _arms(self) -> Float64Array:
        """Ends of the three arms in the pane [px], shape [3, 2]; NaN behind the camera."""
        reach_m = ARM_PX * self._metres_a_pixel()
        return self._probe.project(np.array(self._pivot) + reach_m * np.array(self._axes))

    def _center(self) -> Float64Array:
        return np.asarray(self._probe.project([self._pivot])[0])

    def _arm_marks(self) -> list[Sketch]:
        center, marks = self._center(), []
        for axis, end in enumerate(self._arms()):
            if np.isfinite([center, end]).all():
                line = (_point(center), _point(end))
                marks.append(Sketch("line", line, COLORS[axis], self._width(axis)))
                marks.append(Sketch("handle", (line[1],), COLORS[axis], HANDLE_PX))
        return marks

    def _arm_at(self, point: Point) -> int | None:
        center = self._center()
        if math.dist(center, point) < REACH_PX:
            return CENTER
        gaps = [
            gap_to_line(point, np.stack([center, end])) if np.isfinite(end).all() else math.inf
            for end in self._arms()
        ]
        nearest = int(np.argmin(gaps))
        return nearest if gaps[nearest] < REACH_PX else None


class MoveGizmo(Gizmo):
    """Three arrows, and the middle to move in the plane of the picture."""

    name = "move"
    label = "Move object"

    def handle_at(self, point: Point) -> int | None:
        """Number of the handle under a pixel; None for none."""
        return self._arm_at(point)

    def dragged(self, handle: int, point: Point, snaps: bool) -> ObjectPose:
        """The pose moved along an axis, or in the plane of the picture."""
        before, after = self._probe.ray(self._first), self._probe.ray(point)
        step = self._state.move_step_m
        if handle == CENTER:
            facing = self._probe.camera.forward
            ends = [ray.on_plane(self._pivot, facing) for ray in (before, after)]
            if ends[0] is None or ends[1] is None:
                return self._state.pose
            shift = ends[1] - ends[0]
            shift = np.array([self._stepped(float(part), step, turned_over=snaps)
                              for part in shift])  # fmt: skip
        else:
            axis = np.array(self._axes[handle])
            ways = [ray.nearest_on_line(self._pivot, axis) for ray in (before, after)]
            shift = self._stepped(ways[1] - ways[0], step, turned_over=snaps) * axis
        x, y, z = (float(part) for part in shift)
        self._readout = f"{x:+.3f}  {y:+.3f}  {z:+.3f} m"
        return self._start.moved((x, y, z))

    def marks(self) -> tuple[Sketch, ...]:
        """Arrows and the middle."""
        center = self._center()
        if not np.isfinite(center).all():
            return ()
        middle = Sketch("handle", (_point(center),), "text", self._width(CENTER) + 3)
        return (*self._arm_marks(), middle)


class ScaleGizmo(Gizmo):
    """Three arms that all scale alike: an object has one size."""

    name = "scale"
    label = "Scale object"

    def handle_at(self, point: Point) -> int | None:
        """Number of the handle under a pixel; None for none."""
        return self._arm_at(point)

    def dragged(self, handle: int, point: Point, snaps: bool) -> ObjectPose:
        """The pose scaled by how far the pointer has gone from the pivot."""
        center = self._center()
        if handle == CENTER:  # up enlarges, down shrinks
            factor = 2 ** ((self._first[1] - point[1]) / ARM_PX)
        else:
            before = max(math.dist(center, self._first), 1.0)
            factor = max(math.dist(center, point), 1.0) / before
        scale = self._start.scale * factor
        step = self._state.scale_step
        scale = max(self._stepped(scale, step, turned_over=snaps), step / 10)
        self._readout = f"× {scale:.3f}"
        return self._start.scaled(scale / self._start.scale, self._pivot)

    def marks(self) -> tuple[Sketch, ...]:
        """Arms with square ends and the middle."""
        center = self._center()
        if not np.isfinite(center).all():
            return ()
        middle = Sketch("handle", (_point(center),), "text", self._width(CENTER) + 4)
        return (*self._arm_marks(), middle)


class TurnGizmo(Gizmo):
    """Three rings about the axes."""

    name = "rotate"
    label = "Turn object"

    def handle_at(self, point: Point) -> int | None:
        """Number of the ring under a pixel; None for none."""
        gaps = [gap_to_line(point, ring) for ring in self._rings()]
        nearest = int(np.argmin(gaps))
        return nearest if gaps[nearest] < REACH_PX else None

    def dragged(self, handle: int, point: Point, snaps: bool) -> ObjectPose:
        """The pose turned about an axis by the angle between two places of the pointer."""
        axis = np.array(self._axes[handle])
        angles = [self._angle(self._probe.ray(one), axis) for one in (self._first, point)]
        if angles[0] is None or angles[1] is None:
            turned = self._along_ring(handle, point)
        else:
            turned = (angles[1] - angles[0] + math.pi) % (2 * math.pi) - math.pi
        step = math.radians(self._state.turn_step_deg)
        turned = self._stepped(turned, step, turned_over=snaps)
        self._readout = f"{math.degrees(turned):+.1f}°"
        return self._start.turned(turn_about(self._axes[handle], turned), self._pivot)

    def marks(self) -> tuple[Sketch, ...]:
        """The rings."""
        return tuple(
            Sketch("line", tuple(_point(place) for place in ring), COLORS[axis], self._width(axis))
            for axis, ring in enumerate(self._rings())
            if len(ring) > 1
        )

    def _angle(self, ray: Ray, axis: Float64Array) -> float | None:
        """Angle about the axis of where a ray meets the ring's plane; None seen on edge."""
        if abs(float(np.dot(ray.direction, axis))) < 0.1:
            return None
        place = ray.on_plane(self._pivot, axis)
        if place is None:
            return None
        across, up = _across(axis)
        offset = place - np.array(self._pivot)
        return math.atan2(float(offset @ up), float(offset @ across))

    def _along_ring(self, handle: int, point: Point) -> float:
        """Turn by how far the pointer went along a ring that is seen on edge."""
        ring = self._rings()[handle]
        nearest = int(np.argmin(np.linalg.norm(ring - np.array(self._first), axis=1)))
        tangent = ring[(nearest + 1) % len(ring)] - ring[nearest - 1]
        length = float(np.linalg.norm(tangent))
        if length < 1e-9:
            return 0.0
        return float((np.array(point) - self._first) @ tangent) / length / ARM_PX

    def _rings(self) -> list[Float64Array]:
        """Points of the three rings in the pane [px], each of shape [K, 2]."""
        radius_m = ARM_PX * self._metres_a_pixel()
        rings = []
        for axis in self._axes:
            across, up = _across(np.array(axis))
            circle = np.cos(_RING)[:, None] * across + np.sin(_RING)[:, None] * up
            places = self._probe.project(np.array(self._pivot) + radius_m * circle)
            rings.append(places if np.isfinite(places).all() else np.full((1, 2), np.inf))
        return rings


def gap_to_line(point: Point, line: Float64Array) -> float:
    """Distance [px] of a point from a line through points of shape [K, 2], K >= 1."""
    place = np.array(point)
    if len(line) < 2:
        return float(np.linalg.norm(place - line[0]))
    along = np.diff(line, axis=0)
    length2 = np.maximum((along**2).sum(axis=1), 1e-12)
    share = np.clip(((place - line[:-1]) * along).sum(axis=1) / length2, 0, 1)
    return float(np.linalg.norm(place - line[:-1] - share[:, None] * along, axis=1).min())


def _across(axis: Float64Array) -> tuple[Float64Array, Float64Array]:
    """Two unit vectors at right angles to an axis and each other, right-handed with it."""
    aside = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.9 else np.array([1.0, 0.0, 0.0])
    across = np.cross(aside, axis)
    across /= np.linalg.norm(across)
    return across, np.cross(axis, across)


def _point(place: Float64Array) -> Point:
    return float(place[0]), float(place[1])
