"""What was asked for beside what was simulated, and why they differ, in words."""

from __future__ import annotations

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.stiffness import softening_text
from studio.state.document import TakeSummary
from studio.state.language import tr
from studio.state.law_numbers import NUMBERS, numbers_of
from studio.state.material_view import ComparisonRow, ComparisonView
from studio.state.quantities import MATERIAL_QUANTITIES, YOUNGS_MODULUS, Quantity

_SAME = 1e-6


def resolve_comparison(take: TakeSummary | None) -> ComparisonView | None:
    """Comparison of a take; None where it says nothing of its material."""
    if take is None or take.predicted is None or take.simulated is None:
        return None
    asked, ran = take.predicted, take.simulated
    rows = [_law_row(asked, ran)]
    rows += [_row(quantity, asked, ran) for quantity in MATERIAL_QUANTITIES]
    numbers = numbers_of(ran.law, may_be_rigid=False)
    others = (NUMBERS[quantity.key] for quantity in numbers)
    rows += [row for row in (_row(quantity, asked, ran) for quantity in others) if row.differs]
    headline, reason = _words(take, asked, ran)
    return ComparisonView(
        title=take.name,
        rows=tuple(rows),
        headline=headline,
        reason=reason,
        offers_softer=bool(headline) and take.stiffness == "real",
    )


def _words(take: TakeSummary, asked: MaterialParams, ran: MaterialParams) -> tuple[str, str]:
    """What was changed and why; empty where nothing was."""
    stiffness = YOUNGS_MODULUS.format(asked.youngs_modulus_pa)
    if ran.law is ConstitutiveLaw.RIGID and asked.law is not ConstitutiveLaw.RIGID:
        return tr("Moved as a rigid body"), tr(
            "At {stiffness} it would hardly bend, and no step of {quality} quality is short "
            "enough to follow its waves. It kept its shape and bounced instead.",
            stiffness=stiffness, quality=take.quality,
        )  # fmt: skip
    ratio = asked.youngs_modulus_pa / ran.youngs_modulus_pa
    if abs(ratio - 1) <= _SAME:
        return "", take.substitution
    softer = softening_text(ratio).removeprefix("shown as if ")
    if take.stiffness == "expressive":
        return tr("Shown as if {softer}", softer=softer), tr(
            "The expressive map softens all materials of a set alike, so that they visibly "
            "deform and their order in stiffness is kept."
        )
    return tr("Clamped: shown as if {softer}", softer=softer), tr(
        "{stiffness} is stiffer than {quality} quality can step; {limit} is its limit here. "
        "A finer quality, or a heavier or smaller object, moves the limit.",
        stiffness=stiffness, quality=take.quality,
        limit=YOUNGS_MODULUS.format(ran.youngs_modulus_pa),
    )  # fmt: skip


def _law_row(asked: MaterialParams, ran: MaterialParams) -> ComparisonRow:
    return ComparisonRow(
        tr("Law"), tr(asked.law.label), tr(ran.law.label), asked.law is not ran.law
    )


def _row(quantity: Quantity, asked: MaterialParams, ran: MaterialParams) -> ComparisonRow:
    before, after = (float(getattr(params, quantity.key)) for params in (asked, ran))
    return ComparisonRow(
        tr(quantity.label),
        quantity.format(before),
        quantity.format(after),
        abs(after - before) > _SAME * max(abs(before), abs(after)),
    )
