"""Tools that select by a box or a sphere in space, moved and sized by handles."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from itertools import product

import numpy as np
import numpy.typing as npt

from sim.scene.shapes import Box, Sphere
from studio.controllers.placement_controller import PlacementController
from studio.controllers.selection_controller import SelectionController
from studio.controllers.tools.selection_tools import mode_of
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import ViewProbe
from studio.jobs.view_questions import Point
from studio.state.selection import SelectionMode

Float64Array = npt.NDArray[np.float64]

REACH_PX = 10.0
HANDLE_PX = 6.0
SMALLEST_M = 1e-4
CENTER = -1
"""Number of the handle in the middle."""
_CORNERS = np.array(list(product((-1.0, 1.0), repeat=3)))
_EDGES = [(a, b) for a in range(8) for b in range(a + 1, 8) if bin(a ^ b).count("1") == 1]
_FACES = np.array([[s if axis == k else 0.0 for k in range(3)] for axis in range(3)
                   for s in (-1.0, 1.0)])  # fmt: skip
_RING = np.linspace(0, 2 * np.pi, 49)


class VolumeTool(ABC):
    """A volume with handles; Return selects what is inside, with Shift and Ctrl as elsewhere."""

    name = ""

    def __init__(
        self, selection: SelectionController, placement: PlacementController, probe: ViewProbe
    ) -> None:
        """Select through a controller.

        Args:
            selection: Selects what is inside.
            placement: Knows where the object is: the volume begins as a part of its box.
            probe: Projects handles.
        """
        self._selection = selection
        self._placement = placement
        self._probe = probe
        self.center: Float64Array | None = None
        """Centre [m], shape [3]; None before the tool is first used."""
        self.half = np.full(3, 0.1)
        """Half of the sides, or three times the radius's [m], shape [3]."""
        self._held: int | None = None
        self._near: int | None = None
        self._start = (np.zeros(3), np.zeros(3), (0.0, 0.0))

    def press(self, event: PointerEvent) -> bool:
        """Take the handle under the pointer; a double click selects."""
        if event.button != "left":
            return False
        if event.clicks == 2:
            self.apply(mode_of(event))
            return True
        self._held = self._handle_at((event.x, event.y))
        center = self._placed()
        self._start = (center.copy(), self.half.copy(), (event.x, event.y))
        return self._held is not None

    def move(self, event: PointerEvent) -> None:
        """Drag it."""
        center, half, first = self._start
        if self._held is None:
            return
        before, after = self._probe.ray(first), self._probe.ray((event.x, event.y))
        if self._held == CENTER:
            ends = [ray.on_plane(center, self._probe.camera.forward) for ray in (before, after)]
            if ends[0] is not None and ends[1] is not None:
                self.center = center + ends[1] - ends[0]
            return
        axis = self.handle_directions()[self._held]
        ways = [ray.nearest_on_line(center, axis) for ray in (before, after)]
        self.resize(self._held, ways[1] - ways[0], center, half)

    def release(self, event: PointerEvent) -> None:
        """Let it go."""
        self.move(event)
        self._held = None

    def hover(self, event: PointerEvent) -> None:
        """Light the handle under the pointer."""
        self._near = self._handle_at((event.x, event.y))

    def key(self, name: str) -> bool:
        """Return selects what is inside."""
        if name in ("Return", "Enter"):
            self.apply(None)
            return True
        return False

    def apply(self, mode: SelectionMode | None) -> None:
        """Select what is inside."""
        self._placed()
        self._selection.volume(self.shape(), mode)

    def set_volume(self, center: tuple[float, float, float], half: tuple[float, ...]) -> None:
        """Place the volume by numbers [m]."""
        self.center = np.array(center, np.float64)
        self.half = np.maximum(np.array(half, np.float64), SMALLEST_M)

    def sketch(self) -> tuple[Sketch, ...]:
        """Outline and handles."""
        self._placed()
        marks = [
            Sketch("line", tuple((float(x), float(y)) for x, y in line), "accent")
            for line in (self._probe.project(points) for points in self.outline())
            if np.isfinite(line).all()
        ]
        for number, (x, y) in enumerate(self._handles(), start=CENTER):
            if math.isfinite(x) and math.isfinite(y):
                color = "text" if number == CENTER else "accent"
                radius = HANDLE_PX + (2.0 if number == self._near else 0.0)
                marks.append(Sketch("handle", ((float(x), float(y)),), color, radius))
        return tuple(marks)

    @abstractmethod
    def shape(self) -> Box | Sphere:
        """The volume."""

    @abstractmethod
    def outline(self) -> list[Float64Array]:
        """Lines in space [m], each of shape [K, 3]."""

    @abstractmethod
    def handle_directions(self) -> Float64Array:
        """Unit directions of the handles from the centre, shape [H, 3]."""

    @abstractmethod
    def resize(self, handle: int, way_m: float, center: Float64Array, half: Float64Array) -> None:
        """Size the volume after a handle was dragged.

        Args:
            handle: Number of the handle.
            way_m: How far along its direction [m].
            center: Centre before the drag [m].
            half: Half of the sides before it [m].
        """

    def _placed(self) -> Float64Array:
        """The centre; the first time in the middle of the object."""
        if self.center is None:
            low, high = (np.array(corner) for corner in self._placement.box())
            self.center = (low + high) / 2
            self.half = np.maximum((high - low) / 4, SMALLEST_M)
            self.half = np.full(3, self.half.mean()) if isinstance(self, SphereTool) else self.half
        return self.center

    def _handles(self) -> Float64Array:
        """Places of the middle and the handles in the pane [px], shape [1 + H, 2]."""
        center = self._placed()
        directions = self.handle_directions()
        reach = np.abs(directions) @ self.half
        return self._probe.project(np.vstack([center, center + reach[:, None] * directions]))

    def _handle_at(self, point: Point) -> int | None:
        gaps = np.linalg.norm(self._handles() - np.array(point), axis=1)
        gaps[~np.isfinite(gaps)] = np.inf
        nearest = int(gaps.argmin())
        return nearest + CENTER if gaps[nearest] < REACH_PX else None


class BoxTool(VolumeTool):
    """A box along the world's axes; each face has a handle."""

    name = "box"

    def shape(self) -> Box:
        """The box."""
        return Box(_triple(self.half), _triple(self._placed()))

    def outline(self) -> list[Float64Array]:
        """Its twelve edges."""
        corners = self._placed() + _CORNERS * self.half
        return [corners[[a, b]] for a, b in _EDGES]

    def handle_directions(self) -> Float64Array:
        """Outwards from the six faces."""
        return _FACES

    def resize(self, handle: int, way_m: float, center: Float64Array, half: Float64Array) -> None:
        """Move one face; the opposite one stays."""
        axis, sign = handle // 2, _FACES[handle].sum()
        grown = max(half[axis] + way_m / 2, SMALLEST_M)
        moved = center.copy()
        moved[axis] += sign * (grown - half[axis])
        self.center = moved
        self.half = half.copy()
        self.half[axis] = grown


class SphereTool(VolumeTool):
    """A ball; its handles lie on the axes."""

    name = "sphere"

    def shape(self) -> Sphere:
        """The ball."""
        return Sphere(float(self.half[0]), _triple(self._placed()))

    def outline(self) -> list[Float64Array]:
        """Three great circles and the outline as seen from the camera."""
        center, radius = self._placed(), self.half[0]
        cosine, sine = radius * np.cos(_RING)[:, None], radius * np.sin(_RING)[:, None]
        axes = np.eye(3)
        rings = [center + cosine * axes[a] + sine * axes[b] for a, b in ((0, 1), (1, 2), (2, 0))]
        right, down = self._probe.camera.world_to_camera[:2, :3].astype(np.float64)
        return [*rings, center + cosine * right + sine * down]

    def handle_directions(self) -> Float64Array:
        """Along the axes, both ways."""
        return _FACES

    def resize(self, handle: int, way_m: float, center: Float64Array, half: Float64Array) -> None:
        """Change the radius; the centre stays."""
        del handle, center
        self.half = np.full(3, max(half[0] + way_m, SMALLEST_M))


def _triple(values: Float64Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
