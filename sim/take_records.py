"""What a take says of every frame, and how it ended."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.hand_record import commands_from_json
from sim.scene.hand import HandCommand

Corner = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """Physical state of one frame."""

    time_s: float
    """Time since the rest frame [s]."""
    kinetic_energy_j: float
    """Kinetic energy [J]."""
    elastic_energy_j: float
    """Stored elastic energy [J]; 0 for a rigid body."""
    momentum_kg_m_s: tuple[float, float, float]
    """Linear momentum [kg m/s]."""
    center_m: tuple[float, float, float]
    """Centre of mass [m]."""
    max_speed_m_s: float
    """Largest particle speed [m/s]."""
    mean_speed_m_s: float
    """Mass-weighted mean particle speed [m/s]."""
    peak_strain: float
    """99th percentile over the particles of the largest |ln stretch| (elastic part)."""
    lowest_m: float
    """Height of the lowest particle [m]."""
    penetration_m: float
    """Depth of the lowest particle below the ground [m], 0 where there is none."""
    substeps: int
    """Substeps since the frame before."""
    youngs_modulus_clamped: bool
    """Whether Young's modulus was clamped to what the preset can step."""
    youngs_modulus_clamped_share: float = 0.0
    """Share of the particles whose Young's modulus was clamped, 0 to 1."""
    angular_momentum_kg_m2_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """Angular momentum about the world's origin, the affine part included [kg m²/s]."""
    peak_plastic_strain: float = 0.0
    """99th percentile over the particles of the accumulated equivalent plastic strain."""
    smallest_dt_s: float = 0.0
    """Smallest substep since the frame before [s], 0 where there was none."""
    limiting_particle: int = -1
    """Particle that set the smallest substep, -1 where there was none."""
    limiting_cause: str = ""
    """What set the smallest substep: "elastic", "velocity", "viscosity", "fixed" or nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameDiagnostics:
    """`FrameRecord`s of T frames as arrays of shape [T] ([T, 3] for vectors)."""

    time_s: npt.NDArray[np.float64]
    """Time since the rest frame [s], shape [T]."""
    kinetic_energy_j: npt.NDArray[np.float64]
    """Kinetic energy [J], shape [T]."""
    elastic_energy_j: npt.NDArray[np.float64]
    """Stored elastic energy [J], shape [T]."""
    momentum_kg_m_s: npt.NDArray[np.float64]
    """Linear momentum [kg m/s], shape [T, 3]."""
    center_m: npt.NDArray[np.float64]
    """Centre of mass [m], shape [T, 3]."""
    max_speed_m_s: npt.NDArray[np.float64]
    """Largest particle speed [m/s], shape [T]."""
    mean_speed_m_s: npt.NDArray[np.float64]
    """Mass-weighted mean particle speed [m/s], shape [T]."""
    peak_strain: npt.NDArray[np.float64]
    """99th percentile of the largest |ln stretch|, shape [T]."""
    lowest_m: npt.NDArray[np.float64]
    """Height of the lowest particle [m], shape [T]."""
    penetration_m: npt.NDArray[np.float64]
    """Depth below the ground [m], shape [T]."""
    substeps: npt.NDArray[np.int64]
    """Substeps since the frame before, shape [T]."""
    youngs_modulus_clamped: npt.NDArray[np.bool_]
    """Whether Young's modulus was clamped, shape [T]."""
    youngs_modulus_clamped_share: npt.NDArray[np.float64]
    """Share of the particles whose Young's modulus was clamped, shape [T]."""
    angular_momentum_kg_m2_s: npt.NDArray[np.float64]
    """Angular momentum about the world's origin [kg m²/s], shape [T, 3]."""
    peak_plastic_strain: npt.NDArray[np.float64]
    """99th percentile of the accumulated equivalent plastic strain, shape [T]."""
    smallest_dt_s: npt.NDArray[np.float64]
    """Smallest substep since the frame before [s], shape [T]."""
    limiting_particle: npt.NDArray[np.int64]
    """Particle that set the smallest substep, shape [T]."""
    limiting_cause: npt.NDArray[np.str_]
    """What set the smallest substep, shape [T]."""

    @staticmethod
    def of(records: list[FrameRecord]) -> FrameDiagnostics:
        """Arrays of these records, in order."""
        names = [field.name for field in fields(FrameRecord)]
        return FrameDiagnostics(
            **{name: np.array([getattr(one, name) for one in records]) for name in names}
        )


class FrameCommit(NamedTuple):
    """What the commit record of one frame holds."""

    bounds: tuple[Corner, Corner]
    """Lower and upper corner of the means [m]."""
    record: FrameRecord
    """Diagnostics."""
    commands: tuple[HandCommand, ...]
    """What the hand did since the frame before."""
    field_scales: dict[str, float]
    """Value of a code of one by the name of a field's array."""
    lacking: frozenset[str]
    """Quantities of `FrameRecord` that the record does not hold, as in takes of format 1."""


def frame_commit_from_json(values: dict[str, Any]) -> FrameCommit:
    """Commit record of its JSON values.

    Raises:
        KeyError: If a value is missing.
        TypeError: If a value is of the wrong type or unknown.
    """
    low, high = values["bounds"]
    known = {field.name for field in fields(FrameRecord)}
    return FrameCommit(
        (low, high),
        frame_record_from_json(values["diagnostics"]),
        commands_from_json(values.get("hand", [])),
        values.get("field_scales", {}),
        frozenset(known - set(values["diagnostics"])),
    )


def frame_record_from_json(values: dict[str, Any]) -> FrameRecord:
    """Record of `asdict` values."""
    vectors = ("momentum_kg_m_s", "center_m", "angular_momentum_kg_m2_s")
    return FrameRecord(**values | {name: tuple(values[name]) for name in vectors if name in values})


@dataclass(frozen=True, slots=True)
class TakeEnding:
    """How a take ended."""

    status: str
    """"complete", "stopped" (cancelled), "diverged" or "disk full"."""
    message: str
    """One line for people, empty when complete."""
    wall_time_s: float
    """Time that simulating took [s]."""

    def to_json(self) -> dict[str, Any]:
        """Plain values under the field names."""
        return asdict(self)
