"""The axes of the curves: where a value lies, and which value lies at a place."""

from __future__ import annotations

from studio.state.quantities import Quantity

AXES = {
    "youngs_modulus_pa": (3.0, 12.0),
    "poisson_ratio": (0.0, 0.49),
    "density_kg_m3": (1.0, 4.3),
}
"""Axis of each curve in its parameter's own scale, wide enough for all 14 classes."""


def axis_position(quantity: Quantity, value: float, axis: tuple[float, float]) -> float:
    """Where a value [SI] lies on its axis, 0 to 1, clamped."""
    scaled = quantity.scaled(value)
    return min(max((scaled - axis[0]) / (axis[1] - axis[0]), 0.0), 1.0)


def scaled_value(position: float, axis: tuple[float, float]) -> float:
    """Value in the parameter's own scale at a place of the axis, 0 to 1, clamped."""
    return axis[0] + min(max(position, 0.0), 1.0) * (axis[1] - axis[0])
