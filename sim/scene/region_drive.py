"""`RegionDrive`: which particles a driven region holds, and where they are told to be."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from render.quaternion import matrix_from_quaternion
from sim.mpm import drive
from sim.scene.checks import in_window
from sim.scene.distance import inside
from sim.scene.driven import DrivenRegion

Vector = npt.NDArray[np.float64]

_NOTHING_FREE = -1e30


class RegionDrive:
    """One driven region in the course of a simulation.

    Args:
        region: What is driven, and how.
        origin_m: Origin of the solver [m], shape [3].
    """

    def __init__(self, region: DrivenRegion, origin_m: Vector) -> None:
        self._region, self._origin = region, origin_m
        motion = region.motion
        point = motion.axis_point_m or region.selection.center_m
        self._pivot = np.array(point) - origin_m
        self._velocity = np.array(motion.velocity_m_s)
        self._spin = motion.turn_rad_s * np.array(motion.axis)
        self._layers = (0.0, 0.0)
        self.entered_s = math.nan
        """Time at which its particles were chosen [s]; NaN before."""
        self.reach_m = 0.0
        """Largest distance of its particles from the pivot [m]."""

    @property
    def entered(self) -> bool:
        """Whether its particles have been chosen."""
        return not math.isnan(self.entered_s)

    @property
    def fastest_m_s(self) -> float:
        """Upper bound of its particles' speeds [m/s]."""
        spin = float(np.linalg.norm(self._spin))
        return float(np.linalg.norm(self._velocity)) + spin * self.reach_m

    @property
    def event_times_s(self) -> list[float | None]:
        """When it begins, when release begins and when it ends [s]; None for never."""
        return [self._region.start_s, self._region.end_s, self._region.last_s]

    def driven(self, time_s: float) -> bool:
        """Whether some of its particles are driven at a time [s]."""
        return in_window(time_s, self._region.start_s, self._region.last_s)

    def members(self, positions: npt.NDArray[np.floating]) -> npt.NDArray[np.bool_]:
        """Particles [m from the solver's origin] [P, 3] inside the selection, shape [P]."""
        return inside(self._region.selection, positions + self._origin)

    def enter(self, time_s: float, anchors: Vector) -> None:
        """Begin at a time [s] with particles at `anchors` [m from the origin], shape [M, 3]."""
        self.entered_s = time_s
        if not len(anchors):
            return
        self.reach_m = float(np.linalg.norm(anchors - self._pivot, axis=1).max())
        if self._region.release is not None:
            along = anchors @ np.array(self._region.release.direction)
            self._layers = (float(along.min()), float(along.max()))

    def row(self, time_s: float, middle_s: float) -> Vector:
        """Where the particles are at a time [s]; see `sim.mpm.drive`.

        Args:
            time_s: Time of the pose [s].
            middle_s: Time at which it is asked who is driven [s].
        """
        row = np.zeros(drive.REGION_FLOATS)
        if not (self.entered and self.driven(middle_s)):
            return row
        passed = time_s - self.entered_s
        angle = float(np.linalg.norm(self._spin)) * passed
        axis = self._spin / max(float(np.linalg.norm(self._spin)), 1e-300)
        quat = np.array([math.cos(angle / 2), *(math.sin(angle / 2) * axis)])
        turn = np.asarray(matrix_from_quaternion(quat), np.float64)
        pivot = self._pivot + passed * self._velocity
        row[drive.REGION_TURN : drive.REGION_TURN + 9] = turn.ravel()
        row[drive.REGION_SHIFT : drive.REGION_SHIFT + 3] = pivot - turn @ self._pivot
        row[drive.REGION_PIVOT : drive.REGION_PIVOT + 3] = pivot
        row[drive.REGION_VELOCITY : drive.REGION_VELOCITY + 3] = self._velocity
        row[drive.REGION_SPIN : drive.REGION_SPIN + 3] = self._spin
        row[drive.REGION_FREE] = _NOTHING_FREE
        row[drive.REGION_ACTIVE] = 1.0
        release, end = self._region.release, self._region.end_s
        if release is not None and end is not None and middle_s >= end:
            low, high = self._layers
            freed = math.floor(release.layers * (middle_s - end) / release.duration_s) + 1
            row[drive.REGION_DIRECTION : drive.REGION_DIRECTION + 3] = release.direction
            row[drive.REGION_FREE] = low + (high - low) * freed / release.layers
        return row
