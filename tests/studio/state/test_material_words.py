"""Words of the material panel: certainty, unfamiliar pictures, what was simulated, examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.class_priors import class_priors
from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from sim.physics_distribution import CLASS_COUNT
from sim.project_manifest import NOVEL_FROM
from studio.state.certainty import entropy_bits, resolve_certainty
from studio.state.document import TakeSummary
from studio.state.examples import examples, placed_labels
from studio.state.language import tr
from studio.state.resolve_comparison import resolve_comparison

ASKED = MaterialParams(ConstitutiveLaw.JELLY, 4e8, 0.3, 1100.0)


def take(ran: MaterialParams, stiffness: str) -> TakeSummary:
    return TakeSummary(
        "take-1", 10, 10, 0.04, complete=True, quality="preview", stiffness=stiffness,
        predicted=ASKED, simulated=ran,
    )  # fmt: skip


def test_entropy_counts_equal_choices() -> None:
    assert entropy_bits(np.full(CLASS_COUNT, 1 / CLASS_COUNT)) == pytest.approx(3.807, abs=1e-3)
    assert entropy_bits(np.eye(CLASS_COUNT)[2]) == 0.0
    assert entropy_bits(np.array([0.5, 0.5, 0.0])) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((1.0,), "Sure: rubber"),
        ((0.8, 0.2), "Fairly sure: rubber"),
        ((0.55, 0.3, 0.15), "Probably rubber, perhaps foam"),
        ((0.3, 0.26, 0.24, 0.2), "Could be rubber, foam or something else"),
        ((0.2, 0.17, 0.16, 0.16, 0.16, 0.15), "Could be many things"),
    ],
)
def test_certainty_is_told_in_words(shares: tuple[float, ...], words: str) -> None:
    order = (MaterialClass.RUBBER, MaterialClass.FOAM, *MaterialClass)
    probabilities = np.zeros(CLASS_COUNT)
    probabilities[list(dict.fromkeys(order))[: len(shares)]] = shares
    physics = replace(class_priors(), class_probabilities=probabilities)
    view = resolve_certainty(physics, None)
    assert view.words == words
    assert "bit" in view.number
    assert view.warning == ""


def test_an_unfamiliar_picture_is_warned_of_in_words() -> None:
    physics = class_priors()
    assert resolve_certainty(physics, NOVEL_FROM - 0.01).warning == ""
    warning = resolve_certainty(physics, NOVEL_FROM).warning
    assert warning.startswith("Unfamiliar picture")
    assert "check the material" in warning


@pytest.mark.parametrize(
    ("stiffness", "headline", "reason"),
    [
        ("real", "Clamped: shown as if 100 times softer", "4.00 MPa is its limit"),
        ("expressive", "Shown as if 100 times softer", "their order in stiffness is kept"),
    ],
)
def test_a_softer_simulation_says_how_much_and_why(
    stiffness: str, headline: str, reason: str
) -> None:
    view = resolve_comparison(take(replace(ASKED, youngs_modulus_pa=4e6), stiffness))
    assert view is not None
    assert view.headline == headline
    assert reason in view.reason
    assert view.offers_softer == (stiffness == "real")
    modulus = next(row for row in view.rows if row.label == "Young's modulus")
    assert (modulus.predicted, modulus.simulated, modulus.differs) == ("400 MPa", "4.00 MPa", True)


def test_things_people_know_stand_on_the_axis_of_stiffness() -> None:
    known = examples()["youngs_modulus_pa"]
    values = {example.name: example.value for example in known}
    assert values["jelly"] < values["rubber"] < values["wood"] < values["steel"]
    assert all(example.source and tr(example.name) for example in known)


def test_labels_that_have_no_room_are_left_out_by_rank() -> None:
    placed = placed_labels(
        (10.0, 14.0, 90.0), (20.0, 20.0, 30.0), (2, 1, 3), room=(0.0, 100.0), gap=4.0
    )
    assert [label.index for label in placed] == [1, 2]
    assert placed[-1].left == pytest.approx(70.0)
