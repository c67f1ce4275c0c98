"""`ViewProbe`: where things of the world lie in the pane, and what is under the pointer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from render.camera import Camera
from studio.controllers.shown_look import look_at, shown_scene
from studio.jobs.view_questions import Answer, Picked, PickQuestion, Point, Question, Sight
from studio.state.studio_state import StudioState

Float64Array = npt.NDArray[np.float64]
OnAnswer = Callable[[Answer], None]
OnFailure = Callable[[str], None]


class Asker(Protocol):
    """What the probe needs of `studio.jobs.view_runner.ViewRunner`."""

    def ask(
        self,
        question: Question,
        answer: OnAnswer,
        *,
        channel: str = "",
        failed: OnFailure = ...,
    ) -> None:
        """Ask about the Gaussians of a view."""
        ...

    def cancel(self, channel: str) -> None:
        """Drop the answer that a channel waits for."""
        ...


@dataclass(frozen=True, slots=True)
class Ray:
    """What lies under a pixel: origin + s direction, s >= 0."""

    origin: tuple[float, float, float]
    """Where it starts [m]."""
    direction: tuple[float, float, float]
    """Unit vector."""

    def at(self, distance_m: float) -> Float64Array:
        """Point at a distance [m], shape [3]."""
        return np.array(self.origin) + distance_m * np.array(self.direction)

    def on_plane(self, point: npt.ArrayLike, normal: npt.ArrayLike) -> Float64Array | None:
        """Where it meets a plane [m], shape [3]; None where it does not."""
        axis = np.asarray(normal, np.float64)
        slope = float(np.dot(self.direction, axis))
        if abs(slope) < 1e-9:
            return None
        distance = float(np.dot(np.asarray(point, np.float64) - self.origin, axis)) / slope
        return self.at(distance) if distance > 0 else None

    def nearest_on_line(self, point: npt.ArrayLike, axis: npt.ArrayLike) -> float:
        """How far along a unit axis from a point [m] the line comes nearest to the ray [m]."""
        own, line = np.array(self.direction), np.asarray(axis, np.float64)
        across = np.asarray(point, np.float64) - self.origin
        cosine = float(own @ line)
        rest = 1 - cosine**2
        if rest < 1e-6:
            return 0.0
        return float((cosine * (own @ across) - line @ across) / rest)


class ViewProbe:
    """Projects, casts rays and asks the view process; in px of the widget."""

    def __init__(self, state: StudioState, asker: Asker) -> None:
        """Look through the camera of a state.

        Args:
            state: State whose view is probed.
            asker: Answers questions about the Gaussians.
        """
        self._state = state
        self.asker = asker
        """Answers questions about the Gaussians."""
        self.pane = (1, 1)
        """Width and height of the pane [px of the widget]."""

    @property
    def camera(self) -> Camera:
        """The view at the size of the widget."""
        width, height = self.pane
        return self._state.viewport.seen_through.camera(max(width, 1), max(height, 1))

    def project(self, points_m: npt.ArrayLike) -> Float64Array:
        """Where points of the world [m], shape [N, 3], lie in the pane [px], shape [N, 2].

        Points behind the camera are NaN.
        """
        camera = self.camera
        places, depths = camera.project(np.asarray(points_m, np.float64).reshape(-1, 3))
        if not camera.is_orthographic:
            places[depths <= camera.near_plane * 1e-3] = np.nan
        return places

    def ray(self, point: Point) -> Ray:
        """The ray under a pixel [px]."""
        camera = self.camera
        tile = camera.tile(0, 0, 1, 1)
        intrinsics = tile.K.copy()
        intrinsics[:2, 2] -= (point[0] - 0.5, point[1] - 0.5)
        one = Camera(
            intrinsics, camera.world_to_camera, 1, 1, camera.near_plane, camera.far_plane,
            camera.projection,
        )  # fmt: skip
        origins, directions = one.pixel_rays()
        origin, direction = origins[0, 0], directions[0, 0]
        direction = direction / np.linalg.norm(direction)
        x, y, z = (float(value) for value in origin)
        i, j, k = (float(value) for value in direction)
        return Ray((x, y, z), (i, j, k))

    def sight(self) -> Sight | None:
        """What is looked at now; None while there is no object."""
        shown = shown_scene(self._state)
        if shown is None:
            return None
        scene, frame = shown
        return Sight(scene, frame, self.camera, look_at(self._state, scene))

    def pick(
        self, point: Point, answer: Callable[[Picked | None], None], *, channel: str = "pick"
    ) -> None:
        """Ask what is under a pixel [px]; the newest question of a channel is answered later.

        Args:
            point: Pixel.
            answer: Told the point on the object or the ground; None where there is neither.
            channel: Who asks.
        """
        sight = self.sight()
        if sight is None:
            return

        def take(found: Answer) -> None:
            answer(found if isinstance(found, Picked) else None)

        self.asker.ask(PickQuestion(sight, point), take, channel=channel)
