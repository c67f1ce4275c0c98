"""Axioms of `PhysicsDistribution`: it sums to one, samples fit densities, JSON keeps every bit."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from render.errors import InputError
from sim.materials import MaterialClass
from sim.physics_distribution import (
    ALL_PREDICTED,
    CLASS_COUNT,
    PARAMETERS,
    PhysicsDistribution,
    PhysicsSample,
)

GRIDS = {
    "log10_youngs_modulus": np.linspace(-8, 21, 4001),
    "poisson_ratio": np.linspace(0, 0.49, 4001),
    "log10_density": np.linspace(-8, 13, 4001),
}


def _array(low: float, high: float) -> st.SearchStrategy[np.ndarray]:
    elements = st.floats(low, high, width=32)
    return hnp.arrays(np.float32, CLASS_COUNT, elements=elements)


@st.composite
def distributions(draw: Any) -> PhysicsDistribution:
    weights = draw(_array(0, 1)).astype(np.float64) + 1e-3
    return PhysicsDistribution(
        class_probabilities=weights / weights.sum(),
        log10_youngs_modulus_mean=draw(_array(3, 12)),
        log10_youngs_modulus_std=draw(_array(0.0625, 1.5)),
        poisson_mean=draw(_array(0, 0.4375)),
        poisson_std=draw(_array(0.0078125, 0.25)),
        log10_density_mean=draw(_array(1, 4)),
        log10_density_std=draw(_array(0.03125, 0.5)),
        predicted=frozenset(draw(st.sets(st.sampled_from(sorted(ALL_PREDICTED)), min_size=1))),
        point_class=draw(st.none() | st.sampled_from(list(MaterialClass))),
    )


def example() -> PhysicsDistribution:
    probabilities = np.zeros(CLASS_COUNT)
    probabilities[MaterialClass.RUBBER], probabilities[MaterialClass.PLASTIC] = 0.7, 0.3
    stiffness = np.linspace(5, 11, CLASS_COUNT)
    stiffness[MaterialClass.RUBBER], stiffness[MaterialClass.PLASTIC] = 6.0, 9.0
    return PhysicsDistribution(
        class_probabilities=probabilities,
        log10_youngs_modulus_mean=stiffness,
        log10_youngs_modulus_std=np.full(CLASS_COUNT, 0.5),
        poisson_mean=np.full(CLASS_COUNT, 0.47),
        poisson_std=np.full(CLASS_COUNT, 0.04),
        log10_density_mean=np.full(CLASS_COUNT, 3.0),
        log10_density_std=np.full(CLASS_COUNT, 0.1),
    )


@settings(max_examples=40, deadline=None)
@given(distributions())
def test_densities_integrate_to_one(distribution: PhysicsDistribution) -> None:
    for parameter, grid in GRIDS.items():
        density = distribution.density_of(parameter, grid)
        assert (density >= 0).all()
        assert np.trapezoid(density, grid) == pytest.approx(1, abs=2e-3)


@settings(max_examples=40, deadline=None)
@given(distributions())
def test_cumulative_is_the_integral_of_the_density(distribution: PhysicsDistribution) -> None:
    for parameter, grid in GRIDS.items():
        density = distribution.density_of(parameter, grid)
        steps = 0.5 * (density[1:] + density[:-1]) * np.diff(grid)
        assert np.cumsum(steps) == pytest.approx(
            distribution.cumulative_of(parameter, grid)[1:], abs=3e-3
        )


@settings(max_examples=25, deadline=None)
@given(distributions(), st.floats(0.02, 0.98))
def test_quantile_inverts_cumulative(distribution: PhysicsDistribution, share: float) -> None:
    for parameter in PARAMETERS:
        value = distribution.quantile(parameter, share)
        steepness = float(distribution.density_of(parameter, [value])[0])
        assert distribution.cumulative_of(parameter, [value])[0] == pytest.approx(
            share, abs=1e-6 + 1e-7 * steepness
        )


@settings(max_examples=40, deadline=None)
@given(distributions())
def test_json_round_trip_keeps_every_bit(distribution: PhysicsDistribution) -> None:
    text = json.dumps(distribution.to_json(), allow_nan=False)
    again = PhysicsDistribution.from_json(json.loads(text))
    assert again.to_json() == distribution.to_json()
    for name in ("class_probabilities", "poisson_mean", "log10_density_std"):
        assert np.array_equal(getattr(again, name), getattr(distribution, name))
    assert again.predicted == distribution.predicted
    assert again.point_class == distribution.point_class


@settings(max_examples=25, deadline=None)
@given(distributions(), st.integers(0, 2**32 - 1))
def test_samples_are_reproducible_and_in_range(
    distribution: PhysicsDistribution, seed: int
) -> None:
    first = distribution.sample(np.random.default_rng(seed), 20)
    assert first == distribution.sample(np.random.default_rng(seed), 20)
    for sample in first:
        assert 0 <= sample.poisson_ratio <= 0.49
        assert 1 <= sample.youngs_modulus_pa <= 1e13
        assert math.isfinite(distribution.log_prob(sample))


def test_samples_match_the_densities() -> None:
    """Kolmogorov–Smirnov distance of 4,000 samples stays below its 0.1 % critical value."""
    distribution, count = example(), 4000
    samples = distribution.sample(np.random.default_rng(7), count)
    for parameter in PARAMETERS:
        values = np.sort([sample.value_of(parameter) for sample in samples])
        gap = np.abs(distribution.cumulative_of(parameter, values) - np.arange(count) / count)
        assert gap.max() < 1.95 / math.sqrt(count)
    rubber = sum(sample.material_class is MaterialClass.RUBBER for sample in samples) / count
    assert rubber == pytest.approx(0.7, abs=0.03)


def test_log_prob_is_the_logarithm_of_the_joint_density() -> None:
    distribution = example()
    sample = PhysicsSample(MaterialClass.RUBBER, 10**6.2, 0.46, 950.0)
    given_rubber = distribution.conditioned(material_class=MaterialClass.RUBBER)
    expected = math.log(0.7) + sum(
        math.log(given_rubber.density_of(name, [sample.value_of(name)])[0]) for name in PARAMETERS
    )
    assert distribution.log_prob(sample) == pytest.approx(expected, abs=1e-5)


def test_parameters_not_predicted_are_left_out_of_log_prob() -> None:
    full = example()
    partial = PhysicsDistribution.from_json(
        {**full.to_json(), "predicted": ["material_class", "log10_youngs_modulus"]}
    )
    light = PhysicsSample(MaterialClass.RUBBER, 1e6, 0.40, 500.0)
    heavy = PhysicsSample(MaterialClass.RUBBER, 1e6, 0.47, 2000.0)
    assert partial.log_prob(light) == partial.log_prob(heavy)
    assert full.log_prob(light) != full.log_prob(heavy)


def test_conditioning_on_a_value_follows_bayes() -> None:
    stiff = example().conditioned(youngs_modulus_pa=10**7.4)
    odds = 0.7 * math.exp(-0.5 * (1.4 / 0.5) ** 2) / (0.3 * math.exp(-0.5 * (1.6 / 0.5) ** 2))
    ratio = stiff.probabilities[MaterialClass.RUBBER] / stiff.probabilities[MaterialClass.PLASTIC]
    assert ratio == pytest.approx(odds, rel=1e-3)
    assert stiff.known == {"log10_youngs_modulus"}
    moduli = {sample.youngs_modulus_pa for sample in stiff.sample(np.random.default_rng(0), 8)}
    assert len(moduli) == 1
    assert moduli.pop() == pytest.approx(10**7.4, rel=1e-5)


def test_conditioning_on_a_class_keeps_its_values() -> None:
    plastic = example().conditioned(material_class=MaterialClass.PLASTIC)
    assert plastic.mean().material_class is MaterialClass.PLASTIC
    assert plastic.mean().youngs_modulus_pa == pytest.approx(1e9, rel=1e-4)
    assert plastic.probabilities[MaterialClass.PLASTIC] == 1
    assert "material_class" in plastic.known


def test_locked_values_leave_log_prob_and_show_as_a_peak() -> None:
    locked = example().conditioned(density_kg_m3=400.0, poisson_ratio=0.2)
    sample = PhysicsSample(MaterialClass.RUBBER, 1e6, 0.2, 400.0)
    other = PhysicsSample(MaterialClass.RUBBER, 1e6, 0.3, 700.0)
    assert locked.log_prob(sample) == locked.log_prob(other)
    grid = np.linspace(0, 0.49, 50)
    peak = grid[locked.density_of("poisson_ratio", grid).argmax()]
    assert peak == pytest.approx(0.2, abs=0.01)


def test_mean_is_one_material_not_a_blend() -> None:
    point = example().mean()
    assert point.material_class is MaterialClass.RUBBER
    assert point.youngs_modulus_pa == pytest.approx(1e6, rel=1e-4)
    assert point.poisson_ratio < 0.47  # the cut at 0.49 pulls the mean below the mode


def test_point_class_overrides_the_most_probable() -> None:
    data = {**example().to_json(), "point_class": "Plastic"}
    assert PhysicsDistribution.from_json(data).mean().material_class is MaterialClass.PLASTIC


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"class_probabilities": [0.5] * 14}, "sum is 7"),
        ({"class_probabilities": [1.0]}, "14 finite numbers"),
        ({"poisson_mean": [0.6] * 14}, "0 to 0.49"),
        ({"log10_density_std": [-1.0] * 14}, "std of log10_density"),
        ({"log10_youngs_modulus_mean": [math.nan] * 14}, "finite"),
        ({"version": 99}, "version 99"),
        ({"predicted": ["colour"]}, "unknown predicted"),
        ({"poisson_std": ["x"] * 14}, "not a number"),
    ],
)
def test_bad_values_are_named(change: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        PhysicsDistribution.from_json({**example().to_json(), **change})


def test_missing_key_is_named() -> None:
    data = example().to_json()
    del data["poisson_std"]
    with pytest.raises(InputError, match="lacks poisson_std"):
        PhysicsDistribution.from_json(data)


def test_out_of_range_samples_are_refused() -> None:
    with pytest.raises(InputError, match="log10_youngs_modulus"):
        PhysicsSample(MaterialClass.METAL, -1.0, 0.3, 1000.0)
    with pytest.raises(InputError, match="number of samples"):
        example().sample(np.random.default_rng(0), 0)
    with pytest.raises(InputError, match="unknown parameter"):
        example().density_of("colour", [0.0])
    with pytest.raises(InputError, match=r"inside 0\.\.1"):
        example().quantile("poisson_ratio", 1.0)


def test_arrays_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        example().class_probabilities[0] = 1
