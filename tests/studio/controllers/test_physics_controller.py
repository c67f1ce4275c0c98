from __future__ import annotations

import pytest

from sim.materials import ConstitutiveLaw
from studio.jobs.messages import JobDone
from studio.state.distribution_drags import Handle
from tests.studio.controllers.conftest import Desk


def test_what_the_panel_shows_is_what_is_simulated(desk: Desk) -> None:
    project = desk.open_ball()
    desk.distribution.set_handle("youngs_modulus_pa", Handle.CENTRE, 3e4)
    desk.distribution.set_seed(7)
    desk.physics.set_quality("sketch")
    desk.physics.set_stiffness("expressive")
    desk.physics.simulate()
    request = desk.runner.last
    assert request.project == project
    assert request.youngs_modulus_pa == pytest.approx(3e4)
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


def test_without_a_project_nothing_is_submitted(desk: Desk) -> None:
    desk.physics.simulate()
    desk.distribution.draw_samples()
    assert desk.runner.requests == {}


def test_a_splat_file_starts_as_jelly(desk: Desk) -> None:
    desk.open_ball()
    desk.state.document.physics = None
    request = desk.physics.request("t")
    assert (request.law, request.youngs_modulus_pa) == ("jelly", pytest.approx(1e5))
    assert request.material_class is None


def test_a_splat_file_takes_the_values_of_its_law(desk: Desk) -> None:
    desk.open_ball()
    desk.state.document.physics = None
    desk.physics.set_law(ConstitutiveLaw.SNOW)
    request = desk.physics.request("t")
    values = (request.youngs_modulus_pa, request.poisson_ratio, request.density_kg_m3)
    assert request.law == "snow"
    assert values == pytest.approx((1.4e5, 0.2, 400.0))


def test_a_simulation_of_a_project_that_was_left_ends_none_of_the_next(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    desk.saving.give_up()
    desk.open_ball("Cube.p4d")
    desk.physics.simulate()
    desk.runner.messages.append(JobDone(1, desk.folder))
    desk.jobs.poll()
    assert desk.takes.is_growing("take-1")
    desk.end_job()
    assert not desk.takes.is_growing("take-1")


def test_a_copy_does_not_wait_for_what_the_original_simulates(desk: Desk) -> None:
    desk.open_ball()
    desk.physics.simulate()
    desk.document.save_copy(desk.folder / "Copy.p4d")
    desk.jobs.poll()
    assert desk.state.document.name == "Copy"
    assert not desk.takes.is_growing("take-1")
