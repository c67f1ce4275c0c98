"""Particles that go into the solver and particles that come out, as numpy arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from render.errors import InputError

FloatArray = npt.NDArray[np.float32] | npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]

MOST_FIELDS = 256
"""Velocity fields are numbered 0 to 255."""


@dataclass(frozen=True, slots=True, eq=False)
class MpmParticles:
    """P particles at rest in shape, of one or several bodies."""

    positions: FloatArray
    """Positions in the world [m], shape [P, 3]."""
    volumes: FloatArray
    """Rest volumes [m³], shape [P]."""
    velocities: FloatArray
    """Velocities [m/s], shape [P, 3]."""
    material: Ints
    """Index of every particle's material, shape [P]."""
    field: Ints
    """Velocity field, shape [P]; bodies of one field stick together, others separate."""

    def __post_init__(self) -> None:
        count = _checked_positions(self.positions)
        shapes = {
            "volume": (self.volumes, (count,)),
            "velocity": (self.velocities, (count, 3)),
            "material index": (self.material, (count,)),
            "velocity field": (self.field, (count,)),
        }
        for title, (array, shape) in shapes.items():
            if array.shape != shape:
                raise InputError(f"need one {title} a particle, got shape {array.shape}")
        if not (np.isfinite(self.volumes).all() and (self.volumes > 0).all()):
            raise InputError("particle positions must be finite and volumes positive")
        if not np.isfinite(self.velocities).all():
            first = int(np.flatnonzero(~np.isfinite(self.velocities).all(axis=1))[0])
            raise InputError(f"velocity of particle {first} is not finite; give numbers in m/s")
        if self.material.min() < 0:
            raise InputError(f"material indices start at 0, got {self.material.min()}")
        if self.field.min() < 0 or self.field.max() >= MOST_FIELDS:
            raise InputError(
                f"velocity fields are numbered 0 to {MOST_FIELDS - 1}, got "
                f"{self.field.min()} to {self.field.max()}"
            )

    @staticmethod
    def of_one_body(
        positions: FloatArray, volumes: FloatArray, velocities: FloatArray | None = None
    ) -> MpmParticles:
        """Particles of material 0 in field 0, at rest unless velocities [P, 3] [m/s] are given."""
        indices = np.zeros(len(positions), np.int32)
        moving = np.zeros_like(positions) if velocities is None else velocities
        return MpmParticles(positions, volumes, moving, indices, indices)

    @property
    def particle_count(self) -> int:
        """P."""
        return len(self.positions)


@dataclass(frozen=True, slots=True, eq=False)
class ParticleState:
    """P particles at one instant, in the order they were given."""

    positions: FloatArray
    """Positions in the world [m], shape [P, 3]."""
    velocities: FloatArray
    """Velocities [m/s], shape [P, 3]."""
    affine_velocities: FloatArray
    """Velocity gradients C [1/s], shape [P, 3, 3]; under APIC the affine velocity itself."""
    deformations: FloatArray
    """Elastic deformation gradients F, shape [P, 3, 3]."""
    total_deformations: FloatArray
    """Deformation gradients that splats follow, shape [P, 3, 3]; F where nothing flows."""
    history: FloatArray
    """State of the law and accumulated equivalent plastic strain, shape [P, 2]."""
    material: Ints
    """Index of every particle's material, shape [P]."""


def _checked_positions(positions: FloatArray) -> int:
    """Number of particles."""
    if positions.ndim != 2 or positions.shape[1] != 3 or not len(positions):
        raise InputError(f"need at least one particle, got positions of shape {positions.shape}")
    if not np.isfinite(positions).all():
        first = int(np.flatnonzero(~np.isfinite(positions).all(axis=1))[0])
        raise InputError(
            f"particle positions must be finite and volumes positive, particle {first} is not"
        )
    return len(positions)
