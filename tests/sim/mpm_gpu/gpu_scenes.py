"""Small scenes that two executors run side by side."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.grid_world import NO_NODE, GridWorld
from sim.mpm.options import TransferBlend
from sim.mpm.particle_state import MpmParticles

DX_M = 0.05


def material(law: ConstitutiveLaw, **changes: Any) -> MaterialParams:
    """A soft material that yields, flows and holds together within a few milliseconds."""
    values: dict[str, Any] = {
        "youngs_modulus_pa": 2e4,
        "poisson_ratio": 0.3,
        "density_kg_m3": 1000.0,
        "yield_stress_pa": 300.0,
        "viscosity_pa_s": 5.0,
        "hardening": 0.1,
    }
    return MaterialParams(law, **(values | changes))


def world(**changes: Any) -> GridWorld:
    """Gravity and a ground with friction."""
    values: dict[str, Any] = {
        "dx_m": DX_M,
        "gravity_m_s2": np.array([0.3, 0.0, -9.81]),
        "origin_m": np.array([1.0, 2.0, 3.0]),
        "hold_m": 0.0,
        "ground_node": 0.0,
        "ground_rest": 0.45,
        "ground_response": (1.0, 1.0),
        "ground_friction": np.array([0.4, 0.2]),
        "settling": np.array([[6 / (1000 * DX_M**3), 0.25], [6 / (1000 * DX_M**3), 0.0]]),
        "wall_low": np.full(3, -NO_NODE),
        "wall_high": np.full(3, NO_NODE),
        "damping_per_s": 0.0,
        "blend": TransferBlend(),
        "field_friction": 0.3,
    }
    return GridWorld(**(values | changes))


def falling_cloud(count: int = 150, seed: int = 0) -> MpmParticles:
    """Particles that spin and fall on the ground a few cells below them."""
    rng = np.random.default_rng(seed)
    positions = rng.uniform(-0.1, 0.1, (count, 3)) + np.array([0.0, 0.0, 0.14])
    velocities = np.cross([0.0, 6.0, 3.0], positions) + np.array([0.5, 0.0, -2.0])
    volumes = rng.uniform(0.8, 1.2, count) * 0.2**3 / count
    indices = np.zeros(count, np.int32)
    return MpmParticles(positions, volumes, velocities, indices, indices)


def relative_error(values: np.ndarray, expected: np.ndarray) -> float:
    """Largest difference over the largest expected number."""
    return float(np.abs(values - expected).max() / max(np.abs(expected).max(), 1e-12))
