"""Which material a take runs: the predicted one, a sample of the prediction, or the user's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from render.errors import InputError
from sim.material_table import material, params_for
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import PhysicsDistribution
from sim.physics_sample import PhysicsSample
from studio.jobs.requests import SimulateRequest
from studio.state.edited_distribution import edited_distribution

MAX_SAMPLE_COUNT = 64


def chosen_material(
    request: SimulateRequest, physics: PhysicsDistribution | None
) -> MaterialParams:
    """Material of one take, before any stiffness map.

    By default it is the distribution's point estimate: the class decided for with the expected
    values of that class. With `request.sampled` it is drawn with the request's seed. Values and
    the law that the request names replace the predicted ones; the others stay as predicted.

    Args:
        request: Law, values and seed.
        physics: Prediction; None for a splat file, which needs a law.

    Raises:
        InputError: If the law is unknown or missing, or a value is out of range.
    """
    if physics is None:
        return _splat_material(request)
    physics = edited_distribution(physics, request.edits)
    if request.material_class is not None:
        chosen = MaterialClass.from_label(request.material_class)
        physics = physics.conditioned(material_class=chosen)
    if request.sampled:
        return _sampled(request, physics, 1)[0]
    return _overridden(physics.mean(), request)


def chosen_materials(
    request: SimulateRequest, physics: PhysicsDistribution, count: int
) -> tuple[MaterialParams, ...]:
    """Materials of a set of samples, drawn with the request's seed.

    Raises:
        InputError: If the count, the law or a value is out of range.
    """
    if not 1 <= count <= MAX_SAMPLE_COUNT:
        raise InputError(f"number of samples {count} is outside 1 to {MAX_SAMPLE_COUNT}")
    return _sampled(request, edited_distribution(physics, request.edits), count)


def _sampled(
    request: SimulateRequest, physics: PhysicsDistribution, count: int
) -> tuple[MaterialParams, ...]:
    samples = physics.sample(np.random.default_rng(request.seed), count)
    return tuple(_overridden(sample, request) for sample in samples)


def _overridden(sample: PhysicsSample, request: SimulateRequest) -> MaterialParams:
    law = None if request.law is None else ConstitutiveLaw.from_name(request.law)
    chosen = replace(
        sample,
        youngs_modulus_pa=_given(request.youngs_modulus_pa, sample.youngs_modulus_pa),
        poisson_ratio=_given(request.poisson_ratio, sample.poisson_ratio),
        density_kg_m3=_given(request.density_kg_m3, sample.density_kg_m3),
    )
    return with_stresses(params_for(chosen, law=law), request)


def _splat_material(request: SimulateRequest) -> MaterialParams:
    if request.law is None:
        known = ", ".join(law.value for law in ConstitutiveLaw)
        raise InputError(f"a splat file has no predicted material; name a law: {known}")
    chosen = material(
        ConstitutiveLaw.from_name(request.law),
        youngs_modulus_pa=request.youngs_modulus_pa,
        poisson_ratio=request.poisson_ratio,
        density_kg_m3=request.density_kg_m3,
    )
    return with_stresses(chosen, request)


def with_stresses(params: MaterialParams, request: SimulateRequest) -> MaterialParams:
    """The material with yield stress, friction angle and other numbers that the request names."""
    named = {
        "yield_stress_pa": request.yield_stress_pa,
        "friction_angle_rad": request.friction_angle_rad,
    }
    given: dict[str, Any] = {key: value for key, value in named.items() if value is not None}
    numbers: dict[str, Any] = dict(request.numbers)
    return replace(params, **numbers | given)


def changed_material(params: MaterialParams, request: SimulateRequest) -> MaterialParams:
    """A material with the law and every value that the request names."""
    if request.law is not None:
        params = material(
            ConstitutiveLaw.from_name(request.law),
            youngs_modulus_pa=params.youngs_modulus_pa,
            poisson_ratio=params.poisson_ratio,
            density_kg_m3=params.density_kg_m3,
        )
    chosen = replace(
        params,
        youngs_modulus_pa=_given(request.youngs_modulus_pa, params.youngs_modulus_pa),
        poisson_ratio=_given(request.poisson_ratio, params.poisson_ratio),
        density_kg_m3=_given(request.density_kg_m3, params.density_kg_m3),
    )
    return with_stresses(chosen, request)


def _given(value: float | None, otherwise: float) -> float:
    """The user's value where there is one."""
    return otherwise if value is None else value
