"""How long a substep may be, and which particle decides."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.material_rows import wave_modulus
from sim.mpm.options import ADVISED_COURANT, LARGEST_COURANT, MpmOptions

logger = logging.getLogger(__name__)

Ints = npt.NDArray[np.int32]

_ROUNDING = 1e-6
"""Part of a substep by which 0.04 s / 2e-5 s may miss 2000."""
_SLOWEST = 1e-9
"""A wave speed [m/s] that stands for none, as in a world of rigid bodies at rest."""


@dataclass(frozen=True, slots=True)
class LimitingParticle:
    """The particle that set the substep."""

    index: int
    """Index in the order given to the solver."""
    speed: float
    """Its largest |velocity component| [m/s]."""
    wave_speed: float
    """Present elastic wave speed of its material [m/s]."""
    cause: str
    """"elastic", "velocity", "viscosity" or "fixed"."""


@dataclass(frozen=True, slots=True)
class FastestParticle:
    """The fastest particle of a material."""

    material: int
    """Index of the material."""
    index: int
    """Index of the particle in the order given to the solver."""
    speed: float
    """Its largest |velocity component| [m/s]."""


class StepReport(NamedTuple):
    """How one frame was stepped."""

    substeps: int
    """Number of substeps."""
    smallest_dt_s: float
    """Smallest substep [s]."""
    fastest_m_s: float
    """Largest |velocity component| of the grid [m/s]."""
    limiting: LimitingParticle
    """Particle with the shortest stable substep when the frame ended, and what limits it."""


class TimeStep:
    """Stable substeps of a set of materials.

    Elastic waves and matter may cross `cfl` cells a substep; viscous stress of an explicit step is
    stable up to dt = rho dx² / (6 eta) (diffusion in three dimensions).

    Args:
        materials: Materials of the solver.
        material: Material index of every particle, shape [P].
        dx_m: Cell side [m].
        options: Courant number, fixed and longest substep.

    Raises:
        InputError: If the fixed substep is unstable; the message names the largest stable one.
    """

    def __init__(
        self,
        materials: Sequence[MaterialParams],
        material: Ints,
        *,
        dx_m: float,
        options: MpmOptions,
    ) -> None:
        self._dx, self._options = dx_m, options
        self._present = np.isin(np.arange(len(materials)), material)
        self._rest_speeds = np.array([_wave_speed(one) for one in materials])
        self._wave_speeds = self._rest_speeds.copy()
        self._viscous_s = np.array([_viscous_limit_s(one, dx_m) for one in materials])
        self.notes: tuple[str, ...] = ()
        """What people should know about the fixed substep."""
        if options.fixed_dt_s is not None:
            self._check_fixed(options.fixed_dt_s)

    @property
    def wave_speed_m_s(self) -> float:
        """Largest elastic wave speed of the materials at rest [m/s]."""
        return float(self._rest_speeds[self._present].max())

    def stiffen(self, factors: Sequence[float]) -> None:
        """Take the present wave moduli, as factors on those at rest, one a material."""
        self._wave_speeds = self._rest_speeds * np.sqrt(np.array(factors))

    def _check_fixed(self, dt_s: float) -> None:
        courant = self.wave_speed_m_s * dt_s / self._dx
        viscous_s = float(self._viscous_s[self._present].min())
        stable_s = min(viscous_s, LARGEST_COURANT * self._dx / max(self.wave_speed_m_s, _SLOWEST))
        if dt_s > stable_s:
            why = (
                f"c dt / dx is {courant:.3g} with a wave speed of {self.wave_speed_m_s:.3g} m/s "
                f"and cells of {self._dx:.3g} m"
                if courant > LARGEST_COURANT
                else "viscous stress would grow"
            )
            raise InputError(
                f"a fixed substep of {dt_s:.3g} s is unstable: {why}; the largest stable substep "
                f"is {stable_s:.3g} s, or use adaptive substeps"
            )
        if courant > ADVISED_COURANT:
            note = (
                f"fixed substep of {dt_s:.3g} s: c dt / dx is {courant:.2f}, above the advised "
                f"{ADVISED_COURANT:.1f}"
            )
            logger.warning(note)
            self.notes = (note,)

    def largest_s(self, speed_m_s: float) -> float:
        """Largest substep [s] at this largest |velocity component| [m/s]."""
        if self._options.fixed_dt_s is not None:
            return self._options.fixed_dt_s
        return min(self.stable_s(speed_m_s), self._options.longest_dt_s)

    def stable_s(self, speed_m_s: float = 0.0) -> float:
        """Largest stable substep [s] at this largest |velocity component| [m/s]."""
        wave = float(self._wave_speeds[self._present].max())
        courant = self._options.cfl * self._dx / max(wave + speed_m_s, _SLOWEST)
        return min(courant, float(self._viscous_s[self._present].min()))

    def count(self, remaining_s: float, largest_s: float) -> int:
        """Equal substeps in the remaining time, none longer than the largest but for rounding."""
        return max(math.ceil(remaining_s / largest_s - _ROUNDING), 1)

    def limiting(self, fastest: Sequence[FastestParticle]) -> LimitingParticle:
        """Particle with the shortest stable substep, among the fastest ones of every material."""
        return min((self._limit(one) for one in fastest), key=lambda pair: pair[0])[1]

    def _limit(self, one: FastestParticle) -> tuple[float, LimitingParticle]:
        """Stable substep [s] of a particle, and what limits it."""
        wave, viscous_s = float(self._wave_speeds[one.material]), self._viscous_s[one.material]
        courant_s = self._options.cfl * self._dx / max(one.speed + wave, _SLOWEST)
        cause = "velocity" if one.speed > wave else "elastic"
        if viscous_s < courant_s:
            cause = "viscosity"
        if self._options.fixed_dt_s is not None:
            cause = "fixed"
        limiting = LimitingParticle(one.index, one.speed, wave, cause)
        return min(courant_s, float(viscous_s)), limiting


def _wave_speed(params: MaterialParams) -> float:
    """Elastic wave speed √(M / rho) of a material at rest [m/s]."""
    return math.sqrt(wave_modulus(params) / params.density_kg_m3)


def _viscous_limit_s(params: MaterialParams, dx_m: float) -> float:
    """Largest stable substep [s] of a material's explicit viscous stress."""
    if params.law is not ConstitutiveLaw.LIQUID or params.viscosity_pa_s == 0:
        return math.inf
    return params.density_kg_m3 * dx_m**2 / (6 * params.viscosity_pa_s)
