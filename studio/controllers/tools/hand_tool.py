"""`HandTool`: the pointer takes the object in hand while it is simulated."""

from __future__ import annotations

import numpy as np

from sim.scene.checks import Vec3
from studio.controllers.hand_controller import HandController
from studio.controllers.tools.tool import PointerEvent, Sketch
from studio.controllers.view_probe import Float64Array, ViewProbe
from studio.jobs.view_questions import Picked
from studio.state.language import tr
from studio.state.studio_state import StudioState

_CHANNEL = "hand"
_RING = np.linspace(0, 2 * np.pi, 49)
_STEP = 1.25
"""Factor that a key changes the radius by."""
_PUSH_SHARE = 0.6
"""Way of the pointer after which the brush pushes again, in shares of the radius."""


class HandTool:
    """Pull, poke or push; `[` and `]` change how far the hand reaches."""

    name = "hand"

    def __init__(self, controller: HandController, state: StudioState, probe: ViewProbe) -> None:
        """Drive the hand.

        Args:
            controller: Sends what it does.
            state: State whose hand it is.
            probe: Finds points in space.
        """
        self._controller = controller
        self._hand, self._viewport = state.hand, state.viewport
        self._probe = probe
        self._pressed = False
        self._held: Float64Array | None = None
        self._pointer: tuple[float, float] | None = None
        self._latest: PointerEvent | None = None
        self._plane: Float64Array | None = None

    def press(self, event: PointerEvent) -> bool:
        """Take hold of what is under the pointer."""
        if event.button != "left":
            return False
        self._pressed, self._latest = True, event
        self._pointer = (event.x, event.y)
        self._probe.pick((event.x, event.y), self._take, channel=_CHANNEL)
        return True

    def move(self, event: PointerEvent) -> None:
        """Pull what is held along with the pointer, in the plane that faces the camera."""
        self._pointer, self._latest = (event.x, event.y), event
        point = self._under(event)
        if point is None or self._held is None:
            return
        if self._hand.mode == "pull":
            self._held = point
            self._controller.move(_triple(point))
        elif self._hand.mode == "push":
            way = float(np.linalg.norm(point - self._held))
            if way > _PUSH_SHARE * self._controller.reach_m:
                self._held = point
                self._poke(event, point)

    def release(self, event: PointerEvent) -> None:
        """Let go; a poke lets go by itself."""
        if self._hand.mode == "pull":
            self.move(event)
            self._controller.release()
        self._pressed, self._held, self._plane = False, None, None

    def hover(self, event: PointerEvent) -> None:
        """Show where it would take hold."""
        self._pointer = (event.x, event.y)

    def key(self, name: str) -> bool:
        """`[` and `]` change the radius; Escape lets go of what is held."""
        if name in ("[", "]"):
            self._controller.scale_radius(_STEP if name == "]" else 1 / _STEP)
            return True
        if name == "Escape" and self._pressed:
            self._controller.release()
            self._pressed, self._held = False, None
            return True
        return False

    def sketch(self) -> tuple[Sketch, ...]:
        """The reach as a ring round the pointer or what is held, with a word on the state."""
        center = self._center()
        if center is None:
            return ()
        reach = self._controller.reach_m
        right, down = self._probe.camera.world_to_camera[:2, :3].astype(np.float64)
        circle = np.outer(np.cos(_RING), right) + np.outer(np.sin(_RING), down)
        ring = self._probe.project(center + reach * circle)
        if not np.isfinite(ring).all():
            return ()
        color = "accent" if self._hand.holding else "text"
        outline = tuple((float(x), float(y)) for x, y in ring)
        marks = [Sketch("line", outline, color, 2.0, dashed=not self._hand.holding)]
        if self._held is not None:
            x, y = self._probe.project(self._held)[0]
            marks.append(Sketch("handle", ((float(x), float(y)),), "accent", 4.0))
        text, token = self._badge()
        if text:
            low = max(y for _, y in outline)
            marks.append(Sketch("text", ((float(ring[:, 0].mean()), low + 16.0),), token,
                                text=text))  # fmt: skip
        return tuple(marks)

    def _take(self, found: Picked | None) -> None:
        """The view process has found what is under the pointer."""
        if not self._pressed or self._latest is None or found is None or found.gaussian < 0:
            return
        point = np.array(found.point_m, np.float64)
        self._plane = self._held = point
        if self._hand.mode == "pull":
            self._controller.grab(found.point_m)
            self.move(self._latest)
        else:
            self._poke(self._latest, point)

    def _poke(self, event: PointerEvent, point: Float64Array) -> None:
        self._controller.poke(_triple(point), self._probe.ray((event.x, event.y)).direction)

    def _under(self, event: PointerEvent) -> Float64Array | None:
        if self._plane is None:
            return None
        return self._probe.ray((event.x, event.y)).on_plane(self._plane, self._probe.camera.forward)

    def _center(self) -> Float64Array | None:
        """Middle of the ring: what is held, or the pointer as deep as the object's middle."""
        if self._held is not None:
            return self._held
        if self._pointer is None:
            return None
        ray = self._probe.ray(self._pointer)
        bounds = self._viewport.bounds
        middle = np.zeros(3) if bounds is None else np.mean(bounds, axis=0)
        return ray.on_plane(middle, self._probe.camera.forward)

    def _badge(self) -> tuple[str, str]:
        hand = self._hand
        if hand.waiting:
            return tr("starting…"), "warning"
        if hand.live_take is not None and hand.fps is not None:
            token = "warning" if hand.too_slow else "text"
            return tr("{fps} frames/s", fps=f"{hand.fps:.0f}"), token
        return "", "text"


def _triple(values: Float64Array) -> Vec3:
    return float(values[0]), float(values[1]), float(values[2])
