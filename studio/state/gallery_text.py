"""Words of the gallery: what a candidate is, what the map does, who moves the same."""

from __future__ import annotations

import math

from sim.stiffness import StiffnessMode, softening_text
from sim.sweep.grouping import MotionGroup
from sim.sweep.set_stiffness import SetStiffness
from studio.state.candidates import Candidate, CandidateRun, CandidateSet
from studio.state.language import tr
from studio.state.quantities import DENSITY, YOUNGS_MODULUS

GROUP_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"


def caption_of(candidate: Candidate) -> str:
    """Number and class."""
    params = candidate.params
    chosen = params.material_class
    name = params.law.label if chosen is None else chosen.label
    return f"{candidate.number}  {tr(name)}"


def detail_of(candidate: Candidate) -> str:
    """Parameters in one line."""
    params = candidate.params
    return " · ".join(
        (
            YOUNGS_MODULUS.format(params.youngs_modulus_pa),
            f"ν {params.poisson_ratio:.2f}",
            DENSITY.format(params.density_kg_m3),
        )
    )


def likelihood_text(log_likelihood: float) -> str:
    """Log density in words that fit a corner."""
    if not math.isfinite(log_likelihood):
        return "ln p −∞"
    return f"ln p {log_likelihood:+.1f}".replace("-", "−")


def map_text(shown: CandidateSet | None, stiffness: SetStiffness | None) -> str:
    """What the one map of the set does, in words."""
    if shown is None:
        return ""
    if shown.stiffness == StiffnessMode.REAL:
        return tr("Real stiffness: what is too stiff to step is rigid or clamped")
    if stiffness is None:
        return tr("One stiffness map for all")
    softer = [
        one.params.youngs_modulus_pa / stiffness.simulated(one.params).simulated.youngs_modulus_pa
        for one in shown.candidates
    ]
    if max(softer) <= 1 + 1e-6:
        return tr("One stiffness map for all: simulated as predicted")
    low, high = (
        softening_text(one).removeprefix("shown as if ") for one in (min(softer), max(softer))
    )
    if low == high:
        return tr("One stiffness map for all: {most}", most=high)
    return tr(
        "One stiffness map for all: {least} to {most}",
        least=low.removesuffix(" times softer"),
        most=high,
    )


def groups_text(groups: tuple[MotionGroup, ...], stiffness: str) -> str:
    """Which candidates of a set move the same, why, and what tells them apart."""
    lines = [
        tr("{letter}: {members} move alike: {reason}", letter=letter,
           members=_joined([name.split("-")[-2] for name in group.names]), reason=group.reason)
        for letter, group in zip(GROUP_LETTERS, groups, strict=False)
    ]  # fmt: skip
    if lines and stiffness == StiffnessMode.REAL:
        lines.append(tr("Sample without real stiffness to tell them apart."))
    return "   ".join(lines)


def _joined(names: list[str]) -> str:
    return tr("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def group_of(groups: tuple[MotionGroup, ...], run: CandidateRun | None) -> tuple[str, str]:
    """Letter of a run's group and what it has in common; both empty where it is alone."""
    if run is None:
        return "", ""
    for letter, group in zip(GROUP_LETTERS, groups, strict=False):
        if run.take_name in group.names:
            others = ", ".join(name.split("-")[-2] for name in group.names if name != run.take_name)
            return letter, tr("Moves like {others}: {reason}", others=others, reason=group.reason)
    return "", ""
