"""`StateWatcher`: one Qt signal for all changes of the state in one turn of the event loop."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from studio.state.studio_state import StudioState
from studio.views.theme import theme_changed, theme_is_changing


class StateWatcher(QObject):
    """Collects events of all parts of the state; `changed` follows once, soon.

    While the theme changes it waits: widgets made meanwhile would be scaled twice.
    """

    changed = Signal()

    def __init__(self, state: StudioState, parent: QObject) -> None:
        """Watch a state until `disconnect_all`."""
        super().__init__(parent)
        self._parts = tuple(state.parts().values())
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_time)
        theme_changed.connect(self._timer.start)
        for part in self._parts:
            part.events.connect(self._on_state_changed)

    def disconnect_all(self) -> None:
        """Stop watching."""
        for part in self._parts:
            part.events.disconnect(self._on_state_changed)
        theme_changed.disconnect(self._timer.start)
        self._timer.stop()

    def _on_state_changed(self, _change: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _on_time(self) -> None:
        if not theme_is_changing():
            self.changed.emit()
