"""Recipes on the clipboard and presets in files: round trips, validation, names."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from studio.state.class_weights import reweighted
from studio.state.distribution_drags import Handle, dragged
from studio.state.edited_distribution import DistributionEdits, edited_distribution
from studio.state.material import MaterialChoice, chosen_sample, table_params
from studio.state.material_presets import (
    PresetFolder,
    PresetsState,
    bundled_presets,
    read_presets,
)
from studio.state.material_recipe import MaterialRecipe, recipe_fields, recipe_of
from studio.state.recipe_file import NAME_LIMIT, checked_name, parse_recipe, recipe_text
from tests.studio.synthetic_project import rubber_like

PREDICTED = rubber_like()
LOG_E = "log10_youngs_modulus"


def _edited_choice() -> MaterialChoice:
    weights = reweighted(PREDICTED.probabilities, MaterialClass.FOAM, 0.8, PREDICTED.probabilities)
    edits = dragged(
        PREDICTED, DistributionEdits(weights), LOG_E, MaterialClass.FOAM, Handle.HIGH,
        start=0.0, value=7.5,
    )  # fmt: skip
    return MaterialChoice(
        edited=edits.with_lock("poisson_ratio", 0.2),
        law=ConstitutiveLaw.HENCKY,
        material_class=MaterialClass.FOAM,
        numbers=(("friction", 0.7),),
    )


def _other_prediction() -> PhysicsDistribution:
    return replace(
        PREDICTED,
        class_probabilities=np.full(CLASS_COUNT, 1 / CLASS_COUNT, np.float32),
        log10_youngs_modulus_mean=np.linspace(4, 11, CLASS_COUNT, dtype=np.float32),
        log10_youngs_modulus_std=np.full(CLASS_COUNT, 0.8, np.float32),
    )


def test_a_recipe_survives_the_clipboard() -> None:
    recipe = recipe_of(_edited_choice(), PREDICTED, "Foam, mine")
    assert parse_recipe(recipe_text(recipe)) == recipe


@pytest.mark.parametrize("target", [PREDICTED, _other_prediction()], ids=["same", "other object"])
def test_a_pasted_material_is_the_same_on_another_object(target: PhysicsDistribution) -> None:
    choice = _edited_choice()
    pasted = MaterialChoice()
    recipe_fields(recipe_of(choice, PREDICTED, "x"), target).put_into(pasted)
    before = edited_distribution(PREDICTED, choice.edited)
    after = edited_distribution(target, pasted.edited)
    np.testing.assert_allclose(after.class_probabilities, before.class_probabilities, rtol=1e-5)
    np.testing.assert_allclose(after.moments(LOG_E), before.moments(LOG_E), rtol=1e-5)
    assert (pasted.law, pasted.numbers) == (choice.law, choice.numbers)
    mean, expected = chosen_sample(pasted, target), chosen_sample(choice, PREDICTED)
    assert mean.youngs_modulus_pa == pytest.approx(expected.youngs_modulus_pa, rel=1e-5)


def test_a_splat_file_takes_the_point_values() -> None:
    recipe = recipe_of(_edited_choice(), PREDICTED, "x")
    pasted = MaterialChoice()
    recipe_fields(recipe, None).put_into(pasted)
    sample = chosen_sample(pasted, None)
    assert sample.youngs_modulus_pa == pytest.approx(dict(recipe.values)["youngs_modulus_pa"])
    assert sample.poisson_ratio == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"format": "other"}, "no material"),
        ({"version": 9}, "version 9"),
        ({"law": "jellyfish"}, "unknown law"),
        ({"locks": {"youngs_modulus_pa": 1e20}}, "outside 1.00 Pa to 10.0 TPa"),
        ({"locks": {"hardness": 1}}, "unknown number 'hardness'"),
        ({"numbers": {"friction": True}}, "outside"),
        ({"numbers": {"friction": "rough"}}, "damaged"),
        ({"class_weights": {"Foam": -1}}, "class weights"),
        ({"class_weights": {"Jam": 1}}, "unknown material class"),
        ({"laws": {LOG_E: {"centres": [1.0], "stds": [1.0]}}}, "14 numbers"),
        ({"laws": {"size": {}}}, "unknown parameter"),
        ({"laws": {LOG_E: {"centres": [5.0] * 14, "stds": [99.0] * 14}}}, "spreads"),
        ({"name": " "}, "1 to 80"),
        ({"numbers": [1]}, "damaged"),
    ],
)
def test_wrong_recipes_are_refused_in_one_line(change: dict[str, object], part: str) -> None:
    document = json.loads(recipe_text(recipe_of(_edited_choice(), PREDICTED, "x"))) | change
    with pytest.raises(InputError) as caught:
        parse_recipe(json.dumps(document))
    assert part in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "hello", "[" * 5000, "[]", "null", "9" * 200_000])
def test_other_text_is_no_material(text: str) -> None:
    with pytest.raises(InputError, match="Copy material"):
        parse_recipe(text)


@pytest.mark.parametrize("preset", bundled_presets(), ids=lambda preset: preset.name)
def test_every_shipped_preset_can_be_simulated_and_names_its_sources(
    preset: MaterialRecipe,
) -> None:
    for predicted in (PREDICTED, None):
        choice = MaterialChoice()
        recipe_fields(preset, predicted).put_into(choice)
        params = replace(table_params(choice, predicted), **dict(choice.numbers))
        assert isinstance(params, MaterialParams)
        assert params.law is preset.law
        for key, value in (*preset.locks, *preset.numbers):
            assert preset.source_of(key)
            assert getattr(params, key) == pytest.approx(value, rel=1e-5)


def test_a_table_without_sources_is_refused() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_presets('{"version": 1, "sources": {}, "presets": [{"name": "x"}]}')
    with pytest.raises(InputError, match="version 7"):
        read_presets('{"version": 7}')


def test_own_presets_are_saved_renamed_and_deleted(tmp_path: Path) -> None:
    folder = PresetFolder(tmp_path / "materials")
    assert folder.read() == ((), ())
    saved = folder.save(recipe_of(_edited_choice(), PREDICTED, "  My   foam "))
    assert saved.name == "My foam"
    folder.save(replace(saved, name="Änother: name/with\\signs?"))
    assert [one.name for one in folder.read()[0]] == ["My foam", "Änother: name/with\\signs?"]
    assert folder.rename("my foam", "Bath sponge") == "Bath sponge"
    assert folder.rename("Bath sponge", "BATH SPONGE") == "BATH SPONGE"
    with pytest.raises(InputError, match="there is a preset"):
        folder.rename("Bath sponge", "Änother: name/with\\signs?")
    folder.delete("bath sponge")
    assert len(folder.read()[0]) == 1
    with pytest.raises(InputError, match="no preset 'bath sponge'"):
        folder.delete("bath sponge")


def test_names_of_shipped_presets_are_kept_free(tmp_path: Path) -> None:
    recipe = recipe_of(_edited_choice(), PREDICTED, bundled_presets()[0].name.upper())
    with pytest.raises(InputError, match="preset of the program"):
        PresetFolder(tmp_path).save(recipe)


def test_a_damaged_preset_is_left_out_and_said(tmp_path: Path) -> None:
    folder = PresetFolder(tmp_path)
    folder.save(recipe_of(_edited_choice(), PREDICTED, "good"))
    (tmp_path / "bad.material.json").write_text("{")
    presets, problems = folder.read()
    assert [one.name for one in presets] == ["good"]
    assert problems[0].startswith("bad.material.json is left out")


def test_names_have_a_length() -> None:
    assert checked_name("x" * NAME_LIMIT) == "x" * NAME_LIMIT
    for name in ("", "x" * (NAME_LIMIT + 1), "a\x00b"):
        with pytest.raises(InputError, match="printable"):
            checked_name(name)


def test_own_presets_are_found_before_shipped_ones() -> None:
    own = MaterialRecipe("Mine")
    state = PresetsState(own=(own,))
    assert state.find("MINE") is own
    assert state.find(bundled_presets()[0].name) is bundled_presets()[0]
    assert state.is_own("mine")
    assert not state.is_own("Water")
    assert state.find("nothing") is None
