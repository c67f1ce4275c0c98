"""`WelcomeView`: where to begin: a drop target, sample photos and recent projects."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.state.samples import Sample
from studio.views.card import Card
from studio.views.icons import icon, pixmap
from studio.views.theme import button_text, label, set_style_property
from studio.views.thumbnails import ThumbnailLoader

_WIDTH_PX = 944
_COLUMNS = 5
_PHOTO_NAME = "photo.png"


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
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._thumbnails = thumbnails
        self._drop = _drop_target(actions)
        self._recent_title = label("Recent projects", "title")
        self._recent = QGridLayout()
        self._recent.setSpacing(16)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addSpacing(24)
        column.addWidget(label("From one photo to a physical 4D scene", "display"))
        column.addWidget(
            label(
                "The studio rebuilds the object, predicts what it is made of, and lets it fall.",
                "muted",
            )
        )
        column.addSpacing(12)
        column.addWidget(self._drop)
        column.addSpacing(12)
        column.addWidget(self._recent_title)
        column.addLayout(self._recent)
        if samples:
            column.addWidget(label("Sample photos", "title"))
            column.addLayout(self._sample_grid(samples))
        column.addStretch(1)
        self.setWidget(_centred(column))

    @property
    def drop_target(self) -> QWidget:
        """Where files are dropped."""
        return self._drop

    def apply_recent(self, paths: Sequence[Path]) -> None:
        """Show other recent projects."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        shown = list(paths)[:_COLUMNS]
        self._recent_title.setVisible(bool(shown))
        cards = [Card(p / _PHOTO_NAME, p.stem, str(p.parent), self._thumbnails) for p in shown]
        for path, card in zip(shown, cards, strict=True):
            card.pressed.connect(partial(self.recent_chosen.emit, path))
        _fill(self._recent, cards)

    def set_drop_active(self, active: bool) -> None:
        """Light the drop target up while a file hovers over the window."""
        set_style_property(self._drop, "active", "true" if active else "false")

    def _sample_grid(self, samples: Sequence[Sample]) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(16)
        cards = [Card(s.path, s.title, s.credit, self._thumbnails) for s in samples]
        for sample, card in zip(samples, cards, strict=True):
            card.pressed.connect(partial(self.sample_chosen.emit, sample))
        _fill(grid, cards)
        return grid


def _fill(grid: QGridLayout, cards: Sequence[Card]) -> None:
    for index, card in enumerate(cards):
        grid.addWidget(card, index // _COLUMNS, index % _COLUMNS, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(_COLUMNS, 1)


def _centred(column: QVBoxLayout) -> QWidget:
    inner = QWidget()
    inner.setMaximumWidth(_WIDTH_PX)
    column.setContentsMargins(0, 0, 0, 0)
    inner.setLayout(column)
    outer = QWidget()
    row = QHBoxLayout(outer)
    row.setContentsMargins(24, 0, 24, 24)
    row.addStretch(1)
    row.addWidget(inner, 100)
    row.addStretch(1)
    return outer


def _drop_target(actions: dict[str, QAction]) -> QFrame:
    frame = QFrame()
    frame.setObjectName("dropTarget")
    frame.setMinimumHeight(184)
    sign = QLabel()
    sign.setPixmap(pixmap("photo", "predicted", 40))
    sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
    title = label("Drop a photo of one object here", "title")
    title.setAlignment(Qt.AlignmentFlag.AlignCenter)
    hint = label(
        "or a project (.p4d) or a splat file (.ply, .spz …). Ctrl+V pastes a picture.", "muted"
    )
    hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch(1)
    for name, text, role in (
        ("open", "Open photo…", "primary"),
        ("open-project", "Open project…", ""),
    ):
        token = "on_accent" if role else "text_muted"
        button = QPushButton(icon("photo" if role else "folder", token), button_text(text))
        button.setProperty("role", role)
        button.setToolTip(actions[name].toolTip())
        button.clicked.connect(actions[name].trigger)
        row.addWidget(button)
    row.addStretch(1)
    column = QVBoxLayout(frame)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(6)
    column.addStretch(1)
    for widget in (sign, title, hint):
        column.addWidget(widget)
    column.addSpacing(8)
    column.addLayout(row)
    column.addStretch(1)
    return frame
