"""`WelcomeView`: where to begin: a drop target, sample photos and recent projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.state.language import mark, tr
from studio.state.samples import Sample
from studio.state.studio_state import StudioState
from studio.views.card import Card
from studio.views.card_grid import MOST_COLUMNS, CardGrid
from studio.views.centred_page import centred_page
from studio.views.dressing import dress
from studio.views.gap import add_gap
from studio.views.icon_label import IconLabel
from studio.views.icons import icon
from studio.views.theme import button_text, label, px, set_style_property
from studio.views.thumbnails import ThumbnailLoader

_WIDTH_PX = 944
_SUBTITLE = mark("The studio rebuilds the object, predicts what it is made of, and lets it fall.")
_LINKS = ("doctor", "tour")
"""Commands offered beside the facts of the machine."""


@dataclass(frozen=True, slots=True)
class WelcomeFacts:
    """What changes on the welcome page."""

    recent: tuple[Path, ...]
    """Projects opened last, newest first."""
    facts: str
    """Processor, memory and graphics card."""
    ability: str
    """What they are enough for."""


class WelcomeView(QScrollArea):
    """Shown while nothing is open."""

    sample_chosen = Signal(object)
    """`Sample` that the user chose."""
    recent_chosen = Signal(Path)
    """Project that the user chose."""

    def __init__(
        self,
        samples: Sequence[Sample],
        thumbnails: ThumbnailLoader,
        actions: dict[str, QAction],
    ) -> None:
        """Build the view.

        Args:
            samples: Bundled photos.
            thumbnails: Reads pictures of cards.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("welcome")
        dress(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._thumbnails = thumbnails
        self._drop = _drop_target(actions)
        self._shown: WelcomeFacts | None = None
        self._facts = label("", "muted", wrap=True)
        self._facts.setProperty("verbatim", True)  # names of devices are the same everywhere
        self._ability = label("", "muted", wrap=True)
        self._recent_title = label(tr("Recent projects"), "title")
        self._recent = CardGrid()
        column = QVBoxLayout()
        column.setSpacing(px(12))
        add_gap(column, px(24))
        column.addWidget(label(tr("From one photo to a physical 4D scene"), "display", wrap=True))
        column.addWidget(
            label(
                tr(_SUBTITLE),
                "muted",
                wrap=True,
            )
        )
        column.addLayout(self._machine(actions))
        add_gap(column, px(8))
        column.addWidget(self._drop)
        add_gap(column, px(12))
        column.addWidget(self._recent_title)
        column.addWidget(self._recent)
        if samples:
            column.addWidget(label(tr("Sample photos"), "title"))
            column.addWidget(self._sample_grid(samples))
        column.addStretch(1)
        self.setWidget(centred_page(column, widest_px=_WIDTH_PX))

    @property
    def drop_target(self) -> QWidget:
        """Where files are dropped."""
        return self._drop

    def show_state(self, state: StudioState) -> None:
        """Show recent projects and what the machine can do."""
        recent = tuple(Path(entry) for entry in state.preferences.value.recent)
        new, old = WelcomeFacts(recent, state.machine.facts, state.machine.ability), self._shown
        self._shown = new
        if old is None or old.recent != new.recent:
            self._apply_recent(new.recent)
        self._facts.setText(new.facts or tr("Looking at this machine…"))
        self._ability.setText(new.ability)
        if state.preferences.safe_mode:
            self._facts.setText(tr("Safe mode: the machine is not looked at."))

    def _apply_recent(self, paths: Sequence[Path]) -> None:
        shown = list(paths)[:MOST_COLUMNS]
        self._recent_title.setVisible(bool(shown))
        cards = [Card(p, p.stem, str(p.parent), self._thumbnails) for p in shown]
        for path, card in zip(shown, cards, strict=True):
            card.pressed.connect(partial(self.recent_chosen.emit, path))
        self._recent.show_cards(cards)

    def set_drop_active(self, active: bool) -> None:
        """Light the drop target up while a file hovers over the window."""
        set_style_property(self._drop, "active", "true" if active else "false")

    def _machine(self, actions: dict[str, QAction]) -> QHBoxLayout:
        """What the machine can do, and the ways to learn more."""
        lines = QVBoxLayout()
        lines.setSpacing(px(2))
        lines.addWidget(self._facts)
        lines.addWidget(self._ability)
        row = QHBoxLayout()
        row.setSpacing(px(4))
        row.addLayout(lines, 1)
        for name in _LINKS:
            if name in actions:
                button = QPushButton(actions[name].text())
                button.setProperty("role", "link")
                button.setToolTip(actions[name].toolTip())
                button.clicked.connect(actions[name].trigger)
                row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _sample_grid(self, samples: Sequence[Sample]) -> CardGrid:
        grid = CardGrid()
        cards = [Card(s.path, tr(s.title), s.credit, self._thumbnails) for s in samples]
        for sample, card in zip(samples, cards, strict=True):
            card.pressed.connect(partial(self.sample_chosen.emit, sample))
        grid.show_cards(cards)
        return grid


def _drop_target(actions: dict[str, QAction]) -> QFrame:
    frame = QFrame()
    frame.setObjectName("dropTarget")
    frame.setMinimumHeight(px(184))
    sign = IconLabel("photo", "predicted", 40)
    title = label(tr("Drop a photo of one object here"), "title")
    title.setAlignment(Qt.AlignmentFlag.AlignCenter)
    hint = label(
        tr("or a project (.p4d) or a splat file (.ply, .spz …). Ctrl+V pastes a picture."), "muted"
    )
    hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addStretch(1)
    for name, text, role in (
        ("open", tr("Open photo…"), "primary"),
        ("open-project", tr("Open project…"), ""),
    ):
        token = "on_accent" if role else "text_muted"
        button = QPushButton(icon("photo" if role else "folder", token), button_text(text))
        button.setProperty("role", role)
        button.setToolTip(actions[name].toolTip())
        button.clicked.connect(actions[name].trigger)
        row.addWidget(button)
    row.addStretch(1)
    column = QVBoxLayout(frame)
    column.setContentsMargins(px(24), px(20), px(24), px(20))
    column.setSpacing(px(6))
    column.addStretch(1)
    for widget in (sign, title, hint):
        column.addWidget(widget)
    add_gap(column, px(8))
    column.addLayout(row)
    column.addStretch(1)
    return frame
