"""`MaterialPanel`: the distribution over materials as an editing surface."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from sim.materials import ConstitutiveLaw
from studio.controllers.physics_controller import PhysicsController
from studio.state.material import SEED_MAX
from studio.state.preferences import QUALITIES, STIFFNESS_MAPS
from studio.state.resolve_material import MaterialView
from studio.views.class_bars import ClassBars
from studio.views.comparison_box import ComparisonBox
from studio.views.curve_editor import CurveEditor
from studio.views.icons import icon
from studio.views.theme import label

QUALITY_HELP = {
    "sketch": "Sketch: coarse, a few seconds",
    "preview": "Preview: under a minute on a laptop",
    "standard": "Standard: fine, best with a GPU",
    "paper": "Paper: PhysGM's setting, slow without a GPU",
}
PANEL_WIDTH_PX = 344


class MaterialPanel(QWidget):
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
        self._law = QComboBox()
        self._seed = QSpinBox()
        self._quality = QComboBox()
        self._stiffness = QComboBox()
        self._stiffness_help = label(role="muted", wrap=True)
        self._comparison = ComparisonBox()
        self._empty = label(
            "Open a photo to see which materials it may be made of.", "muted", wrap=True
        )
        self._body = QWidget()
        self._fill_choices()
        self._build(actions)
        self._connect()

    def apply(self, view: MaterialView | None) -> None:
        """Show a new distribution and choice; None shows the empty panel."""
        self._empty.setVisible(view is None)
        self._body.setVisible(view is not None)
        if view is None:
            return
        self._bars.apply(view.bars)
        self._bars.setVisible(bool(view.bars))
        self._show_more_button()
        for editor, curve in zip(self._curves, view.curves, strict=True):
            editor.apply(curve)
        self._show_choices(view)
        self._stiffness_help.setText(view.stiffness_help)
        self._comparison.apply(view)

    def _fill_choices(self) -> None:
        for law in (None, *ConstitutiveLaw):
            self._law.addItem("Automatic" if law is None else law.value.capitalize(), law)
        for name in QUALITIES:
            self._quality.addItem(name.capitalize(), name)
            self._quality.setItemData(
                self._quality.count() - 1, QUALITY_HELP[name], Qt.ItemDataRole.ToolTipRole
            )
        for name in STIFFNESS_MAPS:
            self._stiffness.addItem(name.capitalize(), name)
        self._seed.setRange(0, SEED_MAX)
        self._seed.setAccessibleName("Seed")
        for combo, name in (
            (self._law, "Law"), (self._quality, "Quality"), (self._stiffness, "Stiffness")
        ):  # fmt: skip
            combo.setAccessibleName(name)

    def _build(self, actions: dict[str, QAction]) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(16, 0, 12, 16)
        column.setSpacing(8)
        column.addWidget(self._bars)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        for number, quantity_editor in enumerate(CurveEditor.for_material(self._controller)):
            column.addSpacing(4 if number == 0 else 8)
            column.addWidget(quantity_editor)
            self._curves.append(quantity_editor)
        column.addWidget(separator())
        column.addLayout(self._build_form())
        column.addWidget(self._stiffness_help)
        column.addWidget(separator())
        column.addWidget(self._comparison)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(self._body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty.setContentsMargins(16, 0, 16, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(_header(actions))
        whole.addWidget(self._empty)
        whole.addWidget(scroll, 1)
        whole.addWidget(_footer(actions))

    def _build_form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, widget in (
            ("Law", self._law), ("Seed", self._seed),
            ("Quality", self._quality), ("Stiffness", self._stiffness),
        ):  # fmt: skip
            form.addRow(label(name, "muted"), widget)
        return form

    def _connect(self) -> None:
        controller = self._controller
        self._bars.chosen.connect(controller.set_class)
        self._more.toggled.connect(self._on_more_toggled)
        self._law.activated.connect(lambda _row: controller.set_law(self._law.currentData()))
        self._seed.valueChanged.connect(controller.set_seed)
        self._quality.activated.connect(
            lambda _row: controller.set_quality(self._quality.currentData())
        )
        self._stiffness.activated.connect(
            lambda _row: controller.set_stiffness(self._stiffness.currentData())
        )

    def _show_choices(self, view: MaterialView) -> None:
        with (
            QSignalBlocker(self._law),
            QSignalBlocker(self._seed),
            QSignalBlocker(self._quality),
            QSignalBlocker(self._stiffness),
        ):
            self._law.setItemText(0, f"Automatic ({view.automatic_law.value})")
            self._law.setCurrentIndex(self._law.findData(view.law) if view.law is not None else 0)
            self._seed.setValue(view.seed)
            self._quality.setCurrentIndex(self._quality.findData(view.quality))
            self._stiffness.setCurrentIndex(self._stiffness.findData(view.stiffness))
        self._quality.setToolTip(QUALITY_HELP[view.quality])

    def _show_more_button(self) -> None:
        count = self._bars.hidden_count
        self._more.setVisible(count > 0)
        expanded = self._more.isChecked()
        self._more.setText("Show fewer classes" if expanded else f"Show {count} more classes")

    def _on_more_toggled(self, expanded: bool) -> None:
        self._bars.set_expanded(expanded)
        self._show_more_button()


def separator() -> QFrame:
    """A thin horizontal line."""
    line = QFrame()
    line.setObjectName("separator")
    return line


def _header(actions: dict[str, QAction]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(16, 8, 8, 8)
    row.setSpacing(4)
    row.addWidget(label("Material", "title"))
    row.addStretch(1)
    for name in ("draw-sample", "reset-material"):
        button = QToolButton()
        button.setDefaultAction(actions[name])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(button)
    return row


def _footer(actions: dict[str, QAction]) -> QWidget:
    """The one button that matters, always in sight."""
    box = QWidget()
    action = actions["simulate"]
    button = QPushButton(icon("simulate", "on_accent"), action.text())
    button.setProperty("role", "primary")
    button.setEnabled(action.isEnabled())
    button.setToolTip(action.toolTip())
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setEnabled(action.isEnabled()))
    row = QHBoxLayout(box)
    row.setContentsMargins(16, 8, 16, 16)
    row.addWidget(button)
    return box
