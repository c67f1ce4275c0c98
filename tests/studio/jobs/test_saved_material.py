"""Edits saved in a project: read back whole, and used by commands that go on with it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialClass
from studio.jobs.material_choice import chosen_material, chosen_materials
from studio.jobs.requests import SimulateRequest
from studio.jobs.saved_material import saved_material, with_saved_material
from studio.state.class_weights import reweighted
from studio.state.distribution_drags import Handle, dragged
from studio.state.document_fields import document_fields, document_values
from studio.state.document_file import DOCUMENT_NAME, StoredDocument, document_text
from studio.state.document_values import plain_parts
from studio.state.edited_distribution import DistributionEdits
from studio.state.material import MaterialChoice, chosen_sample
from studio.state.studio_state import StudioState
from tests.studio.synthetic_project import rubber_like

PREDICTED = rubber_like()
FOAM = MaterialClass.FOAM


@pytest.fixture
def choice() -> MaterialChoice:
    weights = reweighted(PREDICTED.probabilities, FOAM, 0.9, PREDICTED.probabilities)
    edits = dragged(
        PREDICTED, DistributionEdits(weights), "log10_youngs_modulus", FOAM, Handle.CENTRE,
        start=0.0, value=4.0,
    )  # fmt: skip
    return MaterialChoice(
        edited=edits.with_lock("log10_density", 2.0),
        law=ConstitutiveLaw.HENCKY,
        material_class=FOAM,
        numbers=(("friction", 0.9),),
        preset="mine",
        chosen_sample=2,
        seed=5,
    )


def _save(folder: Path, choice: MaterialChoice) -> Path:
    state = StudioState(material=choice)
    parts = plain_parts(document_fields(state), document_values(state))
    (folder / DOCUMENT_NAME).write_text(document_text(StoredDocument(parts=parts)))
    return folder


def test_a_saved_choice_is_read_back_whole(tmp_path: Path, choice: MaterialChoice) -> None:
    found = saved_material(_save(tmp_path, choice))
    for field in fields(choice):
        assert getattr(found, field.name) == getattr(choice, field.name), field.name


def test_a_project_without_edits_is_simulated_as_predicted(tmp_path: Path) -> None:
    request = SimulateRequest(tmp_path, "take-1")
    assert with_saved_material(request, PREDICTED) is request
    _save(tmp_path, MaterialChoice(seed=9))
    assert with_saved_material(request, PREDICTED) is request


def test_a_command_simulates_what_the_panel_showed(tmp_path: Path, choice: MaterialChoice) -> None:
    request = with_saved_material(SimulateRequest(_save(tmp_path, choice), "t"), PREDICTED)
    params = chosen_material(request, PREDICTED)
    shown = chosen_sample(choice, PREDICTED)
    assert params.law is ConstitutiveLaw.HENCKY
    assert params.youngs_modulus_pa == pytest.approx(shown.youngs_modulus_pa)
    assert params.density_kg_m3 == pytest.approx(100.0)
    assert params.friction == 0.9


def test_what_the_command_names_goes_first(tmp_path: Path, choice: MaterialChoice) -> None:
    named = SimulateRequest(_save(tmp_path, choice), "t", law="sand", youngs_modulus_pa=5e5)
    params = chosen_material(with_saved_material(named, PREDICTED), PREDICTED)
    assert (params.law, params.youngs_modulus_pa) == (ConstitutiveLaw.SAND, 5e5)
    assert params.friction != 0.9


def test_samples_are_drawn_from_the_edited_distribution(
    tmp_path: Path, choice: MaterialChoice
) -> None:
    choice.law = None
    base = SimulateRequest(_save(tmp_path, choice), "t", sampled=True, seed=1)
    request = with_saved_material(base, PREDICTED)
    materials = chosen_materials(request, PREDICTED, 20)
    assert sum(one.material_class is FOAM for one in materials) >= 14
    assert {round(one.density_kg_m3, 2) for one in materials} == {100.0}
    assert chosen_material(request, PREDICTED) == materials[0]


def test_a_splat_file_takes_the_saved_law_and_values(tmp_path: Path) -> None:
    edits = DistributionEdits().with_lock("log10_youngs_modulus", 5.5)
    _save(tmp_path, MaterialChoice(edited=edits, law=ConstitutiveLaw.SNOW))
    request = with_saved_material(SimulateRequest(tmp_path, "t"), None)
    params = chosen_material(request, None)
    assert (params.law, params.density_kg_m3) == (ConstitutiveLaw.SNOW, pytest.approx(400.0))
    assert params.youngs_modulus_pa == pytest.approx(10**5.5)


def test_damaged_edits_are_named(tmp_path: Path, choice: MaterialChoice) -> None:
    file = _save(tmp_path, choice) / DOCUMENT_NAME
    file.write_text(file.read_text().replace('"hencky"', '"jellyfish"'))
    with pytest.raises(InputError, match="open and save the project"):
        saved_material(tmp_path)
