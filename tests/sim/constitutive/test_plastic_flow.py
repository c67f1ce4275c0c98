"""Metal, plasticine and foam: where they yield, how they harden, break and creep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_bodies import MU, YIELD, YOUNG, at_rest, deviator, material_of, random_gradient, step

from sim.constitutive import von_mises
from sim.materials import ConstitutiveLaw

METAL, PLASTICINE, FOAM = (
    ConstitutiveLaw.METAL,
    ConstitutiveLaw.PLASTICINE,
    ConstitutiveLaw.FOAM,
)
RADIUS = np.sqrt(2 / 3) * YIELD
strain = st.floats(-0.3, 0.3, allow_subnormal=False)


def pull(params, *, steps=60, rate=1e-3, dt_s=1e-3):
    """Stretch a free bar step by step; axial Kirchhoff stress and histories of every step."""
    F, history, axial, histories = np.eye(3), at_rest(params.law), [], []
    for _ in range(steps):
        low, high = -rate, rate
        for _ in range(30):  # the lateral strain that leaves the sides free of stress
            middle = (low + high) / 2
            trial = np.diag([1 + rate, 1 + middle, 1 + middle]) @ F
            done = step(params, trial, history, dt_s)
            low, high = (middle, high) if done.kirchhoff[1, 1] < 0 else (low, middle)
        F, history = done.F, done.history
        axial.append(done.kirchhoff[0, 0])
        histories.append(history)
    return np.array(axial), np.array(histories)


@pytest.mark.parametrize("law", [METAL, PLASTICINE])
def test_a_pulled_bar_yields_at_its_uniaxial_yield_stress(law):
    axial, histories = pull(material_of(law))
    assert axial[2] == pytest.approx(3e-3 * YOUNG, rel=0.01)
    assert axial[-1] == pytest.approx(YIELD, rel=0.02)
    assert np.ptp(axial[20:]) < 0.001 * YIELD
    plastic_strain = 60 * np.log(1.001) - YIELD / YOUNG
    assert histories[-1, 1] == pytest.approx(plastic_strain, rel=0.01)


def test_hardening_raises_the_yield_stress_with_the_flow():
    params = material_of(METAL, hardening=0.15)
    axial, histories = pull(params)
    flow = histories[:, 1] * np.sqrt(3 / 2)
    expected = YIELD + 2 * MU * params.hardening * flow
    assert np.allclose(axial[20:], expected[20:], rtol=1e-5)
    assert np.allclose(histories[:, 0], expected - YIELD, rtol=1e-6)
    assert axial[-1] > 2 * YIELD


def test_metal_ignores_softening_and_plasticine_without_it_never_breaks():
    plain = pull(material_of(METAL), steps=15)
    for params in (material_of(METAL, softening=1e4), material_of(PLASTICINE)):
        assert np.array_equal(pull(params, steps=15)[0], plain[0])


def test_damaged_plasticine_weakens_and_turns_to_dust_for_good():
    params = material_of(PLASTICINE, softening=1.5e4)
    axial, histories = pull(params)
    assert axial.max() == pytest.approx(YIELD, rel=0.02)
    assert (np.diff(axial[10:]) <= 1e-9).all()
    assert axial[-1] == 0
    assert histories[-1, 0] == -YIELD
    flow = histories[15, 1] * np.sqrt(3 / 2)
    assert axial[15] == pytest.approx(YIELD - params.softening * flow, rel=1e-6)
    dust = step(params, np.diag([0.9, 1, 1.05]), histories[-1])
    assert not dust.kirchhoff.any()
    assert np.allclose(dust.F @ dust.F.T, np.eye(3), atol=1e-12)


def test_plasticine_that_softens_too_steeply_breaks_at_once():
    params = material_of(PLASTICINE, softening=3 * 2 * MU)
    sheared = np.eye(3)
    sheared[0, 1] = 2.02 * YIELD / np.sqrt(3) / MU / 2
    done = step(params, sheared)
    assert not done.kirchhoff.any()
    assert done.history[0] == -YIELD


@given(strain, strain, strain, st.floats(-0.5, 2.0, allow_subnormal=False))
def test_von_mises_keeps_volume_and_ends_on_its_changed_cylinder(e0, e1, e2, xi):
    modulus = 2 * MU * xi
    constants = (
        YIELD,
        von_mises.strain_radius(1, MU),
        von_mises.flow_factor(modulus, MU),
        modulus,
        1 / 3,
        0.0,
        1.0,
        np.sqrt(2 / 3),
    )
    mapped = von_mises.return_mapping(e0, e1, e2, 0.0, 0.0, *constants)
    again = von_mises.return_mapping(*mapped, *constants)
    assert again == pytest.approx(mapped, abs=1e-9)
    strength = YIELD + mapped[3]
    norm = 2 * MU * np.linalg.norm(np.array(mapped[:3]) - np.mean(mapped[:3]))
    assert norm <= np.sqrt(2 / 3) * strength * (1 + 1e-9) + 1e-9
    if strength > 0:
        assert sum(mapped[:3]) == pytest.approx(e0 + e1 + e2, abs=1e-12)


@pytest.mark.parametrize("law", [METAL, PLASTICINE])
def test_mapping_twice_is_mapping_once(law, rng):
    params = material_of(law, hardening=0.1, softening=100.0)
    for _ in range(10):
        once = step(params, random_gradient(rng))
        twice = step(params, once.F, once.history)
        assert np.allclose(twice.F, once.F, atol=1e-12)
        assert np.allclose(twice.history, once.history, atol=1e-9)


def held_foam(params, times, dt_s):
    """Excess over the yield surface of a sheared foam that is held, at the given times [s]."""
    F = np.eye(3)
    F[0, 1] = 0.05
    history, excess = at_rest(FOAM), []
    for index in range(1, round(max(times) / dt_s) + 1):
        done = step(params, F, history, dt_s)
        F, history = done.F, done.history
        if any(abs(index * dt_s - time) < dt_s / 2 for time in times):
            excess.append(np.linalg.norm(deviator(done.kirchhoff)) - RADIUS)
    return np.array(excess)


def test_held_foam_relaxes_to_the_yield_surface_in_its_own_time():
    params = material_of(FOAM)
    relaxation_s = params.viscosity_pa_s / (2 * MU)
    times = relaxation_s * np.array([0.5, 1, 2, 20])
    excess = held_foam(params, times, relaxation_s / 100)
    start = np.sqrt(2) * MU * 0.05 - RADIUS
    assert np.allclose(excess[:3], start * np.exp([-0.5, -1, -2]), rtol=0.03)
    assert 0 <= excess[3] < 1e-6 * start


def test_flowing_foam_carries_the_viscous_overstress():
    params, rate, dt_s = material_of(FOAM), 2.0, 1e-4
    F, history = np.eye(3), at_rest(FOAM)
    spin_free = np.diag([rate, -rate / 2, -rate / 2])
    for _ in range(300):
        done = step(params, (np.eye(3) + dt_s * spin_free) @ F, history, dt_s)
        F, history = done.F, done.history
    overstress = np.linalg.norm(deviator(done.kirchhoff)) - RADIUS
    assert overstress == pytest.approx(params.viscosity_pa_s * np.linalg.norm(spin_free), rel=0.02)


def test_foam_is_elastic_below_its_yield_stress_and_in_no_time():
    params = material_of(FOAM)
    small = np.diag([1.001, 1, 1])
    assert np.allclose(step(params, small, dt_s=1.0).F, small, atol=1e-12)
    large = np.diag([1.2, 1, 0.9])
    assert np.allclose(step(params, large, dt_s=0.0).F, large, atol=1e-12)


@pytest.mark.parametrize("law", [METAL, PLASTICINE, FOAM])
def test_flow_keeps_the_volume(law, rng):
    F = random_gradient(rng)
    done = step(material_of(law), F, dt_s=1e-3)
    assert np.linalg.det(done.F) == pytest.approx(np.linalg.det(F), rel=1e-9)
    assert done.history[1] > 0
