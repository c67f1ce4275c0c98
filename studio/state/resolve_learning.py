"""Pure function from votes, jobs and adapters to what the panel of learning shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from sim.materials import MaterialClass
from sim.physics_distribution import PhysicsDistribution
from studio.state.curve_axis import AXES
from studio.state.edited_distribution import PARAMETER_OF
from studio.state.language import mark, tr
from studio.state.learning import FEWEST_TO_AGREE, FEWEST_TO_LEARN, Agreement, Learned
from studio.state.learning_conditions import vote_count
from studio.state.quantities import MATERIAL_QUANTITIES, Quantity
from studio.state.studio_state import StudioState

CURVE_POINTS = 120
SHOWN_CLASSES = 5
"""Classes that are compared: the most probable ones of before and after."""
_LOW, _HIGH = 0.05, 0.95
REASONS = (
    mark("on a splat file, of which no model predicted anything"),
    mark("on candidates of another model"),
    mark("on a photo whose project was not named or has another photo by now"),
)
"""Why votes do not count, as `models.preference.vote_pairs` says it."""


@dataclass(frozen=True, slots=True)
class TwoShares:
    """Probability of one class."""

    name: str
    """Name of the class."""
    before: float
    """Without the adapter, 0 to 1."""
    after: float
    """With it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class HalfCurve:
    """One quantity of one of the two distributions."""

    heights: tuple[float, ...]
    """Density over the axis, evenly spaced; both curves of a quantity share their scale."""
    middle: str
    """Median in words."""
    reach: str
    """5 % and 95 % percentile in words."""


@dataclass(frozen=True, slots=True)
class TwoCurves:
    """One quantity before and after."""

    title: str
    """Name of the quantity."""
    before: HalfCurve
    """Without the adapter."""
    after: HalfCurve
    """With it."""


@dataclass(frozen=True, slots=True)
class ComparedObject:
    """What the model says of the open object, without and with the adapter."""

    classes: tuple[TwoShares, ...]
    """The most probable classes."""
    curves: tuple[TwoCurves, ...]
    """Stiffness, Poisson's ratio and density."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Votes of another project."""

    file: Path
    """Its file."""
    text: str
    """Its name and votes."""


@dataclass(frozen=True, slots=True)
class LearningView:
    """Everything that the panel shows."""

    votes: str
    """How many votes there are."""
    sources: tuple[SourceRow, ...]
    """Votes of other projects."""
    hint: str
    """What to do first; empty when one can learn."""
    busy: str
    """What the job does; empty while none runs."""
    percent: int
    """How far it is; 0 for not known."""
    agreement: str
    """How well the model agrees with votes that it has not seen."""
    notes: tuple[str, ...]
    """What the votes themselves want said."""
    adapter: str
    """Which adapter is in use."""
    adapted: bool
    """Whether one is."""
    compared: ComparedObject | None
    """Before and after; None without an adapter."""


def resolve_learning(state: StudioState) -> LearningView:
    """What the panel shows for a state."""
    facts, learning, document = state.photo.facts, state.learning, state.document
    used = None if facts is None else facts.adapter
    job = None if learning.job is None else state.jobs.job(learning.job)
    learned = None if learning.lesson is None else learning.lesson.learned
    if learned is not None and (used is None or learned.digest != used.digest):
        learned = None
    compared = None
    if used is not None and document.physics is not None:
        compared = _compared(used.without, document.physics)
    return LearningView(
        votes=_votes(state),
        sources=tuple(
            SourceRow(
                one.file, tr("{name}: {count} votes", name=one.name, count=one.count)
            )
            for one in learning.sources
        ),
        hint=_hint(state),
        busy="" if job is None else (tr(job.stage) if job.stage else tr("Waiting for its turn")),
        percent=0 if job is None else round(100 * job.fraction),
        agreement=_agreement(state, learned),
        notes=() if learned is None else _notes(learned),
        adapter=_adapter_text("" if used is None else used.name, learned),
        adapted=used is not None,
        compared=compared,
    )  # fmt: skip


def agreement_text(agreement: Agreement) -> str:
    """How well the model agrees with its voter, with count and interval, in words."""
    low, high = agreement.interval
    return tr(
        "On pairs that it has not seen, the model now agrees with you in {now} % of {count} "
        "(95 % interval {low} to {high} %); before it was {before} %.",
        count=agreement.count, now=_percent(agreement.share), low=_percent(low),
        high=_percent(high), before=_percent(agreement.share_before),
    )  # fmt: skip


def _percent(share: float) -> int:
    return round(100 * share)


def _votes(state: StudioState) -> str:
    own = sum(vote.answer != "skip" for vote in state.votes.votes)
    joined = vote_count(state) - own
    if joined:
        return tr(
            "{own} votes of this project and {joined} of others.", own=own, joined=joined
        )  # fmt: skip
    return tr("{own} votes of this project.", own=own)


def _hint(state: StudioState) -> str:
    facts = state.photo.facts
    if facts is None:
        return tr("Open a photo's project: the model learns on what it says of photos.")
    if state.saving.read_only:
        return tr("This project is open read-only: save it elsewhere to learn from its votes.")
    if vote_count(state) < FEWEST_TO_LEARN:
        return tr("Sample candidates and vote blind; or add the votes of another project.")
    return ""


def _agreement(state: StudioState, learned: Learned | None) -> str:
    if learned is not None and learned.agreement is not None:
        return agreement_text(learned.agreement)
    count = vote_count(state)
    if 0 < count < FEWEST_TO_AGREE:
        return tr(
            "From {needed} votes on you are told how well the model agrees with you on votes that "
            "it has not seen; there are {count}.",
            needed=FEWEST_TO_AGREE, count=count,
        )  # fmt: skip
    return ""


def _notes(learned: Learned) -> tuple[str, ...]:
    """What the voter should know of the votes."""
    notes = [
        tr("{count} votes do not count: {reason}.", count=count, reason=tr(reason))
        for reason, count in learned.left_out
    ]
    if learned.gone_count:
        notes.append(
            tr("{count} votes count although their takes are gone.", count=learned.gone_count)
        )
    if learned.voter_count > 1:
        notes.append(
            tr("{count} people voted; each of them weighs the same.", count=learned.voter_count)
        )
    if learned.contradiction_count:
        notes.append(
            tr("{count} pairs were answered both ways.", count=learned.contradiction_count)
        )
    if not learned.helped:
        notes.append(tr("Nothing was learned: votes that were held out fit the model as it was."))
    return tuple(notes)


def _adapter_text(name: str, learned: Learned | None) -> str:
    if not name:
        return tr("No adapter is in use: the model says what it learned at first.")
    if learned is not None:
        text = tr("In use: {name}, learned from {count} votes.")
        return text.format(name=name, count=learned.vote_count)
    return tr("In use: {name}.", name=name)


@lru_cache(maxsize=4)
def _compared(before: PhysicsDistribution, after: PhysicsDistribution) -> ComparedObject:
    best = np.maximum(before.probabilities, after.probabilities)
    order = np.argsort(-best, kind="stable")[:SHOWN_CLASSES]
    return ComparedObject(
        tuple(
            TwoShares(
                tr(MaterialClass(int(index)).label),
                float(before.probabilities[index]),
                float(after.probabilities[index]),
            )
            for index in order
        ),
        tuple(_two_curves(quantity, before, after) for quantity in MATERIAL_QUANTITIES),
    )


def _two_curves(
    quantity: Quantity, before: PhysicsDistribution, after: PhysicsDistribution
) -> TwoCurves:
    parameter = PARAMETER_OF[quantity.key]
    grid = np.linspace(*AXES[quantity.key], CURVE_POINTS)
    densities = [
        physics.class_densities_of(parameter, grid).sum(axis=0) for physics in (before, after)
    ]
    peak = max(float(density.max()) for density in densities)
    halves = [
        HalfCurve(
            tuple((density / peak).tolist()) if peak > 0 else (),
            _value(quantity, physics.quantile(parameter, 0.5)),
            tr(
                "{low} to {high}",
                low=_value(quantity, physics.quantile(parameter, _LOW)),
                high=_value(quantity, physics.quantile(parameter, _HIGH)),
            ),
        )
        for physics, density in zip((before, after), densities, strict=True)
    ]
    return TwoCurves(tr(quantity.label), *halves)


def _value(quantity: Quantity, scaled: float) -> str:
    return quantity.format(quantity.unscaled(scaled))
