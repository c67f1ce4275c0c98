"""A monkey at the window: seeded random commands, keys, drags, texts and settings."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from render.errors import InputError
from studio.controllers.job_controller import JobPlan
from studio.jobs.messages import JobRequest
from studio.views.main_window import MainWindow
from tests.studio.proofs.undo_ledger import UndoLedger
from tests.studio.proofs.witness import Witness

JOB_SHARE = 0.12
BAD_SHARE = 0.06
RESCUE_MS = 100
OPENING_LOOKS = 6000
NOT_PRESSED = frozenset(
    {"quit", "close", "open", "open-project", "open-shared", "share", "save-as"}
)
"""Commands that end the run, or leave its project, which is done on purpose now and then."""
JOBS_FIRST = ("simulate",)
BAD_TEXTS = (
    "", " ", "-1", "nan", "1e400", "2 bananas", "3 MPa MPa", "0", "−5 °", "((", "__import__('os')",
    "x" * 500, "\u202e\u0000", "99999999999999999999", "1/0",
)  # fmt: skip
GOOD_TEXTS = ("1", "2", "0.3", "12", "1e6", "3 MPa", "45 deg", "7", "0.25", "Name", "30 cm")
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Left,
    Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_G, Qt.Key.Key_R, Qt.Key.Key_S, Qt.Key.Key_W,
    Qt.Key.Key_F, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_0, Qt.Key.Key_X, Qt.Key.Key_Equal,
)  # fmt: skip
MODIFIERS = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier,
)  # fmt: skip
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
BUTTONS = (LEFT,) * 6 + (RIGHT, Qt.MouseButton.MiddleButton)
Kinds = type[QWidget] | tuple[type[QWidget], ...]


class Monkey:
    """Does one thing after the other; the same seed draws the same things."""

    def __init__(
        self, window: MainWindow, rng: random.Random, witness: Witness, projects: tuple[Path, ...]
    ) -> None:
        """Take a window.

        Args:
            window: Shown window.
            rng: Draws everything.
            witness: Is told what is being done.
            projects: Projects to go back to and to change to; one keeps the whole history.
        """
        self.window, self.rng, self.witness, self.projects = window, rng, witness, projects
        self.ledger = UndoLedger(window.studio.state, window.studio.edits)
        self.done: Counter[str] = Counter()
        self.jobs = self.bad = self._submitted = 0
        self._count_jobs()
        self._rescue = QTimer(window)  # menus of buttons wait in a loop of their own
        self._rescue.timeout.connect(_close_popup)
        self._rescue.start(RESCUE_MS)
        self._starters: Counter[str] = Counter(dict.fromkeys(JOBS_FIRST, 1))
        self._doing: tuple[tuple[Callable[[], str], int], ...] = (
            (self._command, 24), (self._drag, 16), (self._key, 14), (self._text, 12),
            (self._button, 12), (self._choose, 8), (self._undo, 8), (self._setting, 2),
            (self._dock, 5), (self._resize, 2), (self._drop_bad, 2), (self._reopen, 1),
        )  # fmt: skip

    @property
    def actions(self) -> int:
        """Things done so far."""
        return sum(self.done.values())

    def act(self) -> None:
        """One thing, and what follows from it."""
        count = self.actions + 1
        before = self._submitted
        if self.jobs < JOB_SHARE * count:
            kind, what = "job", self._start_job()
        elif self.bad < BAD_SHARE * count:
            kind, what = "bad", self._enter_bad()
        else:
            verbs, weights = zip(*self._doing, strict=True)
            verb = self.rng.choices(verbs, weights)[0]
            kind, what = verb.__name__.lstrip("_"), verb()
        self.done[kind] += 1
        self.witness.doing = f"{count} {kind} {what}"
        self.run_for(self.rng.choice((0, 0, 1, 5, 20)))
        self._close_popups()
        if self._submitted > before:
            self.jobs += 1
            if kind in ("command", "job"):
                self._starters[what] += 1
        self.ledger.look()

    def run_for(self, milliseconds: int) -> None:
        """Let the window live."""
        QTest.qWait(milliseconds)

    def open(self, project: Path) -> None:
        """Leave what is open, without asking, and open a project."""
        studio = self.window.studio
        studio.jobs.cancel()
        studio.saving.answer_leaving("discard")
        studio.saving.give_up()
        studio.document.open_path(project)
        for _ in range(OPENING_LOOKS):
            self.run_for(10)
            document = studio.state.document
            if document.project == project and document.gaussian_count and self._writable():
                return
            if studio.state.saving.leaving is not None:
                studio.saving.answer_leaving("discard")
        self.witness.complain(f"{project.name} did not open")

    def meddle(self, dialog: QDialog) -> None:
        """Play with a dialog before it is answered."""
        for _ in range(3):
            if isValid(dialog) and dialog.isVisible():
                self._text_in(dialog, bad=self.rng.random() < 0.4)
                self._choose_in(dialog)

    def _writable(self) -> bool:
        return self.window.studio.saving.folder is not None

    def _count_jobs(self) -> None:
        jobs = self.window.studio.jobs
        submit = jobs.submit

        def counted(request: JobRequest, plan: JobPlan) -> int:
            self._submitted += 1
            return submit(request, plan)

        jobs.submit = counted  # type: ignore[method-assign]

    def _action(self, name: str) -> QAction:
        return self.window.actions_by_name[name]

    def _enabled(self) -> list[str]:
        return [
            name
            for name, action in self.window.actions_by_name.items()
            if action.isEnabled() and name not in NOT_PRESSED
        ]

    def _command(self) -> str:
        name = self.rng.choice(self._enabled())
        self.witness.doing = f"{self.actions + 1} command {name}"
        self._action(name).trigger()
        return name

    def _start_job(self) -> str:
        before = self._submitted
        for name in self.rng.sample(list(self._starters), len(self._starters)):
            if self._action(name).isEnabled():
                self.witness.doing = f"{self.actions + 1} job {name}"
                self._action(name).trigger()
                self.run_for(1)
                if self._submitted > before:
                    return name
        self.open(self.rng.choice(self.projects))
        self._action(JOBS_FIRST[0]).trigger()
        return JOBS_FIRST[0]

    def _undo(self) -> str:
        name = self.rng.choice(("undo", "undo", "redo"))
        self._action(name).trigger()
        return name

    def _shown(self, kinds: Kinds, root: QWidget) -> list[QWidget]:
        return [
            widget
            for widget in root.findChildren(QWidget)
            if isinstance(widget, kinds) and widget.isVisible() and widget.isEnabled()
        ]

    def _any(self, kinds: Kinds, root: QWidget) -> QWidget | None:
        found = self._shown(kinds, root)
        return self.rng.choice(found) if found else None

    def _note(self, kind: str, widget: QWidget) -> str:
        what = f"{type(widget).__name__}({widget.objectName() or widget.accessibleName()})"
        self.witness.doing = f"{self.actions + 1} {kind} {what}"
        return what

    def _point(self, widget: QWidget) -> QPoint:
        return QPoint(
            self.rng.randrange(max(widget.width(), 1)), self.rng.randrange(max(widget.height(), 1))
        )

    def _drag(self) -> str:
        viewport = self.window.workspace.viewport
        chosen = self._any(QWidget, self.window)
        widget = viewport if self.rng.random() < 0.4 and viewport.isVisible() else chosen
        if widget is None or isinstance(widget, QAbstractButton):
            return "nothing"
        what = self._note("drag", widget)
        button, keys = self.rng.choice(BUTTONS), self.rng.choice(MODIFIERS)
        QTest.mousePress(widget, button, keys, self._point(widget))
        for _ in range(self.rng.randrange(1, 5)):
            if not isValid(widget):
                return what
            QTest.mouseMove(widget, self._point(widget))
            QApplication.processEvents()
        if isValid(widget):
            if self.rng.random() < 0.1:
                QTest.keyClick(widget, Qt.Key.Key_Escape)
            if isValid(widget):
                QTest.mouseRelease(widget, button, keys, self._point(widget))
        return what

    def _key(self) -> str:
        widget = QApplication.focusWidget() or self.window
        if self.rng.random() < 0.5 and self.window.workspace.viewport.isVisible():
            widget = self.window.workspace.viewport
        key, keys = self.rng.choice(KEYS), self.rng.choice(MODIFIERS)
        what = f"{key.name} {keys.name} in {self._note('key', widget)}"
        self.witness.doing = f"{self.actions + 1} key {what}"
        QTest.keyClick(widget, key, keys)
        return what

    def _enter_bad(self) -> str:
        if self.rng.random() < 0.2:
            return self._drop_bad()
        what = self._text_in(self.window, bad=True)
        return what if what else self._drop_bad()

    def _text(self) -> str:
        return self._text_in(self.window, bad=False) or "nothing"

    def _text_in(self, root: QWidget, *, bad: bool) -> str:
        widget = self._any((QLineEdit, QAbstractSpinBox), root)
        if widget is None:
            return ""
        line = widget.findChild(QLineEdit) if isinstance(widget, QAbstractSpinBox) else widget
        if not isinstance(line, QLineEdit) or line.isReadOnly():
            return ""
        text = self.rng.choice(BAD_TEXTS if bad else GOOD_TEXTS)
        what = f"{self._note('text', widget)} {text[:20]!r}"
        self.bad += bad
        line.setFocus()
        line.selectAll()
        line.insert(text)
        line.textEdited.emit(line.text())
        if isValid(line):
            QTest.keyClick(line, self.rng.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab)))
        return what

    def _button(self) -> str:
        widget = self._any((QAbstractButton, QTabBar), self.window)
        if widget is None:
            return "nothing"
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        what = f"{self._note('button', widget)} {text}"
        default = getattr(widget, "defaultAction", lambda: None)()
        if default is not None and default.objectName() in NOT_PRESSED:
            return "nothing"
        if isinstance(widget, QTabBar) and widget.count():
            widget.setCurrentIndex(self.rng.randrange(widget.count()))
        else:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        return what

    def _choose(self) -> str:
        return self._choose_in(self.window) or "nothing"

    def _choose_in(self, root: QWidget) -> str:
        widget = self._any((QComboBox, QAbstractSlider, QAbstractSpinBox), root)
        if widget is None:
            return ""
        what = self._note("choose", widget)
        if isinstance(widget, QComboBox) and widget.count():
            row = self.rng.randrange(widget.count())
            widget.setCurrentIndex(row)
            widget.activated.emit(row)
        elif isinstance(widget, QAbstractSlider):
            widget.setValue(self.rng.randint(widget.minimum(), widget.maximum()))
        elif isinstance(widget, QAbstractSpinBox):
            widget.stepBy(self.rng.choice((-1, 1, 10)))
        return what

    def _setting(self) -> str:
        name, values = self.rng.choice(
            (("theme", ("dark", "light", "contrast")), ("ui_scale_percent", (80, 100, 150, 200)))
        )
        value = self.rng.choice(values)
        self.witness.doing = f"{self.actions + 1} setting {name} {value}"
        self.window.studio.preferences.set(name, value)
        return f"{name} {value}"

    def _dock(self) -> str:
        names = [name for name in self._enabled() if name.startswith(("dock-", "layout-"))]
        name = self.rng.choice(names)
        self.witness.doing = f"{self.actions + 1} dock {name}"
        self._action(name).trigger()
        return name

    def _resize(self) -> str:
        size = self.rng.choice(((960, 600), (1360, 860), (1100, 1000)))
        self.window.resize(*size)
        return str(size)

    def _drop_bad(self) -> str:
        """A file that is no picture, or none at all."""
        self.bad += 1
        folder = self.projects[0].parent
        path = folder / self.rng.choice(("missing.png", "broken.png", "empty.ply", "notes.p4dz"))
        if path.stem in ("broken", "empty", "notes"):
            path.write_bytes(b"" if path.stem == "empty" else b"this is no such file")
        self.witness.doing = f"{self.actions + 1} bad {path.name}"
        try:
            self.window.studio.document.open_path(path)
        except InputError as error:
            self.witness.complain(f"{path.name} raised {error}")
        self.window.studio.saving.answer_leaving("cancel")
        self.run_for(1)
        return path.name

    def _reopen(self) -> str:
        if len(self.projects) == 1:
            return "nothing"
        self.open(self.rng.choice(self.projects))
        return "another project"

    def _close_popups(self) -> None:
        """Menus and boxes that were opened do not stay for ever; often they are played with."""
        _close_popup()
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible() and self.rng.random() < 0.5:
                self.witness.doing += f", in {type(widget).__name__}"
                self.meddle(widget)
                if isValid(widget):
                    widget.reject()
        saving = self.window.studio.state.saving
        if saving.leaving is not None:
            self.window.studio.saving.answer_leaving("cancel")
        if self.window.studio.state.document.project is None and self.rng.random() < 0.3:
            self.open(self.rng.choice(self.projects))


def _close_popup() -> None:
    """A menu that is open does not stay for ever."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
