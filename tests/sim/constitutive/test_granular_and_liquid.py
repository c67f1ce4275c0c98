"""Sand, snow and liquid: cones, packing, pressure, and the volume they remember."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from law_bodies import (
    DEFORMING_LAWS,
    KAPPA,
    LAM,
    MU,
    YIELD,
    at_rest,
    deviator,
    material_of,
    random_gradient,
    step,
)

from sim.constitutive import drucker_prager, hencky, liquid, snow
from sim.materials import ConstitutiveLaw
from sim.mpm import material_rows

SAND, SNOW, LIQUID = ConstitutiveLaw.SAND, ConstitutiveLaw.SNOW, ConstitutiveLaw.LIQUID
PHI = math.radians(30)
strain = st.floats(-0.3, 0.3, allow_subnormal=False)


def cone_excess(tau, cohesion=0.0):
    """‖dev τ‖ − alpha (3 c cot φ − tr τ)."""
    alpha = drucker_prager.cone_slope(PHI)
    return np.linalg.norm(deviator(tau)) - alpha * (3 * cohesion / math.tan(PHI) - np.trace(tau))


@given(
    strain, strain, strain, st.sampled_from([0.0, 800.0]), st.floats(0, 0.05, allow_subnormal=False)
)
@settings(max_examples=200)
def test_sand_stays_in_its_cone(e0, e1, e2, cohesion, gap):
    params = material_of(SAND, cohesion_pa=cohesion)
    done = step(params, np.diag(np.exp([e0, e1, e2])), np.array([gap, 0]))
    assert cone_excess(done.kirchhoff, cohesion) < 1e-9 * MU
    again = step(params, done.F, done.history)
    assert np.allclose(again.F, done.F, atol=1e-9)
    assert np.allclose(again.history, done.history, atol=1e-9)


def sheared(params, start, *, steps=60, rate=1e-3):
    """Kirchhoff stress after simple shear in steps; the flow keeps the volume."""
    F, history = start, at_rest(params.law)
    turn = np.eye(3)
    turn[0, 2] = rate
    for _ in range(steps):
        done = step(params, turn @ F, history)
        F, history = done.F, done.history
    return done.kirchhoff


@pytest.mark.parametrize(("degrees", "slope"), [(20, 24.0), (30, 34.7), (40, 43.4)])
def test_sand_slides_down_slopes_a_little_steeper_than_its_friction_angle(degrees, slope):
    """Plane strain lies off the triaxial edge: tan of the slope is √3 · 2 sin φ / (3 − sin φ)."""
    sine = math.sin(math.radians(degrees))
    params = material_of(SAND, friction_angle_rad=math.radians(degrees))
    tau = sheared(params, 0.9995 * np.eye(3))
    friction = -tau[0, 2] / tau[2, 2]
    assert friction == pytest.approx(math.sqrt(3) * 2 * sine / (3 - sine), rel=5e-3)
    assert math.degrees(math.atan(friction)) == pytest.approx(slope, abs=0.2)


def test_metal_flows_in_shear_at_its_yield_stress_over_the_root_of_three():
    tau = sheared(material_of(ConstitutiveLaw.METAL), np.eye(3))
    assert tau[0, 2] == pytest.approx(YIELD / math.sqrt(3), rel=1e-3)


@pytest.mark.parametrize("cohesion", [0.0, 800.0])
def test_sand_fails_where_mohr_and_coulomb_say(cohesion):
    """Triaxial compression: s1 − s3 = (s1 + s3) sin φ + 2 c cos φ, compression positive."""
    params = material_of(SAND, cohesion_pa=cohesion)
    tau = step(params, np.diag([0.85, 1.03, 1.03])).kirchhoff
    high, low = -tau[0, 0], -tau[1, 1]
    strength = (high + low) * math.sin(PHI) + 2 * cohesion * math.cos(PHI)
    assert high - low == pytest.approx(strength, rel=1e-9)


def test_dry_sand_carries_no_tension_and_wet_sand_a_little():
    pulled = np.diag([1.05, 1.02, 1.0])
    dry = step(material_of(SAND), pulled)
    assert not dry.kirchhoff.any()
    assert np.allclose(dry.F, np.eye(3), atol=1e-12)
    wet = step(material_of(SAND, cohesion_pa=500.0), pulled)
    assert np.trace(wet.kirchhoff) == pytest.approx(3 * 500 / math.tan(PHI), rel=1e-9)
    assert np.abs(deviator(wet.kirchhoff)).max() < 1e-9


def test_clay_without_friction_has_a_constant_strength():
    params = material_of(SAND, friction_angle_rad=0.0, cohesion_pa=500.0)
    for squeeze in (1.0, 0.9):
        tau = step(params, squeeze * np.diag([0.9, 1.05, 1.05])).kirchhoff
        assert tau[1, 1] - tau[0, 0] == pytest.approx(2 * 500, rel=1e-9)


def test_cone_slope_matches_the_table_of_angles():
    for degrees, slope in ((20, 0.210), (30, 0.327), (45, 0.504)):
        assert drucker_prager.cone_slope(math.radians(degrees)) == pytest.approx(slope, abs=6e-4)


@pytest.mark.parametrize("law", [SAND, LIQUID])
def test_what_was_pulled_apart_must_close_before_it_presses(law):
    params, grown = material_of(law), np.eye(3) * math.exp(0.02 / 3)
    apart = step(params, grown)
    assert not apart.kirchhoff.any()
    assert apart.history[0] == pytest.approx(0.02)
    half = step(params, math.exp(-0.01 / 3) * apart.F, apart.history)
    assert np.abs(half.kirchhoff).max() < 1e-9
    assert half.history[0] == pytest.approx(0.01)
    pressed = step(params, math.exp(-0.02 / 3) * half.F, half.history)
    direct = step(params, np.eye(3) * math.exp(-0.01 / 3))
    assert np.allclose(pressed.kirchhoff, direct.kirchhoff, rtol=1e-9)
    assert pressed.history[0] == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(
    ("law", "limit"),
    [(SAND, material_rows.LARGEST_SAND_GAP), (LIQUID, material_rows.LARGEST_LIQUID_GAP)],
)
def test_what_flew_apart_forgets_how_far(law, limit):
    assert step(material_of(law), np.eye(3) * 3).history[0] == pytest.approx(limit)


def test_snow_yields_at_its_critical_strains_and_keeps_the_volume_in_jp(rng):
    params = material_of(SNOW)
    F = random_gradient(rng, 0.1)
    done = step(params, F)
    s = np.linalg.svd(done.F, compute_uv=False)
    assert s.min() >= 1 - params.critical_compression - 1e-12
    assert s.max() <= 1 + params.critical_stretch + 1e-12
    assert np.linalg.det(done.F) * done.history[0] == pytest.approx(np.linalg.det(F), rel=1e-9)
    again = step(params, done.F, done.history)
    assert np.allclose(again.F, done.F, atol=1e-12)
    assert np.allclose(again.history, done.history, atol=1e-12)


def test_packed_snow_is_harder_and_torn_snow_softer_within_limits():
    params, probe = material_of(SNOW), np.diag([0.99, 1, 1])
    rest = step(params, probe).kirchhoff[0, 0]
    packed = step(params, np.eye(3) * 0.95)
    torn = step(params, np.eye(3) * 1.03)
    assert packed.history[0] < 1 < torn.history[0]
    hardness = step(params, probe, packed.history).kirchhoff[0, 0] / rest
    assert hardness == pytest.approx(math.exp(10 * (1 - packed.history[0])), rel=1e-9)
    assert step(params, probe, torn.history).kirchhoff[0, 0] / rest < 1
    crushed = step(params, np.eye(3) * 0.3)
    assert step(params, probe, crushed.history).kirchhoff[0, 0] / rest == pytest.approx(5)
    powder = step(params, np.eye(3) * 3)
    assert step(params, probe, powder.history).kirchhoff[0, 0] / rest == pytest.approx(0.1)


@pytest.mark.parametrize("exponent", [0.0, 0.5, 10.0, 50.0])
def test_snow_hardening_never_passes_its_cap(exponent):
    smallest, largest = snow.volume_ratio_limits(exponent)
    assert 0 <= smallest < 1 < largest
    assert snow.largest_hardening(exponent) <= snow.LARGEST_HARDENING * (1 + 1e-12)
    at_smallest, _ = snow.hardened_moduli(smallest, 1.0, 1.0, exponent, 1.0)
    assert at_smallest == pytest.approx(snow.largest_hardening(exponent))


@pytest.mark.parametrize("volume", [0.95, 0.99])
def test_liquid_pressure_is_the_equation_of_state(volume):
    params = material_of(LIQUID)
    tau = step(params, np.diag([volume, 1, 1])).kirchhoff
    pressure = KAPPA / 7 * (volume**-7 - 1)
    assert np.allclose(tau, -volume * pressure * np.eye(3), rtol=1e-9)


def test_liquid_forgets_its_shape_and_turns_with_nothing(rng):
    F = random_gradient(rng, 0.05)
    done = step(material_of(LIQUID), F)
    assert np.abs(deviator(done.kirchhoff)).max() < 1e-9 * KAPPA
    stretches = np.linalg.svd(done.F, compute_uv=False)
    assert np.ptp(stretches) < 1e-12
    true_volume = np.linalg.det(done.F) * math.exp(done.history[0])
    assert true_volume == pytest.approx(np.linalg.det(F), rel=1e-9)


def test_crushed_liquid_holds_its_pressure_and_remembers_its_volume():
    params = material_of(LIQUID)
    smallest = liquid.smallest_volume(7.0)
    crushed = step(params, np.diag([0.5, 1, 1]))
    assert np.linalg.det(crushed.F) == pytest.approx(smallest)
    assert crushed.history[0] == pytest.approx(math.log(0.5 / smallest))
    released = step(params, np.cbrt(2.0) * crushed.F, crushed.history)
    assert np.abs(released.kirchhoff).max() < 1e-9 * KAPPA
    assert released.history[0] == pytest.approx(0, abs=1e-12)


def test_viscosity_adds_twice_the_symmetric_rate():
    params, C = material_of(LIQUID), np.arange(9.0).reshape(3, 3)
    tau = step(params, np.eye(3), C=C).kirchhoff
    assert np.allclose(tau, params.viscosity_pa_s * (C + C.T))
    assert not step(material_of(SAND), np.eye(3), C=C).kirchhoff.any()


def tangent(params, stretch, history):
    """dτ11 / d ln(stretch) of confined compression [Pa], history held."""
    h, values = 1e-6, []
    for change in (-h, h):
        F = np.diag([stretch * math.exp(change), 1, 1])
        values.append(step(params, F, history, dt_s=0.0).kirchhoff[0, 0])
    return (values[1] - values[0]) / (2 * h)


@pytest.mark.parametrize("law", DEFORMING_LAWS)
def test_wave_modulus_bounds_the_stiffness_of_the_law(law):
    params = material_of(law, yield_stress_pa=1e9, cohesion_pa=1e9)
    history = at_rest(law)
    if law is SNOW:
        history[0] = snow.volume_ratio_limits(params.hardening_exponent)[0]
    bound = material_rows.wave_modulus(params)
    stretch = 1 - 1e-4
    measured = tangent(params, stretch, history)
    assert measured <= bound * (1 + 1e-3)
    if law is not LIQUID:
        assert measured == pytest.approx(bound, rel=1e-3)


def test_wave_modulus_of_a_liquid_covers_half_of_its_compression():
    params = material_of(LIQUID)
    middle = math.sqrt(liquid.smallest_volume(7.0))
    bound = material_rows.wave_modulus(params)
    assert bound == pytest.approx(2 * KAPPA)
    # Kirchhoff stress over rest density: the acoustic part of the tangent is J kappa J^(-gamma).
    assert KAPPA * middle ** (1 - 7) == pytest.approx(bound)
    assert material_rows.wave_modulus(material_of(ConstitutiveLaw.RIGID)) == 0


def test_rows_name_every_law_and_keep_their_type():
    materials = [material_of(law) for law in ConstitutiveLaw]
    rows = material_rows.material_rows(materials)
    assert rows.shape == (len(materials), material_rows.ROW_FLOATS)
    assert rows.dtype == np.float32
    assert material_rows.material_rows(materials, np.float64).dtype == np.float64
    assert np.isfinite(rows).all()
    assert np.allclose(rows[:, material_rows.MU], MU)
    assert np.allclose(rows[:, material_rows.LAM], LAM)
    assert sorted(material_rows.LAW_IDS.values()) == list(range(len(ConstitutiveLaw)))


def test_hencky_pressure_is_the_bulk_modulus_times_the_log_volume():
    tau = hencky.kirchhoff_stress(0.1, 0.1, 0.1, MU, LAM)
    assert tau == pytest.approx([3 * KAPPA * 0.1] * 3)
