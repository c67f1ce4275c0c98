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
from sim.materials import MaterialParams, p_wave_modulus
from sim.mpm.options import ADVISED_COURANT, LARGEST_COURANT, MpmOptions

logger = logging.getLogger(__name__)

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class LimitingParticle:
    """The particle that set the substep."""

    index: int
    """Index in the order given to the solver."""
    speed: float
    """Its largest |velocity component| [m/s]."""
    wave_speed: float
    """Elastic wave speed of its material [m/s]."""
    cause: str
    """"elastic", "velocity", "viscosity" or "fixed"."""


class StepReport(NamedTuple):
    """How one frame was stepped."""

    substeps: int
    """Number of substeps."""
    smallest_dt_s: float
    """Smallest substep [s]."""
    fastest_m_s: float
    """Largest |velocity component| of the grid [m/s]."""
    limiting: LimitingParticle
    """Particle with the largest c + |v| when the frame ended, and what limits it."""


class TimeStep:
    """Stable substeps of a set of materials.

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
        self._material, self._dx, self._options = material, dx_m, options
        self._wave_speeds = np.array([_wave_speed(one) for one in materials])
        self.wave_speed_m_s = float(self._wave_speeds[np.unique(material)].max())
        """Largest elastic wave speed of the materials [m/s]."""
        if options.fixed_dt_s is not None:
            self._check_fixed(options.fixed_dt_s)

    def _check_fixed(self, dt_s: float) -> None:
        courant = self.wave_speed_m_s * dt_s / self._dx
        if courant > LARGEST_COURANT:
            stable = LARGEST_COURANT * self._dx / self.wave_speed_m_s
            raise InputError(
                f"a fixed substep of {dt_s:.3g} s is unstable: c dt / dx is {courant:.3g} with a "
                f"wave speed of {self.wave_speed_m_s:.3g} m/s and cells of {self._dx:.3g} m; the "
                f"largest stable substep is {stable:.3g} s, or use adaptive substeps"
            )
        if courant > ADVISED_COURANT:
            logger.warning(
                "fixed substep of %.3g s: c dt / dx is %.2f, above the advised %.1f",
                dt_s,
                courant,
                ADVISED_COURANT,
            )

    def largest_s(self, speed_m_s: float) -> float:
        """Largest substep [s] at this largest |velocity component| [m/s]."""
        if self._options.fixed_dt_s is not None:
            return self._options.fixed_dt_s
        courant = self._options.cfl * self._dx / (self.wave_speed_m_s + speed_m_s)
        return min(courant, self._options.longest_dt_s)

    def count(self, remaining_s: float, largest_s: float) -> int:
        """Equal substeps in the remaining time; a fixed substep is kept as nearly as they allow."""
        steps = remaining_s / largest_s
        fixed = self._options.fixed_dt_s is not None
        return max(round(steps) if fixed else math.ceil(steps - 1e-9), 1)

    def limiting(self, velocities: npt.NDArray[np.floating]) -> LimitingParticle:
        """Particle with the largest c + |v|.

        Args:
            velocities: Velocities [m/s], shape [P, 3].
        """
        speeds = np.abs(velocities).max(axis=1)
        waves = self._wave_speeds[self._material]
        index = int(np.argmax(speeds + waves))
        speed, wave = float(speeds[index]), float(waves[index])
        cause = "velocity" if speed > wave else "elastic"
        if self._options.fixed_dt_s is not None:
            cause = "fixed"
        return LimitingParticle(index, speed, wave, cause)


def _wave_speed(params: MaterialParams) -> float:
    """Elastic wave speed √(M / rho) [m/s]."""
    modulus = p_wave_modulus(params.youngs_modulus_pa, params.poisson_ratio)
    return math.sqrt(modulus / params.density_kg_m3)
