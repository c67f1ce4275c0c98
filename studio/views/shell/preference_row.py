"""`PreferenceRow`: one setting with its field, what is wrong with an entry, and reset."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)

from studio.state.language import tr
from studio.state.preference_fields import PreferenceField
from studio.views.eliding_list import ElidingList
from studio.views.icons import icon
from studio.views.theme import label, px, set_style_property

_LABEL_PX = 200


class PreferenceRow(QWidget):
    """Tells every entry at once; a wrong one stays, with the reason below it."""

    def __init__(
        self,
        field: PreferenceField,
        take: Callable[[str, object], str],
        reset: Callable[[str], None],
    ) -> None:
        """Build a row.

        Args:
            field: The setting.
            take: Takes name and value; returns why it was refused.
            reset: Called with the name of the setting to be reset.
        """
        super().__init__()
        self.field = field
        self._take = take
        self._value: object = None
        self.editor = _EDITORS[field.kind](field, self._on_entered)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        self._reset = QToolButton()
        self._reset.setIcon(icon("reset"))
        self._reset.setToolTip(tr("Reset {name}", name=tr(field.label)))
        self._reset.setAccessibleName(tr("Reset {name}", name=tr(field.label)))
        self._reset.clicked.connect(lambda: reset(field.name))
        self._restart = label(tr("Takes effect at the next start."), "warning")
        self._build()

    def apply(self, value: object, default: object, *, waits: bool) -> None:
        """Show a value.

        Args:
            value: Present value.
            default: Value after a reset.
            waits: True when it takes effect at the next start.
        """
        self._reset.setEnabled(value != default)
        self._restart.setVisible(waits)
        if value != self._value:
            self._value = value
            self.editor.show_value(value)
            self._tell("")

    def _on_entered(self, value: object) -> None:
        self._tell(self._take(self.field.name, value))

    def _tell(self, problem: str) -> None:
        named = problem.replace(self.field.name, tr(self.field.label), 1)
        self.problem.setText(f"{named}." if problem else "")
        self.problem.setVisible(bool(problem))
        set_style_property(self.editor, "invalid", "true" if problem else "false")

    def _build(self) -> None:
        name = label(tr(self.field.label))
        name.setMinimumWidth(px(_LABEL_PX))
        name.setBuddy(self.editor)
        self.editor.setAccessibleName(tr(self.field.label))
        self.editor.setAccessibleDescription(tr(self.field.help))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, px(4), 0, px(4))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(1, 1)
        grid.addWidget(name, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self._reset, 0, 2, Qt.AlignmentFlag.AlignTop)
        for row, note in enumerate((label(tr(self.field.help), "muted", wrap=True),
                                    self._restart, self.problem), 1):  # fmt: skip
            grid.addWidget(note, row, 1)


class _Choice(ElidingList):
    """One of several values."""

    def __init__(self, field: PreferenceField, entered: Callable[[object], None]) -> None:
        super().__init__()
        for value, text in field.choices:
            self.addItem(tr(text), value)
        self.activated.connect(lambda _row: entered(self.currentData()))

    def show_value(self, value: object) -> None:
        self.setCurrentIndex(self.findData(value))


class _Switch(QCheckBox):
    """On or off."""

    def __init__(self, field: PreferenceField, entered: Callable[[object], None]) -> None:
        super().__init__(tr(field.label))
        self.clicked.connect(lambda checked: entered(bool(checked)))

    def show_value(self, value: object) -> None:
        self.setChecked(bool(value))


class _Number(QLineEdit):
    """A whole number, with its unit; anything may be typed, and is judged when it is entered."""

    def __init__(self, field: PreferenceField, entered: Callable[[object], None]) -> None:
        super().__init__()
        self._unit = field.unit
        low, high = field.bounds
        self.setPlaceholderText(f"{low} – {high} {field.unit}")
        self.editingFinished.connect(lambda: entered(self._number()))

    def show_value(self, value: object) -> None:
        self.setText(f"{value} {self._unit}")

    def _number(self) -> object:
        text = self.text().strip().removesuffix(self._unit).strip()
        return int(text) if text.removeprefix("-").isdecimal() else text


class _Folder(QWidget):
    """A path with a button that looks for it."""

    def __init__(self, field: PreferenceField, entered: Callable[[object], None]) -> None:
        super().__init__()
        self._entered = entered
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("The documents folder"))
        self.line.setAccessibleName(tr(field.label))
        self.line.editingFinished.connect(lambda: entered(self.line.text().strip()))
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.line, 1)
        browse.setAutoDefault(False)  # Return in another field is not meant for it
        row.addWidget(browse)
        self.setFocusProxy(self.line)

    def show_value(self, value: object) -> None:
        self.line.setText(str(value))
        self.line.setToolTip(str(value))

    def _browse(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose a folder"), self.line.text())
        if name:
            self.line.setText(name)
            self._entered(name)


_AnyEditor = _Choice | _Switch | _Number | _Folder
_EDITORS: dict[str, Callable[[PreferenceField, Callable[[object], None]], _AnyEditor]] = {
    "choice": _Choice, "switch": _Switch, "number": _Number, "folder": _Folder,
}  # fmt: skip
