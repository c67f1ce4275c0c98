"""How sure a distribution over classes is, in words and as a number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from sim.project_manifest import NOVEL_FROM
from studio.state.language import mark, tr, within

_WORDS = (
    (1.2, mark("Sure: {first}")),
    (2.0, mark("Fairly sure: {first}")),
    (3.0, mark("Probably {first}, perhaps {second}")),
    (5.0, mark("Could be {first}, {second} or something else")),
)
"""Up to this many equally likely classes -> words."""
_MANY = mark("Could be many things")


@dataclass(frozen=True, slots=True)
class CertaintyView:
    """What the head of the material panel says."""

    words: str
    """How sure it is."""
    number: str
    """Entropy as a number."""
    explanation: str
    """What the number means."""
    warning: str = ""
    """Says that the picture is unlike what the model learned; empty where it is not."""


def entropy_bits(probabilities: np.typing.NDArray[np.float64]) -> float:
    """Shannon entropy of class probabilities [bit], 0 for certainty, 3.81 for 14 equal classes."""
    held = probabilities[probabilities > 0]
    return max(float(-(held * np.log2(held)).sum()), 0.0)


def resolve_certainty(physics: PhysicsDistribution, novelty: float | None) -> CertaintyView:
    """Words and number for a distribution, and the warning of an unfamiliar picture.

    Args:
        physics: Distribution as it is shown.
        novelty: How little the picture is like what the model learned, 0 to 1; None where unknown.
    """
    bits = entropy_bits(physics.probabilities)
    effective = 2.0**bits
    order = np.argsort(-physics.class_probabilities, kind="stable")
    first, second = (within(tr(MaterialClass(int(index)).label)) for index in order[:2])
    words = next((text for limit, text in _WORDS if effective <= limit), _MANY)
    novel = novelty is not None and novelty >= NOVEL_FROM
    return CertaintyView(
        words=tr(words, first=first, second=second),
        number=tr(
            "{bits} bit, like {count} equal choices",
            bits=f"{bits:.2f}", count=f"{effective:.1f}",
        ),
        explanation=tr(
            "Entropy {bits} bit: as undecided as between {count} equally likely materials "
            "(0 is certain, 3.81 all 14 alike)",
            bits=f"{bits:.2f}", count=f"{effective:.1f}",
        ),
        warning=_novelty_words(novelty) if novel and novelty is not None else "",
    )  # fmt: skip


def _novelty_words(novelty: float) -> str:
    return tr(
        "Unfamiliar picture ({percent} % novelty): it is unlike the objects that materials were "
        "learned from, so check the material before you rely on it.",
        percent=f"{100 * novelty:.0f}",
    )
