"""`HandleDrag`: drags the handles of what is chosen in the scene; one drag is one step of undo."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from render.errors import InputError
from studio.controllers.edit_controller import EditController
from studio.controllers.scene_outlines import arrow
from studio.controllers.tools.scene_handles import Float64Array, Handle, handles_of
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import ViewProbe
from studio.jobs.view_questions import Point
from studio.state.language import tr
from studio.state.resolve_scene import form_value
from studio.state.scene_mapping import object_box
from studio.state.scene_parts import Thing
from studio.state.studio_state import StudioState

REACH_PX = 8.0
"""Distance from a handle at which the pointer takes it [px]."""
_KNOB_PX = 5.0
_COLOR = "series_6"


class HandleDrag:
    """Knobs at faces, radii, ends and tips; arrows and fields change the same values."""

    def __init__(self, state: StudioState, edits: EditController, probe: ViewProbe) -> None:
        """Drag what is chosen in a state's scene.

        Args:
            state: State whose scene is edited.
            edits: Makes one step of a drag.
            probe: Projects handles.
        """
        self._state = state
        self._edits = edits
        self._probe = probe
        self._held: Handle | None = None
        self._start: Any = None
        self._first: Point = (0.0, 0.0)
        self._near: int | None = None

    @property
    def held(self) -> bool:
        """Whether a handle is being dragged."""
        return self._held is not None

    def press(self, event: PointerEvent) -> bool:
        """Take the handle under the pointer."""
        handles = self._handles()
        number = self._at((event.x, event.y), handles)
        if number is None:
            return False
        self._held, self._first = handles[number], (event.x, event.y)
        self._start = form_value(self._state)
        self._edits.begin(tr("Drag in the scene"))
        return True

    def move(self, event: PointerEvent) -> None:
        """Drag it; what cannot be stays as it was."""
        way = self._way(event)
        if self._held is None or way is None:
            return
        try:
            self._put(self._held.write(self._start, way))
        except InputError:
            return  # beyond what the value may be: the drag stops at the last one that it may

    def release(self, event: PointerEvent) -> None:
        """Keep what was dragged."""
        self.move(event)
        self._held = None
        self._edits.commit()

    def abandon(self) -> None:
        """Put back what was dragged."""
        self._held = None
        self._edits.abandon()

    def hover(self, event: PointerEvent) -> None:
        """Light the handle under the pointer."""
        self._near = self._at((event.x, event.y), self._handles())

    def sketch(self) -> tuple[Sketch, ...]:
        """Knobs, and the arrows that nothing else draws."""
        marks: list[Sketch] = []
        for number, handle in enumerate(self._handles()):
            lit = self._held is None and number == self._near
            if handle.tail_m is not None:
                for line in arrow(handle.tail_m, handle.place_m):
                    places = self._probe.project(line)
                    if np.isfinite(places).all():
                        points = tuple((float(x), float(y)) for x, y in places)
                        marks.append(Sketch("line", points, _COLOR, 2.0))
            x, y = self._probe.project(handle.place_m)[0]
            if math.isfinite(x) and math.isfinite(y):
                knob = ((float(x), float(y)),)
                marks.append(Sketch("handle", knob, "text" if lit else _COLOR, _KNOB_PX))
        return tuple(marks)

    def _handles(self) -> tuple[Handle, ...]:
        if self._state.document.project is None:
            return ()
        return handles_of(form_value(self._state), object_box(self._state))

    def _at(self, point: Point, handles: tuple[Handle, ...]) -> int | None:
        """Number of the handle under a pixel; None for none."""
        if not handles:
            return None
        places = self._probe.project(np.stack([handle.place_m for handle in handles]))
        gaps = np.nan_to_num(np.linalg.norm(places - np.array(point), axis=1), nan=np.inf)
        nearest = int(np.argmin(gaps))
        return nearest if gaps[nearest] < REACH_PX else None

    def _way(self, event: PointerEvent) -> Float64Array | None:
        """How far the handle was dragged [m], in steps while snapping; Ctrl turns that over."""
        handle = self._held
        if handle is None:
            return None
        rays = self._probe.ray(self._first), self._probe.ray((event.x, event.y))
        if handle.axis is None:
            facing = self._probe.camera.forward
            before, after = (ray.on_plane(handle.place_m, facing) for ray in rays)
            return None if before is None or after is None else after - before
        before_m, after_m = (ray.nearest_on_line(handle.place_m, handle.axis) for ray in rays)
        length_m, placement = after_m - before_m, self._state.placement
        if placement.snapping != ("ctrl" in event.modifiers):
            length_m = round(length_m / placement.move_step_m) * placement.move_step_m
        return np.asarray(length_m * handle.axis)

    def _put(self, value: Any) -> None:
        scene = self._state.scene
        part = scene.part(scene.chosen)
        if isinstance(part, Thing):
            moved = replace(part, value=value)
            scene.things = tuple(moved if one.key == part.key else one for one in scene.all_things)
        else:
            scene.world = value
