"""`CameraPathTool`: the camera path in the viewport, its keys dragged in the view plane."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.cameras.path import CameraPath
from studio.controllers.camera_path_controller import CameraPathController
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import ViewProbe
from studio.state.camera_angles import shot_of
from studio.state.camera_path import CameraPathState
from studio.state.studio_state import StudioState

Float64Array = npt.NDArray[np.float64]

NAME = "camera-path"
REACH_PX = 12.0
KEY_PX = 5.0
NUMBER_GAP_PX = 26.0
SAMPLES_A_WAY = 12
"""Points of the drawn line between two keys."""
MOST_SAMPLES = 400
FRUSTUM_SHARE = 0.12
"""Depth of a drawn frustum, as a share of the distance of what the key looks at."""
NEAREST_SHARE = 0.4
"""Frusta nearer to the viewer than this share of that distance are not drawn."""
ASPECT = 16 / 9


@dataclass(frozen=True, slots=True)
class _Held:
    """What is dragged: a key or its target."""

    index: int
    targets: bool
    start_m: tuple[float, float, float]


class CameraPathTool:
    """Drags keys and the target of the selected one; draws the path also while it rests."""

    name = NAME

    def __init__(self, state: StudioState, path: CameraPathController, probe: ViewProbe) -> None:
        """Edit a path.

        Args:
            state: Its path is drawn.
            path: Told what is dragged.
            probe: Projects the path and casts rays.
        """
        self._state = state
        self._path = path
        self._probe = probe
        self._held: _Held | None = None
        self._near: tuple[int, bool] | None = None
        self._line: tuple[CameraPath, Float64Array] | None = None

    def press(self, event: PointerEvent) -> bool:
        """Take the key or target under the pointer; a double click looks through the key."""
        found = self._at((event.x, event.y)) if event.button == "left" else None
        if found is None:
            return False
        index, targets = found
        if event.clicks == 2 and not targets:
            self._path.go_to(index)
            return False
        key = self._shown.keys[index]
        start = key.target_m if targets else key.position_m
        assert start is not None
        self._path.select(index)
        self._held = _Held(index, targets, start)
        self._path.begin_drag()
        return True

    def move(self, event: PointerEvent) -> None:
        """Drag it in the plane of the picture."""
        held = self._held
        if held is None:
            return
        ray = self._probe.ray((event.x, event.y))
        place = ray.on_plane(held.start_m, self._probe.camera.forward)
        if place is None:
            return
        x, y, z = (float(value) for value in place)
        if held.targets:
            self._path.set_target(held.index, (x, y, z))
        else:
            self._path.set_position(held.index, (x, y, z))

    def release(self, event: PointerEvent) -> None:
        """Keep what was dragged."""
        self.move(event)
        self._held = None
        self._path.end_drag()

    def hover(self, event: PointerEvent) -> None:
        """Light what is under the pointer."""
        self._near = self._at((event.x, event.y))

    def key(self, name: str) -> bool:
        """Escape puts the key back during a drag; Delete removes the selected one."""
        if name == "Escape" and self._held is not None:
            self._held = None
            self._path.end_drag(keep=False)
            return True
        if name in ("Delete", "Backspace") and self._shown.selected is not None:
            self._path.remove()
            return True
        return False

    def sketch(self) -> tuple[Sketch, ...]:
        """Path, frusta and handles."""
        return self.marks(active=True)

    def layer(self) -> tuple[Sketch, ...]:
        """What is drawn of the path while another tool is active."""
        active = self._state.viewport.tool == NAME
        return () if active or not self._shown.drawn else self.marks(active=False)

    def marks(self, *, active: bool) -> tuple[Sketch, ...]:
        """Marks of the path; none while it is looked through.

        Args:
            active: Whether handles are drawn.
        """
        path = self._shown.path
        if path is None or self._state.viewport.through is not None:
            return ()
        marks = [_line(part, "accent" if active else "text_muted")
                 for part in _visible(self._probe.project(self._samples(path)))]  # fmt: skip
        for index in range(len(path.keyframes)):
            marks += self._key_marks(index, active=active)
        return (*marks, *(self._numbers() if active else ()))

    @property
    def _shown(self) -> CameraPathState:
        return self._state.camera_path

    def _samples(self, path: CameraPath) -> Float64Array:
        """Points along the path [m], shape [K, 3]; kept until the path changes."""
        if self._line is None or self._line[0] != path:
            count = min(max(len(path.keyframes) * SAMPLES_A_WAY, 2), MOST_SAMPLES)
            views = [path.view(share) for share in np.linspace(0, 1 - 1e-9, count)]
            self._line = (path, np.array([view.position_m for view in views], np.float64))
        return self._line[1]

    def _key_marks(self, index: int, *, active: bool) -> list[Sketch]:
        key, selected = self._shown.keys[index], index == self._shown.selected
        color = "warning" if selected else "accent" if active else "text_muted"
        marks = [_line(part, color, 2.0 if selected else 1.2)
                 for part in _visible(self._frustum(index))]  # fmt: skip
        if not active:
            return marks
        place = self._place(key.position_m)
        if place is not None:
            lit = self._near == (index, False)
            marks.append(Sketch("handle", (place,), color, KEY_PX + 2 * lit))
        if selected and key.target_m is not None:
            marks += self._target_marks(index, place, key.target_m)
        return marks

    def _numbers(self) -> list[Sketch]:
        """Numbers of the keys, the selected one first; those that would overlap are left out."""
        order = sorted(range(len(self._shown.keys)), key=lambda one: one != self._shown.selected)
        taken: list[tuple[float, float]] = []
        marks = []
        for index in order:
            place = self._place(self._shown.keys[index].position_m)
            if place is None or any(math.dist(place, one) < NUMBER_GAP_PX for one in taken):
                continue
            taken.append(place)
            above = (place[0], place[1] - 18)
            marks.append(Sketch("text", (above,), "text", text=f"{index + 1}"))
        return marks

    def _target_marks(
        self, index: int, place: tuple[float, float] | None, target_m: tuple[float, float, float]
    ) -> list[Sketch]:
        target = self._place(target_m)
        if target is None:
            return []
        lit = self._near == (index, True)
        marks = [Sketch("handle", (target,), "warning", KEY_PX - 1 + 2 * lit)]
        if place is not None:
            marks.insert(0, Sketch("line", (place, target), "warning", 1.0, dashed=True))
        return marks

    def _frustum(self, index: int) -> Float64Array:
        """A pyramid with its picture on the base, in one line of the pane [px], shape [K, 2]."""
        shot = shot_of(self._shown.keys[index])
        away = np.linalg.norm(self._probe.camera.position - np.array(shot.position))
        if away < NEAREST_SHARE * shot.focus_m:  # it would fill the picture
            return np.full((1, 2), np.nan)
        deep = FRUSTUM_SHARE * shot.focus_m
        high = deep * math.tan(math.radians(shot.vertical_fov_deg) / 2)
        right, down, forward = shot.axes()
        eye = np.array(shot.position)
        sides = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        a, b, c, d = (
            eye + deep * forward + high * (ASPECT * x * right + y * down) for x, y in sides
        )
        roof = eye + deep * forward - 1.5 * high * down
        return self._probe.project([a, b, c, d, a, eye, b, roof, a, d, eye, c])

    def _place(self, point_m: tuple[float, float, float]) -> tuple[float, float] | None:
        x, y = (float(value) for value in self._probe.project([point_m])[0])
        return (x, y) if math.isfinite(x) and math.isfinite(y) else None

    def _at(self, point: tuple[float, float]) -> tuple[int, bool] | None:
        """Key, or its target, under a pixel."""
        found: list[tuple[float, int, bool]] = []
        for index, key in enumerate(self._shown.keys):
            places = [(False, key.position_m)]
            if index == self._shown.selected and key.target_m is not None:
                places.append((True, key.target_m))
            for targets, point_m in places:
                place = self._place(point_m)
                if place is not None:
                    found.append((math.dist(place, point), index, targets))
        nearest = min(found, default=(math.inf, 0, False))
        return (nearest[1], nearest[2]) if nearest[0] < REACH_PX else None


def _visible(places: Float64Array) -> list[Float64Array]:
    """Pieces of a line, shape [K, 2], between the points that lie behind the camera."""
    seen = np.isfinite(places).all(axis=1)
    edges = np.flatnonzero(np.diff(seen.astype(int))) + 1
    return [part for part in np.split(places, edges) if len(part) > 1 and np.isfinite(part).all()]


def _line(places: Float64Array, color: str, width_px: float = 1.6) -> Sketch:
    return Sketch("line", tuple((float(x), float(y)) for x, y in places), color, width_px)
