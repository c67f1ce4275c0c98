"""Real and expressive stiffness, the material table, presets and scenes."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import box_shell

from render.errors import InputError
from sim.material_table import material, material_table, params_for, read_material_table
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import PhysicsSample
from sim.quality import QUALITY_PRESETS, quality_preset
from sim.scene_setup import SceneSetup, place, placement
from sim.stiffness import largest_youngs_modulus, map_stiffness, softening_text

JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e5)


def sample(material_class, youngs_modulus_pa):
    return PhysicsSample(material_class, youngs_modulus_pa, 0.3, 1000.0)


def test_real_keeps_what_can_be_stepped():
    (one,) = map_stiffness([JELLY], "real", 1e6)
    assert one.simulated == one.predicted == JELLY
    assert one.substitution is None


def test_real_makes_stiff_classes_rigid_and_clamps_the_others():
    metal = params_for(sample(MaterialClass.METAL, 2e11))
    rubber = params_for(sample(MaterialClass.RUBBER, 3e6))
    rigid, clamped = map_stiffness([metal, rubber], "real", 1e6)
    assert rigid.simulated.law is ConstitutiveLaw.RIGID
    assert rigid.predicted.law is ConstitutiveLaw.PLASTICINE
    assert "Metal" in rigid.substitution
    assert clamped.simulated.law is ConstitutiveLaw.JELLY
    assert clamped.simulated.youngs_modulus_pa == 1e6
    assert "3.0 times softer" in clamped.substitution


def test_expressive_keeps_the_order_and_every_soft_law():
    classes = [MaterialClass.FOAM, MaterialClass.RUBBER, MaterialClass.WOOD, MaterialClass.METAL]
    params = [
        params_for(sample(chosen, e))
        for chosen, e in zip(classes, (3e5, 3e6, 1e10, 2e11), strict=True)
    ]
    mapped = map_stiffness(params, "expressive", 1e6)
    logs = np.log10([one.simulated.youngs_modulus_pa for one in mapped])
    assert (np.diff(logs) > 0).all()
    assert all(one.simulated.law is not ConstitutiveLaw.RIGID for one in mapped)
    predicted = np.log10([one.predicted.youngs_modulus_pa for one in mapped])
    low, high = np.interp(np.percentile(predicted, [5, 95]), predicted, logs)
    assert high == pytest.approx(6, abs=1e-6)
    assert low == pytest.approx(4.5, abs=1e-6)
    metal = mapped[3]
    ratio = metal.simulated.youngs_modulus_pa / metal.predicted.youngs_modulus_pa
    assert metal.simulated.yield_stress_pa == pytest.approx(metal.predicted.yield_stress_pa * ratio)
    assert "times softer" in metal.substitution


def test_expressive_leaves_a_set_alone_that_can_be_stepped():
    soft = [replace(JELLY, youngs_modulus_pa=e) for e in (1e3, 1e5)]
    assert [one.substitution for one in map_stiffness(soft, "expressive", 1e6)] == [None, None]


def test_expressive_never_stretches_a_narrow_set():
    near = [replace(JELLY, youngs_modulus_pa=e) for e in (1e9, 2e9, 4e9)]
    values = [one.simulated.youngs_modulus_pa for one in map_stiffness(near, "expressive", 1e6)]
    assert np.allclose(np.array(values[1:]) / values[:-1], 2)


@pytest.mark.parametrize(("mode", "e_max"), [("softer", 1e6), ("real", -1), ("real", [1e6, 1e6])])
def test_bad_maps_are_refused(mode, e_max):
    with pytest.raises(InputError):
        map_stiffness([JELLY], mode, e_max)


def test_largest_modulus_is_the_formula_of_the_reference():
    params = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=1e5, density_kg_m3=1000)
    preview = QUALITY_PRESETS["preview"]
    e_max = largest_youngs_modulus(params, dx_m=0.016, frame_dt_s=0.04, quality=preview)
    speed = math.sqrt(e_max * 0.7 / (1.3 * 0.4) / 1000)
    assert speed * (0.04 / 200) / 0.016 == pytest.approx(0.3, rel=1e-9)


@pytest.mark.parametrize(
    ("factor", "words"), [(40_123, "40,000 times softer"), (1.23, "1.2"), (0.1, "10 times stiffer")]
)
def test_softening_is_said_in_words(factor, words):
    assert words in softening_text(factor)


def test_every_class_has_a_law_and_the_named_law_wins():
    for chosen in MaterialClass:
        params = params_for(sample(chosen, 1e6))
        assert params.law is not ConstitutiveLaw.RIGID
        assert params.material_class is chosen
    named = params_for(sample(MaterialClass.METAL, 2e11), law=ConstitutiveLaw.JELLY)
    assert named.law is ConstitutiveLaw.JELLY
    assert named.material_class is None
    assert not material_table().entry(MaterialClass.RUBBER).stiff


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 2}', '{"version": 1, "laws": {}}'])
def test_damaged_tables_are_refused(text):
    with pytest.raises(InputError):
        read_material_table(text)


@pytest.mark.parametrize(
    "change",
    [
        {"youngs_modulus_pa": float("nan")},
        {"youngs_modulus_pa": 0.0},
        {"poisson_ratio": 0.5},
        {"poisson_ratio": -0.1},
        {"density_kg_m3": -1.0},
        {"friction_angle_rad": float("inf")},
        {"restitution": 1.5},
        {"friction": -0.1},
        {"law": ConstitutiveLaw.PLASTICINE, "yield_stress_pa": 0.0},
    ],
)
def test_materials_out_of_range_are_refused(change):
    with pytest.raises(InputError):
        replace(JELLY, **change)


def test_materials_survive_json():
    for params in (JELLY, params_for(sample(MaterialClass.METAL, 2e11))):
        text = json.dumps(params.to_json())
        assert MaterialParams.from_json(json.loads(text)) == params
    for broken in ({}, {"law": "jelly"}, JELLY.to_json() | {"law": "custard"}):
        with pytest.raises(InputError):
            MaterialParams.from_json(broken)


def test_unknown_names_list_the_known_ones():
    with pytest.raises(InputError, match="jelly, metal"):
        ConstitutiveLaw.from_name("custard")
    with pytest.raises(InputError, match="sketch, preview, standard, paper"):
        quality_preset("ultra")
    assert quality_preset(" Preview ") is QUALITY_PRESETS["preview"]


def test_scenes_survive_json_and_refuse_nonsense():
    scene = SceneSetup(ground_friction=0.2, frame_count=7, gravity_m_s2=(0, 0, -1.6))
    assert SceneSetup.from_json(json.loads(json.dumps(scene.to_json()))) == scene
    for broken in (
        {"gravity_m_s2": (0, 0, float("nan"))},
        {"gravity_m_s2": (0, -9.81)},
        {"frame_count": 0},
        {"frame_dt_s": 0.0},
        {"tilt_deg": "much"},
        {"ground_friction": -1.0},
        {"wind": 3},
    ):
        with pytest.raises(InputError):
            SceneSetup.from_json(broken)


def test_placement_lifts_and_tilts_about_the_view():
    box = box_shell((0.4, 0.2, 0.1))
    placed = place(box, SceneSetup(ground_z_m=1.0))
    assert placed.means[:, 2].min() == pytest.approx(1.0 + 0.5 * 0.4, abs=1e-5)
    assert np.abs(placed.means[:, :2].min(axis=0) + placed.means[:, :2].max(axis=0)).max() < 1e-5
    turn, _ = placement(box, SceneSetup(view_azimuth_deg=0))
    assert np.allclose(turn @ [1, 0, 0], [1, 0, 0], atol=1e-6)
    assert np.degrees(np.arccos(turn[1, 1])) == pytest.approx(8, abs=1e-3)
    side, _ = placement(box, SceneSetup(view_azimuth_deg=90))
    assert np.allclose(side @ [0, 1, 0], [0, 1, 0], atol=1e-6)
