"""Asks where the candidates are written side by side."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from studio.controllers.export_settings import free_path
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def save_candidates(window: QWidget, studio: Studio, kind: str) -> None:
    """Ask for a file beside the project and write it in the background.

    Args:
        window: Parent of the dialog.
        studio: Controllers.
        kind: "png" for a contact sheet, "mp4" for a video.
    """
    document, shown = studio.state.document, studio.state.candidates.shown
    if document.project is None or shown is None:
        return
    wanted = free_path(document.project.parent / f"{document.name}-{shown.name}.{kind}")
    titles = {"png": tr("Export contact sheet"), "mp4": tr("Export grid video")}
    filters = {"png": "PNG (*.png)", "mp4": "MP4 (*.mp4);;WebM (*.webm);;GIF (*.gif)"}
    chosen, _ = QFileDialog.getSaveFileName(window, titles[kind], str(wanted), filters[kind])
    if chosen:
        studio.candidate_choices.export(Path(chosen))
