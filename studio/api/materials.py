"""What a simulation is asked to be made of: a sample, a law or a preset."""

from __future__ import annotations

from dataclasses import fields, replace

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.physics_sample import PhysicsSample
from studio.jobs.requests import SimulateRequest
from studio.state.material_presets import bundled_presets
from studio.state.preset_params import preset_params

Material = PhysicsSample | ConstitutiveLaw | str
"""A sample, a law or its name, or the name of a bundled preset."""
_ASKED_APART = (
    "law", "youngs_modulus_pa", "poisson_ratio", "density_kg_m3", "yield_stress_pa",
    "friction_angle_rad", "material_class",
)  # fmt: skip
"""Fields of a material for which a request has fields of its own."""


def preset_names() -> tuple[str, ...]:
    """Names of the bundled presets."""
    return tuple(preset.name for preset in bundled_presets())


def with_material(request: SimulateRequest, material: Material | None) -> SimulateRequest:
    """A request for a material; None leaves it as it is.

    Raises:
        InputError: If there is neither a law nor a preset of that name.
    """
    if material is None:
        return request
    if isinstance(material, PhysicsSample):
        return replace(
            request,
            material_class=material.material_class.label,
            youngs_modulus_pa=material.youngs_modulus_pa,
            poisson_ratio=material.poisson_ratio,
            density_kg_m3=material.density_kg_m3,
        )
    preset = next((one for one in bundled_presets() if one.name == material), None)
    if preset is not None:
        return _of_preset(request, preset_params(preset))
    return replace(request, law=ConstitutiveLaw.from_name(material).value)


def _of_preset(request: SimulateRequest, params: MaterialParams) -> SimulateRequest:
    """A request for all numbers of a material."""
    others = (field.name for field in fields(params) if field.name not in _ASKED_APART)
    return replace(
        request,
        law=params.law.value,
        youngs_modulus_pa=params.youngs_modulus_pa,
        poisson_ratio=params.poisson_ratio,
        density_kg_m3=params.density_kg_m3,
        yield_stress_pa=params.yield_stress_pa,
        friction_angle_rad=params.friction_angle_rad,
        numbers=tuple((name, getattr(params, name)) for name in others),
    )
