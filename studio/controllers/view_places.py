"""`ViewPlaces`: places to look from: kept views, views along the axes, and what is pointed at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from studio.controllers.edit_controller import EditController
from studio.controllers.viewport_controller import ViewportController
from studio.jobs.view_questions import Picked, Point
from studio.state.axis_views import AXIS_VIEWS, along
from studio.state.bookmarks import BOOKMARK_KEYS, Bookmark
from studio.state.fly_camera import FlyCamera
from studio.state.language import tr
from studio.state.navigation import orbit_of
from studio.state.studio_state import StudioState


class ViewPlaces:
    """Verbs that take the camera somewhere at once."""

    def __init__(
        self, state: StudioState, edits: EditController, viewport: ViewportController
    ) -> None:
        """Drive the camera of a state.

        Args:
            state: State whose views are kept.
            edits: Makes steps of kept views.
            viewport: Turns the camera and picks points.
        """
        self._state = state
        self._edits = edits
        self._viewport = viewport
        self._pointer: Point | None = None

    def point_at(self, point: Point | None) -> None:
        """Remember where the pointer is [px]; None for outside."""
        self._pointer = point

    def keep(self, key: int) -> None:
        """Keep the present view under a key, 1 to 9."""
        if key in BOOKMARK_KEYS:
            view = Bookmark.of(key, self._state.viewport.camera)
            with self._edits.step(tr("Keep view {key}", key=key)):
                self._state.bookmarks.views = self._state.bookmarks.with_view(view)

    def recall(self, key: int) -> None:
        """Look from where the view under a key was kept."""
        view = self._state.bookmarks.view(key)
        if view is None:
            line = tr("No view is kept under {key}; Ctrl+Alt+{key} keeps the present one.", key=key)
            self._state.notices.post("info", line)
            return
        self._viewport.set_camera(view.camera)

    def look_along(self, name: str) -> None:
        """Look along an axis: a name of `AXIS_VIEWS`."""
        view = next((one for one in AXIS_VIEWS if one.name == name), None)
        if view is not None:
            front_deg = self._state.document.view_azimuth_deg
            self._viewport.set_camera(along(self._state.viewport.camera, view, front_deg))

    def look_from(self, azimuth_deg: float, elevation_deg: float) -> None:
        """Look from a direction [degrees], round the same point from the same distance."""
        orbit = orbit_of(self._state.viewport.camera)
        self._viewport.set_camera(
            replace(orbit, azimuth_deg=azimuth_deg % 360, elevation_deg=elevation_deg)
        )

    def focus(self, point: Point | None = None) -> None:
        """Turn round what is under a pixel from now on; None takes the pointer's, or the middle."""
        width, height = self._viewport.probe.pane
        where = point or self._pointer or (width / 2, height / 2)
        self._viewport.pick(where, self._take_focus, channel="focus")

    def _take_focus(self, picked: Picked | None) -> None:
        if picked is None:
            return
        camera = self._state.viewport.camera
        if isinstance(camera, FlyCamera):
            away = float(np.linalg.norm(np.subtract(picked.point_m, camera.position)))
            self._viewport.set_camera(replace(camera, focus_m=max(away, 1e-3)))
            return
        self._viewport.set_camera(replace(camera, target=picked.point_m))
