"""The quantities of a scene: unit, range and step of every value that can be typed."""

from __future__ import annotations

import math

from studio.state.language import mark
from studio.state.quantities import (
    ACCELERATIONS,
    ANGLES,
    FORCES,
    LENGTHS,
    SHARES,
    SPEEDS,
    TIMES,
    Quantity,
)

_LENGTHS = ("mm", "cm", "m")
POSITION = Quantity("position", mark("Position"), -1e3, 1e3, LENGTHS, ("m",), decimals=3,
                    typical=0.3)  # fmt: skip
DIRECTION = Quantity("direction", mark("Direction"), -1.0, 1.0, {}, decimals=2, typical=1.0)
LENGTH = Quantity("length", mark("Length"), 1e-4, 1e3, LENGTHS, _LENGTHS, typical=0.3)
RADIUS = Quantity("radius", mark("Radius"), 1e-4, 1e3, LENGTHS, _LENGTHS, typical=0.1)
ANGLE = Quantity("angle", mark("Turn"), -2 * math.pi, 2 * math.pi, ANGLES, ("°",), decimals=1,
                 default_unit="°", typical=math.pi / 4)  # fmt: skip
SPEED = Quantity("speed", mark("Velocity"), -1e3, 1e3, SPEEDS, ("m/s",), decimals=2, typical=1.5)
GRAVITY = Quantity("gravity", mark("Gravity"), -1e3, 1e3, ACCELERATIONS, ("m/s²",), decimals=2,
                   typical=-9.81)  # fmt: skip
PULL = Quantity("pull", mark("Strength"), -1e5, 1e5, ACCELERATIONS, ("m/s²",), decimals=1,
                typical=15.0)  # fmt: skip
FORCE = Quantity("force", mark("Force"), -1e6, 1e6, FORCES, ("mN", "N", "kN"), typical=5.0)
RATE = Quantity("rate", mark("Drag"), 0.0, 1e4, {"1/s": 1.0, "/s": 1.0}, ("1/s",), decimals=2,
                typical=1.0)  # fmt: skip
SPIN = Quantity("spin", mark("Turning"), -1e3, 1e3,
                {"rad/s": 1.0, "°/s": math.radians(1), "deg/s": math.radians(1),
                 "rpm": 2 * math.pi / 60}, ("°/s",), decimals=1, default_unit="°/s",
                typical=math.pi / 2)  # fmt: skip
TIME = Quantity("time", mark("Time"), 0.0, 1e3, TIMES, ("s",), decimals=2, typical=0.5)
PERIOD = Quantity("period", mark("Period"), 1e-3, 1e3, TIMES, ("s",), decimals=2, typical=1.0)
SHARE = Quantity("share", mark("Share"), 0.0, 1.0, SHARES, decimals=2, typical=0.3)
FRICTION = Quantity("friction", mark("Friction"), 0.0, 10.0, SHARES, decimals=2, typical=0.5)
FACTOR = Quantity("factor", mark("Scale"), 1e-6, 1e6, SHARES, logarithmic=True, typical=0.01)
DURATION = Quantity("duration", mark("Duration"), 0.02, 600.0, TIMES, ("s",), decimals=2,
                    typical=2.0)  # fmt: skip
FRAME_RATE = Quantity("frame_rate", mark("Frame rate"), 1.0, 1000.0,
                      {"1/s": 1.0, "fps": 1.0, "Hz": 1.0}, ("fps",), decimals=1,
                      typical=25.0)  # fmt: skip
