"""The material panel under real mouse and keys: bars, curves, samples, presets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from sim.materials import ConstitutiveLaw, MaterialClass, MaterialParams
from studio.state.distribution_drags import Handle, quantile_of, std_of
from studio.state.document import TakeSummary
from studio.state.material import distribution_of
from studio.views.material.bar_painting import BarRow, percent_text
from studio.views.material.class_bars import ClassBars
from studio.views.material.density_curve import DensityCurve
from studio.views.material.material_panel import MaterialPanel
from studio.views.material.percent_editor import PercentEditor
from studio.views.material.percentile_row import PercentileRow
from studio.views.material.sample_table import SampleTable
from studio.views.quantity_field import QuantityField
from tests.studio.controllers.conftest import Desk

LOG_E = "log10_youngs_modulus"
RUBBER, FOAM, GLASS = MaterialClass.RUBBER, MaterialClass.FOAM, MaterialClass.GLASS


class _Actions(dict[str, QAction]):
    """An action for every name that is asked for."""

    def __missing__(self, name: str) -> QAction:
        self[name] = QAction(name)
        return self[name]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.open_ball()
    return desk


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Iterator[MaterialPanel]:
    panel = MaterialPanel(desk, _Actions())  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(360, 1700)
    _follow(desk, panel)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    panel.hide()


def _follow(desk: Desk, panel: MaterialPanel) -> None:
    """Let the panel follow the state at once, as the window does soon."""

    def show(*_: object) -> None:
        panel.show_state(desk.state)

    for part in desk.state.parts().values():
        if hasattr(type(part), "events"):
            part.events.connect(show)
    show()


def _drag(widget: DensityCurve | ClassBars, start: QPointF, end: QPointF) -> None:
    """Press, move in steps, release: real events."""
    first, last = start.toPoint(), end.toPoint()
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=first)
    for step in range(1, 6):
        place = QPoint(
            first.x() + (last.x() - first.x()) * step // 5,
            first.y() + (last.y() - first.y()) * step // 5,
        )
        QTest.mouseMove(widget, place)
        _move_held(widget, place)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=last)


def _move_held(widget: DensityCurve | ClassBars, place: QPoint) -> None:
    """`QTest.mouseMove` forgets the button that is held."""
    held = Qt.MouseButton.LeftButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(place), widget.mapToGlobal(QPointF(place)), held, held,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def _curve(panel: MaterialPanel, place: int = 0) -> DensityCurve:
    return panel.findChildren(DensityCurve)[place]


def _probability(desk: Desk, member: MaterialClass) -> float:
    physics = distribution_of(desk.state.material, desk.state.document.physics)
    assert physics is not None
    return float(physics.probabilities[member])


def _labels(desk: Desk) -> list[str]:
    return [edit.label for edit in desk.state.history.edits]


def test_a_bar_is_dragged_as_one_step(panel: MaterialPanel, desk: Desk) -> None:
    bars = panel.findChild(ClassBars)
    groove = BarRow(bars.row_rect(1)).groove
    before = _probability(desk, FOAM)
    start = groove.center()
    _drag(bars, start, start + QPointF(groove.width() / 2, 0))
    assert _probability(desk, FOAM) == pytest.approx(before + 0.5, abs=0.02)
    assert _labels(desk) == ["Drag foam"]
    desk.edits.undo()
    assert _probability(desk, FOAM) == pytest.approx(before)


def test_escape_gives_a_drag_up(panel: MaterialPanel, desk: Desk) -> None:
    bars = panel.findChild(ClassBars)
    place = BarRow(bars.row_rect(1)).groove.center()
    QTest.mousePress(bars, Qt.MouseButton.LeftButton, pos=place.toPoint())
    _move_held(bars, place.toPoint() + QPoint(60, 0))
    assert _probability(desk, FOAM) > 0.3
    QTest.keyClick(bars, Qt.Key.Key_Escape)
    assert not desk.state.material.edited
    QTest.mouseRelease(bars, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert not desk.state.material.edited


def test_a_click_shows_the_class_and_keys_change_it(panel: MaterialPanel, desk: Desk) -> None:
    bars = panel.findChild(ClassBars)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.row_rect(1).center())
    assert desk.state.material.material_class is FOAM
    before = _probability(desk, FOAM)
    QTest.keyClick(bars, Qt.Key.Key_Right)
    assert _probability(desk, FOAM) == pytest.approx(before + 0.01)
    QTest.keyClick(bars, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert _probability(desk, FOAM) == pytest.approx(before + 0.011)
    QTest.keyClick(bars, Qt.Key.Key_End)
    assert _probability(desk, FOAM) == 1.0
    QTest.keyClick(bars, Qt.Key.Key_Delete)
    assert _probability(desk, FOAM) == pytest.approx(before)
    QTest.keyClick(bars, Qt.Key.Key_Up)
    assert desk.state.material.material_class is RUBBER


def test_an_exact_percent_is_typed(panel: MaterialPanel, desk: Desk) -> None:
    bars = panel.findChild(ClassBars)
    place = BarRow(bars.row_rect(1)).percent.center().toPoint()
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=place)
    editor = panel.findChild(PercentEditor)
    assert editor.isVisible()
    QTest.keyClicks(editor, "900")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert editor.property("invalid") == "true"
    editor.selectAll()
    QTest.keyClicks(editor, "37.5")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert not editor.isVisible()
    assert _probability(desk, FOAM) == pytest.approx(0.375)
    QTest.keyClicks(bars, "8")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert _probability(desk, FOAM) == pytest.approx(0.08)


def test_all_classes_are_reached_and_a_chosen_one_is_always_shown(
    panel: MaterialPanel, desk: Desk
) -> None:
    bars = panel.findChild(ClassBars)
    assert bars.hidden_count == 11
    desk.distribution.show_class(GLASS)
    assert bars.hidden_count == 10
    bars.set_expanded(True)
    assert bars.sizeHint().height() == 14 * bars.row_rect(0).height()


def test_the_knob_moves_the_mean_and_the_flank_the_width(panel: MaterialPanel, desk: Desk) -> None:
    curve = _curve(panel)
    geometry = curve.geometry_shown
    assert geometry is not None
    knob = geometry.knob
    decade = geometry.x_of(1e7) - geometry.x_of(1e6)
    _drag(curve, knob, knob + QPointF(decade, 0))
    physics = distribution_of(desk.state.material, desk.state.document.physics)
    assert physics is not None
    assert physics.expected(LOG_E, RUBBER) == pytest.approx(7.3, abs=0.05)
    geometry = curve.geometry_shown
    assert geometry is not None
    flank = QPointF(geometry.knob.x() + decade / 2, geometry.plot.center().y())
    assert geometry.handle_at(flank) is Handle.WIDTH
    _drag(curve, flank, flank + QPointF(decade / 2, 0))
    physics = distribution_of(desk.state.material, desk.state.document.physics)
    assert physics is not None
    assert std_of(physics, LOG_E, RUBBER) == pytest.approx(0.9, rel=0.06)
    assert _labels(desk) == ["Drag Young's modulus", "Drag Young's modulus"]


def test_percentiles_are_dragged_and_typed(panel: MaterialPanel, desk: Desk) -> None:
    curve = _curve(panel)
    geometry = curve.geometry_shown
    assert geometry is not None
    high = geometry.percentile_place(Handle.HIGH)
    assert high is not None
    target = QPointF(geometry.x_of(1e8), high.y())
    _drag(curve, high, target)
    physics = distribution_of(desk.state.material, desk.state.document.physics)
    assert physics is not None
    assert quantile_of(physics, LOG_E, RUBBER, 0.95) == pytest.approx(8.0, abs=0.06)
    field = panel.findChildren(PercentileRow)[0].findChildren(QuantityField)[0]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2 * 50 kPa")
    QTest.keyClick(field, Qt.Key.Key_Return)
    physics = distribution_of(desk.state.material, desk.state.document.physics)
    assert physics is not None
    assert quantile_of(physics, LOG_E, RUBBER, 0.05) == pytest.approx(5.0, abs=1e-3)


def test_keys_on_a_curve_move_widen_and_reset(panel: MaterialPanel, desk: Desk) -> None:
    curve = _curve(panel)
    QTest.keyClick(curve, Qt.Key.Key_Right)
    QTest.keyClick(curve, Qt.Key.Key_Up)
    assert desk.state.material.edited
    QTest.keyClick(curve, Qt.Key.Key_Delete)
    assert not desk.state.material.edited


def test_samples_are_chosen_by_mouse_and_keys(panel: MaterialPanel, desk: Desk) -> None:
    table = panel.findChild(SampleTable)
    QTest.mouseClick(table, Qt.MouseButton.LeftButton, pos=table.row_rect(2).center())
    assert desk.state.material.chosen_sample == 2
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert desk.state.material.chosen_sample == 3
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert desk.state.material.chosen_sample is None
    assert len(_labels(desk)) >= 1


def test_a_preset_is_taken_from_the_list(panel: MaterialPanel, desk: Desk) -> None:
    lists = panel.findChildren(QComboBox)
    presets = next(box for box in lists if box.accessibleName() == "Material preset")
    presets.activated.emit(presets.findData("Honey"))
    assert desk.physics.request("t").law == "liquid"
    assert presets.currentText() == "Honey"
    desk.physics.set_number("viscosity_pa_s", 3.0)
    assert presets.currentIndex() == -1
    assert presets.placeholderText() == "Honey (changed)"
    presets.activated.emit(0)
    assert not desk.state.material.is_edited()


def test_an_object_without_prediction_has_values_and_no_bars(
    panel: MaterialPanel, desk: Desk
) -> None:
    with desk.edits.untracked():
        desk.state.document.physics = None
    assert not panel.findChild(ClassBars).isVisible()
    assert not panel.findChild(SampleTable).isVisible()
    curve = _curve(panel)
    geometry = curve.geometry_shown
    assert geometry is not None
    _drag(curve, geometry.knob, QPointF(geometry.x_of(1e7), geometry.knob.y()))
    assert desk.physics.request("t").youngs_modulus_pa == pytest.approx(1e7, rel=0.1)


def test_a_rigid_take_says_why_and_offers_a_softer_one(panel: MaterialPanel, desk: Desk) -> None:
    asked = MaterialParams(ConstitutiveLaw.METAL, 1.1e11, 0.3, 7800.0, yield_stress_pa=1e8)
    ran = replace(asked, law=ConstitutiveLaw.RIGID)
    take = TakeSummary(
        "take-1", 10, 10, 0.04, complete=True, quality="preview", stiffness="real",
        predicted=asked, simulated=ran, substitution="rigid",
    )  # fmt: skip
    with desk.edits.untracked():
        desk.state.document.takes = (take,)
        desk.state.document.active_take = "take-1"
    view = panel.resolve(desk.state)[0]
    assert view is not None
    assert view.comparison is not None
    assert view.comparison.headline == "Moved as a rigid body"
    assert "110 GPa" in view.comparison.reason
    assert view.comparison.offers_softer


@pytest.mark.parametrize(
    ("probability", "text"),
    [(0, "0 %"), (0.0004, "<0.1 %"), (0.042, "4.2 %"), (0.62, "62 %"), (0.9931, "99.3 %"),
     (0.99999, ">99.9 %"), (1.0, "100 %")],
)  # fmt: skip
def test_percents_are_told_as_people_read_them(probability: float, text: str) -> None:
    assert percent_text(probability) == text


def test_a_law_that_is_chosen_is_simulated(panel: MaterialPanel, desk: Desk) -> None:
    box = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Law")
    row = 1 + list(ConstitutiveLaw).index(ConstitutiveLaw.SAND)
    box.setCurrentIndex(row)
    box.activated.emit(row)
    assert desk.state.material.law is ConstitutiveLaw.SAND
    assert box.currentIndex() == row
    assert desk.physics.request("take-9").law == "sand"
    box.activated.emit(0)
    assert desk.state.material.law is None
