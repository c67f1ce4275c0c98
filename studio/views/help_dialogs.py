"""Help: what the mouse does, and what this program is."""

from __future__ import annotations

import importlib.metadata

from PySide6.QtWidgets import QMessageBox, QWidget

from studio.state.language import mark, tr
from studio.views.dressing import dress
from studio.views.icons import app_icon

_MOUSE = (
    (mark("Turn"), mark("left or middle drag")),
    (mark("Move"), mark("right drag, Shift+drag")),
    (mark("Come closer"), mark("wheel, Ctrl+middle drag")),
    (mark("Lens"), mark("Ctrl+wheel")),
)


def mouse_help() -> str:
    """What the mouse does in the viewport, in one line."""
    return "   ·   ".join(f"{tr(what)}: {tr(how)}" for what, how in _MOUSE)


def show_about(parent: QWidget) -> None:
    """Say what this program is, its version and licence."""
    version = importlib.metadata.version("phys4d-studio")
    box = QMessageBox(parent)
    dress(box)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    box.setWindowTitle(tr("About phys4d-studio"))
    box.setIconPixmap(app_icon().pixmap(64, 64))
    box.setText(f"phys4d-studio {version}")
    box.setInformativeText(
        tr(
            "One photo becomes a physical 4D scene: 3D Gaussians, a distribution over materials, "
            "and a simulation. Works offline: no account, no network, no telemetry. Licensed under "
            "Apache-2.0."
        )
    )
    box.exec()
    box.deleteLater()
