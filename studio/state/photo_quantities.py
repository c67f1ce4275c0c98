"""The numbers of the photo panel."""

from __future__ import annotations

import math

from models.photo_camera import FOV_RANGE_DEG
from studio.state.language import mark
from studio.state.photo import DISTANCE_RANGE
from studio.state.quantities import LENGTHS, Quantity

DEGREES = {"°": 1.0, "deg": 1.0, "degrees": 1.0, "rad": math.degrees(1)}

FIELD_OF_VIEW = Quantity(
    "fov_deg", mark("Field of view"), *FOV_RANGE_DEG, DEGREES, ("°",), decimals=1, typical=50.0
)
ELEVATION = Quantity(
    "elevation_deg", mark("Elevation"), -89.0, 89.0, DEGREES, ("°",), decimals=1, typical=20.0
)
ROLL = Quantity("roll_deg", mark("Roll"), -180.0, 180.0, DEGREES, ("°",), decimals=1, typical=2.0)
AZIMUTH = Quantity(
    "azimuth_deg", mark("Azimuth"), -360.0, 360.0, DEGREES, ("°",), decimals=1, typical=90.0
)
DISTANCE = Quantity(
    "distance", mark("Distance"), *DISTANCE_RANGE, {"×": 1.0, "x": 1.0}, ("×",), decimals=2,
    typical=1.7,
)  # fmt: skip
LINE_LENGTH = Quantity(
    "line_m", mark("Length of the line"), 1e-4, 1e3, LENGTHS, ("mm", "cm", "m"), typical=0.1
)
