"""Compiled laws against the float64 oracle, which runs the same plain functions."""

from __future__ import annotations

import numpy as np
import pytest

from sim.constitutive import oracle
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.mpm.cpu import law_steps
from sim.mpm.cpu.layout import FIELDS, H0, LANES, MASS, TAU, TOTAL_PACK, VOLUME, C, F
from sim.mpm.material_rows import initial_history, material_rows

DT_S = 1e-3
YOUNG_PA = 1e3
VOIGT = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))
LAWS = [law for law in ConstitutiveLaw if law is not ConstitutiveLaw.RIGID]
ELASTIC = {ConstitutiveLaw.JELLY, ConstitutiveLaw.NEO_HOOKEAN, ConstitutiveLaw.HENCKY}


def proper_gradients(rng, spread=0.3):
    """16 turned gradients with det F of 0.5 to 2."""
    found = []
    while len(found) < LANES:
        matrix = np.eye(3) + rng.uniform(-spread, spread, (3, 3))
        turn = np.linalg.qr(rng.normal(size=(3, 3)))[0]
        if 0.5 < np.linalg.det(matrix) < 2:
            found.append(turn * np.sign(np.linalg.det(turn)) @ matrix)
    return np.array(found)


def params_of(law):
    return material(law, youngs_modulus_pa=YOUNG_PA)


def histories_of(law, rng):
    h0, _ = initial_history(law)
    own = {ConstitutiveLaw.SNOW: 0.03, ConstitutiveLaw.SAND: 0.01, ConstitutiveLaw.LIQUID: 0.01}
    histories = np.zeros((LANES, 2))
    histories[:, 0] = h0 + own.get(law, 0.0) * rng.uniform(size=LANES)
    return histories


class Pack:
    """One pack of 16 particles of rest volume 2 between two packs that must not be touched."""

    def __init__(self, gradients, affine, histories, dtype):
        fields = np.zeros((3, FIELDS, LANES), dtype)
        fields[:, F // LANES : F // LANES + 9] = gradients.reshape(LANES, 9).T
        fields[:, C // LANES : C // LANES + 9] = affine.reshape(LANES, 9).T
        fields[:, H0 // LANES : H0 // LANES + 2] = histories.T
        fields[:, MASS // LANES], fields[:, VOLUME // LANES] = 1, 2
        self.before = fields.copy()
        self.state = fields.ravel()
        self.total = np.zeros((3, 9, LANES), dtype)
        self.total[:, ::4] = 1
        self.total = self.total.ravel()

    def step(self, params):
        dtype = self.state.dtype
        rows = material_rows([params_of(ConstitutiveLaw.JELLY), params], dtype)
        law_steps.run(
            params.law,
            self.state,
            self.total,
            np.array([1], np.int32),
            np.array([0, 1, 0], np.int32),
            rows,
            dtype.type(DT_S),
        )

    def field(self, first, count):
        return self.state.reshape(3, FIELDS, LANES)[1, first // LANES :][:count].T.astype(float)


def left_green(gradients):
    return gradients @ gradients.transpose(0, 2, 1)


def compare(law, gradients, rng, dtype, *, tolerance, rotation=True, turning_per_s=20.0):
    """One step of a pack beside the oracle's; tolerances are relative to the modulus."""
    params = params_of(law)
    affine = turning_per_s * rng.uniform(-1, 1, (LANES, 3, 3))
    histories = histories_of(law, rng)
    pack = Pack(gradients, affine, histories, dtype)
    pack.step(params)
    trials = (np.eye(3) + DT_S * affine) @ gradients
    steps = [
        oracle.evaluate(params, trial, history, DT_S, C=velocity_gradient)
        for trial, history, velocity_gradient in zip(trials, histories, affine, strict=True)
    ]
    expected = np.array([step.F for step in steps])
    found = pack.field(F, 9).reshape(-1, 3, 3)
    assert np.abs(left_green(found) - left_green(expected)).max() < tolerance
    if rotation and law is not ConstitutiveLaw.LIQUID:
        assert np.abs(found - expected).max() < tolerance
    tau = np.array([[step.kirchhoff[pair] for pair in VOIGT] for step in steps])
    scale = max(YOUNG_PA, np.abs(tau).max())
    assert np.abs(pack.field(TAU, 6) / 2 - tau).max() < tolerance * scale
    history = np.array([step.history for step in steps])
    assert np.abs(pack.field(H0, 2) - history).max() < tolerance * max(1, np.abs(history).max())
    return pack


@pytest.mark.parametrize("law", LAWS)
def test_kernel_agrees_with_the_oracle_in_float32(law, rng):
    pack = compare(law, proper_gradients(rng), rng, np.float32, tolerance=1e-4)
    untouched = pack.state.reshape(3, FIELDS, LANES)[::2]
    assert np.array_equal(untouched, pack.before[::2])


@pytest.mark.parametrize("law", LAWS)
def test_kernel_agrees_near_rest(law, rng):
    compare(law, proper_gradients(rng, spread=0.01), rng, np.float32, tolerance=2e-5)


@pytest.mark.parametrize("law", LAWS)
def test_kernel_agrees_at_rest_and_along_the_axes(law, rng):
    gradients = np.tile(np.eye(3), (LANES, 1, 1))
    gradients[4:8] *= np.array([0.97, 0.98, 1.0, 1.02])[:, None, None]
    gradients[8:, 0, 0] = np.linspace(0.9, 1.1, 8)
    gradients[12:, 1, 0] = 1e-12
    compare(law, gradients, rng, np.float32, tolerance=1e-5, turning_per_s=0.0)


def thinned(gradients, factors):
    """Gradients whose third stretch is multiplied by 16 factors."""
    return gradients * np.stack([np.ones(LANES), np.ones(LANES), factors], -1)[:, None]


@pytest.mark.parametrize("law", LAWS)
def test_kernel_agrees_for_inverted_and_squeezed_particles(law, rng):
    factors = np.array([-1.0, -0.4, -0.3, -0.2, 0.15, 0.2, 0.3, 0.5] * 2)
    gradients = thinned(proper_gradients(rng), factors)
    compare(law, gradients, rng, np.float32, tolerance=1e-3, rotation=False)


@pytest.mark.parametrize("law", LAWS)
def test_flat_particles_stay_finite(law, rng):
    gradients = thinned(proper_gradients(rng), np.array([0.0, 1e-3, -1e-3, 1e-6] * 4))
    gradients[0] = 0
    pack = Pack(gradients, np.zeros((LANES, 3, 3)), histories_of(law, rng), np.float32)
    pack.step(params_of(law))
    assert np.isfinite(pack.state).all()
    if law not in ELASTIC:
        assert (np.linalg.det(pack.field(F, 9).reshape(-1, 3, 3)) > 0).all()


@pytest.mark.parametrize(
    "law",
    [
        ConstitutiveLaw.JELLY,
        ConstitutiveLaw.SAND,
        *(
            pytest.param(law, marks=pytest.mark.slow)
            for law in LAWS
            if law not in (ConstitutiveLaw.JELLY, ConstitutiveLaw.SAND)
        ),
    ],
)
def test_kernel_agrees_with_the_oracle_in_float64(law, rng):
    compare(law, proper_gradients(rng), rng, np.float64, tolerance=1e-12)


@pytest.mark.parametrize("law", sorted(law_steps.FLOWING_LAWS))
def test_flowing_laws_advance_the_total_deformation(law, rng):
    affine = rng.uniform(-20, 20, (LANES, 3, 3))
    pack = Pack(proper_gradients(rng), affine, histories_of(law, rng), np.float32)
    pack.step(params_of(law))
    total = pack.total.reshape(3, TOTAL_PACK // LANES, LANES)
    assert np.abs(total[1].T.reshape(-1, 3, 3) - (np.eye(3) + DT_S * affine)).max() < 1e-6
    assert np.array_equal(total[0], total[2])
    assert np.array_equal(total[0, ::4], np.ones((3, LANES)))


def test_rigid_particles_carry_no_stress(rng):
    pack = Pack(proper_gradients(rng), np.zeros((LANES, 3, 3)), np.zeros((LANES, 2)), np.float32)
    pack.step(params_of(ConstitutiveLaw.RIGID))
    assert np.array_equal(pack.state, pack.before.ravel())
