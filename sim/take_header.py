"""What a take says of itself once: provenance, bodies, and how it was run."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass, fields
from typing import Any, NamedTuple

from render.errors import InputError, damage_of
from sim.materials import MaterialParams
from sim.take_bodies import BodyMaterial, TakeBody
from sim.take_fields import checked_fields

FORMAT_VERSION = 2
"""Version of the take folder; readers refuse newer ones. 2 added bodies and hidden splats."""


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
class RunSettings:
    """How the solver was run; what a simulation needs to go on from a checkpoint."""

    cfl: float
    """Largest Courant number of a substep."""
    longest_dt_s: float | None
    """Upper limit of a substep [s]; None where there was none."""
    device: str = "cpu"
    """Where it ran: "cpu" or "cuda"."""
    precision: str = "float32"
    """Arithmetic of the solver."""
    checkpoint_every: int = 0
    """Frames between two checkpoints; 0 for none."""
    fields: tuple[str, ...] = ()
    """Scalars stored a Gaussian, names of `take_fields.FIELD_UNITS`."""
    grid: bool = True
    """Whether there was a grid; False where rigid bodies moved by themselves."""

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return asdict(self) | {"fields": list(self.fields)}

    @staticmethod
    def from_json(values: dict[str, Any]) -> RunSettings:
        """Settings of `to_json`'s values."""
        return RunSettings(**values | {"fields": checked_fields(values["fields"])})


class BranchPoint(NamedTuple):
    """Where a take left another one."""

    take: str
    """Name of the other take."""
    frame: int
    """Last frame that both share."""


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

    run: RunSettings | None = None
    """How the solver was run; None unless simulated, and for takes of format 1."""
    branch_of: BranchPoint | None = None
    """Where the take left another one; None where it began by itself."""

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
            "run": None if self.run is None else self.run.to_json(),
            "branch_of": None if self.branch_of is None else self.branch_of._asdict(),
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
        run, branch_of = values.get("run"), values.get("branch_of")
        try:
            header = TakeHeader(
                planned_frame_count=int(values["planned_frame_count"]),
                frame_dt_s=float(values["frame_dt_s"]),
                gaussian_count=int(values["gaussian_count"]),
                scene=dict(values["scene"]),
                provenance=TakeProvenance.from_json(values["provenance"]),
                bodies=tuple(TakeBody.from_json(one) for one in values.get("bodies", ())),
                run=None if run is None else RunSettings.from_json(run),
                branch_of=None if branch_of is None else BranchPoint(**branch_of),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"the take's header cannot be read: {damage_of(error)}") from error
        if not (math.isfinite(header.frame_dt_s) and header.frame_dt_s > 0):
            raise InputError(f"the take's frame time must be > 0 s, got {header.frame_dt_s}")
        return header
