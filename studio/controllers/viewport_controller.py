"""`ViewportController`: turns the camera and decides which picture to ask for next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from render.backdrop import Backdrop
from render.base import RenderSettings, SplatStyle
from render.camera import Camera
from render.overlays import Overlays
from studio.controllers.cloud_feed import CloudFeed
from studio.controllers.picture_cache import PictureCache, PictureKey
from studio.jobs.view_messages import CloudQuery, FrameQuery, SceneRef
from studio.jobs.view_runner import Picture
from studio.state.fly_camera import FlyCamera
from studio.state.navigation import (
    ViewCamera,
    dragged,
    next_mode,
    orbit_of,
    other_projection,
    panned,
    wheeled,
)
from studio.state.studio_state import StudioState
from studio.state.viewport import STAGES

REST_DELAY_S = 0.15
"""Time without change after which the picture is drawn at full resolution."""
MOVING_BUDGET_MS = 70.0
"""Time a picture may take while something moves."""
MOVING_SCALES = (1.0, 0.75, 0.5)
"""Linear resolutions while something moves; never below half (design section 9)."""


class Drawer(Protocol):
    """What the controller needs of `studio.jobs.view_runner.ViewRunner`."""

    def request(self, query: FrameQuery | CloudQuery, tag: object = None) -> None:
        """Ask for a picture or cloud; only the newest question counts, its tag comes back."""
        ...


class PaneView(NamedTuple):
    """How the window draws a cloud by itself."""

    camera: Camera
    """View with the pane's size."""
    backdrop: Backdrop
    """What is behind the Gaussians."""
    settings: RenderSettings
    """How these are drawn."""
    overlays: Overlays
    """What is laid over them."""


class ViewportController:
    """Verbs of the viewport. Pictures come back through `take_picture`."""

    def __init__(
        self,
        state: StudioState,
        drawer: Drawer,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Drive the viewport of a state.

        Args:
            state: State whose viewport is driven.
            drawer: Where pictures are asked for.
            clock: Monotonic time [s].
        """
        self._state = state
        self._drawer = drawer
        self._clock = clock
        self._cache = PictureCache()
        self._pane = (0, 0)
        self._interacting = False
        self._wanted: PictureKey | None = None
        self._changed_s = 0.0
        self._asked: tuple[PictureKey, int] | None = None
        self._full_ms = 0.0
        self._shown_view: tuple[object, ...] | None = None
        self._draws_clouds = False
        self.feed = CloudFeed(drawer)
        self.on_picture: Callable[[Picture], None] = lambda _picture: None
        self.on_view: Callable[[], None] = lambda: None

    def orbit(self, right: float, down: float) -> None:
        """Turn, or in a flight look round, by a drag in shares of the pane's height."""
        self._set_camera(dragged(self._camera, right, down))

    def pan(self, right: float, down: float) -> None:
        """Move by a drag, in shares of the pane's height; the object follows the pointer."""
        self._set_camera(panned(self._camera, right, down))

    def dolly(self, notches: float) -> None:
        """Move closer (positive) or away, or fly faster, in notches of a mouse wheel."""
        self._set_camera(wheeled(self._camera, notches))

    @property
    def flies(self) -> bool:
        """Whether keys move the camera."""
        return isinstance(self._camera, FlyCamera)

    def fly(self, right: float, up: float, forward: float, seconds: float) -> None:
        """Fly or walk for a time [s]; directions from -1 to 1, more for a higher speed."""
        camera = self._camera
        if isinstance(camera, FlyCamera):
            moved = camera.moved(right=right, up=up, forward=forward, seconds=seconds)
            self._set_camera(moved)

    def switch_mode(self) -> None:
        """Go from orbiting to flying, walking and back, without a jump."""
        speed_m_s = self._state.viewport.fly_speed_m_s
        self._set_camera(next_mode(self._camera, speed_m_s=speed_m_s))

    def switch_projection(self) -> None:
        """Change between perspective and orthographic, as an orbit."""
        self._set_camera(other_projection(self._camera))

    def frame(self) -> None:
        """Keep the direction and fit what is shown into the pane."""
        bounds = self._state.viewport.bounds
        if bounds is not None:
            orbit = orbit_of(self._camera)
            self._set_camera(orbit.framed(np.array(bounds, np.float32), self._aspect))

    def home(self) -> None:
        """Look from where the photo was taken, with everything in the picture."""
        self._set_camera(self._state.viewport.home)
        self.frame()

    def set_interacting(self, interacting: bool) -> None:
        """Tell that the user drags."""
        self._interacting = interacting

    def set_pane(self, width: int, height: int) -> None:
        """Size of the viewport in device pixels."""
        self._pane = (width, height)

    def set_stage(self, name: str) -> None:
        """Choose one of `STAGES`."""
        if name in STAGES:
            self._state.viewport.stage = name

    def set_style(self, style: SplatStyle) -> None:
        """Choose what is drawn of each Gaussian."""
        self._state.viewport.style = style

    def set_sh_degree(self, degree: int) -> None:
        """Leave out the bands of view-dependent colour above a degree, 0 to 3."""
        self._state.viewport.sh_degree = degree

    def toggle_antialiased(self) -> None:
        """Switch between the two ways of drawing Gaussians smaller than a pixel."""
        self._state.viewport.antialiased = not self._state.viewport.antialiased

    def toggle_overlay(self, name: str) -> None:
        """Show or hide "grid", "axes" or "bounds"."""
        overlays = self._state.viewport.overlays
        self._state.viewport.overlays = replace(overlays, **{name: not getattr(overlays, name)})

    def draw_clouds(self, enabled: bool) -> None:
        """Hand out clouds that the window draws through OpenGL, or pictures drawn elsewhere."""
        if enabled != self._draws_clouds:
            self._draws_clouds = enabled
            self.forget_pictures()
            self._shown_view = None

    def view(self) -> PaneView:
        """What the whole pane shows."""
        viewport = self._state.viewport
        width, height = (max(side, 1) for side in self._pane)
        camera = viewport.camera.camera(width, height)
        return PaneView(camera, STAGES[viewport.stage], viewport.settings, viewport.overlays)

    def forget_pictures(self) -> None:
        """Drop kept pictures, because what they show was made anew."""
        self.feed.reset()
        self._cache.clear()
        self._asked = self._wanted = None

    def update(self) -> None:
        """Ask for the picture the state wants, if it is not there or under way."""
        key = self._key()
        if key is None:
            return
        if self._draws_clouds:
            self._update_clouds(key)
            return
        now = self._clock()
        if key != self._wanted:
            self._wanted, self._changed_s = key, now
        moving = self._interacting or now - self._changed_s < REST_DELAY_S
        width, height = self._size(self._moving_scale() if moving else 1.0)
        if self._asked == (key, width):
            return
        self._asked = (key, width)
        kept = self._cache.get(key, width)
        if kept is not None:
            self.on_picture(kept)
            return
        self._drawer.request(self._query(key, width, height), key)

    def take_picture(self, picture: Picture) -> None:
        """Keep a picture that was asked for, and show it while its scene is open."""
        camera = picture.query.camera
        share = camera.width * camera.height / max(self._pane[0] * self._pane[1], 1)
        self._full_ms = picture.draw_ms / max(share, 0.05)
        asked, key = picture.tag, self._key()
        if not isinstance(asked, PictureKey) or key is None or asked.scene != key.scene:
            return
        self._cache.put(asked, picture)
        self.on_picture(picture)

    def _update_clouds(self, key: PictureKey) -> None:
        document = self._state.document
        self.feed.show(key.scene, key.frame, document.gaussian_count, document.band_count)
        view = (key.camera, key.stage, key.settings, key.overlays, key.pane)
        if view != self._shown_view:
            self._shown_view = view
            self.on_view()

    @property
    def _camera(self) -> ViewCamera:
        return self._state.viewport.camera

    @property
    def _aspect(self) -> float:
        width, height = self._pane
        return width / height if width and height else 16 / 9

    def _set_camera(self, camera: ViewCamera) -> None:
        if isinstance(camera, FlyCamera):
            self._state.viewport.fly_speed_m_s = camera.speed_m_s
        self._state.viewport.camera = camera

    def _key(self) -> PictureKey | None:
        document, viewport = self._state.document, self._state.viewport
        if document.project is None or not document.gaussian_count or min(self._pane) < 2:
            return None
        take = document.take(document.active_take)
        name = take.name if take is not None and take.frame_count > 0 else None
        return PictureKey(
            SceneRef(document.project, name),
            self._state.playback.frame if name is not None else 0,
            viewport.camera,
            self._pane,
            viewport.stage,
            viewport.settings,
            viewport.overlays,
        )

    def _moving_scale(self) -> float:
        """Largest resolution whose time, by the last picture, fits the budget."""
        for scale in MOVING_SCALES:
            if self._full_ms * scale**2 <= MOVING_BUDGET_MS:
                return scale
        return MOVING_SCALES[-1]

    def _size(self, scale: float) -> tuple[int, int]:
        return max(round(self._pane[0] * scale), 2), max(round(self._pane[1] * scale), 2)

    def _query(self, key: PictureKey, width: int, height: int) -> FrameQuery:
        return FrameQuery(
            key.scene,
            key.frame,
            key.camera.camera(width, height),
            STAGES[key.stage],
            key.settings,
            key.overlays,
        )
