"""Numerical options of the material point method."""

from __future__ import annotations

import math
from dataclasses import dataclass

from render.errors import InputError
from sim.scene.shapes import Box

LARGEST_COURANT = 0.9
"""Courant number c dt / dx above which explicit steps are refused; quadratic kernels end near 1."""
ADVISED_COURANT = 0.5
"""Courant number c dt / dx above which fixed steps earn a warning."""
PRECISIONS = ("float32", "float64")
DEVICES = ("cpu", "cuda", "taichi-cpu")


@dataclass(frozen=True, slots=True)
class TransferBlend:
    """How much of the affine velocity takes part in the transfers.

    C ← (1 − pic) ((1 − rpic) C + (rpic / 2) (C − Cᵀ)): (0, 0) is APIC, which keeps angular
    momentum; rpic 1 is RPIC, which keeps it too and damps shear; pic 1 is PIC, which damps both.
    Sources: Jiang et al., The Affine Particle-In-Cell Method, SIGGRAPH 2015; blend of PhysGaussian.
    """

    rpic: float = 0.0
    """Share of the symmetric part of C that is dropped, 0 to 1."""
    pic: float = 0.0
    """Share of C that is dropped, 0 to 1."""

    def __post_init__(self) -> None:
        for name, value in (("rpic", self.rpic), ("pic", self.pic)):
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not (number and 0 <= value <= 1):
                raise InputError(f"the {name} share must lie in 0 to 1, got {value}; 0 is APIC")

    def factors(self) -> tuple[float, float]:
        """Factors (a, b) of the affine velocity a C + b Cᵀ that takes part."""
        kept = 1 - self.pic
        return kept * (1 - self.rpic / 2), -kept * self.rpic / 2


@dataclass(frozen=True, slots=True)
class MpmOptions:
    """How `MpmSolver` steps; the world itself is a `SceneSetup`."""

    cfl: float = 0.5
    """Largest Courant number (c + |v|) dt / dx of an adaptive substep, above 0 to 0.9."""
    device: str = "cpu"
    """Where the kernels run: "cpu" (numba), "cuda" (Taichi), or "taichi-cpu" (slow, for tests)."""
    precision: str = "float32"
    """Arithmetic of the kernels: "float32" or "float64"."""
    fixed_dt_s: float | None = None
    """Substep [s] that is kept whatever happens; None steps adaptively."""
    longest_dt_s: float = math.inf
    """Upper limit of an adaptive substep [s] beside the stable one."""
    transfer: TransferBlend = TransferBlend()
    """Blend of APIC, RPIC and PIC."""
    grid_damping_per_s: float = 0.0
    """Rate at which grid velocities decay, v ← v exp(−rate dt) [1/s]."""
    field_friction: float = 0.3
    """Coulomb coefficient between bodies of different velocity fields, 0 to 10."""
    domain: Box | None = None
    """Box whose walls stop what moves outward, axes along x, y, z; None for no walls."""

    def __post_init__(self) -> None:
        if not 0 < self.cfl <= LARGEST_COURANT:
            raise InputError(
                f"the Courant number must lie in 0 to {LARGEST_COURANT}, got {self.cfl}; "
                "0.5 is usual"
            )
        if self.device not in DEVICES:
            raise InputError(f"device is {self.device!r}; use {', '.join(DEVICES)}")
        if self.precision not in PRECISIONS:
            raise InputError(f"precision is {self.precision!r}; use {' or '.join(PRECISIONS)}")
        _check_positive("the fixed substep", self.fixed_dt_s)
        _check_positive("the longest substep", self.longest_dt_s)
        _check_range("grid damping", self.grid_damping_per_s, 1e6, " 1/s")
        _check_range("friction between bodies", self.field_friction, 10, "")
        if self.domain is not None and self.domain.quat != (1.0, 0.0, 0.0, 0.0):
            raise InputError("the domain's walls stand along the axes; give it no rotation")


def _check_positive(title: str, value: float | None) -> None:
    if value is not None and not value > 0:
        raise InputError(f"{title} must be above 0 s, got {value}")


def _check_range(title: str, value: float, high: float, unit: str) -> None:
    if not 0 <= value <= high:
        raise InputError(
            f"{title} must lie in 0 to {high:g} {unit}, got {value}".replace("  ", " ")
        )
