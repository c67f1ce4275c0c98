"""Small sweeps of a ball."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.material_table import material
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.sweep.plan import SweepPlan
from sim.sweep.run import Run
from sim.sweep.set_stiffness import SetStiffness
from sim.sweep.subject import SweepSubject
from tests.studio.synthetic_project import make_project

WAVE_M_S = 24.0
"""About what the sketch preset can follow."""


def rigid(density_kg_m3: float = 1000.0) -> MaterialParams:
    return material(ConstitutiveLaw.RIGID, density_kg_m3=density_kg_m3)


def jelly(youngs_modulus_pa: float) -> MaterialParams:
    return replace(material(ConstitutiveLaw.JELLY), youngs_modulus_pa=youngs_modulus_pa)


def ball_subject(folder: Path, *, frame_count: int = 4) -> SweepSubject:
    return SweepSubject(make_project(folder / "Ball.p4d").path, frame_count=frame_count)


def plan_of(
    subject: SweepSubject, materials: Sequence[MaterialParams], mode: str = "real"
) -> SweepPlan:
    runs = tuple(Run(f"run-{i}", params, "sketch") for i, params in enumerate(materials))
    return SweepPlan(subject, runs, SetStiffness.fit(materials, mode, WAVE_M_S))
