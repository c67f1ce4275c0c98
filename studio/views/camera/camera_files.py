"""Asks which file a camera path comes from or goes to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from studio.controllers.export_settings import free_path
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def open_camera_path(window: QWidget, studio: Studio) -> None:
    """Ask for our own JSON or the cameras of another program, and fly them.

    Args:
        window: Parent of the dialog.
        studio: Controllers.
    """
    filters = ";;".join(
        (
            tr("Camera paths") + " (*.json)",
            tr("COLMAP cameras") + " (images.bin images.txt cameras.bin cameras.txt)",
            tr("All files") + " (*)",
        )
    )
    name, _ = QFileDialog.getOpenFileName(window, tr("Open camera path"), _folder(studio), filters)
    if name:
        studio.camera_files.read(Path(name))


def save_camera_path(window: QWidget, studio: Studio) -> None:
    """Ask for a file and write the path in the format of its ending.

    Args:
        window: Parent of the dialog.
        studio: Controllers.
    """
    name = studio.state.document.name or "camera"
    wanted = free_path(Path(_folder(studio)) / f"{name}-camera.json")
    filters = ";;".join(
        (
            tr("Camera path") + " (*.json)",
            tr("USD camera") + " (*.usda *.usdc *.usdz)",
            tr("Blender script") + " (*.py)",
        )
    )
    chosen, _ = QFileDialog.getSaveFileName(window, tr("Save camera path"), str(wanted), filters)
    if chosen:
        path = Path(chosen)
        studio.camera_files.write(path if path.suffix else path.with_suffix(".json"))


def _folder(studio: Studio) -> str:
    project = studio.state.document.project
    return str(Path.home() if project is None else project.parent)
