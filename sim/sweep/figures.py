"""What is measured of a run: its motion in single numbers, and what it cost."""

from __future__ import annotations

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from render.errors import InputError, damage_of
from sim.take import Take


@dataclass(frozen=True, slots=True)
class RunFigures:
    """Single numbers of a take's complete frames; the same wherever the run was carried out."""

    frame_count: int
    """Complete frames."""
    gaussian_count: int
    """Gaussians, those inside the body included."""
    particle_count: int
    """Particles of the simulation."""
    dx_m: float
    """Cell side [m]."""
    youngs_modulus_max_pa: float
    """Stiffest modulus that its quality can step [Pa]."""
    substeps: int
    """Substeps of all frames."""
    smallest_dt_s: float
    """Smallest substep [s]; 0 where there was none."""
    peak_strain: float
    """Largest elastic |ln stretch| (99th percentile over the particles) of all frames."""
    peak_plastic_strain: float
    """Largest accumulated plastic strain (99th percentile over the particles) of all frames."""
    max_speed_m_s: float
    """Largest particle speed [m/s]."""
    penetration_m: float
    """Largest depth below the ground [m]."""
    clamped_share: float
    """Largest share of particles whose modulus was clamped, 0 to 1."""
    end_kinetic_energy_j: float
    """Kinetic energy of the last frame [J]."""
    end_center_z_m: float
    """Height of the centre of mass in the last frame [m]."""

    @staticmethod
    def of(take: Take) -> RunFigures:
        """Figures of a take.

        Raises:
            InputError: If it holds no frame.
        """
        if not take.frame_count:
            raise InputError(f"the take {take.path} holds no frame")
        known, source = take.diagnostics(), take.provenance
        steps = known.smallest_dt_s[known.smallest_dt_s > 0]
        return RunFigures(
            frame_count=take.frame_count,
            gaussian_count=take.gaussian_count,
            particle_count=source.particle_count,
            dx_m=source.dx_m,
            youngs_modulus_max_pa=source.youngs_modulus_max_pa,
            substeps=int(known.substeps.sum()),
            smallest_dt_s=float(steps.min()) if steps.size else 0.0,
            peak_strain=float(known.peak_strain.max()),
            peak_plastic_strain=float(known.peak_plastic_strain.max()),
            max_speed_m_s=float(known.max_speed_m_s.max()),
            penetration_m=float(known.penetration_m.max()),
            clamped_share=float(known.youngs_modulus_clamped_share.max()),
            end_kinetic_energy_j=float(known.kinetic_energy_j[-1]),
            end_center_z_m=float(known.center_m[-1, 2]),
        )

    @staticmethod
    def from_json(values: dict[str, Any]) -> RunFigures:
        """Figures of `dataclasses.asdict`'s values.

        Raises:
            InputError: If they are damaged.
        """
        try:
            return RunFigures(**values)
        except TypeError as error:
            raise InputError(f"a run's figures cannot be read: {damage_of(error)}") from error


@dataclass(frozen=True, slots=True)
class RunCost:
    """Where a run was carried out and what it took; differs from one execution to the next."""

    host: str = ""
    """Name of the machine."""
    processor: str = ""
    """Processor that simulated."""
    attempts: int = 1
    """How often it was begun: more than 1 after workers were lost."""
    simulate_s: float = 0.0
    """Time of the simulation, frames written [s]."""
    take_bytes: int = 0
    """Size of the take [bytes]."""
    peak_memory_bytes: int = 0
    """Largest memory of the process so far [bytes]; 0 where the system does not tell."""
    take_path: str = ""
    """Folder or address of the take; empty where it was not kept."""

    @staticmethod
    def of(take: Take, host: str) -> RunCost:
        """Cost of a take that this process made.

        Args:
            take: The take.
            host: Name of the machine.
        """
        ending = take.ending
        return RunCost(
            host=host,
            processor=take.provenance.device,
            simulate_s=0.0 if ending is None else round(ending.wall_time_s, 4),
            take_bytes=folder_bytes(take.path),
            peak_memory_bytes=peak_memory_bytes(),
            take_path=str(take.path),
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, for `from_json`."""
        return asdict(self)

    @staticmethod
    def from_json(values: dict[str, Any]) -> RunCost:
        """Cost of `to_json`'s values.

        Raises:
            InputError: If they are damaged.
        """
        try:
            return RunCost(**values)
        except TypeError as error:
            raise InputError(f"a run's cost cannot be read: {damage_of(error)}") from error


def folder_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def peak_memory_bytes() -> int:
    """Largest resident memory of this process [bytes]; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
