"""`FileActions`: dialogs and clipboard round the document's verbs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from render.clips.registry import readable_clip_suffixes
from render.formats.registry import readable_suffixes, writable_suffixes
from sim.project import PROJECT_SUFFIX
from studio.controllers.document_controller import PHOTO_SUFFIXES
from studio.controllers.studio_controller import Studio
from studio.jobs.project_archive import ARCHIVE_SUFFIX
from studio.state.language import tr
from studio.views.shell.notice_card import reveal


class FileActions:
    """Verbs of the File menu that need a dialog or the clipboard."""

    def __init__(self, studio: Studio, window: QWidget) -> None:
        """Ask on behalf of a window."""
        self._studio = studio
        self._window = window
        self._folder = str(Path.home())

    def open_file(self) -> None:
        """Ask for a photo or splat file."""
        photos = " ".join(f"*{suffix}" for suffix in PHOTO_SUFFIXES)
        endings = dict.fromkeys((*readable_suffixes(), *readable_clip_suffixes()))
        splats = " ".join(f"*{suffix}" for suffix in endings)
        filters = f"{tr('Photos and splats')} ({photos} {splats});;{tr('All files')} (*)"
        title = tr("Open photo")
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._folder, filters)
        if name:
            self._folder = str(Path(name).parent)
            self._studio.document.open_path(Path(name))

    def open_project(self) -> None:
        """Ask for a project folder."""
        start = str(self._studio.preferences.value.projects_path)
        title = tr("Open project (folder NAME{ending})", ending=PROJECT_SUFFIX)
        name = QFileDialog.getExistingDirectory(self._window, title, start)
        if name:
            self._studio.document.open_path(Path(name))

    def paste(self) -> None:
        """Open what the clipboard holds: files or a picture."""
        self.take(QGuiApplication.clipboard().mimeData() or QMimeData())  # None where there is none

    def take(self, data: QMimeData) -> None:
        """Open dropped or pasted data."""
        paths = local_files(data)
        if paths:
            self._studio.document.open_path(paths[0])
            return
        image = QImage(data.imageData()) if data.hasImage() else QImage()
        if image.isNull():
            text = tr("The clipboard holds no picture. Copy a photo or an image file first.")
            self._studio.state.notices.post("info", text)
            return
        self._studio.document.open_image(png_bytes(image))

    def open_shared(self) -> None:
        """Ask for a project that was shared as one file."""
        name, _ = QFileDialog.getOpenFileName(
            self._window,
            tr("Open shared project"),
            self._folder,
            f"{tr('Shared projects')} (*{ARCHIVE_SUFFIX})",
        )
        if name:
            self._folder = str(Path(name).parent)
            self._studio.document.open_path(Path(name))

    def share(self) -> None:
        """Ask for a file to pack the project in."""
        project = self._studio.state.document.project
        if project is None:
            return
        start = str(Path(self._folder) / f"{project.name}{ARCHIVE_SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(
            self._window,
            tr("Share as one file"),
            start,
            f"{tr('Shared projects')} (*{ARCHIVE_SUFFIX})",
        )
        if name:
            self._folder = str(Path(name).parent)
            self._studio.document.share(Path(name))

    def save_as(self) -> None:
        """Ask where to copy the project."""
        project = self._studio.state.document.project
        if project is None:
            return
        start = str(Path.home() / project.name)
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save project as"), start, f"{tr('Project')} (*{PROJECT_SUFFIX})"
        )
        if name:
            self._studio.document.save_copy(Path(name))

    def export_splats(self) -> None:
        """Ask for a splat file to write what is visible to."""
        project = self._studio.state.document.project
        if project is None:
            return
        endings = " ".join(f"*{suffix}" for suffix in dict.fromkeys(writable_suffixes()))
        start = str(Path(self._folder) / f"{project.stem}.ply")
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Export visible splats"), start, f"{tr('Splat files')} ({endings})"
        )
        if name:
            self._folder = str(Path(name).parent)
            self._studio.splats.export_visible(Path(name))

    def show_folder(self) -> None:
        """Show the project in the system's file manager."""
        project = self._studio.state.document.project
        if project is not None:
            reveal(project)


def local_files(data: QMimeData) -> list[Path]:
    """Files that dragged or copied data names on this machine."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def png_bytes(image: QImage) -> bytes:
    """A picture as a PNG file in memory."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())
