"""Every law's elastic part: against its energy, its rest state, its moduli, its objectivity."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from law_bodies import (
    DEFORMING_LAWS,
    ELASTIC_LAWS,
    KAPPA,
    LAM,
    MU,
    POISSON,
    SOLID_LAWS,
    YOUNG,
    at_rest,
    elastic_of,
    material_of,
    random_gradient,
    random_rotation,
    step,
)

from sim.constitutive import fixed_corotated, neo_hookean, oracle
from sim.materials import ConstitutiveLaw

stretch = st.floats(0.5, 2.0)
SMALL = 1e-3


def energy(params, F, history):
    return float(oracle.energy_densities(params, F[None], history[None])[0])


def stress(params, F, history):
    """Kirchhoff stress of an elastic F, without a return mapping."""
    u, s, _ = oracle.signed_svd(F)
    return u @ np.diag(oracle.principal_kirchhoff(params, s[None], history[None])[0]) @ u.T


def piola_by_differences(params, F, history, h=1e-6):
    piola = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            change = np.zeros((3, 3))
            change[i, j] = h
            rise = energy(params, F + change, history) - energy(params, F - change, history)
            piola[i, j] = rise / (2 * h)
    return piola


@pytest.mark.parametrize("law", DEFORMING_LAWS)
def test_stress_is_the_derivative_of_the_energy(law, rng):
    params = material_of(law)
    history = at_rest(law)
    if law is ConstitutiveLaw.SNOW:
        history[0] = 0.93
    for _ in range(20):
        F = random_gradient(rng)
        piola = piola_by_differences(params, F, history)
        ours = stress(params, F, history) @ np.linalg.inv(F).T
        assert np.abs(ours - piola).max() < 1e-5 * np.abs(piola).max()


@pytest.mark.parametrize("law", DEFORMING_LAWS)
def test_turning_the_body_turns_the_stress_and_keeps_the_energy(law, rng):
    params = material_of(law)
    for _ in range(5):
        F, Q = random_gradient(rng), random_rotation(rng)
        plain, turned = step(params, F, dt_s=1e-4), step(params, Q @ F, dt_s=1e-4)
        scale = YOUNG * 1e-9
        assert turned.energy_density == pytest.approx(plain.energy_density, rel=1e-9, abs=scale)
        assert np.allclose(turned.kirchhoff, Q @ plain.kirchhoff @ Q.T, atol=scale)
        assert np.allclose(turned.F, Q @ plain.F, atol=1e-9)
        assert np.allclose(turned.history, plain.history, atol=1e-9)


@pytest.mark.parametrize("law", DEFORMING_LAWS)
def test_the_rest_state_has_no_energy_and_no_stress(law):
    done = step(material_of(law), np.eye(3), dt_s=1e-4)
    assert done.energy_density == 0
    assert not done.kirchhoff.any()
    assert np.array_equal(done.F, np.eye(3))
    assert np.array_equal(done.history, at_rest(law))


@pytest.mark.parametrize("law", SOLID_LAWS)
def test_small_strains_show_the_elastic_moduli(law):
    params = elastic_of(law)
    shear = np.eye(3)
    shear[0, 1] = SMALL
    assert step(params, shear).kirchhoff[0, 1] == pytest.approx(MU * SMALL, rel=0.01)
    pressed = step(params, np.eye(3) * (1 - SMALL)).kirchhoff
    assert np.trace(pressed) / 3 == pytest.approx(-KAPPA * 3 * SMALL, rel=0.01)
    confined = step(params, np.diag([1 - SMALL, 1, 1])).kirchhoff
    assert confined[0, 0] == pytest.approx(-(LAM + 2 * MU) * SMALL, rel=0.01)


@pytest.mark.parametrize("law", SOLID_LAWS)
def test_a_free_bar_shows_youngs_modulus_and_poissons_ratio(law):
    params = elastic_of(law)

    def sideways(lateral):
        return step(params, np.diag([1 - SMALL, 1 + lateral, 1 + lateral])).kirchhoff

    low, high = 0.0, SMALL
    for _ in range(60):  # the lateral strain that leaves the sides free of stress
        middle = (low + high) / 2
        low, high = (middle, high) if sideways(middle)[1, 1] < 0 else (low, middle)
    assert low / SMALL == pytest.approx(POISSON, rel=0.01)
    assert sideways(low)[0, 0] == pytest.approx(-YOUNG * SMALL, rel=0.01)


@pytest.mark.parametrize("gamma", [0.01, 0.5, 2.0])
def test_simple_shear_of_neo_hookean_is_exactly_linear(gamma):
    sheared = np.eye(3)
    sheared[0, 1] = gamma
    tau = step(material_of(ConstitutiveLaw.NEO_HOOKEAN), sheared).kirchhoff
    assert tau[0, 1] == pytest.approx(MU * gamma, rel=1e-12)


def test_neo_hookean_resists_compression_with_the_bulk_modulus_not_lambda():
    params = material_of(ConstitutiveLaw.NEO_HOOKEAN)
    tau = step(params, np.eye(3) * 0.9).kirchhoff
    assert np.trace(tau) / 3 == pytest.approx(KAPPA / 2 * (0.9**6 - 1), rel=1e-12)


def test_tensor_form_of_neo_hookean_needs_no_axes(rng):
    F = random_gradient(rng)
    b, volume = F @ F.T, np.linalg.det(F)
    deviatoric = b - np.trace(b) / 3 * np.eye(3)
    expected = MU * volume ** (-2 / 3) * deviatoric + KAPPA / 2 * (volume**2 - 1) * np.eye(3)
    assert np.allclose(step(material_of(ConstitutiveLaw.NEO_HOOKEAN), F).kirchhoff, expected)


@pytest.mark.parametrize("law", ELASTIC_LAWS)
def test_elastic_laws_leave_the_deformation_alone(law, rng):
    F = random_gradient(rng)
    done = step(material_of(law), F, dt_s=1e-3)
    assert np.allclose(done.F, F, atol=1e-12)
    assert not done.history.any()


@given(stretch, stretch, stretch)
def test_energies_are_never_negative(s0, s1, s2):
    assert fixed_corotated.energy(s0, s1, s2, MU, LAM, 0.5, 1.0) >= 0
    assert neo_hookean.energy(s0, s1, s2, MU, KAPPA, 1 / 3, 0.5, 1.0) >= -1e-9 * MU


def test_an_inverted_jelly_is_pulled_back():
    params = material_of(ConstitutiveLaw.JELLY)
    tau = step(params, np.diag([1, 1, -0.3])).kirchhoff
    assert tau[2, 2] > 0


def test_a_rigid_particle_has_neither_stress_nor_energy():
    done = step(material_of(ConstitutiveLaw.RIGID), np.diag([1.1, 1, 1]))
    assert not done.kirchhoff.any()
    assert done.energy_density == 0


@pytest.mark.parametrize("law", DEFORMING_LAWS)
def test_energies_of_many_particles_are_those_of_each(law, rng):
    params = material_of(law)
    F = np.array([step(params, random_gradient(rng)).F for _ in range(6)])
    histories = np.tile(at_rest(law), (6, 1))
    together = oracle.energy_densities(params, F, histories)
    assert together.shape == (6,)
    apart = [energy(params, one, histories[0]) for one in F]
    assert np.allclose(together, apart, rtol=1e-12)
