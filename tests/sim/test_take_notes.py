"""What takes say of their substeps and of bodies that cannot carry themselves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sim_bodies import sphere_shell
from test_world import JELLY, SMALL, at

from sim.body import Body
from sim.branch import BranchChanges, branch
from sim.materials import ConstitutiveLaw
from sim.quality import QUALITY_PRESETS, STIFF_CFL
from sim.run_options import RunOptions
from sim.scene.stepping import SubstepPolicy
from sim.scene_setup import SceneSetup
from sim.simulate import simulate_bodies
from sim.stiffness import SimulatedMaterial

FIXED_DT_S = 4e-4
FIXED = replace(SMALL, max_substeps=100, fixed_dt_s=FIXED_DT_S)
STIFF = replace(JELLY, youngs_modulus_pa=1e8)


def simulated(path, params=JELLY, *, radius=0.1, scene=None, quality=SMALL, **options):
    body = Body(at(sphere_shell(radius, 300), z=1.01 * radius), params)
    return simulate_bodies(
        [body],
        scene or SceneSetup(frame_count=3),
        quality=quality,
        take_path=path,
        stiffness=options.pop("stiffness", "real"),
        options=RunOptions(checkpoint_every=1, **options),
    )


def as_stiff_as(take, courant):
    """The clamped material of a take with c dt / dx at this number."""
    material = take.bodies[0].materials[0].simulated
    youngs = material.youngs_modulus_pa * (courant / STIFF_CFL) ** 2
    params = replace(material, youngs_modulus_pa=youngs)
    return [SimulatedMaterial(params, params, None)]


def test_the_fixed_substep_of_a_preset_is_kept_where_it_is_stable(tmp_path):
    take = simulated(tmp_path / "stable", STIFF, quality=FIXED)
    seen = take.diagnostics()
    assert not any("unstable" in note for note in take.provenance.notes)
    assert seen.substeps[1:].tolist() == [100, 100]
    assert seen.smallest_dt_s[1:] == pytest.approx(FIXED_DT_S)
    assert seen.limiting_cause[1:].tolist() == ["fixed", "fixed"]
    stiffer = simulated(
        tmp_path / "stiffer", STIFF, quality=FIXED, materials=as_stiff_as(take, 0.75)
    )
    assert any(
        note.startswith("substeps of 0.0004 s would be unstable (at most 0.000267 s at rest): adap")
        for note in stiffer.provenance.notes
    )
    assert stiffer.diagnostics().smallest_dt_s[1] < FIXED_DT_S * 0.5 / 0.75
    assert stiffer.diagnostics().limiting_cause[1] == "elastic"


def test_a_long_fixed_substep_of_a_scene_is_noted_in_its_take(tmp_path):
    first = simulated(tmp_path / "first", STIFF, quality=FIXED)
    scene = SceneSetup(frame_count=2, substep=SubstepPolicy("fixed", FIXED_DT_S))
    materials = as_stiff_as(first, 0.6)
    take = simulated(tmp_path / "long", STIFF, scene=scene, quality=FIXED, materials=materials)
    expected = "fixed substep of 0.0004 s: c dt / dx is 0.60, above the advised 0.5"
    assert expected in take.provenance.notes
    short = replace(scene, substep=SubstepPolicy("fixed", FIXED_DT_S / 2))
    made = branch(take.path, 0, tmp_path / "short", changes=BranchChanges(scene=short))
    assert not any("fixed substep" in note for note in made.provenance.notes)


def test_a_body_softened_below_its_own_weight_says_so(tmp_path):
    take = simulated(tmp_path / "speck", STIFF, radius=0.0005)
    (note,) = (n for n in take.provenance.notes if "own weight" in n)
    material = take.bodies[0].materials[0].simulated
    assert f"E {material.youngs_modulus_pa:.3g} Pa as simulated is below 3 rho g H" in note
    assert "predicted E 1e+08 Pa" in note
    assert "--material rigid" in note
    weightless = replace(SceneSetup(frame_count=3), gravity_m_s2=(0, 0, 0))
    made = branch(take.path, 1, tmp_path / "free", changes=BranchChanges(scene=weightless))
    assert not any("own weight" in n for n in made.provenance.notes)
    assert set(made.provenance.notes) == set(take.provenance.notes) - {note}


@pytest.mark.parametrize(
    ("params", "options"),
    [
        (STIFF, {"radius": 0.1}),
        (replace(STIFF, law=ConstitutiveLaw.RIGID), {"radius": 0.0005}),
        (replace(JELLY, youngs_modulus_pa=1.0), {"radius": 0.01}),
        (STIFF, {"radius": 0.0005, "stiffness": "expressive"}),
    ],
)
def test_bodies_that_stand_or_are_soft_by_themselves_say_nothing(tmp_path, params, options):
    take = simulated(tmp_path / "quiet", params, **options)
    assert not any("own weight" in note for note in take.provenance.notes)


def test_the_remedy_names_a_quality_that_helps(tmp_path):
    needing = simulated(tmp_path / "small", STIFF, radius=0.0015, quality=QUALITY_PRESETS["sketch"])
    (note,) = (n for n in needing.provenance.notes if "own weight" in n)
    assert "choose a finer quality (--quality paper) or --material rigid" in note
