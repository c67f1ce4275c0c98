"""Real and expressive stiffness, the material table, presets and scenes."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from importlib import resources

import numpy as np
import pytest
from sim_bodies import box_shell

from render.errors import InputError
from sim.material_table import material, material_table, params_for, read_material_table
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams, p_wave_modulus
from sim.mpm.material_rows import wave_modulus
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
    assert rigid.predicted.law is ConstitutiveLaw.METAL
    assert "Metal" in rigid.substitution
    assert clamped.simulated.law is ConstitutiveLaw.NEO_HOOKEAN
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


def test_largest_modulus_holds_for_the_waves_of_each_law():
    preview = QUALITY_PRESETS["preview"]
    limit = {"dx_m": 0.016, "frame_dt_s": 0.04, "quality": preview}
    for law in ConstitutiveLaw:
        params = material(law)
        e_max = largest_youngs_modulus(params, **limit)
        at_limit = replace(params, youngs_modulus_pa=e_max)
        modulus = wave_modulus(at_limit) or p_wave_modulus(e_max, params.poisson_ratio)
        speed = math.sqrt(modulus / params.density_kg_m3)
        assert speed * (0.04 / 200) / 0.016 == pytest.approx(0.3, rel=1e-9)
    snow = largest_youngs_modulus(material(ConstitutiveLaw.SNOW), **limit)
    unpacked = replace(material(ConstitutiveLaw.SNOW), hardening_exponent=0.0)
    assert largest_youngs_modulus(unpacked, **limit) == pytest.approx(5 * snow)


@pytest.mark.parametrize("mode", ["real", "expressive"])
@pytest.mark.parametrize("law", [law for law in ConstitutiveLaw if law != "rigid"])
def test_every_stress_is_softened_with_the_modulus(law, mode):
    params = replace(
        material(law, youngs_modulus_pa=1e9),
        yield_stress_pa=2e7,
        cohesion_pa=1e6,
        softening=3e5,
        viscosity_pa_s=5e4,
        hardening=0.1,
    )
    (one,) = map_stiffness([params], mode, 1e6)
    after = one.simulated
    assert after.youngs_modulus_pa == pytest.approx(1e6)
    assert after.yield_stress_pa == pytest.approx(2e4)
    assert after.cohesion_pa == pytest.approx(1e3)
    assert after.softening == pytest.approx(3e2)
    foam = law is ConstitutiveLaw.FOAM
    assert after.viscosity_pa_s == pytest.approx(50 if foam else 5e4)
    assert after.hardening == 0.1
    assert "1,000 times softer" in one.substitution


def test_the_classes_run_their_own_laws():
    own = {
        MaterialClass.METAL: ConstitutiveLaw.METAL,
        MaterialClass.RUBBER: ConstitutiveLaw.NEO_HOOKEAN,
        MaterialClass.SAND: ConstitutiveLaw.SAND,
        MaterialClass.SNOW: ConstitutiveLaw.SNOW,
        MaterialClass.PLASTICINE: ConstitutiveLaw.PLASTICINE,
        MaterialClass.FOAM: ConstitutiveLaw.FOAM,
    }
    for chosen, law in own.items():
        assert material_table().entry(chosen).law is law
    stiff = {chosen for chosen in MaterialClass if material_table().entry(chosen).stiff}
    assert {chosen.label for chosen in stiff} == {
        "Wood", "Metal", "Plastic", "Glass", "Ceramic", "Stone", "Paper",
    }  # fmt: skip


def test_every_number_of_the_table_has_a_kind_a_source_and_a_licence():
    table = material_table()
    rows = [*table.classes.values(), *table.laws.values()]
    numbers = [n for row in rows for kinds in row.numbers.values() for n in kinds.values()]
    assert len(numbers) > 100
    assert all(n.kind in ("real", "graphics") and n.source and n.licence for n in numbers)


def test_classes_take_real_numbers_and_named_laws_graphics_ones():
    of_class = params_for(sample(MaterialClass.METAL, 2e11))
    assert of_class.yield_stress_pa == pytest.approx(2.5e8)
    named = material(ConstitutiveLaw.METAL)
    assert named.youngs_modulus_pa == pytest.approx(1e8)
    assert named.yield_stress_pa == pytest.approx(1e7)
    snow = material(ConstitutiveLaw.SNOW)
    assert (snow.youngs_modulus_pa, snow.density_kg_m3) == (1.4e5, 400)
    assert params_for(sample(MaterialClass.SAND, 2e7)).friction_angle_rad == pytest.approx(
        math.radians(33)
    )


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
    ("number", "value"),
    [
        ("wobble", {"real": {"value": 1, "source": "own"}}),
        ("friction", {"guess": {"value": 1, "source": "own"}}),
        ("friction", {"real": {"value": 1, "source": "hearsay"}}),
        ("friction", {"real": {"value": "much", "source": "own"}}),
        ("friction", 0.5),
    ],
)
def test_numbers_without_name_kind_or_source_are_refused(number, value):
    text = resources.files("resources").joinpath("materials/laws.json").read_text("utf-8")
    document = json.loads(text)
    document["laws"]["jelly"][number] = value
    with pytest.raises(InputError):
        read_material_table(json.dumps(document))


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
        {"law": ConstitutiveLaw.METAL, "yield_stress_pa": 0.0},
        {"law": ConstitutiveLaw.FOAM, "yield_stress_pa": 0.0, "viscosity_pa_s": 1.0},
        {"law": ConstitutiveLaw.FOAM, "yield_stress_pa": 1.0, "viscosity_pa_s": 0.0},
        {"hardening": -0.1},
        {"softening": -1.0},
        {"viscosity_pa_s": -1.0},
        {"cohesion_pa": -1.0},
        {"critical_compression": 0.0},
        {"critical_stretch": 0.6},
        {"hardening_exponent": 51.0},
        {"pressure_exponent": 1.0},
    ],
)
def test_materials_out_of_range_are_refused(change):
    with pytest.raises(InputError):
        replace(JELLY, **change)


def test_messages_say_what_to_do():
    with pytest.raises(InputError, match=r"incompressible body: use at most 0\.49"):
        replace(JELLY, poisson_ratio=0.5)
    with pytest.raises(InputError, match=r"density -1 kg/m³ is outside 1 to 30000 kg/m³; use a"):
        replace(JELLY, density_kg_m3=-1.0)
    with pytest.raises(InputError, match="metal needs a yield stress above 0 Pa"):
        replace(JELLY, law=ConstitutiveLaw.METAL)
    with pytest.raises(InputError, match="foam needs a plastic viscosity above 0 Pa s"):
        replace(JELLY, law=ConstitutiveLaw.FOAM, yield_stress_pa=1.0)


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
