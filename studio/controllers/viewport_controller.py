"""`ViewportController`: turns the camera and decides which picture to ask for next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from render.backdrop import Backdrop
from render.base import RenderSettings, SplatStyle
from render.camera import Camera
from render.overlays import Overlays
from render.passes.registry import PASSES
from studio.controllers.cloud_feed import CloudFeed
from studio.controllers.picture_cache import PictureCache, PictureKey
from studio.controllers.shown_look import look_at, shown_bounds, shown_scene
from studio.controllers.view_probe import Asker, Float64Array, Ray, ViewProbe
from studio.jobs.view_messages import CloudQuery, FrameQuery
from studio.jobs.view_questions import Picked, Point
from studio.jobs.view_runner import Picture
from studio.state.fly_camera import FlyCamera
from studio.state.navigation import (
    NOTCHES_PER_PANE,
    Gesture,
    ViewCamera,
    approached,
    dragged,
    lens_turned,
    next_mode,
    orbit_of,
    other_projection,
    panned,
    wheeled,
)
from studio.state.readout import PictureFacts, readout
from studio.state.studio_state import StudioState
from studio.state.viewport import STAGES

REST_DELAY_S = 0.15
"""Time without change after which the picture is drawn at full resolution."""
MOVING_BUDGET_MS = 70.0
"""Time a picture may take while something moves."""
MOVING_SCALES = (1.0, 0.75, 0.5)
"""Linear resolutions while something moves; never below half (design section 9)."""


class Drawer(Asker, Protocol):
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
        self.probe = ViewProbe(state, drawer)
        self.drawn_ms = 0.0
        """Time that the window took to draw a cloud by itself [ms]; 0 while unknown."""
        self.shown: Picture | None = None
        """Picture that is shown; None before the first."""
        self.on_picture: Callable[[Picture], None] = lambda _picture: None
        self.on_view: Callable[[], None] = lambda: None

    def drag(self, gesture: Gesture, right: float, down: float) -> None:
        """Do what a drag stands for, in shares of the pane's height."""
        if gesture == "turn":
            self.orbit(right, down)
        elif gesture == "move":
            self.pan(right, down)
        else:
            self._set_camera(approached(self.camera, -down * NOTCHES_PER_PANE))

    def orbit(self, right: float, down: float) -> None:
        """Turn, or in a flight look round, by a drag in shares of the pane's height."""
        self._set_camera(dragged(self.camera, right, down))

    def pan(self, right: float, down: float) -> None:
        """Move by a drag, in shares of the pane's height; the object follows the pointer."""
        self._set_camera(panned(self.camera, right, down))

    def dolly(self, notches: float) -> None:
        """Move closer (positive) or away, or fly faster, in notches of a mouse wheel."""
        self._set_camera(wheeled(self.camera, notches))

    def turn_lens(self, notches: float) -> None:
        """Take a longer lens (positive) or a wider one, in notches of a mouse wheel."""
        self._set_camera(lens_turned(self.camera, notches))

    @property
    def flies(self) -> bool:
        """Whether keys move the camera."""
        return isinstance(self.camera, FlyCamera)

    def fly(self, right: float, up: float, forward: float, seconds: float) -> None:
        """Fly or walk for a time [s]; directions from -1 to 1, more for a higher speed."""
        camera = self.camera
        if isinstance(camera, FlyCamera):
            moved = camera.moved(right=right, up=up, forward=forward, seconds=seconds)
            self._set_camera(moved)

    def switch_mode(self) -> None:
        """Go from orbiting to flying, walking and back, without a jump."""
        speed_m_s = self._state.viewport.fly_speed_m_s
        self._set_camera(next_mode(self.camera, speed_m_s=speed_m_s))

    def switch_projection(self) -> None:
        """Change between perspective and orthographic, as an orbit."""
        self._set_camera(other_projection(self.camera))

    def frame(self) -> None:
        """Keep the direction and fit what is shown into the pane."""
        bounds = shown_bounds(self._state)
        if bounds is not None:
            self.fit(bounds)

    def home(self) -> None:
        """Look from where the photo was taken, with everything in the picture."""
        self._set_camera(self._state.viewport.home)
        self.frame()

    def set_interacting(self, interacting: bool) -> None:
        """Tell that the user drags."""
        self._interacting = interacting

    def fit(self, bounds: npt.ArrayLike) -> None:
        """Keep the direction and fit a box, corners [m] of shape [2, 3], into the pane."""
        corners = np.asarray(bounds, np.float32)
        self._set_camera(orbit_of(self.camera).framed(corners, self._aspect))

    def set_camera(self, camera: ViewCamera) -> None:
        """Look from somewhere else."""
        self._set_camera(camera)

    def set_pane(self, width: int, height: int, ratio: float = 1.0) -> None:
        """Size of the viewport in device pixels, and how many make one of the widget."""
        self._pane = (width, height)
        self.probe.pane = (round(width / ratio), round(height / ratio))

    def project(self, points_m: npt.ArrayLike) -> Float64Array:
        """Where points of the world lie in the pane; see `ViewProbe.project`."""
        return self.probe.project(points_m)

    def ray(self, point: Point) -> Ray:
        """The ray under a pixel of the widget."""
        return self.probe.ray(point)

    def pick(
        self, point: Point, answer: Callable[[Picked | None], None], *, channel: str = "pick"
    ) -> None:
        """Ask for the point under a pixel; see `ViewProbe.pick`."""
        self.probe.pick(point, answer, channel=channel)

    def set_pass(self, name: str) -> None:
        """Choose what is shown of the object: a name of `render.passes.registry.PASSES`."""
        if name in PASSES:
            self._state.viewport.pass_name = name

    def step_pass(self, names: tuple[str, ...], step: int) -> None:
        """Show the next (1) or previous (-1) pass among some, round and round."""
        shown = self._state.viewport.pass_name
        place = names.index(shown) if shown in names else 0
        self.set_pass(names[(place + step) % len(names)])

    def toggle_hud(self) -> None:
        """Show or hide frame time, Gaussians, back-end and resolution."""
        self._state.viewport.hud = not self._state.viewport.hud

    def toggle_view_cube(self) -> None:
        """Show or hide the view cube."""
        self._state.viewport.view_cube = not self._state.viewport.view_cube

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
        camera = viewport.seen_through.camera(width, height)
        return PaneView(camera, STAGES[viewport.stage], viewport.settings, viewport.overlays)

    def readout(self) -> tuple[str, ...]:
        """Lines of the read-out; none while it is switched off."""
        state = self._state
        if not state.viewport.hud:
            return ()
        unseen = state.selection.unseen
        facts = None
        if self._draws_clouds:
            facts = PictureFacts(self.drawn_ms, "opengl", *self._pane)
        elif self.shown is not None:
            camera = self.shown.query.camera
            facts = PictureFacts(
                self.shown.draw_ms, self.shown.backend, camera.width, camera.height
            )
        count = state.document.gaussian_count
        hidden = unseen.chosen_count if unseen is not None and unseen.count == count else 0
        memory = (state.machine.memory,) if state.machine.memory else ()
        return (*readout(facts, count, hidden), *memory)

    def forget_pictures(self) -> None:
        """Drop kept pictures, because what they show was made anew."""
        self.feed.reset()
        self._cache.clear()
        self._asked = self._wanted = None

    def ask_again(self) -> None:
        """Ask anew for what is shown: the last question could not be answered."""
        self._asked = None
        self.feed.ask_again()

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
            self.shown = kept
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
        wanted = None if self._asked is None else self._cache.get(*self._asked)
        self.shown = wanted or picture  # one that came too late does not cover what is wanted
        self.on_picture(self.shown)

    def _update_clouds(self, key: PictureKey) -> None:
        document = self._state.document
        count = document.gaussian_count + key.look.further_count
        self.feed.show(key.scene, key.frame, count, document.band_count, key.look)
        view = (key.camera, key.stage, key.settings, key.overlays, key.pane)
        if view != self._shown_view:
            self._shown_view = view
            self.on_view()

    @property
    def camera(self) -> ViewCamera:
        """The camera that gestures move: it goes on from a view that is looked through."""
        viewport = self._state.viewport
        if viewport.through is None:
            return viewport.camera
        flight = viewport.through.to_flight(speed_m_s=viewport.fly_speed_m_s)
        return flight if isinstance(viewport.camera, FlyCamera) else flight.to_orbit()

    @property
    def _aspect(self) -> float:
        width, height = self._pane
        return width / height if width and height else 16 / 9

    def _set_camera(self, camera: ViewCamera) -> None:
        if isinstance(camera, FlyCamera):
            self._state.viewport.fly_speed_m_s = camera.speed_m_s
        self._state.viewport.camera = camera
        self._state.viewport.through = None

    def _key(self) -> PictureKey | None:
        viewport, shown = self._state.viewport, shown_scene(self._state)
        if shown is None or min(self._pane) < 2:
            return None
        scene, frame = shown
        return PictureKey(
            scene,
            frame,
            viewport.seen_through,
            self._pane,
            viewport.stage,
            viewport.settings,
            viewport.overlays,
            look_at(self._state, scene),
            viewport.pass_name,
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
            key.look,
            key.pass_name,
        )
