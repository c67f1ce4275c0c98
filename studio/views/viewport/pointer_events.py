"""Qt's mouse and key events as the tools know them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QWidget

from studio.controllers.tools.tool import Button, PointerEvent
from studio.state.navigation import Gesture, gesture_of

_BUTTONS: dict[Qt.MouseButton, Button] = {
    Qt.MouseButton.LeftButton: "left",
    Qt.MouseButton.MiddleButton: "middle",
    Qt.MouseButton.RightButton: "right",
}
_MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: "shift",
    Qt.KeyboardModifier.ControlModifier: "ctrl",
    Qt.KeyboardModifier.AltModifier: "alt",
}
_KEYS = {
    Qt.Key.Key_Escape: "Escape", Qt.Key.Key_Return: "Return", Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Backspace: "Backspace", Qt.Key.Key_Left: "Left", Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Up: "Up", Qt.Key.Key_Down: "Down",
}  # fmt: skip


def pointer_event(event: QMouseEvent, pane: QWidget, *, clicks: int = 1) -> PointerEvent:
    """A mouse event of a pane."""
    button = event.button()
    if button == Qt.MouseButton.NoButton:
        held = event.buttons()
        button = next((one for one in _BUTTONS if held & one), Qt.MouseButton.NoButton)
    place = event.position()
    return PointerEvent(
        place.x(),
        place.y(),
        (pane.width(), pane.height()),
        _BUTTONS.get(button, "none"),
        held_keys(event.modifiers()),
        clicks,
    )


def gesture(button: Qt.MouseButton, modifiers: Qt.KeyboardModifier) -> Gesture:
    """What a drag does to the camera."""
    return gesture_of(_BUTTONS.get(button, "left"), held_keys(modifiers))


def held_keys(modifiers: Qt.KeyboardModifier) -> frozenset[str]:
    """Names of held keys."""
    return frozenset(name for flag, name in _MODIFIERS.items() if modifiers & flag)


def key_name(event: QKeyEvent) -> str:
    """Name of a key as tools know it."""
    known = _KEYS.get(Qt.Key(event.key()))
    return known or QKeySequence(event.key()).toString()
