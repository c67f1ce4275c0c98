"""`GalleryFoot`: what the set has in common, in words, and the note of the selected candidate."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.controllers.studio_controller import Studio
from studio.state.candidates import Candidate
from studio.state.gallery_parts import GalleryView
from studio.state.language import tr
from studio.views.elided_label import ElidedLabel
from studio.views.flow_row import FlowRow
from studio.views.theme import label, px

_NOTE_PX = (140, 240)
"""Least and largest width of the note."""
_WORDS_PX = 200


class GalleryFoot(QWidget):
    """Stiffness map, groups, progress, votes, note."""

    def __init__(self, studio: Studio) -> None:
        """Build the foot."""
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._studio = studio
        self._key = ""
        self._map, self._groups = ElidedLabel(role="muted"), ElidedLabel(role="warning")
        self._busy, self._votes = label(role="muted"), label(role="muted")
        self._note = QLineEdit()
        self._note.setMaximumWidth(px(_NOTE_PX[1]))
        self._note.editingFinished.connect(self._on_note_finished)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._map)
        column.addWidget(self._groups)
        row = FlowRow(16)
        row.add(words, grows_from_px=_WORDS_PX)
        row.push()
        row.add(self._busy)
        row.add(self._votes)
        row.add(self._note, grows_from_px=_NOTE_PX[0])
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(12), px(4), px(8), px(4))
        outer.addWidget(row)

    def apply(self, view: GalleryView, selected: Candidate | None) -> None:
        """Show other words."""
        blind = view.ballot is not None
        self._map.show_text(view.map_text)
        self._groups.show_text(view.groups_text)
        self._groups.setVisible(bool(view.groups_text))
        for text, widget in ((view.busy_text, self._busy), (view.votes_text, self._votes)):
            widget.setText(text)
            widget.setVisible(bool(text))
        known = None if blind else selected
        self._key = "" if known is None else known.key
        self._note.setVisible(known is not None)
        if known is None:
            self._note.clear()
        else:
            self._note.setPlaceholderText(tr("Note on candidate {number}", number=known.number))
            self._note.setAccessibleName(self._note.placeholderText())
            if self._note.text() != known.note and not self._note.hasFocus():
                with QSignalBlocker(self._note):
                    self._note.setText(known.note)
        self.setVisible(bool(view.shown_set))

    def _on_note_finished(self) -> None:
        if self._key:
            self._studio.candidate_choices.set_note(self._key, self._note.text())
