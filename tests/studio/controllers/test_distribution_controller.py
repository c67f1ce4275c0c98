"""Editing the distribution: one step of undo each, samples that follow, refusals in words."""

from __future__ import annotations

import pytest

from sim.materials import MaterialClass
from studio.state.distribution_drags import Handle, quantile_of, std_of
from studio.state.edited_distribution import DistributionEdits
from studio.state.material import chosen_sample, distribution_of, drawn_samples
from tests.studio.controllers.conftest import Desk

LOG_E = "log10_youngs_modulus"
YOUNGS = "youngs_modulus_pa"
RUBBER, FOAM = MaterialClass.RUBBER, MaterialClass.FOAM


@pytest.fixture
def ball(desk: Desk) -> Desk:
    desk.open_ball()
    return desk


def _labels(desk: Desk) -> list[str]:
    return [edit.label for edit in desk.state.history.edits]


def test_a_drag_of_a_bar_is_one_step_and_undone_at_once(ball: Desk) -> None:
    controller = ball.distribution
    controller.begin_drag("foam")
    for percent in range(25, 71, 5):
        controller.set_probability(FOAM, percent / 100)
    controller.end_drag()
    physics = distribution_of(ball.state.material, ball.state.document.physics)
    assert physics is not None
    assert physics.probabilities[FOAM] == pytest.approx(0.7)
    assert _labels(ball) == ["Drag foam"]
    ball.edits.undo()
    assert not ball.state.material.is_edited()


def test_a_drag_that_is_given_up_changes_nothing(ball: Desk) -> None:
    ball.distribution.begin_drag("foam")
    ball.distribution.set_probability(FOAM, 0.9)
    ball.distribution.abandon_drag()
    assert ball.state.material.edited == DistributionEdits()
    assert _labels(ball) == []


def test_there_and_back_in_one_drag_leaves_the_others_as_they_were(ball: Desk) -> None:
    before = ball.state.document.physics
    assert before is not None
    ball.distribution.begin_drag("rubber")
    ball.distribution.set_probability(RUBBER, 1.0)
    ball.distribution.set_probability(RUBBER, float(before.probabilities[RUBBER]))
    ball.distribution.end_drag()
    after = distribution_of(ball.state.material, before)
    assert after is not None
    assert after.probabilities == pytest.approx(before.probabilities, abs=1e-6)


@pytest.mark.parametrize("mixed", [False, True])
def test_percentiles_and_spread_are_typed(ball: Desk, mixed: bool) -> None:
    ball.distribution.set_mixed(mixed)
    part = None if mixed else RUBBER
    ball.distribution.set_handle(YOUNGS, Handle.HIGH, 3e7)
    physics = distribution_of(ball.state.material, ball.state.document.physics)
    assert physics is not None
    expected = 7.4771 if not mixed else pytest.approx(7.4771, abs=0.01)
    assert quantile_of(physics, LOG_E, part, 0.95) == pytest.approx(expected, abs=1e-3)
    ball.distribution.set_spread(YOUNGS, 2.0)
    physics = distribution_of(ball.state.material, ball.state.document.physics)
    assert physics is not None
    assert std_of(physics, LOG_E, part) == pytest.approx(0.30103, rel=1e-3)
    assert len(_labels(ball)) == 2


def test_a_typed_mean_moves_the_shown_class_alone(ball: Desk) -> None:
    ball.distribution.show_class(FOAM)
    ball.distribution.set_handle(YOUNGS, Handle.CENTRE, 1e4)
    assert chosen_sample(ball.state.material, ball.state.document.physics).youngs_modulus_pa == (
        pytest.approx(1e4, rel=1e-5)
    )
    ball.distribution.show_class(RUBBER)
    sample = chosen_sample(ball.state.material, ball.state.document.physics)
    assert sample.youngs_modulus_pa == pytest.approx(10**6.3, rel=1e-3)


def test_a_value_that_cannot_be_reached_says_so(ball: Desk) -> None:
    ball.distribution.set_handle("poisson_ratio", Handle.CENTRE, 0.49)
    assert "cannot be reached with this spread" in ball.texts[0]
    assert "lock the value" in ball.texts[0]


def test_percentiles_may_not_cross(ball: Desk) -> None:
    ball.distribution.set_handle(YOUNGS, Handle.LOW, 1e12)
    assert "5 % value must lie below" in ball.texts[0]
    assert not ball.state.material.is_edited()


def test_a_spread_of_nothing_is_refused(ball: Desk) -> None:
    ball.distribution.set_spread("poisson_ratio", 0.0)
    assert "lock the parameter" in ball.texts[0]


def test_a_lock_holds_in_every_sample_and_moves_when_dragged(ball: Desk) -> None:
    ball.distribution.set_locked(YOUNGS, True)
    ball.distribution.drag_handle(YOUNGS, Handle.CENTRE, 0.0, 5.0)
    physics = distribution_of(ball.state.material, ball.state.document.physics)
    assert physics is not None
    stiffness = {round(s.youngs_modulus_pa, 3) for s in drawn_samples(physics, 3, 8)}
    assert stiffness == {1e5}
    ball.distribution.toggle_lock(YOUNGS)
    assert ball.state.material.edited.lock_of(LOG_E) is None


def test_arrow_keys_move_and_widen(ball: Desk) -> None:
    controller = ball.distribution
    before = controller.position_of(YOUNGS, Handle.CENTRE)
    controller.nudge(YOUNGS, Handle.CENTRE, 0.01)
    after = controller.position_of(YOUNGS, Handle.CENTRE)
    assert before is not None
    assert after == pytest.approx(before + 0.09, abs=1e-4)
    controller.nudge(YOUNGS, Handle.WIDTH, 0.1)
    physics = distribution_of(ball.state.material, ball.state.document.physics)
    assert physics is not None
    assert std_of(physics, LOG_E, RUBBER) == pytest.approx(0.45 * 1.1, rel=1e-3)


def test_resetting_one_class_one_quantity_and_all(ball: Desk) -> None:
    controller = ball.distribution
    predicted = ball.state.document.physics
    assert predicted is not None
    controller.set_only(FOAM)
    controller.reset_probability(FOAM)
    physics = distribution_of(ball.state.material, predicted)
    assert physics is not None
    assert physics.probabilities == pytest.approx(predicted.probabilities, abs=1e-5)
    controller.reset_probabilities()
    controller.set_handle(YOUNGS, Handle.CENTRE, 1e4)
    controller.reset_quantity(YOUNGS)
    assert not ball.state.material.is_edited()
    controller.set_locked("density_kg_m3", True)
    controller.reset()
    assert not ball.state.material.is_edited()


def test_a_chosen_sample_is_what_is_simulated(ball: Desk) -> None:
    ball.distribution.draw_samples()
    ball.distribution.choose_sample(3)
    material, predicted = ball.state.material, ball.state.document.physics
    assert predicted is not None
    expected = drawn_samples(predicted, material.seed, 4)[3]
    request = ball.physics.request("t")
    assert request.youngs_modulus_pa == expected.youngs_modulus_pa
    assert request.material_class == expected.material_class.label
    assert request.seed == material.seed == 1
    ball.distribution.choose_sample(99)
    assert material.chosen_sample == 3
    ball.distribution.set_sample_count(2)
    assert material.chosen_sample == 1
    ball.distribution.show_class(FOAM)
    assert material.chosen_sample is None


def test_a_splat_file_locks_what_is_dragged(desk: Desk) -> None:
    desk.open_ball()
    desk.state.document.physics = None
    desk.distribution.drag_handle(YOUNGS, Handle.CENTRE, 0.0, 4.0)
    request = desk.physics.request("t")
    assert request.youngs_modulus_pa == pytest.approx(1e4)
    for verb in (
        lambda: desk.distribution.set_probability(FOAM, 0.5),
        lambda: desk.distribution.set_spread(YOUNGS, 2.0),
        desk.distribution.draw_samples,
    ):
        verb()
    assert desk.state.material.edited.class_weights is None


def test_seed_and_count_keep_to_their_range(ball: Desk) -> None:
    ball.distribution.set_seed(-5)
    ball.distribution.set_sample_count(1000)
    assert (ball.state.material.seed, ball.state.material.sample_count) == (0, 64)
    ball.distribution.set_probability(FOAM, 1.5)
    assert "outside 0 % to 100 %" in ball.texts[0]
