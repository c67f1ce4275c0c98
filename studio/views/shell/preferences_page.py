"""`PreferencesPage`: all settings by section, searched, with reset of each and of all."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.preferences_controller import PreferencesController
from studio.state.language import tr
from studio.state.preference_fields import FIELDS, found_fields
from studio.state.preferences import Preferences
from studio.state.studio_state import StudioState
from studio.views.gap import add_gap
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.shell.preference_row import PreferenceRow
from studio.views.theme import label, px


@dataclass(frozen=True, slots=True)
class PreferencesView:
    """What the page shows."""

    value: Preferences
    """Present preferences."""
    waiting: tuple[str, ...]
    """Labels of settings that wait for a restart."""
    safe_mode: bool
    """True when nothing is stored."""


class PreferencesPage(Panel[PreferencesView]):
    """Changes apply and are stored at once; there is nothing to confirm."""

    def __init__(self, preferences: PreferencesController) -> None:
        """Edit preferences through their controller."""
        super().__init__()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search the preferences"))
        self.search.setAccessibleName(tr("Search the preferences"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.rows = {
            field.name: PreferenceRow(field, preferences.set, preferences.reset) for field in FIELDS
        }
        self._sections = {
            name: label(tr(name), "section") for name in dict.fromkeys(f.section for f in FIELDS)
        }
        self._nothing = label(tr("No setting fits."), "muted")
        self._nothing.hide()
        self._note = label("", "warning", wrap=True)
        self.reset_all = QPushButton(tr("Reset all"))
        self.reset_all.clicked.connect(lambda: preferences.reset())
        self._build()

    @property
    def found(self) -> tuple[str, ...]:
        """Names of the settings that are shown."""
        return tuple(name for name, row in self.rows.items() if not row.isHidden())

    def resolve(self, state: StudioState) -> PreferencesView:
        """Present preferences, and which of them wait."""
        part = state.preferences
        return PreferencesView(part.value, part.waiting_for_restart, part.safe_mode)

    def apply(self, _old: PreferencesView | None, new: PreferencesView) -> None:
        """Show other preferences."""
        defaults = Preferences()
        for name, row in self.rows.items():
            waits = row.field.label in new.waiting
            row.apply(getattr(new.value, name), getattr(defaults, name), waits=waits)
        self.reset_all.setEnabled(new.value.reset() != new.value)
        notes = []
        if new.safe_mode:
            notes.append(tr("Safe mode: changes hold for this session and are not stored."))
        if new.waiting:
            names = ", ".join(tr(name) for name in new.waiting)
            notes.append(tr("Start the studio again to use: {names}.", names=names))
        self._note.setText(" ".join(notes))
        self._note.setVisible(bool(notes))

    def _on_search(self, query: str) -> None:
        found = {field.name for field in found_fields(query)}
        for name, row in self.rows.items():
            row.setVisible(name in found)
        sections = {field.section for field in FIELDS if field.name in found}
        for name, title in self._sections.items():
            title.setVisible(name in sections)
        self._nothing.setVisible(not found)

    def _build(self) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(10), 0)
        column.setSpacing(px(2))
        section = ""
        for field in FIELDS:
            if field.section != section:
                section = field.section
                add_gap(column, px(8))
                column.addWidget(self._sections[section])
            column.addWidget(self.rows[field.name])
        column.addWidget(self._nothing)
        column.addStretch(1)
        scroll = scroll_pane(inner, tr("Preferences"), sideways=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._note, 1)
        foot.addStretch(0)
        foot.addWidget(self.reset_all)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(12), px(16), px(4))
        outer.setSpacing(px(8))
        outer.addWidget(self.search)
        outer.addWidget(scroll, 1)
        outer.addLayout(foot)
