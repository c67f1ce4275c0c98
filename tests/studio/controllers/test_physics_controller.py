from __future__ import annotations

import numpy as np
import pytest

from sim.materials import ConstitutiveLaw, MaterialClass
from tests.studio.controllers.conftest import Desk


def test_what_the_panel_shows_is_what_is_simulated(desk: Desk) -> None:
    project = desk.open_ball()
    desk.physics.set_value("youngs_modulus_pa", 3e4)
    desk.physics.set_seed(7)
    desk.physics.set_quality("sketch")
    desk.physics.set_stiffness("expressive")
    desk.physics.simulate()
    request = desk.runner.last
    assert request.project == project
    assert request.youngs_modulus_pa == 3e4
    assert request.density_kg_m3 == pytest.approx(1150, rel=0.05)
    assert (request.seed, request.quality, request.stiffness) == (7, "sketch", "expressive")
    assert request.law is None
    assert request.material_class == "Rubber"


def test_a_chosen_law_is_sent(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.set_law(ConstitutiveLaw.SAND)
    assert desk.physics.request("t").law == "sand"
    desk.physics.set_law(None)
    assert desk.physics.request("t").law is None


def test_choosing_a_class_replaces_values_and_law(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.set_value("density_kg_m3", 9.0)
    desk.physics.set_law(ConstitutiveLaw.RIGID)
    desk.physics.set_class(MaterialClass.FOAM)
    request = desk.physics.request("t")
    assert request.density_kg_m3 == pytest.approx(60, rel=0.1)
    assert request.law is None
    desk.physics.reset()
    assert not desk.state.material.is_edited()


def test_values_are_clamped_to_their_range(desk: Desk) -> None:
    desk.physics.set_value("poisson_ratio", 0.7)
    desk.physics.set_value("youngs_modulus_pa", 0.0)
    assert desk.state.material.poisson_ratio == 0.49
    assert desk.state.material.youngs_modulus_pa == 1.0
    desk.physics.set_value("poisson_ratio", None)
    assert desk.state.material.poisson_ratio is None


def test_a_drawn_sample_is_repeated_by_its_seed(desk: Desk) -> None:
    desk.open_ball()
    physics = desk.state.document.physics
    assert physics is not None
    desk.physics.draw_sample()
    expected = physics.sample(np.random.default_rng(desk.state.material.seed), 1)[0]
    assert desk.state.material.seed == 1
    assert desk.state.material.material_class is expected.material_class
    assert desk.state.material.youngs_modulus_pa == expected.youngs_modulus_pa


def test_without_a_project_nothing_is_submitted(desk: Desk) -> None:
    desk.physics.simulate()
    desk.physics.draw_sample()
    assert desk.runner.requests == {}


def test_a_splat_file_starts_as_jelly(desk: Desk) -> None:
    desk.open_ball()
    desk.state.document.physics = None
    request = desk.physics.request("t")
    assert (request.law, request.youngs_modulus_pa) == ("jelly", 1e5)
    assert request.material_class is None


def test_a_splat_file_takes_the_values_of_its_law(desk: Desk) -> None:
    desk.open_ball()
    desk.state.document.physics = None
    desk.physics.set_law(ConstitutiveLaw.SNOW)
    request = desk.physics.request("t")
    values = (request.youngs_modulus_pa, request.poisson_ratio, request.density_kg_m3)
    assert (request.law, *values) == ("snow", 1.4e5, 0.2, 400.0)
