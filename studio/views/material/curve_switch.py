"""`CurveSwitch`: curves of one class, or of all classes together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from studio.state.language import tr, within
from studio.views.theme import label, px


class CurveSwitch(QWidget):
    """Two buttons of which one is down."""

    switched = Signal(bool)
    """True for all classes together."""

    def __init__(self) -> None:
        """Start on one class."""
        super().__init__()
        self._one, self._all = QPushButton(), QPushButton(tr("All classes"))
        self._all.setToolTip(tr("Drag the curves of all classes together, as one mixture"))
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        row.addWidget(label(tr("Curves of"), "muted"))
        for button in (self._one, self._all):
            button.setCheckable(True)
            button.setProperty("role", "segment")
            group.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._one.clicked.connect(lambda: self.switched.emit(False))
        self._all.clicked.connect(lambda: self.switched.emit(True))

    def apply(self, shown_class: str, *, mixed: bool) -> None:
        """Show which curves are seen; hidden without a distribution."""
        self.setVisible(bool(shown_class))
        self._one.setText(shown_class)
        self._one.setToolTip(tr("Drag the curves of {name} alone", name=within(shown_class)))
        (self._all if mixed else self._one).setChecked(True)
