"""`MaterialPanel`: the distribution over materials as an editing surface."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from sim.materials import MaterialClass
from studio.controllers.studio_controller import Studio
from studio.state.language import tr, trn, within
from studio.state.material_view import MaterialView
from studio.state.resolve import resolve_material_panel
from studio.state.studio_state import StudioState
from studio.views.action_buttons import text_button
from studio.views.icons import icon
from studio.views.material.certainty_head import CertaintyHead
from studio.views.material.class_bars import ClassBars
from studio.views.material.comparison_box import ComparisonBox
from studio.views.material.curve_editor import CurveEditor
from studio.views.material.curve_legend import CurveLegend
from studio.views.material.curve_switch import CurveSwitch
from studio.views.material.law_form import LawForm
from studio.views.material.sample_section import SampleSection
from studio.views.material.simulation_form import SimulationForm
from studio.views.panel import Panel
from studio.views.scroll_pane import scroll_pane
from studio.views.theme import label, px, separator

_SIDE_PX = 16
_HEAD_COMMANDS = ("copy-material", "paste-material", "reset-material")
_Shown = tuple[MaterialView | None, str]

_LEAST_WIDTH_PX = 320


class MaterialPanel(Panel[_Shown]):
    """Bars, curves, samples, law and what was simulated."""

    def __init__(self, studio: Studio, actions: dict[str, QAction]) -> None:
        """Build the panel.

        Args:
            studio: Controllers where edits go.
            actions: Actions of the window by command name.
        """
        super().__init__()
        self.setObjectName("rightPanel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._studio = studio
        self._head = CertaintyHead(actions[name] for name in _HEAD_COMMANDS)
        self._bars = ClassBars()
        self._more = QPushButton()
        self._more.setProperty("role", "link")
        self._more.setCheckable(True)
        self._reset_bars = QPushButton(tr("Reset all"))
        self._reset_bars.setProperty("role", "link")
        self._reset_bars.setToolTip(tr("Give all classes their predicted probabilities again"))
        self._switch = CurveSwitch()
        self._legend = CurveLegend()
        self._lines = (separator(), separator())
        self._curves = CurveEditor.for_material(studio.distribution)
        self._samples = SampleSection(studio.distribution, actions["draw-sample"])
        self._law = LawForm(studio.physics, studio.presets, studio.distribution.reset, actions)
        self._form = SimulationForm(studio.physics)
        self._comparison = ComparisonBox(studio.physics.simulate_expressively)
        self._empty = label(role="muted", wrap=True)
        self._next = label(role="muted", wrap=True)
        self._body = QWidget()
        self._scroll = scroll_pane(self._body, tr("Material"))
        self._build(actions)
        self._connect()

    def resolve(self, state: StudioState) -> _Shown:
        """Distribution and choice, and the text where there is none."""
        return resolve_material_panel(state)

    def apply(self, old: _Shown | None, new: _Shown) -> None:
        """Show what differs; None shows the empty panel with a hint."""
        view, hint = new
        before = None if old is None else old[0]
        self._empty.setText(hint)
        self._empty.setVisible(view is None)
        self._scroll.setVisible(view is not None)
        if view is None:
            self._next.setText("")
            return
        self._apply_distribution(before, view)
        if before is None or before.samples != view.samples or before.seed != view.seed:
            self._samples.apply(view)
        if before is None or before.law != view.law:
            self._law.apply(view.law)
        settings = (view.quality, view.stiffness)
        if before is None or (before.quality, before.stiffness) != settings:
            self._form.apply(view)
        if before is None or before.comparison != view.comparison:
            self._comparison.apply(view.comparison)
        self._next.setText(_unbroken(view.next_run))

    def _apply_distribution(self, before: MaterialView | None, view: MaterialView) -> None:
        if before is None or before.certainty != view.certainty:
            self._head.apply(view.certainty)
        if before is None or before.bars != view.bars:
            self._bars.apply(view.bars)
            self._bars.setVisible(bool(view.bars))
            self._reset_bars.setVisible(any(bar.edited for bar in view.bars))
            self._show_more_button()
        for line in self._lines:
            line.setVisible(bool(view.bars))
        self._switch.apply(view.shown_class, mixed=view.mixed)
        self._legend.apply(view)
        for place, (editor, curve) in enumerate(zip(self._curves, view.curves, strict=True)):
            if before is None or before.curves[place] != curve:
                editor.apply(curve)

    def _build(self, actions: dict[str, QAction]) -> None:
        column = QVBoxLayout(self._body)
        column.setContentsMargins(px(_SIDE_PX), px(12), px(_SIDE_PX), px(_SIDE_PX))
        column.setSpacing(px(8))
        column.addWidget(self._head)
        column.addWidget(self._bars)
        links = QHBoxLayout()
        links.addWidget(self._more)
        links.addStretch(1)
        links.addWidget(self._reset_bars)
        column.addLayout(links)
        column.addWidget(self._lines[0])
        column.addWidget(self._switch)
        column.addWidget(self._legend)
        for editor in self._curves:
            column.addWidget(editor)
        for line, section in zip(
            (self._lines[1], separator(), separator()),
            (self._samples, self._law, self._form),
            strict=True,
        ):
            column.addWidget(line)
            column.addWidget(section)
        column.addWidget(self._comparison)
        column.addStretch(1)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty.setContentsMargins(px(_SIDE_PX), px(12), px(_SIDE_PX), 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._empty)
        whole.addWidget(self._scroll, 1)
        whole.addStretch(0)
        whole.addWidget(self._footer(actions))

    def minimumSizeHint(self) -> QSize:
        """Wide enough that nothing in the scrolled body is cut off [px]."""
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        needed = self._body.minimumSizeHint().width() + bar
        return QSize(max(px(_LEAST_WIDTH_PX), needed), super().minimumSizeHint().height())

    def _footer(self, actions: dict[str, QAction]) -> QWidget:
        """What the next simulation takes, and the one button that matters, always in sight."""
        box = QWidget()
        simulate = actions["simulate"]
        button = text_button(simulate, role="primary", sign=icon("simulate", "on_accent"))
        column = QVBoxLayout(box)
        column.setContentsMargins(px(_SIDE_PX), px(8), px(_SIDE_PX), px(_SIDE_PX))
        column.setSpacing(px(6))
        column.addWidget(self._next)
        column.addWidget(button)
        return box

    def _connect(self) -> None:
        controller, bars = self._studio.distribution, self._bars
        bars.chosen.connect(controller.show_class)
        bars.drag_started.connect(self._on_bar_held)
        bars.dragged.connect(controller.set_probability)
        bars.drag_ended.connect(
            lambda keep: controller.end_drag() if keep else controller.abandon_drag()
        )
        bars.entered.connect(controller.set_probability)
        bars.reset.connect(controller.reset_probability)
        self._reset_bars.clicked.connect(lambda: controller.reset_probabilities())
        self._more.toggled.connect(self._on_more_toggled)
        self._switch.switched.connect(controller.set_mixed)

    def _on_bar_held(self, material_class: MaterialClass) -> None:
        self._studio.distribution.begin_drag(within(tr(material_class.label)))

    def _show_more_button(self) -> None:
        count, expanded = self._bars.hidden_count, self._more.isChecked()
        self._more.setVisible(count > 0)
        more = trn("Show {count} more class", "Show {count} more classes", count)
        self._more.setText(tr("Show fewer classes") if expanded else more)

    def _on_more_toggled(self, expanded: bool) -> None:
        self._bars.set_expanded(expanded)
        self._show_more_button()


def _unbroken(text: str) -> str:
    """The text with line breaks at its dots only, never inside a value."""
    parts = (part.replace(" ", "\u00a0").replace("/", "/\u2060") for part in text.split(" · "))
    return " · ".join(parts)
