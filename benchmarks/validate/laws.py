"""Constitutive laws alone, in float64: the functions that every kernel compiles."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.validate.bodies import Floats
from benchmarks.validate.rows import Row, absolute, relative
from sim.constitutive import oracle
from sim.constitutive.drucker_prager import cone_slope
from sim.materials import ConstitutiveLaw, MaterialParams, bulk_modulus, lame_parameters
from sim.mpm.material_rows import initial_history

YOUNG, POISSON, YIELD = 1e5, 0.3, 500.0
LAM, MU = lame_parameters(YOUNG, POISSON)
LAWS = [law for law in ConstitutiveLaw if law is not ConstitutiveLaw.RIGID]
SOLIDS = [law for law in LAWS if law is not ConstitutiveLaw.LIQUID]
UNLIMITED = {"yield_stress_pa": 1e9, "cohesion_pa": 1e9}
SMALL = 1e-3


def _params(law: ConstitutiveLaw, **changes: Any) -> MaterialParams:
    plain = MaterialParams(law, YOUNG, POISSON, 1000.0, YIELD, viscosity_pa_s=50.0)
    return replace(plain, **changes)


def _elastic(law: ConstitutiveLaw) -> MaterialParams:
    """The law with limits that small strains do not reach."""
    changes = dict(UNLIMITED)
    if law is ConstitutiveLaw.SNOW:
        changes |= {"critical_compression": 0.5, "critical_stretch": 0.5}
    return _params(law, **changes)


def _rest(law: ConstitutiveLaw) -> Floats:
    return np.array(initial_history(law), np.float64)


def _tau(params: MaterialParams, gradient: Floats) -> Floats:
    return oracle.evaluate(params, gradient, _rest(params.law), 0.0).kirchhoff


def _gradients(count: int) -> list[Floats]:
    """Random deformation gradients with det 0.5 to 2."""
    rng = np.random.default_rng(7)
    found: list[Floats] = []
    while len(found) < count:
        gradient = np.eye(3) + rng.uniform(-0.5, 0.5, (3, 3))
        if 0.5 < np.linalg.det(gradient) < 2:
            found.append(gradient)
    return found


def _energy_departure(law: ConstitutiveLaw) -> float:
    """Largest departure of P from the central differences of the energy, over its size."""
    params, history, h, worst = _params(law), _rest(law)[None], 1e-6, 0.0
    for gradient in _gradients(20):
        u, stretches, _ = oracle.signed_svd(gradient)
        principal = oracle.principal_kirchhoff(params, stretches[None], history)[0]
        piola = u @ np.diag(principal) @ u.T @ np.linalg.inv(gradient).T
        changes = h * np.eye(9).reshape(9, 3, 3)
        ends = np.concatenate([gradient + changes, gradient - changes])
        energies = oracle.energy_densities(params, ends, np.repeat(history, 18, axis=0))
        numeric = ((energies[:9] - energies[9:]) / (2 * h)).reshape(3, 3)
        worst = max(worst, float(np.abs(piola - numeric).max() / np.abs(numeric).max()))
    return worst


def energies() -> Sequence[Row]:
    """Every law against its energy."""
    return [
        absolute(
            f"stress against the energy, {law.value}",
            "P = ∂ψ/∂F",
            0.0,
            _energy_departure(law),
            tolerance=1e-5,
            remark="central differences, 20 random F with det 0.5 to 2",
        )
        for law in LAWS
    ]


def rest_and_turns() -> Sequence[Row]:
    """Rest state and objectivity, the worst of all laws."""
    rest = max(float(np.abs(_tau(_params(law), np.eye(3))).max()) for law in LAWS)
    rng, worst = np.random.default_rng(3), 0.0
    for law in LAWS:
        for gradient in _gradients(5):
            turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))
            turn = turn * np.sign(np.linalg.det(turn))
            turned, plain = (_tau(_params(law), f) for f in (turn @ gradient, gradient))
            worst = max(worst, float(np.abs(turned - turn @ plain @ turn.T).max()))
    return [
        absolute("stress at rest over E, all laws", "τ(I) = 0", 0.0, rest / YOUNG, tolerance=1e-6),
        absolute(
            "objectivity over E, all laws",
            "τ(QF) = Q τ(F) Qᵀ",
            0.0,
            worst / YOUNG,
            tolerance=1e-6,
            remark="5 random F and Q a law, return mappings included",
        ),
    ]


def _worst(law_values: dict[str, float], expected: float) -> tuple[str, float]:
    name = max(law_values, key=lambda key: abs(law_values[key] - expected))
    return name, law_values[name]


def small_strains() -> Sequence[Row]:
    """Moduli at a strain of 1e-3, the worst of all solid laws."""
    shear, kappa = np.eye(3), bulk_modulus(YOUNG, POISSON)
    shear[0, 1] = SMALL
    answers: dict[str, tuple[float, Callable[[MaterialParams], float]]] = {
        "shear modulus": (MU, lambda p: float(_tau(p, shear)[0, 1]) / SMALL),
        "bulk modulus": (
            kappa,
            lambda p: -float(np.trace(_tau(p, np.eye(3) * (1 - SMALL)))) / (9 * SMALL),
        ),
        "Young's modulus": (YOUNG, lambda p: _free_bar(p)[0]),
        "Poisson's ratio": (POISSON, lambda p: _free_bar(p)[1]),
    }
    rows = []
    for title, (expected, measure) in answers.items():
        values = {law.value: float(measure(_elastic(law))) for law in SOLIDS}
        name, value = _worst(values, expected)
        unit = "" if title.startswith("Poisson") else "Pa"
        remark = f"worst of {len(SOLIDS)} laws: {name}"
        rows.append(
            relative(
                f"{title} at strain 1e-3",
                "linear elasticity",
                expected,
                value,
                tolerance=0.01,
                unit=unit,
                remark=remark,
            )
        )
    return rows


def _free_bar(params: MaterialParams) -> tuple[float, float]:
    """Young's modulus [Pa] and Poisson's ratio of a bar with free sides."""
    low, high = 0.0, SMALL
    for _ in range(60):
        middle = (low + high) / 2
        tau = _tau(params, np.diag([1 - SMALL, 1 + middle, 1 + middle]))
        low, high = (middle, high) if tau[1, 1] < 0 else (low, middle)
    tau = _tau(params, np.diag([1 - SMALL, 1 + low, 1 + low]))
    return float(-tau[0, 0] / SMALL), low / SMALL


def _pulled(params: MaterialParams) -> float:
    """Axial stress [Pa] of a bar pulled by 5 % with free sides, step by step."""
    gradient, history, tau = np.eye(3), _rest(params.law), np.zeros((3, 3))
    for _ in range(40):
        low, high = -SMALL, SMALL
        for _ in range(50):
            middle = (low + high) / 2
            step = np.diag([1 + 1.25e-3, 1 + middle, 1 + middle])
            done = oracle.evaluate(params, step @ gradient, history, 0.0)
            low, high = (low, middle) if done.kirchhoff[1, 1] > 0 else (middle, high)
        gradient, history, tau = done.F, done.history, done.kirchhoff
    return float(tau[0, 0])


def yields() -> Sequence[Row]:
    """Simple shear of neo-Hookean, and a uniaxial pull of metal."""
    gamma, shear = 0.5, np.eye(3)
    shear[0, 1] = gamma
    neo = _tau(_params(ConstitutiveLaw.NEO_HOOKEAN), shear)[0, 1]
    return [
        relative(
            "simple shear of neo-Hookean, γ 0.5",
            "τ12 = mu γ",
            MU * gamma,
            float(neo),
            tolerance=1e-9,
            unit="Pa",
        ),
        relative(
            "uniaxial pull of metal by 5 %",
            "Y (uniaxial)",
            YIELD,
            _pulled(_params(ConstitutiveLaw.METAL)),
            tolerance=0.02,
            unit="Pa",
            remark="Kirchhoff stress, free sides, 40 steps",
        ),
    ]


def sand_cone() -> Sequence[Row]:
    """Sand projected on its cone."""
    angle = math.radians(30)
    sand = _params(ConstitutiveLaw.SAND, friction_angle_rad=angle)
    excess, repeated = 0.0, 0.0
    for gradient in _gradients(50):
        once = oracle.evaluate(sand, gradient, _rest(sand.law), 0.0)
        twice = oracle.evaluate(sand, once.F, once.history, 0.0)
        trace = np.trace(once.kirchhoff)
        deviator = once.kirchhoff - trace / 3 * np.eye(3)
        excess = max(excess, float(np.linalg.norm(deviator) + cone_slope(angle) * trace))
        repeated = max(repeated, float(np.abs(twice.F - once.F).max()))
    pulled = float(np.abs(_tau(sand, np.diag([1.05, 1.02, 1.0]))).max())
    numbers = (
        ("sand beyond its cone, over E", "‖dev τ‖ ≤ −α tr τ", excess / YOUNG, "50 random F, φ 30°"),
        (
            "change of F by a second projection of sand",
            "idempotent",
            repeated,
            "50 random F, φ 30°",
        ),
        ("sand pulled apart, stress over E", "no tension", pulled / YOUNG, ""),
    )
    return [
        absolute(title, analytic, 0.0, found, tolerance=1e-5, remark=remark)
        for title, analytic, found, remark in numbers
    ]


LAW_CASES: dict[str, Callable[[], Sequence[Row]]] = {
    "energy": energies,
    "rest": rest_and_turns,
    "small-strain": small_strains,
    "yield": yields,
    "sand-cone": sand_cone,
}
"""Cases by name."""
