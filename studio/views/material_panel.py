"""`MaterialPanel`: the distribution over materials as an editing surface."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.controllers.physics_controller import PhysicsController
from studio.state.resolve import resolve_material_panel
from studio.state.resolve_material import MaterialView
from studio.state.studio_state import StudioState
from studio.views.action_buttons import icon_button, text_button
from studio.views.class_bars import ClassBars
from studio.views.comparison_box import ComparisonBox
from studio.views.curve_editor import CurveEditor
from studio.views.icons import icon
from studio.views.panel import Panel
from studio.views.simulation_form import SimulationForm
from studio.views.theme import label, separator

PANEL_WIDTH_PX = 344


class MaterialPanel(Panel[tuple[MaterialView | None, str]]):
    """Right side of the workspace."""

    def __init__(self, controller: PhysicsController, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            controller: Where edits go.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("rightPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(300)
        self._controller = controller
        self._bars = ClassBars()
        self._more = QPushButton()
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._curves: list[CurveEditor] = []
        self._form = SimulationForm(controller)
        self._comparison = ComparisonBox(controller.simulate_expressively)
        self._empty = label(role="muted", wrap=True)
        self._body = QWidget()
        self._scroll = QScrollArea()
        self._build(actions)
        self._connect()

    def resolve(self, state: StudioState) -> tuple[MaterialView | None, str]:
        """Distribution and choice, and the text where there is none."""
        return resolve_material_panel(state)

    def apply(
        self, _old: tuple[MaterialView | None, str] | None, new: tuple[MaterialView | None, str]
    ) -> None:
        """Show a new distribution and choice; None shows the empty panel with a hint."""
        view, hint = new
        self._empty.setText(hint)
        self._empty.setVisible(view is None)
        self._scroll.setVisible(view is not None)
        if view is None:
            return
        self._bars.apply(view.bars)
        self._bars.setVisible(bool(view.bars))
        self._show_more_button()
        for editor, curve in zip(self._curves, view.curves, strict=True):
            editor.apply(curve)
        self._form.apply(view)
        self._comparison.apply(view)

    def _build(self, actions: dict[str, QAction]) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 0, 6, 16)
        column.setSpacing(8)
        column.addWidget(self._bars)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        for number, quantity_editor in enumerate(CurveEditor.for_material(self._controller)):
            column.addSpacing(4 if number == 0 else 8)
            column.addWidget(quantity_editor)
            self._curves.append(quantity_editor)
        column.addWidget(separator())
        column.addWidget(self._form)
        column.addWidget(self._comparison)
        column.addStretch(1)
        scroll = self._scroll
        scroll.setWidget(self._body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.verticalScrollBar().rangeChanged.connect(
            lambda _low, high: column.setContentsMargins(16, 0, 6 if high else 16, 16)
        )
        self._empty.setContentsMargins(16, 0, 16, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(_header(actions))
        whole.addWidget(self._empty)
        whole.addWidget(scroll, 1)
        whole.addStretch(0)
        whole.addWidget(_footer(actions))

    def _connect(self) -> None:
        controller = self._controller
        self._bars.chosen.connect(controller.set_class)
        self._more.toggled.connect(self._on_more_toggled)

    def _show_more_button(self) -> None:
        count = self._bars.hidden_count
        self._more.setVisible(count > 0)
        expanded = self._more.isChecked()
        self._more.setText("Show fewer classes" if expanded else f"Show {count} more classes")

    def _on_more_toggled(self, expanded: bool) -> None:
        self._bars.set_expanded(expanded)
        self._show_more_button()


def _header(actions: dict[str, QAction]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 8, 8, 8)
    row.setSpacing(4)
    row.addWidget(label("Material", "title"))
    row.addStretch(1)
    for name in ("draw-sample", "reset-material"):
        row.addWidget(icon_button(actions[name]))
    return row


def _footer(actions: dict[str, QAction]) -> QWidget:
    """The one button that matters, always in sight."""
    box = QWidget()
    button = text_button(actions["simulate"], role="primary", sign=icon("simulate", "on_accent"))
    row = QHBoxLayout(box)
    row.setContentsMargins(16, 8, 16, 16)
    row.addWidget(button)
    return box
