"""What a run's motion looks like in few numbers: curves to draw and points to compare."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError, damage_of
from sim.take import Take

FloatArray = npt.NDArray[np.float32]

TRACKED_FRAMES = 9
TRACKED_POINTS = 48
"""Splats whose places are kept, spread evenly over the cloud."""


@dataclass(frozen=True, slots=True)
class MotionTrack:
    """Places of a few splats in a few frames."""

    frames: tuple[int, ...]
    """Frames that it shows, ascending; T of them."""
    point_count: int
    """Splats M."""
    packed: bytes
    """float32 places [m], little-endian, frame after frame, T × M × 3 values."""

    def points(self) -> FloatArray:
        """Places [m], shape [T, M, 3]."""
        values = np.frombuffer(self.packed, "<f4").astype(np.float32)
        return values.reshape(len(self.frames), self.point_count, 3)

    @staticmethod
    def of(take: Take) -> MotionTrack:
        """Track of the complete frames of a take."""
        last = take.frame_count - 1
        wanted = np.linspace(0, last, min(TRACKED_FRAMES, take.frame_count))
        frames = tuple(int(frame) for frame in np.unique(wanted.round()))
        count = min(take.gaussian_count, TRACKED_POINTS)
        chosen = np.linspace(0, take.gaussian_count - 1, count).round().astype(int)
        places = np.stack([take.pose(frame).means[chosen] for frame in frames])
        return MotionTrack(frames, count, places.astype("<f4").tobytes())


@dataclass(frozen=True, slots=True)
class MotionSummary:
    """Diagnostics of a take as plain numbers, one value a frame."""

    frame_dt_s: float
    """Time between two frames [s]."""
    kinetic_energy_j: tuple[float, ...]
    """Kinetic energy [J]."""
    elastic_energy_j: tuple[float, ...]
    """Stored elastic energy [J]."""
    center_m: tuple[tuple[float, float, float], ...]
    """Centre of mass [m]."""
    peak_strain: tuple[float, ...]
    """Largest |ln stretch|."""
    track: MotionTrack
    """Places of a few splats."""

    @property
    def frame_count(self) -> int:
        """Frames that it covers."""
        return len(self.kinetic_energy_j)

    @staticmethod
    def of(take: Take) -> MotionSummary:
        """Summary of the complete frames of a take.

        Raises:
            InputError: If the take has no frame, or one cannot be read.
        """
        if not take.frame_count:
            raise InputError(f"the take {take.path} holds no frame")
        known = take.diagnostics()
        return MotionSummary(
            take.frame_dt_s,
            _rounded(known.kinetic_energy_j),
            _rounded(known.elastic_energy_j),
            tuple((_short(x), _short(y), _short(z)) for x, y, z in known.center_m),
            _rounded(known.peak_strain),
            MotionTrack.of(take),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        track = asdict(self.track) | {"packed": base64.b64encode(self.track.packed).decode()}
        return asdict(self) | {"track": track}

    @staticmethod
    def from_json(values: dict[str, Any]) -> MotionSummary:
        """Summary of `to_json`'s values.

        Raises:
            InputError: If they are damaged.
        """
        try:
            track = MotionTrack(
                tuple(values["track"]["frames"]),
                int(values["track"]["point_count"]),
                base64.b64decode(values["track"]["packed"]),
            )
            summary = MotionSummary(
                float(values["frame_dt_s"]),
                tuple(values["kinetic_energy_j"]),
                tuple(values["elastic_energy_j"]),
                tuple((x, y, z) for x, y, z in values["center_m"]),
                tuple(values["peak_strain"]),
                track,
            )
            track.points()
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"a motion cannot be read: {damage_of(error)}") from error
        return summary


def _rounded(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(_short(value) for value in values)


def _short(value: float) -> float:
    """Six significant digits: enough to draw, short to store."""
    return float(f"{value:.6g}")
