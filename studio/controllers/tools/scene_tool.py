"""The scene in the viewport: its outlines, and the tool that chooses and moves what it holds."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from sim.object_edit import ObjectPose
from studio.controllers.edit_controller import EditController
from studio.controllers.placement_controller import AXES
from studio.controllers.scene_controller import SceneController
from studio.controllers.scene_outlines import Outline, box_outline, outline_of
from studio.controllers.tools.gizmo import MoveGizmo, gap_to_line
from studio.controllers.tools.handle_drag import HandleDrag
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import ViewProbe
from studio.jobs.view_questions import Point
from studio.state.language import mark
from studio.state.new_things import shifted
from studio.state.scene import row_of
from studio.state.scene_mapping import moved_box, object_box, world_of
from studio.state.scene_parts import Bounds, Part, RegionPart, Thing
from studio.state.scene_titles import COLLIDERS, OBJECTS, group_of
from studio.state.studio_state import StudioState

Vec3 = tuple[float, float, float]
Float64Array = npt.NDArray[np.float64]
NEAR_PX = 8.0
"""Distance from an outline at which a click chooses it [px]."""
_COLORS = {COLLIDERS: "series_2", OBJECTS: "series_1"}
_FORCE_COLOR = "series_4"
_WALL_COLOR = "series_5"


class SceneSketch:
    """Outlines of all that is not hidden; what is chosen stands out."""

    def __init__(self, state: StudioState, probe: ViewProbe) -> None:
        """Draw the scene of a state.

        Args:
            state: State whose scene is drawn.
            probe: Projects it.
        """
        self._state = state
        self._probe = probe

    def __call__(self) -> tuple[Sketch, ...]:
        """Marks to paint over the picture."""
        scene = self._state.scene
        if self._state.document.project is None:
            return ()
        parts: tuple[Part, ...] = (*scene.all_things, *scene.regions)
        marks: list[Sketch] = []
        for part in parts:
            chosen = row_of(part) == scene.chosen
            if chosen or not part.hidden:
                marks += self._marks(self.outline(part), _color(part), chosen, part.name)
        domain = world_of(scene).domain
        if domain is not None:
            center, half = np.array(domain.center_m), np.array(domain.half_extents_m)
            box = (_triple(center - half), _triple(center + half))
            marks += self._marks(Outline(box_outline(box)), _WALL_COLOR, False, "")
        return tuple(marks)

    def outline(self, part: Part) -> Outline:
        """Outline of a thing or region."""
        if isinstance(part, Thing):
            return outline_of(part.value, object_box(self._state))
        if part.box is None:
            return Outline(())
        box = moved_box(part.box, self._state.placement.pose)
        return Outline(box_outline(box), center=_middle(box))

    def gap(self, part: Part, point: Point) -> float:
        """Distance of a pixel from an outline [px]."""
        gaps = [
            gap_to_line(point, places)
            for places in map(self._probe.project, self.outline(part).lines)
            if np.isfinite(places).all()
        ]
        return min(gaps, default=math.inf)

    def _marks(self, outline: Outline, color: str, chosen: bool, name: str) -> list[Sketch]:
        width, ink = (2.5, "accent") if chosen else (1.5, color)
        marks = self._lines(outline.lines, ink, width, dashed=False)
        marks += self._lines(outline.later, ink, width, dashed=True)
        if chosen and outline.center is not None and name:
            x, y = self._probe.project([outline.center])[0]
            if math.isfinite(x) and math.isfinite(y):
                short = name if len(name) <= 24 else f"{name[:23]}…"
                marks.append(Sketch("text", ((float(x), float(y) - 22),), "text", text=short))
        return marks

    def _lines(
        self, lines: tuple[Float64Array, ...], color: str, width: float, *, dashed: bool
    ) -> list[Sketch]:
        if not lines:
            return []
        places = self._probe.project(np.concatenate(lines))
        ends = np.cumsum([len(line) for line in lines])[:-1]
        return [
            Sketch("line", tuple((float(x), float(y)) for x, y in line), color, width,
                   dashed=dashed)
            for line in np.split(places, ends)
            if np.isfinite(line).all()
        ]  # fmt: skip


class ThingPlace:
    """The place of the chosen thing, as the gizmo moves it."""

    def __init__(self, state: StudioState, sketch: SceneSketch) -> None:
        self._state = state
        self._sketch = sketch

    @property
    def snapping(self) -> bool:
        """Whether drags go in steps."""
        return self._state.placement.snapping

    @property
    def move_step_m(self) -> float:
        """Step of a movement while snapping [m]."""
        return self._state.placement.move_step_m

    @property
    def turn_step_deg(self) -> float:
        """Step of a turn while snapping [degrees]."""
        return self._state.placement.turn_step_deg

    @property
    def scale_step(self) -> float:
        """Step of the scale while snapping."""
        return self._state.placement.scale_step

    def pivot_m(self) -> Vec3:
        """Middle of the chosen thing [m]; NaN where it has no place."""
        part = self._chosen()
        center = None if part is None else self._sketch.outline(part).center
        return (math.nan,) * 3 if center is None else _triple(center)

    def axes(self) -> tuple[Vec3, Vec3, Vec3]:
        """The world's axes."""
        return AXES

    def show(self) -> None:
        """Nothing has to be shown: outlines are drawn over every picture."""

    @property
    def pose(self) -> ObjectPose:
        """The place of the chosen thing; without one, the origin."""
        pivot = self.pivot_m()
        return ObjectPose(pivot if math.isfinite(pivot[0]) else (0.0, 0.0, 0.0))

    @pose.setter
    def pose(self, pose: ObjectPose) -> None:
        """Move the chosen thing there."""
        part = self._chosen()
        if part is None or part.value == shifted(part.value, (1.0, 0.0, 0.0)):
            return
        way = _triple(np.subtract(pose.translation_m, self.pivot_m()))
        moved = Thing(part.key, part.name, shifted(part.value, way), part.hidden)
        scene = self._state.scene
        scene.things = tuple(moved if p.key == part.key else p for p in scene.all_things)

    def _chosen(self) -> Thing | None:
        part = self._state.scene.part(self._state.scene.chosen)
        return part if isinstance(part, Thing) else None


class SceneTool(MoveGizmo):
    """A click chooses what is under it; arrows move what is chosen, knobs shape and direct it."""

    name = "scene"
    label = mark("Move in the scene")

    def __init__(
        self,
        state: StudioState,
        sketch: SceneSketch,
        scene: SceneController,
        edits: EditController,
        probe: ViewProbe,
    ) -> None:
        """Choose and move the things of a state.

        Args:
            state: State whose scene is edited.
            sketch: Knows where outlines are.
            scene: Chooses.
            edits: Makes one step of a drag.
            probe: Projects handles.
        """
        place = ThingPlace(state, sketch)
        super().__init__(place, place, edits, probe)
        self._scene_state = state
        self._handles = HandleDrag(state, edits, probe)
        self._sketch = sketch
        self._scene = scene

    def press(self, event: PointerEvent) -> bool:
        """Take an arrow, or choose the outline under the pointer."""
        if event.button != "left":
            return False
        if self._handles.press(event):
            return True
        if self._can_move() and super().press(event):
            return True
        part = self._part_at((event.x, event.y))
        if part is not None:
            self._scene.choose(row_of(part))
        return part is not None

    def move(self, event: PointerEvent) -> None:
        """Drag what was taken."""
        if self._handles.held:
            self._handles.move(event)
        else:
            super().move(event)

    def hover(self, event: PointerEvent) -> None:
        """Light the handle or arrow under the pointer."""
        self._handles.hover(event)
        if self._can_move():
            super().hover(event)

    def release(self, event: PointerEvent) -> None:
        """Keep what was dragged."""
        if self._handles.held:
            self._handles.release(event)
        elif self._held is not None:
            super().release(event)

    def key(self, name: str) -> bool:
        """Escape puts back what is dragged."""
        if name == "Escape" and self._handles.held:
            self._handles.abandon()
            return True
        return super().key(name)

    def sketch(self) -> tuple[Sketch, ...]:
        """Arrows and handles at what is chosen."""
        arrows = super().sketch() if self._can_move() else ()
        return (*arrows, *self._handles.sketch())

    def _can_move(self) -> bool:
        """Whether what is chosen has a place; a wind has none, though its arrows are drawn."""
        part = self._scene_state.scene.part(self._scene_state.scene.chosen)
        if not isinstance(part, Thing) or shifted(part.value, (1.0, 0.0, 0.0)) == part.value:
            return False
        return math.isfinite(self._placement.pivot_m()[0])

    def _part_at(self, point: Point) -> Part | None:
        scene = self._scene_state.scene
        parts: tuple[Part, ...] = (*scene.all_things, *scene.regions)
        shown = [part for part in parts if not part.hidden]
        gaps = [self._sketch.gap(part, point) for part in shown]
        if not gaps or min(gaps) > NEAR_PX:
            return None
        return shown[gaps.index(min(gaps))]


def _color(part: Part) -> str:
    if isinstance(part, RegionPart):
        return part.color
    return _COLORS.get(group_of(part.value), _FORCE_COLOR)


def _middle(box: Bounds) -> Float64Array:
    return np.asarray((np.array(box[0]) + np.array(box[1])) / 2)


def _triple(values: npt.ArrayLike) -> Vec3:
    x, y, z = (float(value) for value in np.asarray(values))
    return x, y, z
