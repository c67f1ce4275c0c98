"""How far the presets of the camera go, as people type it."""

from __future__ import annotations

from render.cameras.moves import AMOUNTS as USUAL
from render.cameras.moves import MoveKind
from render.cameras.orbit import SWING_DEG
from studio.state.language import mark
from studio.state.quantities import Quantity


def _degrees(name: str, high: float, typical: float) -> Quantity:
    return Quantity("amount", name, 1, high, {"°": 1.0, "deg": 1.0}, ("°",), decimals=1,
                    typical=typical)  # fmt: skip


def _share(name: str, kind: MoveKind, high: float) -> Quantity:
    return Quantity("amount", name, 0.01, high, decimals=2, typical=USUAL[kind])


AMOUNTS = {
    "swing": _degrees(mark("Swing to either side"), 180, SWING_DEG),
    "turntable": Quantity("amount", mark("Turns"), -10, 10, decimals=2, typical=1.0),
    "spiral": _share(mark("Radius over the distance"), MoveKind.SPIRAL, 1),
    "forward": _share(mark("Share of the distance"), MoveKind.FORWARD, 0.99),
    "backward": _share(mark("Share of the distance"), MoveKind.BACKWARD, 0.99),
    "up": _degrees(mark("Rise"), 90, USUAL[MoveKind.UP]),
    "down": _degrees(mark("Descent"), 90, USUAL[MoveKind.DOWN]),
    "dolly": _share(mark("Growth of the distance"), MoveKind.DOLLY, 20),
}
"""Amount of each preset that has one, see `render.cameras.presets.camera_preset`."""
