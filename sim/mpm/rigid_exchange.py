"""What the solver needs of rigid bodies that move among soft matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]


class RigidMotions(Protocol):
    """Motion of the R particles of rigid materials at one instant."""

    @property
    def positions(self) -> Vector:
        """Positions in the world [m], shape [R, 3]."""

    @property
    def velocities(self) -> Vector:
        """Velocities [m/s], shape [R, 3]."""

    @property
    def affine(self) -> Vector:
        """Velocity gradients [1/s], shape [R, 3, 3]."""


class RigidCoupling(Protocol):
    """Rigid bodies whose particles take part in the grid.

    R particles are those of `rigid` materials, in the order given to the solver.
    """

    def particles(self) -> RigidMotions:
        """Where the particles are now and how they move."""

    def exchange(self, dt_s: float, velocities: Vector, affine: Vector) -> RigidMotions:
        """Step the bodies and say where their particles are afterwards.

        Args:
            dt_s: Substep [s].
            velocities: What the grid gives the particles, gravity, soft matter and contact of
                velocity fields included, before ground and obstacles [m/s], shape [R, 3].
            affine: Its gradients at the particles [1/s], shape [R, 3, 3].
        """

    def checkpoint(self) -> dict[str, Any]:
        """Everything that `restore` needs, arrays and scalars by name."""

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Return to the state of a checkpoint."""
