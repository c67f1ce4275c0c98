"""The particles of one body in the order they were given, as numpy arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ParticleState:
    """P particles at one instant."""

    positions: FloatArray
    """Positions in the world [m], shape [P, 3]."""
    velocities: FloatArray
    """Velocities [m/s], shape [P, 3]."""
    affine_velocities: FloatArray
    """APIC matrices C [1/s], shape [P, 3, 3]."""
    deformations: FloatArray
    """Elastic deformation gradients F, shape [P, 3, 3]."""
    total_deformations: FloatArray
    """Deformation gradients that splats follow, shape [P, 3, 3]; F where nothing flows."""
