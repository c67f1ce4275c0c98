"""`CandidateCell`: one candidate: picture, parameters, sparkline and what can be done with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.jobs.view_runner import Picture
from studio.state.gallery_parts import CellView
from studio.state.language import tr
from studio.views.candidates.cell_picture import CellPicture
from studio.views.candidates.sparkline import Sparkline
from studio.views.elided_label import ElidedLabel
from studio.views.theme import label, px

ROOMY_PX = 360
"""Cells from this width on always show their buttons."""


class CandidateCell(QWidget):
    """Shows one cell view; its buttons call the controllers."""

    def __init__(self, studio: Studio) -> None:
        """Build an empty cell."""
        super().__init__()
        self._studio = studio
        self._view = CellView("", "empty")
        self.picture = CellPicture(studio.gallery)
        self.picture.pressed.connect(self._on_pressed)
        self._title = label(role="value")
        self._detail = ElidedLabel(role="muted")
        self._facts = ElidedLabel(role="faint")
        self._sparkline = Sparkline()
        self._buttons = self._made_buttons()
        self._strip = self._made_strip()
        self._retry = QPushButton(tr("Simulate again"), self.picture)
        self._retry.clicked.connect(lambda: studio.candidates.retry(self._view.key))
        self._retry.hide()
        self._info = QWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.picture, 1)
        column.addWidget(self._info)
        self._lay_out_info()

    @property
    def view(self) -> CellView:
        """What is shown."""
        return self._view

    def apply(self, view: CellView) -> None:
        """Show another state of the cell."""
        if view == self._view:
            return
        self._view = view
        self.picture.apply(view)
        self._title.setText(view.title)
        self._detail.show_text(view.detail)
        note = f" · “{view.note}”" if view.note else ""
        facts = " · ".join(part for part in (view.likelihood, view.seed) if part)
        self._facts.show_text(f"{facts}{note}")
        self._sparkline.apply(view.energy, view.height)
        self._show_strip()
        for name, button in self._buttons.items():
            button.setEnabled(not view.rejected or name == "reject")
        self._buttons["a"].setChecked(view.pin == "A")
        self._buttons["b"].setChecked(view.pin == "B")
        self._buttons["reject"].setChecked(view.rejected)
        self._retry.setVisible(view.status in ("failed", "cancelled"))
        self._retry.setText(tr("Simulate again") if view.status == "failed" else tr("Simulate"))
        self._place_buttons()

    def show_picture(self, picture: Picture | None, frame: int) -> None:
        """Show the picture of a frame."""
        self.picture.show_picture(picture)
        self._sparkline.show_frame(frame)

    def resizeEvent(self, _event: object) -> None:
        """Keep the buttons in their places over the picture."""
        self._show_strip()
        self._place_buttons()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the buttons of a small cell under the pointer."""
        super().enterEvent(event)
        self._show_strip()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide them again."""
        super().leaveEvent(event)
        self._show_strip()

    def _show_strip(self) -> None:
        """Buttons cover little of a large cell; a small one has them when it is looked at."""
        view = self._view
        looked_at = self.underMouse() or view.selected or bool(view.pin) or view.rejected
        roomy = self.width() >= px(ROOMY_PX)
        ended = view.status in ("shown", "rejected")
        self._strip.setVisible(view.chooseable and ended and (roomy or looked_at))

    def _place_buttons(self) -> None:
        area, size = self.picture.rect(), self._retry.sizeHint()
        self._retry.resize(size)
        below = area.height() // 2 + px(28)
        self._retry.move((area.width() - size.width()) // 2, below)
        strip = self._strip.sizeHint()
        self._strip.resize(strip)
        inset = px(6)
        self._strip.move(
            area.width() - strip.width() - inset, area.height() - strip.height() - inset
        )

    def _made_buttons(self) -> dict[str, QToolButton]:
        choices = self._studio.candidate_choices
        rows = (
            ("a", "A", tr("Pin as A"), lambda key: choices.pin(key, "a"), True),
            ("b", "B", tr("Pin as B"), lambda key: choices.pin(key, "b"), True),
            ("reject", "✕", tr("Reject, or take back"), choices.toggle_rejected, True),
            ("promote", tr("Use"), tr("Promote to the scene: its material is the choice"),
             choices.promote, False),
        )  # fmt: skip
        buttons = {}
        for name, text, hint, verb, checkable in rows:
            button = QToolButton()
            button.setText(text)
            button.setToolTip(hint)
            button.setAccessibleName(hint)
            button.setCheckable(checkable)
            button.clicked.connect(partial(self._on_button, verb))
            buttons[name] = button
        return buttons

    def _lay_out_info(self) -> None:
        column = QVBoxLayout(self._info)
        column.setContentsMargins(px(8), px(4), px(8), px(4))
        column.setSpacing(0)
        rows = (
            ((self._title, 0), (self._detail, 1)),
            ((self._facts, 2), (self._sparkline, 1)),
        )
        for widgets in rows:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            for widget, stretch in widgets:
                row.addWidget(widget, stretch)
            column.addLayout(row)

    def _made_strip(self) -> QWidget:
        """The buttons, over the lower right corner of the picture."""
        strip = QWidget(self.picture)
        strip.setObjectName("noteBox")
        strip.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(strip)
        row.setContentsMargins(px(2), px(2), px(2), px(2))
        row.setSpacing(px(2))
        for button in self._buttons.values():
            row.addWidget(button)
        strip.hide()
        return strip

    def _on_button(self, verb: object) -> None:
        if callable(verb) and self._view.key:
            verb(self._view.key)

    def _on_pressed(self) -> None:
        if self._view.key:
            self._studio.candidate_choices.select(self._view.key)
