"""`HandPanel`: how the hand takes hold, in numbers and words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFormLayout, QVBoxLayout

from studio.controllers.hand_controller import HandController
from studio.state.hand import DEFAULT_STIFFNESS, RADIUS_RANGE_M, STIFFNESS_RANGE
from studio.state.language import mark, tr
from studio.state.quantities import SIZE, Quantity
from studio.state.studio_state import StudioState
from studio.views.action_buttons import button_column, text_button
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.quantity_field import QuantityField
from studio.views.theme import label, px, separator

REACH = Quantity(
    "reach_m", mark("Reach"), *RADIUS_RANGE_M, SIZE.units, ("mm", "cm", "m"), logarithmic=True,
    typical=0.1,
)  # fmt: skip
STRENGTH = Quantity(
    "strength", mark("Strength"), *STIFFNESS_RANGE, {"1/s²": 1.0, "1/s2": 1.0}, ("1/s²",),
    logarithmic=True, typical=DEFAULT_STIFFNESS,
)  # fmt: skip
_MODES = ("hand-pull", "hand-poke", "hand-push")
_QUALITIES = ("hand-preview", "hand-sketch")


@dataclass(frozen=True, slots=True)
class HandView:
    """What the panel shows."""

    reach_m: float
    """Radius of what is taken hold of [m]."""
    own_reach: bool
    """Whether the user chose it."""
    stiffness: float
    """Stiffness of the springs a mass [1/s²]."""
    text: str
    """What the hand does now."""
    slow: bool
    """Whether the simulation is too slow to be taken in hand."""


class HandPanel(Panel[HandView]):
    """Fields and switches of the hand."""

    def __init__(self, hand: HandController, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            hand: Told the entries.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self._reach = QuantityField(REACH, width=None)
        self._strength = QuantityField(STRENGTH, width=None)
        self._reach.committed.connect(hand.set_radius)
        self._strength.committed.connect(hand.set_stiffness)
        self._text = label(role="muted", wrap=True)
        self._slow = label(
            tr("Too slow to feel: what the hand begins next is a sketch. Motion stays true; only "
               "detail is less."), "warning", wrap=True,
        )  # fmt: skip
        self._lay_out(actions)

    def resolve(self, state: StudioState) -> HandView:
        """How the hand is set, and what it does."""
        hand = state.hand
        return HandView(
            reach_m=hand.reach_m(state.document.size_m),
            own_reach=hand.radius_m is not None,
            stiffness=hand.stiffness,
            text=_words(state),
            slow=hand.live_take is not None and hand.too_slow,
        )

    def apply(self, old: HandView | None, new: HandView) -> None:
        """Show what differs."""
        del old
        self._reach.show_value(new.reach_m, edited=new.own_reach)
        self._strength.show_value(new.stiffness, edited=new.stiffness != DEFAULT_STIFFNESS)
        self._text.setText(new.text)
        self._slow.setVisible(new.slow)

    def _lay_out(self, actions: dict[str, QAction]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(12), px(12), px(12))
        column.setSpacing(px(8))
        column.addWidget(
            text_button(actions["tool-hand"], role="primary", sign=icon("tool-hand", "on_accent"))
        )
        column.addWidget(self._text)
        column.addWidget(self._slow)
        form = QFormLayout()
        form.setHorizontalSpacing(px(12))
        form.setVerticalSpacing(px(6))
        form.addRow(label(tr(REACH.label), "muted"), self._reach)
        form.addRow(label(tr(STRENGTH.label), "muted"), self._strength)
        column.addLayout(form)
        for title, names in ((tr("What it does"), _MODES), (tr("Quality"), _QUALITIES)):
            column.addWidget(separator())
            column.addWidget(label(title, "section"))
            column.addLayout(button_column([actions[name] for name in names]))
        column.addWidget(separator())
        column.addWidget(text_button(actions["replay-hand"]))
        column.addStretch(1)


def _words(state: StudioState) -> str:
    hand = state.hand
    if hand.waiting:
        return tr("The simulation begins…")
    if hand.live_take is None:
        return tr("Drag the object in the viewport: it is simulated from the shown frame on.")
    speed = "" if hand.fps is None else tr("{fps} frames/s", fps=f"{hand.fps:.0f}")
    title = state.document.title(hand.live_take)
    doing = tr("Holding") if hand.holding else tr("In {name}", name=title)
    return " · ".join(part for part in (doing, speed) if part)
