"""Laws against their energies, on the plain Python functions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.constitutive import drucker_prager, fixed_corotated, hencky, von_mises

MU, LAM = 1.3, 2.1
stretch = st.floats(0.5, 2.0)
strain = st.floats(-0.3, 0.3)


def corotated_energy(F):
    s = np.linalg.svd(F, compute_uv=False)
    return fixed_corotated.energy(s[0], s[1], s[2], MU, LAM, 0.5, 1.0)


def corotated_stress(F):
    u, s, _ = np.linalg.svd(F)
    return u @ np.diag(fixed_corotated.kirchhoff_stress(s[0], s[1], s[2], MU, LAM, 1.0)) @ u.T


def hencky_energy(F):
    e = np.log(np.linalg.svd(F, compute_uv=False))
    return hencky.energy(e[0], e[1], e[2], MU, LAM, 0.5)


def hencky_stress(F):
    u, s, _ = np.linalg.svd(F)
    e = np.log(s)
    return u @ np.diag(hencky.kirchhoff_stress(e[0], e[1], e[2], MU, LAM)) @ u.T


LAWS = {
    "fixed_corotated": (corotated_energy, corotated_stress),
    "hencky": (hencky_energy, hencky_stress),
}


def random_gradient(rng):
    while True:
        F = np.eye(3) + rng.uniform(-0.5, 0.5, (3, 3))
        if 0.5 < np.linalg.det(F) < 2:
            return F


def random_rotation(rng):
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    return q * np.sign(np.linalg.det(q))


@pytest.mark.parametrize("law", LAWS)
def test_stress_is_the_derivative_of_the_energy(law, rng):
    energy, stress = LAWS[law]
    for _ in range(20):
        F, h = random_gradient(rng), 1e-6
        piola = np.empty((3, 3))
        for i in range(3):
            for j in range(3):
                step = np.zeros((3, 3))
                step[i, j] = h
                piola[i, j] = (energy(F + step) - energy(F - step)) / (2 * h)
        expected = piola @ F.T
        assert np.abs(stress(F) - expected).max() < 1e-5 * np.abs(expected).max()


@pytest.mark.parametrize("law", LAWS)
def test_turning_the_body_turns_the_stress_and_keeps_the_energy(law, rng):
    energy, stress = LAWS[law]
    F, Q = random_gradient(rng), random_rotation(rng)
    assert energy(Q @ F) == pytest.approx(energy(F), rel=1e-9)
    assert np.allclose(stress(Q @ F), Q @ stress(F) @ Q.T, atol=1e-9)


@pytest.mark.parametrize("law", LAWS)
def test_the_rest_state_has_no_energy_and_no_stress(law):
    energy, stress = LAWS[law]
    assert energy(np.eye(3)) == 0
    assert np.abs(stress(np.eye(3))).max() == 0


@pytest.mark.parametrize("law", LAWS)
def test_small_strains_show_the_elastic_moduli(law):
    _, stress = LAWS[law]
    small = 1e-4
    shear = np.eye(3)
    shear[0, 1] = small
    assert stress(shear)[0, 1] == pytest.approx(MU * small, rel=1e-3)
    pressure = np.trace(stress(np.eye(3) * (1 + small))) / 3
    assert pressure == pytest.approx((LAM + 2 * MU / 3) * 3 * small, rel=1e-3)
    confined = stress(np.diag([1 + small, 1, 1]))
    assert confined[0, 0] == pytest.approx((LAM + 2 * MU) * small, rel=1e-3)


@given(strain, strain, strain)
def test_von_mises_keeps_volume_and_stays_on_its_cylinder(e0, e1, e2):
    radius = 0.05
    mapped = von_mises.return_mapping(e0, e1, e2, radius, 1 / 3, 0.0, 1.0)
    again = von_mises.return_mapping(*mapped, radius, 1 / 3, 0.0, 1.0)
    assert sum(mapped) == pytest.approx(e0 + e1 + e2, abs=1e-12)
    deviator = np.array(mapped) - np.mean(mapped)
    assert np.linalg.norm(deviator) <= radius * (1 + 1e-9)
    assert again == pytest.approx(mapped, abs=1e-12)


def test_von_mises_yields_at_the_uniaxial_yield_stress():
    yield_stress, mu = 2.0, 10.0
    radius = von_mises.strain_radius(yield_stress, mu)
    mapped = np.array(von_mises.return_mapping(0.9, -0.4, -0.4, radius, 1 / 3, 0.0, 1.0))
    dev = 2 * mu * (mapped - mapped.mean())
    assert dev[0] - dev[1] == pytest.approx(yield_stress, rel=1e-9)


@given(strain, strain, strain)
@settings(max_examples=200)
def test_drucker_prager_stays_in_its_cone(e0, e1, e2):
    alpha = drucker_prager.cone_slope(math.radians(30))
    slope = alpha * (3 * LAM + 2 * MU) / (2 * MU)
    mapped = drucker_prager.return_mapping(e0, e1, e2, slope, 1 / 3, 0.0, 1.0)
    again = drucker_prager.return_mapping(*mapped, slope, 1 / 3, 0.0, 1.0)
    assert again == pytest.approx(mapped, abs=1e-9)
    tau = np.array(hencky.kirchhoff_stress(*mapped, MU, LAM))
    deviator = np.linalg.norm(tau - tau.mean())
    assert deviator <= -alpha * (3 * LAM + 2 * MU) * sum(mapped) + 1e-9
    if e0 + e1 + e2 > 0:
        assert mapped == (0, 0, 0)


def test_cone_slope_matches_the_table_of_angles():
    for degrees, slope in ((20, 0.210), (30, 0.327), (45, 0.504)):
        assert drucker_prager.cone_slope(math.radians(degrees)) == pytest.approx(slope, abs=6e-4)


@given(stretch, stretch, stretch)
def test_corotated_energy_is_never_negative(s0, s1, s2):
    assert fixed_corotated.energy(s0, s1, s2, MU, LAM, 0.5, 1.0) >= 0
