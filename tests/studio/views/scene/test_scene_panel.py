"""The scene panel under real mouse and keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QToolButton
from pytestqt.qtbot import QtBot

from sim.scene.obstacles import Obstacle, Surface
from sim.scene.shapes import Box
from studio.controllers.commands.scene_commands import scene_commands
from studio.state.bitmask import BitMask
from studio.views.icons import icon
from studio.views.quantity_field import QuantityField
from studio.views.scene.scene_panel import ScenePanel
from studio.views.theme_change import apply_theme
from tests.studio.controllers.conftest import Desk

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class _Window:
    """Takes the first name that it is asked for."""

    def ask_name(self, _title: str, _name: str, take: Callable[[str], None]) -> None:
        take("Anvil")

    def ask_files(self, _kind: str, take: Callable[[tuple[Path, ...]], None]) -> None:
        take(())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.open_ball()
    return desk


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> Iterator[ScenePanel]:
    actions = {}
    for command in scene_commands(desk, _Window()):  # type: ignore[arg-type]
        actions[command.name] = action = QAction(icon(command.icon or "cube"), command.text)
        action.triggered.connect(lambda _on=False, verb=command.verb: verb())
    panel = ScenePanel(desk, actions)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(340, 820)
    for part in (desk.state.scene, desk.state.placement, desk.state.bookmarks):
        part.events.connect(lambda _info: panel.show_state(desk.state))
    panel.show_state(desk.state)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    panel.hide()


def _click(panel: ScenePanel, text: str) -> None:
    """Click the row of the tree with a text."""
    (item,) = panel.tree.findItems(text, Qt.MatchFlag.MatchRecursive | Qt.MatchFlag.MatchExactly)
    place = panel.tree.visualItemRect(item).center()
    QTest.mouseClick(panel.tree.viewport(), LEFT, PLAIN, place)


def _field(panel: ScenePanel, name: str) -> QuantityField:
    return next(
        field for field in panel.form.findChildren(QuantityField) if field.accessibleName() == name
    )


def _boxes(panel: ScenePanel) -> list[QComboBox]:
    return panel.form.findChildren(QComboBox)


def _type(field: QuantityField, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_rows_are_chosen_edited_and_removed(desk: Desk, panel: ScenePanel) -> None:
    desk.scene.add("box")
    desk.scene.add("wind")
    _click(panel, "Box")
    assert desk.state.scene.chosen == "thing-1"
    _type(_field(panel, "Centre along z"), "30 cm")
    _type(_field(panel, "Sides along x"), "2 * 10 cm")
    _type(_field(panel, "Turn along z"), "45 deg")
    value = desk.state.scene.all_things[0].value
    assert isinstance(value, Obstacle)
    assert isinstance(value.shape, Box)
    assert value.shape.center_m[2] == pytest.approx(0.3)
    assert value.shape.half_extents_m[0] == pytest.approx(0.1)
    assert value.shape.quat[0] == pytest.approx(np.cos(np.pi / 8))
    before = desk.state.history.position
    field = _field(panel, "Friction")
    _type(field, "20")
    assert field.property("invalid") == "true"
    assert "outside" in field.toolTip()
    assert desk.state.history.position == before
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, Qt.Key.Key_F2)
    assert desk.state.scene.all_things[0].name == "Anvil"
    QTest.keyClick(panel.tree, Qt.Key.Key_H)
    assert desk.state.scene.all_things[0].hidden
    QTest.keyClick(panel.tree, Qt.Key.Key_Delete)
    assert [thing.name for thing in desk.state.scene.all_things] == ["Wind"]


def test_choices_and_resets_are_steps(desk: Desk, panel: ScenePanel) -> None:
    desk.scene.add("box")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the form shown before
    surface = next(box for box in _boxes(panel) if box.accessibleName() == "Surface")
    surface.setCurrentIndex(surface.findData("sticky"))
    surface.activated.emit(surface.currentIndex())
    value = desk.state.scene.all_things[0].value
    assert isinstance(value, Obstacle)
    assert value.surface is Surface.STICKY
    _type(_field(panel, "Bounce"), "90 %")
    reset = next(
        button
        for button in panel.form.findChildren(QToolButton)
        if button.accessibleName() == "Reset Bounce"
    )
    QTest.mouseClick(reset, LEFT)
    value = desk.state.scene.all_things[0].value
    assert isinstance(value, Obstacle)
    assert value.restitution == pytest.approx(0.3)


def test_the_world_has_gravity_timing_and_a_box(desk: Desk, panel: ScenePanel) -> None:
    _type(_field(panel, "Gravity along z"), "-0.166 g")
    _type(_field(panel, "Duration"), "520 ms")
    box = next(one for one in _boxes(panel) if one.accessibleName() == "Simulation box")
    box.activated.emit(box.findData("on"))
    _type(_field(panel, "Box sides along x"), "3 m")
    own = next(one for one in _boxes(panel) if one.accessibleName() == "Own friction")
    own.activated.emit(own.findData("on"))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # the form shown before
    own = next(one for one in _boxes(panel) if one.accessibleName() == "Own friction")
    assert own.currentData() == "on"
    friction = _field(panel, "Friction")
    QTest.keyClick(friction, Qt.Key.Key_Up)
    QTest.keyClick(friction, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    request = desk.physics.request("t")
    assert request.scene is not None
    assert request.scene.gravity_m_s2[2] == pytest.approx(-1.628, abs=0.01)
    assert request.frame_count == 14
    assert request.scene.ground_friction == pytest.approx(0.61)
    assert request.scene.domain is not None
    assert request.scene.domain.half_extents_m[0] == pytest.approx(1.5)


def test_regions_show_material_and_colour(desk: Desk, panel: ScenePanel) -> None:
    with desk.edits.step("Select"):
        desk.state.selection.mask = BitMask.of(np.arange(400) < 33)
    desk.scene.add_region()
    assert panel.material.isVisible()
    panel.material.color_taken.emit("series_4")
    panel.material.preset_taken.emit("Water")
    (region,) = desk.state.scene.regions
    assert (region.color, region.preset) == ("series_4", "Water")
    _type(_field(panel, "Young's modulus"), "3 MPa")
    (region,) = desk.state.scene.regions
    assert region.params.youngs_modulus_pa == pytest.approx(3e6)
    (materials,) = (
        box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Material"
    )
    assert (materials.currentIndex(), materials.placeholderText()) == (-1, "Water (changed)")


def test_many_rows_with_long_names_keep_their_width_in_every_theme(
    desk: Desk, panel: ScenePanel, qapp: QApplication
) -> None:
    for _ in range(40):
        desk.scene.add("sphere")
    desk.scene.rename("A very long name of a sphere that nobody will ever read " + "x" * 4)
    width = panel.width()
    for theme in ("light", "dark"):
        apply_theme(qapp, theme)
        item = panel.tree.currentItem()
        assert item is not None
        shade = item.foreground(0).color().lightness()
        assert (shade < 128) == (theme == "light")
    assert panel.width() == width
    assert panel.minimumSizeHint().width() <= 340
    place = panel.tree.visualItemRect(panel.tree.currentItem()).center()  # type: ignore[arg-type]
    assert panel.tree.viewport().rect().contains(QPoint(place.x(), place.y()))
