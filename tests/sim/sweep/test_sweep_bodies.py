"""Sweeps of scenes with several bodies: the same world for every run, one map for all matter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from render.formats.ply import write_ply
from sim.materials import ConstitutiveLaw, MaterialParams
from sim.project import Project
from sim.quality import quality_preset
from sim.scene_file import SceneBody
from sim.stiffness import StiffnessMode, fastest_wave, steppable_modulus
from sim.sweep.set_stiffness import SetStiffness
from sim.sweep.subject import SweepSubject
from sim.sweep.work import perform
from sim.take import Take
from tests.sim.sweep.sweep_scenes import WAVE_M_S, ball_subject, jelly, plan_of, rigid
from tests.studio.synthetic_project import ball

STEEL = replace(rigid(7800.0), youngs_modulus_pa=2e11)


def crowd(folder: Path, material: MaterialParams | None = STEEL) -> SweepSubject:
    """The ball, a copy of it beside it, and a splat file of a material of its own."""
    splats = folder / "stone.ply"
    write_ply(splats, ball(120, seed=1))
    return replace(
        ball_subject(folder, frame_count=2),
        bodies=(
            SceneBody(name="Ball"),
            SceneBody(position_m=(1.0, 0.0, 1.0), name="copy"),
            SceneBody(splats, material, size_m=0.2, position_m=(-1.0, 0.0, 1.0), name="stone"),
        ),
    )


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> SweepSubject:
    return crowd(tmp_path_factory.mktemp("crowd"))


@pytest.fixture(scope="module")
def takes(subject: SweepSubject) -> list[Take]:
    """One of light and one of heavy material."""
    results = [perform(task) for task in plan_of(subject, [rigid(500.0), rigid(900.0)]).tasks()]
    assert [one.reason for one in results] == ["", ""]
    project = Project.open(subject.project)
    return [Take.open(project.take_path(one.name)) for one in results]


def test_further_bodies_are_in_every_run_and_copies_vary_with_the_object(
    takes: list[Take],
) -> None:
    for take, density in zip(takes, (500.0, 900.0), strict=True):
        assert [body.name for body in take.bodies] == ["Ball", "copy", "stone"]
        densities = [body.materials[0].simulated.density_kg_m3 for body in take.bodies]
        assert densities == [density, density, 7800.0]
        assert take.provenance.predicted == rigid(density)
    assert np.array_equal(takes[0].pose(0).means, takes[1].pose(0).means)


def test_the_map_is_for_the_grid_that_all_bodies_share(
    subject: SweepSubject, takes: list[Take]
) -> None:
    alone, together = (
        one.fit_stiffness([jelly(1e5)], "expressive", ("sketch",)).fastest_wave_m_s
        for one in (replace(subject, bodies=()), subject)
    )
    sketch = quality_preset("sketch")
    wave = fastest_wave(takes[0].provenance.dx_m, sketch.frame_dt_s, sketch)
    assert together == pytest.approx(wave)
    assert together > alone


@pytest.mark.parametrize("mode", list(StiffnessMode))
def test_what_does_not_vary_is_stepped_too(mode: StiffnessMode) -> None:
    fitted = SetStiffness.fit([jelly(1e4), jelly(2e4)], mode, WAVE_M_S)
    beside = jelly(2e9)
    mapped = fitted.simulated_beside(beside)
    limit = steppable_modulus(beside, WAVE_M_S)
    assert mapped.simulated.youngs_modulus_pa == pytest.approx(limit)
    assert mapped.predicted == beside
    assert mapped.substitution is not None
    assert "softer" in mapped.substitution
    assert fitted.simulated_beside(jelly(1e4)).simulated == jelly(1e4)
    assert fitted.simulated_beside(STEEL).simulated.law is ConstitutiveLaw.RIGID


def test_a_body_without_a_material_is_a_reason(tmp_path: Path) -> None:
    subject = crowd(tmp_path, None)
    (task,) = plan_of(subject, [rigid()]).tasks()
    assert "no predicted material" in perform(task).reason
