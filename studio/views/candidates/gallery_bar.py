"""`GalleryBar`: sampling, sets, cells, comparisons, votes and exports above the gallery."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QToolButton, QWidget

from studio.state.gallery_parts import GalleryView
from studio.state.language import tr
from studio.views.docks import DockContext
from studio.views.flow_row import FlowRow
from studio.views.theme import label, px

_SAMPLING = ("sample-2", "sample-4", "sample-9", "candidates-real")
_COMPARISONS = ("compare-wipe", "compare-difference", "compare-trajectories")


class GalleryBar(QWidget):
    """Buttons of the commands, in groups."""

    def __init__(self, context: DockContext) -> None:
        """Build the bar."""
        super().__init__()
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._actions = context.actions
        self._sets = QComboBox()
        self._sets.setAccessibleName(tr("Set of candidates"))
        self._sets.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._sets.activated.connect(
            lambda _index: context.studio.candidates.show_set(self._sets.currentText())
        )
        self._page = label(role="muted")
        row = FlowRow(4)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(px(8), px(4), px(8), px(4))
        outer.addWidget(row)
        row.add(self._menu(tr("Sample"), _SAMPLING))
        row.add(self._sets)
        for count, name in ((2, "gallery-2"), (4, "gallery-4"), (9, "gallery-9")):
            row.add(self._button(name, str(count)))
        row.add(self._button("gallery-previous", "‹"))
        row.add(self._button("gallery-next", "›"))
        row.add(self._page)
        row.add(self._button("gallery-linked", tr("One camera")))
        row.push()
        for name, text in zip(
            _COMPARISONS, (tr("Wipe"), tr("Difference"), tr("Paths")), strict=True
        ):
            row.add(self._button(name, text))
        row.add(self._button("vote", tr("Vote blind")))
        row.add(self._menu(tr("Export"), ("export-sheet", "export-grid")))

    def apply(self, view: GalleryView) -> None:
        """Show sets and page."""
        with QSignalBlocker(self._sets):
            if [self._sets.itemText(i) for i in range(self._sets.count())] != list(view.set_names):
                self._sets.clear()
                self._sets.addItems(view.set_names)
            self._sets.setCurrentText(view.shown_set)
        are_takes = any(not cell.chooseable for cell in view.cells)
        self._sets.setVisible(are_takes or len(view.set_names) > 1)
        self._sets.setEnabled(view.ballot is None)
        self._page.setText(view.page_text)
        self._page.setVisible(bool(view.page_text))

    def _button(self, name: str, text: str) -> QToolButton:
        """A button of a command under a shorter text."""
        action = self._actions[name]
        button = QToolButton()
        button.setText(text)
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.setCheckable(action.isCheckable())
        button.clicked.connect(action.trigger)

        def follow() -> None:
            button.setEnabled(action.isEnabled())
            button.setChecked(action.isChecked())

        action.changed.connect(follow)
        follow()
        return button

    def _menu(self, text: str, names: tuple[str, ...]) -> QToolButton:
        button = QToolButton()
        button.setText(f"{text} ▾")
        button.setAccessibleName(text)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for name in names:
            menu.addAction(self._actions[name])
        button.setMenu(menu)
        return button
