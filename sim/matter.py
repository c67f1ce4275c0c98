"""`Matter`: all particles of a scene at one instant, and the sums that describe them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from sim.constitutive.oracle import principal_energies, principal_stretches
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.particle_stress import mises_stresses
from sim.scene_setup import SceneSetup
from sim.take_records import FrameRecord

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
PerMaterial = Callable[[MaterialParams, Floats, Floats], Floats]
"""Function of a material and its particles' elastic principal stretches and histories."""

PEAK_PERCENTILE = 99.0
"""Share of the particles that are strained less than the recorded peak [percent]."""


@dataclass(frozen=True, slots=True, eq=False)
class MatterSetup:
    """What does not change about the particles."""

    materials: tuple[MaterialParams, ...]
    """Materials of all bodies."""
    material: Ints
    """Index of every particle's material, shape [P]."""
    volumes: Floats
    """Rest volumes [m³], shape [P]."""
    masses: Floats
    """Masses [kg], shape [P]."""
    affine_factor_m2: float
    """dx² / 4 for material points, which weighs C in the angular momentum; 0 for rigid bodies."""
    clamped: npt.NDArray[np.bool_]
    """Materials whose Young's modulus was lowered to what can be stepped, shape [M]."""


@dataclass(frozen=True, slots=True, eq=False)
class Matter:
    """P particles at one instant."""

    positions: Floats
    """Positions in the world [m], shape [P, 3]."""
    velocities: Floats
    """Velocities [m/s], shape [P, 3]."""
    affine: Floats
    """Affine velocities C [1/s], shape [P, 3, 3]."""
    elastic: Floats
    """Elastic deformation gradients, shape [P, 3, 3]."""
    total: Floats
    """Deformation gradients that splats follow, shape [P, 3, 3]."""
    history: Floats
    """State of the law and accumulated equivalent plastic strain, shape [P, 2]."""
    stretches: Floats = field(init=False)
    """Principal stretches of `elastic`, shape [P, 3]."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "stretches", principal_stretches(self.elastic))


@dataclass(frozen=True, slots=True)
class StepSummary:
    """How the time since the frame before was stepped."""

    substeps: int = 0
    """Number of substeps."""
    smallest_dt_s: float = 0.0
    """Smallest of them [s]."""
    limiting_particle: int = -1
    """Particle that set it, -1 for none."""
    limiting_cause: str = ""
    """What set it."""


def frame_record(
    setup: MatterSetup, matter: Matter, scene: SceneSetup, *, time_s: float, steps: StepSummary
) -> FrameRecord:
    """Energies, momenta, speeds, strains and contact of one instant.

    Angular momentum about the origin is Σ m (x × v + (dx² / 4) curl C), C being the affine velocity
    of APIC (Jiang et al., The Affine Particle-In-Cell Method, SIGGRAPH 2015, section 5).
    """
    masses, velocities = setup.masses, matter.velocities
    speeds = np.linalg.norm(velocities, axis=1)
    mass = masses.sum()
    strains = np.abs(np.log(np.maximum(np.abs(matter.stretches), 1e-6)))
    spin = np.cross(matter.positions, velocities) + setup.affine_factor_m2 * _curls(matter.affine)
    lowest = float(matter.positions[:, 2].min())
    share = float(setup.clamped[setup.material].mean())
    return FrameRecord(
        time_s=time_s,
        kinetic_energy_j=float(0.5 * masses @ speeds**2),
        elastic_energy_j=float(setup.volumes @ _over_materials(setup, matter, principal_energies)),
        momentum_kg_m_s=_triple(masses @ velocities),
        center_m=_triple(masses @ matter.positions / mass),
        max_speed_m_s=float(speeds.max()),
        mean_speed_m_s=float(masses @ speeds / mass),
        peak_strain=float(np.percentile(strains.max(axis=1), PEAK_PERCENTILE)),
        lowest_m=lowest,
        penetration_m=0.0 if scene.ground_z_m is None else max(0.0, scene.ground_z_m - lowest),
        substeps=steps.substeps,
        youngs_modulus_clamped=share > 0,
        youngs_modulus_clamped_share=share,
        angular_momentum_kg_m2_s=_triple(masses @ spin),
        peak_plastic_strain=float(np.percentile(matter.history[:, 1], PEAK_PERCENTILE)),
        smallest_dt_s=steps.smallest_dt_s,
        limiting_particle=steps.limiting_particle,
        limiting_cause=steps.limiting_cause,
    )


def particle_fields(
    setup: MatterSetup, matter: Matter, names: Sequence[str]
) -> dict[str, npt.NDArray[np.float32]]:
    """Scalars a particle by name, shape [P] each; see `take_fields.FIELD_UNITS`."""
    makers: dict[str, Callable[[], Floats]] = {
        "velocity": lambda: np.linalg.norm(matter.velocities, axis=1),
        "stress": lambda: _over_materials(setup, matter, mises_stresses),
        "plastic_strain": lambda: matter.history[:, 1],
    }
    return {name: makers[name]().astype(np.float32) for name in names}


def is_rigid(params: MaterialParams) -> bool:
    """Whether a material keeps its shape."""
    return params.law is ConstitutiveLaw.RIGID


def _over_materials(setup: MatterSetup, matter: Matter, function: PerMaterial) -> Floats:
    """Values of a function of one material's particles, shape [P]."""
    values = np.zeros(len(setup.material))
    for number, params in enumerate(setup.materials):
        chosen = np.flatnonzero(setup.material == number)
        if len(chosen) and not is_rigid(params):
            values[chosen] = function(params, matter.stretches[chosen], matter.history[chosen])
    return values


def _curls(matrices: Floats) -> Floats:
    """Twice the axial vectors of matrices, shape [P, 3]."""
    return np.stack(
        [
            matrices[:, 2, 1] - matrices[:, 1, 2],
            matrices[:, 0, 2] - matrices[:, 2, 0],
            matrices[:, 1, 0] - matrices[:, 0, 1],
        ],
        axis=1,
    )


def _triple(values: Floats) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
