"""What the solver needs of rigid bodies that move among soft matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from sim.mpm.blocks import FIRST_RIGID_FIELD
from sim.mpm.near_nodes import SoftNodes
from sim.mpm.particle_state import MOST_FIELDS, MpmParticles

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

    R particles are those of `rigid` materials, in the order given to the solver. Every body has a
    velocity field of its own.
    """

    @property
    def body_of_particle(self) -> npt.NDArray[np.int64]:
        """Body of every rigid particle, from 0 on, shape [R]."""

    def particles(self) -> RigidMotions:
        """Where the particles are now and how they move."""

    def exchange(
        self, dt_s: float, velocities: Vector, affine: Vector, nodes: SoftNodes
    ) -> RigidMotions:
        """Step the bodies and say where their particles are afterwards.

        Args:
            dt_s: Substep [s].
            velocities: What their own fields on the grid give the particles, drives and gravity
                included [m/s], shape [R, 3].
            affine: Its gradients at the particles [1/s], shape [R, 3, 3].
            nodes: Soft matter; its nodes take on what the bodies do to them.
        """

    def checkpoint(self) -> dict[str, Any]:
        """Everything that `restore` needs, arrays and scalars by name."""

    def restore(self, checkpoint: Mapping[str, Any]) -> None:
        """Return to the state of a checkpoint."""


def with_rigid_fields(
    particles: MpmParticles, rigid: npt.NDArray[np.bool_], coupling: RigidCoupling
) -> MpmParticles:
    """The particles, with a velocity field for every rigid body.

    Args:
        particles: All particles.
        rigid: Which of them are rigid, shape [P].
        coupling: Their bodies.

    Raises:
        InputError: If the particles do not belong to the bodies, or there are too many fields.
    """
    bodies = coupling.body_of_particle
    if len(bodies) != int(rigid.sum()):
        raise InputError(
            f"{int(rigid.sum())} particles are of rigid materials, but the rigid bodies have "
            f"{len(bodies)}; give the particles that the bodies were made of"
        )
    field = particles.field.copy()
    field[rigid] = FIRST_RIGID_FIELD + bodies
    soft = particles.field[~rigid]
    if field.max() >= MOST_FIELDS or soft.max(initial=0) >= FIRST_RIGID_FIELD:
        raise InputError(
            f"a scene holds up to {MOST_FIELDS - FIRST_RIGID_FIELD} rigid bodies and "
            f"{FIRST_RIGID_FIELD} separate soft ones"
        )
    return replace(particles, field=field)
