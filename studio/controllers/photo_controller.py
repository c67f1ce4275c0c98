"""`PhotoController`: verbs on mask, camera, size, views and model of the open photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.mask_edits import (
    RADIUS_RANGE,
    MaskEdit,
    MaskFeather,
    MaskFill,
    MaskGrowth,
    MaskInversion,
    Point,
)
from studio.controllers.edit_controller import EditController
from studio.controllers.placement_controller import PlacementController
from studio.jobs.file_tasks import Files
from studio.jobs.mask_preview import MaskOrder, MaskPreview, PhotoMask
from studio.jobs.photo_files import read_facts
from studio.state.language import tr
from studio.state.photo import (
    FEATHER_STEP,
    GROWTH_STEP,
    PHOTO_TOOLS,
    PhotoFacts,
    PhotoTool,
    PhotoWishes,
)
from studio.state.quantities import SIZE
from studio.state.studio_state import StudioState

BRUSH_STEP = 1.25
"""Factor of one step of the brush's size."""


class PhotoController:
    """Every verb that changes the next prediction is one step of undo."""

    def __init__(
        self,
        state: StudioState,
        edits: EditController,
        placement: PlacementController,
        files: Files,
        preview: MaskPreview,
    ) -> None:
        """Drive the photo of a state.

        Args:
            state: State whose photo is edited.
            edits: Records the steps.
            placement: Scales the object.
            files: Reads the project.
            preview: Computes the mask that is shown.
        """
        self._state = state
        self._edits = edits
        self._placement = placement
        self._files = files
        self._preview = preview
        self._read: tuple[Path | None, int] = (None, 0)
        self._number = 0
        self._watchers = 0

    @property
    def mask(self) -> PhotoMask | None:
        """The edited mask at the size of a screen; None while it is computed."""
        return self._preview.mask

    def watch(self, watching: bool) -> None:
        """A view that shows the mask comes or goes; without one no mask is computed."""
        self._watchers += 1 if watching else -1

    def predicted_anew(self) -> None:
        """The files of the open project hold another prediction."""
        self._number += 1

    def update(self) -> None:
        """Read a project that was opened, and order and take masks; never blocks."""
        project = self._state.document.project
        if (project, self._number) != self._read:
            self._read = (project, self._number)
            self._read_facts(project)
        facts, wishes = self._state.photo.facts, self._state.photo.wishes
        if facts is not None and self._watchers > 0:
            order = MaskOrder(facts.found_mask, facts.number, wishes.mask_edits, wishes.roll_deg)
            self._preview.order(order)
        if self._preview.poll():
            self._state.photo.mask_number += 1

    def close(self) -> None:
        """Wait for the mask that is computed."""
        self._preview.close()

    def add_edit(self, edit: MaskEdit, label: str) -> None:
        """Add one edit of the mask."""
        if self._state.photo.facts is not None:
            edits = (*self._state.photo.wishes.mask_edits, edit)
            self.change(label, mask_edits=edits)

    def grow(self, steps: int) -> None:
        """Move the outline outwards by some steps, inwards by negative ones."""
        label = tr("Grow the mask") if steps > 0 else tr("Shrink the mask")
        self.add_edit(MaskGrowth(GROWTH_STEP * steps), label)

    def feather(self) -> None:
        """Make the outline softer."""
        self.add_edit(MaskFeather(FEATHER_STEP), tr("Feather the mask"))

    def invert(self) -> None:
        """Swap object and background."""
        self.add_edit(MaskInversion(), tr("Invert the mask"))

    def fill(self, covers: bool) -> None:
        """Take the whole frame, or nothing of it."""
        label = tr("Take the whole frame") if covers else tr("Empty the mask")
        self.add_edit(MaskFill(covers), label)

    def reset_mask(self) -> None:
        """Take the mask that was found."""
        self.change(tr("Take the found mask"), mask_edits=())

    def set_tool(self, tool: PhotoTool) -> None:
        """Choose what the pointer does."""
        if tool in PHOTO_TOOLS:
            self._state.photo.draft = ()
            self._state.photo.tool = tool

    def set_brush(self, radius: float) -> None:
        """Set the radius of the brush, in longer sides."""
        low, high = RADIUS_RANGE
        self._state.photo.brush_radius = min(max(radius, low), high)

    def resize_brush(self, steps: float) -> None:
        """Make the brush larger by some steps, smaller by negative ones."""
        self.set_brush(self._state.photo.brush_radius * BRUSH_STEP**steps)

    def toggle_overlay(self) -> None:
        """Lay the mask over the photo, or not."""
        self._state.photo.overlay = not self._state.photo.overlay

    def set_opacity(self, opacity: float) -> None:
        """Set the opacity of the mask, 0 to 1."""
        self._state.photo.opacity = min(max(opacity, 0.0), 1.0)

    def set_fov(self, fov_deg: float | None) -> None:
        """Set the vertical field of view [degrees]; None takes what was found."""
        wishes, facts = self._state.photo.wishes, self._state.photo.facts
        found = wishes.found_fov_deg
        if found is None and wishes.fov_deg is None and facts is not None:
            found = facts.fov_deg
        self.change(tr("Set field of view"), fov_deg=fov_deg, found_fov_deg=found)

    def set_elevation(self, elevation_deg: float | None) -> None:
        """Set how far the camera looks down [degrees]; None lets the model say."""
        wishes, facts = self._state.photo.wishes, self._state.photo.facts
        found = wishes.found_elevation_deg
        if found is None and wishes.elevation_deg is None and facts is not None:
            found = facts.elevation_deg
        self.change(tr("Set elevation"), elevation_deg=elevation_deg, found_elevation_deg=found)

    def set_roll(self, roll_deg: float) -> None:
        """Set the turn of the camera about its axis [degrees]."""
        self.change(tr("Set roll"), roll_deg=roll_deg)

    def reset_camera(self) -> None:
        """Take what is found and predicted."""
        self.change(tr("Reset the camera"), fov_deg=None, elevation_deg=None, roll_deg=0.0)

    def set_size(self, size_m: float) -> None:
        """Set the object's longest side [m]; the object is scaled, nothing is predicted anew.

        Scaling about the origin gives what a prediction of that size would: the drop height is a
        share of the size.
        """
        pose, base_m = self._placement.pose, self._state.document.size_m
        factor = SIZE.clamped(size_m) / (base_m * pose.scale)
        self._placement.set_pose(pose.scaled(factor, (0.0, 0.0, 0.0)), tr("Set size"))

    def set_line_length(self, length_m: float) -> None:
        """Set the size by the length of the line that was drawn [m].

        The line is taken to lie in the picture plane at the object's distance, and the object's
        apparent longer side is taken for its longest one.
        """
        size_m = self.size_of_line(length_m)
        if size_m is not None:
            self.set_size(size_m)

    def size_of_line(self, length_m: float) -> float | None:
        """Longest side [m] of the object when the drawn line is that long; None without both."""
        line, mask = self._state.photo.measured, self.mask
        if line is None or mask is None or mask.longest <= 0:
            return None
        return length_m * mask.longest / line_length(line)

    def line_length_m(self) -> float | None:
        """Length of the drawn line [m] for the present size; None without one."""
        size_m = self.size_of_line(1.0)
        present_m = self._state.document.size_m * self._placement.pose.scale
        return None if not size_m else present_m / size_m

    def change(self, label: str, **values: Any) -> None:
        """Change some of what the next prediction is told, as one step."""
        wishes = replace(self._state.photo.wishes, **values)
        if wishes != self._state.photo.wishes:
            with self._edits.step(label):
                self._state.photo.wishes = wishes

    def _read_facts(self, project: Path | None) -> None:
        photo, number = self._state.photo, self._number
        if photo.facts is None or photo.facts.project != project:
            photo.facts, photo.draft, photo.measured = None, (), None
            self._preview.forget()
        if project is None:
            return

        def answer(facts: PhotoFacts | None, reason: str) -> None:
            if self._read != (project, number):
                return
            photo.facts = facts
            if reason:
                self._state.notices.post("error", reason)

        self._files.submit(lambda: read_facts(project, number), answer)


def line_length(line: Sequence[Point]) -> float:
    """Length between the ends of a line, in longer sides."""
    (x0, y0), (x1, y1) = line
    return float(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5)


def camera_of(wishes: PhotoWishes, facts: PhotoFacts) -> tuple[float | None, float | None]:
    """Field of view and elevation that are in force [degrees]; None where nothing is known."""
    fov = wishes.fov_deg or wishes.found_fov_deg or facts.fov_deg
    elevation = wishes.elevation_deg
    if elevation is None:
        elevation = wishes.found_elevation_deg
    return fov, facts.elevation_deg if elevation is None else elevation
