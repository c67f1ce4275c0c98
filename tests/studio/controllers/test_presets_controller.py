"""Presets and the clipboard: one step of undo each, notices for trouble."""

from __future__ import annotations

from dataclasses import replace

import pytest

from render.errors import InputError
from sim.materials import ConstitutiveLaw, MaterialClass
from studio.state.distribution_drags import Handle
from studio.state.material_presets import bundled_presets
from studio.state.resolve_law import resolve_law
from tests.studio.controllers.conftest import Desk


@pytest.fixture
def ball(desk: Desk) -> Desk:
    desk.open_ball()
    return desk


def test_a_preset_sets_law_values_and_numbers_in_one_step(ball: Desk) -> None:
    ball.presets.take("Honey")
    request = ball.physics.request("t")
    assert (request.law, request.youngs_modulus_pa) == ("liquid", pytest.approx(1e5))
    assert dict(request.numbers) == {"viscosity_pa_s": 150.0}
    assert [edit.label for edit in ball.state.history.edits] == ["Take preset Honey"]
    ball.edits.undo()
    assert not ball.state.material.is_edited()


def test_an_unknown_preset_is_named(ball: Desk) -> None:
    ball.presets.take("Kryptonite")
    assert ball.texts == ["There is no preset 'Kryptonite'."]


def test_what_is_copied_is_pasted(ball: Desk) -> None:
    ball.distribution.set_probability(MaterialClass.FOAM, 0.9)
    ball.physics.set_law(ConstitutiveLaw.SAND)
    ball.physics.set_number("friction_angle_rad", 0.7)
    text = ball.presets.copied_text()
    before = replace(ball.state.material.edited)
    ball.distribution.reset()
    assert ball.presets.paste_text(text)
    material = ball.state.material
    assert material.edited.class_weights == pytest.approx(before.class_weights)
    assert (material.law, dict(material.numbers)) == (
        ConstitutiveLaw.SAND, {"friction_angle_rad": 0.7},
    )  # fmt: skip
    assert not ball.presets.paste_text("holiday pictures")
    assert "Copy material" in ball.texts[0]


def test_nothing_is_pasted_without_a_project(desk: Desk) -> None:
    assert not desk.presets.paste_text(desk.presets.copied_text())


def test_own_presets_are_kept_for_the_next_session(ball: Desk) -> None:
    ball.presets.take("Plasticine")
    ball.distribution.set_handle("youngs_modulus_pa", Handle.CENTRE, 2e5)
    ball.presets.save("My clay")
    assert ball.state.material.preset == "My clay"
    with pytest.raises(InputError, match="preset of the program"):
        ball.presets.save("Plasticine")
    ball.state.presets.own = ()
    ball.presets.load()
    (own,) = ball.state.presets.own
    assert own.source_of("density_kg_m3")
    assert not own.source_of("youngs_modulus_pa")
    ball.presets.rename("My clay", "Our clay")
    assert ball.state.material.preset == "Our clay"
    assert ball.presets.delete("Our clay")
    assert ball.state.presets.own == ()
    assert not ball.presets.delete("Our clay")


def test_a_changed_preset_says_so(ball: Desk) -> None:
    predicted = ball.state.document.physics
    ball.presets.take("Plasticine")
    view = resolve_law(ball.state.material, predicted, MaterialClass.PLASTICINE, ball.state.presets)
    assert not view.preset_changed
    assert view.preset_sources
    assert {number.source for number in view.numbers if number.edited} == {
        bundled_presets()[7].source_of("yield_stress_pa")
    }
    ball.physics.set_number("yield_stress_pa", 5e3)
    changed = resolve_law(
        ball.state.material, predicted, MaterialClass.PLASTICINE, ball.state.presets
    )
    assert changed.preset_changed


def test_numbers_that_cannot_be_simulated_are_refused(ball: Desk) -> None:
    ball.physics.set_law(ConstitutiveLaw.FOAM)
    ball.physics.set_number("yield_stress_pa", 0.0)
    assert "needs more than 0" in ball.texts[0]
    ball.physics.set_number("friction", 99.0)
    assert "outside 0.00 to 10.00" in ball.texts[1]
    assert ball.state.material.numbers == ()
    ball.physics.set_number("friction", 0.9)
    ball.physics.set_number("friction", None)
    assert ball.state.material.numbers == ()
