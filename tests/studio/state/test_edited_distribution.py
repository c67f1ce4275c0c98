"""Edits of a predicted distribution: what they change, leave alone, and how they are dragged."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.errors import InputError
from sim.materials import MaterialClass
from sim.physics_distribution import CLASS_COUNT, PhysicsDistribution
from sim.physics_sample import PARAMETERS
from studio.state.class_weights import reweighted
from studio.state.distribution_drags import (
    Handle,
    dragged,
    mean_of,
    quantile_of,
    std_of,
    with_spread,
)
from studio.state.edited_distribution import (
    DistributionEdits,
    ParameterEdit,
    ParameterLock,
    edited_distribution,
)
from tests.studio.synthetic_project import rubber_like

PREDICTED = rubber_like()
RUBBER = MaterialClass.RUBBER
LOG_E = "log10_youngs_modulus"
NU = "poisson_ratio"


def _shifted(index: int, shift: float) -> ParameterEdit:
    shifts = [0.0] * CLASS_COUNT
    shifts[index] = shift
    return ParameterEdit(LOG_E, tuple(shifts), (1.0,) * CLASS_COUNT)


def test_without_edits_it_is_the_prediction_itself() -> None:
    assert edited_distribution(PREDICTED, DistributionEdits()) is PREDICTED
    assert not DistributionEdits()


def test_class_weights_are_taken_as_they_stand_even_with_locks() -> None:
    weights = reweighted(PREDICTED.probabilities, MaterialClass.GLASS, 0.7, PREDICTED.probabilities)
    edits = DistributionEdits(weights, locks=(ParameterLock(LOG_E, 6.0),))
    edited = edited_distribution(PREDICTED, edits)
    np.testing.assert_allclose(edited.class_probabilities, weights, rtol=1e-6)
    assert edited.mean().material_class is MaterialClass.GLASS


def test_a_lock_alone_follows_bayes_rule() -> None:
    edits = DistributionEdits(locks=(ParameterLock(LOG_E, 9.3),))
    edited = edited_distribution(PREDICTED, edits)
    expected = PREDICTED.conditioned(youngs_modulus_pa=10**9.3)
    np.testing.assert_array_equal(edited.class_probabilities, expected.class_probabilities)
    samples = edited.sample(np.random.default_rng(0), 20)
    assert {round(sample.value_of(LOG_E), 4) for sample in samples} == {9.3}


def test_a_shift_moves_one_class_and_no_other() -> None:
    edited = edited_distribution(PREDICTED, DistributionEdits(parameters=(_shifted(8, 0.5),)))
    before, after = PREDICTED.moments(LOG_E)[0], edited.moments(LOG_E)[0]
    assert after[8] == pytest.approx(before[8] + 0.5)
    others = np.arange(CLASS_COUNT) != 8
    np.testing.assert_array_equal(after[others], before[others])


def test_a_centre_never_leaves_the_range_of_its_parameter() -> None:
    edited = edited_distribution(PREDICTED, DistributionEdits(parameters=(_shifted(8, 20.0),)))
    assert edited.moments(LOG_E)[0][8] == 13.0


def test_the_same_seed_draws_the_same_samples_of_an_edited_distribution() -> None:
    edits = DistributionEdits(parameters=(_shifted(8, 0.5),))
    first = edited_distribution(PREDICTED, edits).sample(np.random.default_rng(5), 4)
    again = edited_distribution(rubber_like(), edits).sample(np.random.default_rng(5), 9)
    assert again[:4] == first


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"class_weights": (0.5,) * CLASS_COUNT}, "sum 7"),
        ({"class_weights": (1.0,)}, "one number a class"),
        ({"locks": (ParameterLock(NU, 0.1), ParameterLock(NU, 0.2))}, "edited twice"),
    ],
)
def test_edits_that_make_no_distribution_are_refused(change: dict, part: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(InputError, match=part):
        DistributionEdits(**change)


def test_locks_and_edits_have_ranges() -> None:
    with pytest.raises(InputError, match=r"outside 0 to 0\.49"):
        ParameterLock(NU, 0.6)
    with pytest.raises(InputError, match="spreads 0 is outside"):
        ParameterEdit(NU, (0.0,) * CLASS_COUNT, (0.0,) * CLASS_COUNT)
    with pytest.raises(InputError, match="unknown parameter"):
        ParameterLock("hardness", 1.0)


def test_edits_of_a_parameter_are_replaced_and_taken_back() -> None:
    edits = DistributionEdits().with_edit(_shifted(8, 0.5)).with_lock(NU, 0.2)
    assert edits.with_edit(_shifted(8, 0.0)).parameters == ()
    assert edits.with_lock(NU, 0.3).lock_of(NU) == 0.3
    assert not edits.without(LOG_E).without(NU)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(list(MaterialClass)),
    st.floats(0, 1),
    st.lists(st.floats(0, 1), min_size=CLASS_COUNT, max_size=CLASS_COUNT),
)
def test_bars_renormalise_in_proportion(
    member: MaterialClass, probability: float, raw: list[float]
) -> None:
    total = sum(raw)
    weights = np.array(raw) / total if total > 1e-3 else np.full(CLASS_COUNT, 1 / CLASS_COUNT)
    result = np.array(reweighted(weights, member, probability, PREDICTED.probabilities))
    assert result.sum() == pytest.approx(1)
    assert result[int(member)] == pytest.approx(probability)
    rest, kept = np.delete(weights, int(member)), np.delete(result, int(member))
    if rest.sum() > 1e-6:
        np.testing.assert_allclose(kept * rest.sum(), rest * (1 - probability), atol=1e-9)


def test_after_a_bar_at_100_percent_the_predicted_proportions_come_back() -> None:
    all_glass = reweighted(PREDICTED.probabilities, MaterialClass.GLASS, 1.0, (0.0,) * CLASS_COUNT)
    back = reweighted(all_glass, MaterialClass.GLASS, 0.5, PREDICTED.probabilities)
    ratio = back[RUBBER] / back[MaterialClass.FOAM]
    assert ratio == pytest.approx(0.62 / 0.21, rel=1e-5)
    with pytest.raises(InputError, match="outside 0 % to 100 %"):
        reweighted(all_glass, MaterialClass.GLASS, 1.2, all_glass)


@pytest.mark.parametrize("shown", [RUBBER, None], ids=["one class", "mixed"])
@pytest.mark.parametrize("parameter", PARAMETERS)
def test_handles_arrive_where_the_pointer_is(parameter: str, shown: MaterialClass | None) -> None:
    low = quantile_of(PREDICTED, parameter, shown, 0.05)
    high = quantile_of(PREDICTED, parameter, shown, 0.95)
    step = 0.15 * (high - low)
    tolerance = 2e-3 if parameter == NU else 1e-4  # the truncated law is met by repetition
    for handle, share in ((Handle.LOW, 0.05), (Handle.MIDDLE, 0.5), (Handle.HIGH, 0.95)):
        value = quantile_of(PREDICTED, parameter, shown, share) - step
        edits = dragged(
            PREDICTED, DistributionEdits(), parameter, shown, handle, start=0.0, value=value
        )
        edited = edited_distribution(PREDICTED, edits)
        assert quantile_of(edited, parameter, shown, share) == pytest.approx(value, abs=tolerance)
        if handle is Handle.LOW:
            now_high = quantile_of(edited, parameter, shown, 0.95)
            assert now_high == pytest.approx(high, abs=5 * tolerance)


def test_the_centre_moves_the_mean_and_keeps_the_width() -> None:
    edits = dragged(
        PREDICTED, DistributionEdits(), LOG_E, RUBBER, Handle.CENTRE, start=0.0, value=5.0
    )
    edited = edited_distribution(PREDICTED, edits)
    assert mean_of(edited, LOG_E, RUBBER) == pytest.approx(5.0)
    assert std_of(edited, LOG_E, RUBBER) == pytest.approx(0.45)


def test_the_flank_widens_about_the_mean() -> None:
    edits = dragged(
        PREDICTED, DistributionEdits(), LOG_E, RUBBER, Handle.WIDTH, start=6.5, value=6.7
    )
    edited = edited_distribution(PREDICTED, edits)
    assert std_of(edited, LOG_E, RUBBER) == pytest.approx(0.9, rel=1e-3)
    assert mean_of(edited, LOG_E, RUBBER) == pytest.approx(6.3, abs=1e-4)


def test_a_typed_spread_is_reached_for_one_class_and_for_the_mixture() -> None:
    for shown in (RUBBER, None):
        edits = with_spread(PREDICTED, DistributionEdits(), LOG_E, shown, 0.25)
        edited = edited_distribution(PREDICTED, edits)
        assert std_of(edited, LOG_E, shown) == pytest.approx(0.25, rel=1e-4)
    with pytest.raises(InputError, match="lock the parameter"):
        with_spread(PREDICTED, DistributionEdits(), LOG_E, RUBBER, 0.0)


def test_dragging_a_locked_parameter_moves_its_lock() -> None:
    locked = DistributionEdits(locks=(ParameterLock(LOG_E, 6.0),))
    moved = dragged(PREDICTED, locked, LOG_E, RUBBER, Handle.CENTRE, start=0.0, value=7.0)
    assert moved == DistributionEdits(locks=(ParameterLock(LOG_E, 7.0),))


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PARAMETERS),
    st.sampled_from(list(Handle)),
    st.one_of(st.none(), st.sampled_from(list(MaterialClass))),
    st.floats(-5, 20),
    st.floats(-5, 20),
)
def test_no_drag_breaks_the_distribution(
    parameter: str, handle: Handle, shown: MaterialClass | None, start: float, value: float
) -> None:
    edits = dragged(
        PREDICTED, DistributionEdits(), parameter, shown, handle, start=start, value=value
    )
    edited = edited_distribution(PREDICTED, edits)
    assert isinstance(edited, PhysicsDistribution)
    assert edited.sample(np.random.default_rng(0), 3)
