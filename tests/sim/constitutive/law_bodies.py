"""Materials of every law and random deformations, for the tests of the laws."""

from __future__ import annotations

import math

import numpy as np

from sim.constitutive import oracle
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.mpm.material_rows import initial_history

YOUNG, POISSON = 1e5, 0.3
MU = YOUNG / (2 * (1 + POISSON))
LAM = YOUNG * POISSON / ((1 + POISSON) * (1 - 2 * POISSON))
KAPPA = LAM + 2 * MU / 3
YIELD = 500.0

SOLID_LAWS = [
    law for law in ConstitutiveLaw if law not in (ConstitutiveLaw.RIGID, ConstitutiveLaw.LIQUID)
]
ELASTIC_LAWS = [ConstitutiveLaw.JELLY, ConstitutiveLaw.NEO_HOOKEAN, ConstitutiveLaw.HENCKY]
DEFORMING_LAWS = [*SOLID_LAWS, ConstitutiveLaw.LIQUID]


def material_of(law, **changes):
    values = {
        "youngs_modulus_pa": YOUNG,
        "poisson_ratio": POISSON,
        "density_kg_m3": 1000.0,
        "yield_stress_pa": YIELD,
        "viscosity_pa_s": 50.0,
        "friction_angle_rad": math.radians(30),
    }
    return MaterialParams(law=law, **values | changes)


def elastic_of(law):
    """The same law with limits that the strains of a test do not reach."""
    changes = {"yield_stress_pa": 1e9, "cohesion_pa": 1e9}
    if law is ConstitutiveLaw.SNOW:
        changes |= {"critical_compression": 0.5, "critical_stretch": 0.5}
    return material_of(law, **changes)


def at_rest(law):
    return np.array(initial_history(law))


def step(params, F, history=None, dt_s=0.0, C=None):
    history = at_rest(params.law) if history is None else history
    return oracle.evaluate(params, F, history, dt_s, C)


def random_gradient(rng, size=0.5):
    while True:
        F = np.eye(3) + rng.uniform(-size, size, (3, 3))
        if 0.5 < np.linalg.det(F) < 2:
            return F


def random_rotation(rng):
    q, r = np.linalg.qr(rng.normal(size=(3, 3)))
    q = q * np.sign(np.diag(r))
    return q * np.sign(np.linalg.det(q))


def deviator(tensor):
    return tensor - np.trace(tensor) / 3 * np.eye(3)
