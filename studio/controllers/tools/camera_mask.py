"""`CameraMask`: the export's picture in the viewport while a camera is looked through."""

from __future__ import annotations

from studio.controllers.tools.tool import Sketch
from studio.controllers.view_probe import ViewProbe
from studio.state.picture_frame import outside, picture_frame, safe_frame
from studio.state.studio_state import StudioState


class CameraMask:
    """Dims what the export leaves out and draws the safe frame."""

    def __init__(self, state: StudioState, probe: ViewProbe) -> None:
        """Mask the viewport of a state.

        Args:
            state: Says what is looked through and how large exports are.
            probe: Knows the pane.
        """
        self._state = state
        self._probe = probe

    def layer(self) -> tuple[Sketch, ...]:
        """Marks of the mask; none while no camera is looked through."""
        through, pane = self._state.viewport.through, self._probe.pane
        if through is None or through.aspect is None or not self._state.camera_path.masked:
            return ()
        picture = picture_frame(pane, through.aspect)
        marks = [Sketch("shade", part.corners, "window", 0.0) for part in outside(picture, pane)]
        for frame, dashed in ((picture, False), (safe_frame(picture), True)):
            line = (*frame.corners, frame.corners[0])
            marks.append(Sketch("line", line, "text_muted", 1.0, dashed=dashed))
        width, height = self._state.export.size_px
        middle = (picture.left + picture.right) / 2
        marks.append(Sketch("text", ((middle, picture.bottom - 14.0),), text=f"{width} × {height}"))
        return tuple(marks)
