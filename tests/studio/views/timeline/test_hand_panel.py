"""The hand's panel: numbers, and what is said when a simulation is too slow to feel."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.controllers.tools.tool import PointerEvent
from studio.views.quantity_field import QuantityField
from studio.views.timeline.hand_panel import HandPanel
from tests.studio.controllers.conftest import Desk
from tests.studio.controllers.timeline_desk import TimelineDesk


class _Actions(dict[str, QAction]):
    """An action for every name that is asked for."""

    def __missing__(self, name: str) -> QAction:
        self[name] = QAction(name)
        return self[name]


def test_a_fall_back_in_quality_is_seen(qtbot: QtBot, tmp_path: Path) -> None:
    line = TimelineDesk(Desk(tmp_path), tmp_path)
    panel = HandPanel(line.hand, _Actions())
    qtbot.addWidget(panel)
    panel.show()
    panel.show_state(line.state)
    (slow,) = (one for one in panel.findChildren(QLabel) if one.text().startswith("Too slow"))
    assert not slow.isVisible()
    line.hand.grab((0.0, 0.0, 0.5))
    for frames in range(3, 9):
        line.desk.now_s += 0.5
        line.take("take-2", frames, left="take-1", left_frame=2)
        line.hand.update()
    panel.show_state(line.state)
    assert slow.isVisible()
    line.tool.hover(PointerEvent(400, 300, (800, 600)))
    badge = line.tool.sketch()[-1]
    assert (badge.kind, badge.color, badge.text) == ("text", "warning", "2 frames/s")


def test_reach_and_strength_are_typed(qtbot: QtBot, tmp_path: Path) -> None:
    line = TimelineDesk(Desk(tmp_path), tmp_path)
    panel = HandPanel(line.hand, _Actions())
    qtbot.addWidget(panel)
    panel.show_state(line.state)
    reach, strength = panel.findChildren(QuantityField)
    for field, text in ((reach, "8 cm"), (strength, "2e3")):
        field.selectAll()
        qtbot.keyClicks(field, text)
        field.editingFinished.emit()
    assert (line.state.hand.radius_m, line.state.hand.stiffness) == (0.08, 2000.0)
