"""What a take says beside its frames: provenance once, diagnostics for every frame."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import MaterialParams
from sim.take_bodies import BodyMaterial, TakeBody

FORMAT_VERSION = 2
"""Version of the take folder; readers refuse newer ones. 2 added bodies and hidden splats."""


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


def frame_record_from_json(values: dict[str, Any]) -> FrameRecord:
    """Record of `asdict` values."""
    vectors = ("momentum_kg_m_s", "center_m", "angular_momentum_kg_m2_s")
    return FrameRecord(**values | {name: tuple(values[name]) for name in vectors if name in values})


@dataclass(frozen=True, slots=True)
class TakeProvenance:
    """Where a take comes from; enough to show it and to make it again."""

    source: str
    """"mpm", "rigid", "predicted" or "imported"."""
    law: str
    """Law that was simulated."""
    predicted: MaterialParams | None
    """Material before the stiffness map; None unless simulated."""
    simulated: MaterialParams | None
    """Material that the solver ran; None unless simulated."""
    stiffness: str
    """Stiffness map: "real" or "expressive"."""
    substitution: str | None
    """What the stiffness map changed, in words."""
    seed: int
    """Seed of the particle sampling."""
    quality: str
    """Name of the quality preset."""
    dx_m: float
    """Cell side [m]; for a rigid body the cell side a soft one would have had."""
    particle_count: int
    """Number of particles."""
    particles_per_cell: float
    """Mean particles a cell of the filled body."""
    youngs_modulus_max_pa: float
    """E_max [Pa] of the preset for this body."""
    device: str
    """Processor that simulated."""
    versions: dict[str, str]
    """Versions of the application and of what computed the frames."""
    notes: tuple[str, ...] = ()
    """Further facts for people: floaters ignored, grid coarsened and the like."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in ("predicted", "simulated"):
            values[name] = None if values[name] is None else values[name].to_json()
        return values | {"notes": list(self.notes)}

    @staticmethod
    def from_json(values: dict[str, Any]) -> TakeProvenance:
        """Provenance of `to_json`'s values."""
        materials = {
            name: None if values[name] is None else MaterialParams.from_json(values[name])
            for name in ("predicted", "simulated")
        }
        return TakeProvenance(**values | materials | {"notes": tuple(values["notes"])})


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


@dataclass(frozen=True, slots=True)
class TakeHeader:
    """The part of a take that is written once, before its first frame."""

    planned_frame_count: int
    """Frames asked for."""
    frame_dt_s: float
    """Time between two frames [s]."""
    gaussian_count: int
    """Gaussians of the rest cloud."""
    scene: dict[str, Any]
    """`SceneSetup.to_json`, empty where there is none."""
    provenance: TakeProvenance
    """Where the take comes from."""
    bodies: tuple[TakeBody, ...] = ()
    """Bodies in the order of their Gaussians; none given makes one of all Gaussians."""

    def __post_init__(self) -> None:
        if not self.bodies:
            object.__setattr__(self, "bodies", (self._only_body(),))
        ends = [body.first_gaussian + body.gaussian_count for body in self.bodies]
        if [body.first_gaussian for body in self.bodies] + [self.gaussian_count] != [0, *ends]:
            raise InputError("the take's bodies do not cover its Gaussians in order")

    def _only_body(self) -> TakeBody:
        """The body of a take that names none, as takes of format 1."""
        source = self.provenance
        materials: tuple[BodyMaterial, ...] = ()
        if source.predicted is not None and source.simulated is not None:
            material = BodyMaterial(
                source.predicted, source.simulated, source.substitution, source.particle_count
            )
            materials = (material,)
        return TakeBody(
            "",
            0,
            self.gaussian_count,
            particle_count=source.particle_count,
            particles_per_cell=source.particles_per_cell,
            materials=materials,
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values with the format's version, for `from_json`."""
        return {
            "format": "phys4d take",
            "version": FORMAT_VERSION,
            "planned_frame_count": self.planned_frame_count,
            "frame_dt_s": self.frame_dt_s,
            "gaussian_count": self.gaussian_count,
            "scene": self.scene,
            "provenance": self.provenance.to_json(),
            "bodies": [body.to_json() for body in self.bodies],
        }

    @staticmethod
    def from_json(values: dict[str, Any]) -> TakeHeader:
        """Header of `to_json`'s values.

        Raises:
            InputError: If it is of a newer version or is not a take.
        """
        if not isinstance(values, dict) or values.get("format") != "phys4d take":
            raise InputError("not a take: its take.json lacks the format's name")
        version = values.get("version")
        if not isinstance(version, int) or version > FORMAT_VERSION:
            raise InputError(
                f"the take has format version {version}, this program reads up to "
                f"{FORMAT_VERSION}; update phys4d-studio"
            )
        try:
            header = TakeHeader(
                planned_frame_count=int(values["planned_frame_count"]),
                frame_dt_s=float(values["frame_dt_s"]),
                gaussian_count=int(values["gaussian_count"]),
                scene=dict(values["scene"]),
                provenance=TakeProvenance.from_json(values["provenance"]),
                bodies=tuple(TakeBody.from_json(one) for one in values.get("bodies", ())),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"the take's header cannot be read: {error!r}") from error
        if not (math.isfinite(header.frame_dt_s) and header.frame_dt_s > 0):
            raise InputError(f"the take's frame time must be > 0 s, got {header.frame_dt_s}")
        return header
