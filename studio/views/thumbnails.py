"""`ThumbnailLoader`: small pictures of photo files, read off the GUI thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

_CACHE_LIMIT = 128


class _Answer(QObject):
    read = Signal(str, int, QImage)


class _ReadTask(QRunnable):
    """Reads one file in a thread of the pool."""

    def __init__(self, path: Path, side_px: int, answer: _Answer) -> None:
        super().__init__()
        self._path = path
        self._side_px = side_px
        self._answer = answer

    def run(self) -> None:
        """Read and scale the picture; an unreadable one answers with an empty image."""
        image = read_scaled(self._path, self._side_px)
        self._answer.read.emit(str(self._path), self._side_px, image)


class ThumbnailLoader(QObject):
    """Hands out pictures that are there, and tells when others have come."""

    loaded = Signal(str)
    """Path of a picture that can be had now."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without any picture."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._answer = _Answer()
        self._answer.read.connect(self._on_read)
        self._pictures: dict[tuple[str, int], QPixmap] = {}
        self._asked: set[tuple[str, int]] = set()

    def get(self, path: Path, side_px: int) -> QPixmap | None:
        """Picture within a square of `side_px`; None while it is read."""
        key = (str(path), side_px)
        if key in self._pictures:
            return self._pictures[key]
        if key not in self._asked:
            self._asked.add(key)
            self._pool.start(_ReadTask(path, side_px, self._answer))
        return None

    def close(self) -> None:
        """Forget waiting files and wait for the one that is read."""
        self._pool.clear()
        self._pool.waitForDone()

    def _on_read(self, path: str, side_px: int, image: QImage) -> None:
        if len(self._pictures) >= _CACHE_LIMIT:
            self._pictures.clear()
            self._asked.clear()
        self._pictures[(path, side_px)] = QPixmap.fromImage(image)
        self.loaded.emit(path)


def read_scaled(path: Path, side_px: int) -> QImage:
    """Picture of a file, upright, within a square of `side_px`; empty when it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        bound = QSize(side_px, side_px)
        reader.setScaledSize(size.scaled(bound, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
