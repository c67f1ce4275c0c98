"""`ThumbnailLoader`: small pictures of photo files, read off the GUI thread."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from studio.jobs.thumbnail import Thumbnail, read_thumbnail

CACHE_LIMIT = 64
"""Pictures kept in memory: more than are seen at once, or they would be read for ever."""
CACHE_BYTES = 64 * 2**20
"""Memory that they may take; the last two are always kept."""
_POLL_MS = 15

Key = tuple[Path, int]


class ThumbnailLoader(QObject):
    """Hands out pictures that are there, and tells when others have come.

    The thread only reads; all Qt objects are made on the GUI thread.
    """

    loaded = Signal(str)
    """Path of a picture that can be had now."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        read: Callable[[Path, int], Thumbnail] = read_thumbnail,
    ) -> None:
        """Start without any picture; `read` is called in a thread."""
        super().__init__(parent)
        self._read = read
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="thumbnails")
        self._pictures: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._reading: dict[Key, Future[Thumbnail]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._on_poll)

    def get(self, path: Path, side_px: int) -> QPixmap | None:
        """Picture within a square of `side_px`; None while it is read."""
        key = (path, side_px)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        if key not in self._reading:
            self._reading[key] = self._pool.submit(self._read, path, side_px)
            self._timer.start()
        return None

    def forget(self, folder: Path) -> None:
        """Drop what was read of a folder and in it: another project may lie there by now."""
        gone = [key for key in self._pictures if key[0].is_relative_to(folder)]
        for key in gone:
            self._bytes -= _bytes_of(self._pictures.pop(key))
        for path, _ in gone:
            self.loaded.emit(str(path))  # whoever shows it asks for it again

    def close(self) -> None:
        """Forget waiting files and wait for the one that is read."""
        self._timer.stop()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _on_poll(self) -> None:
        done = [key for key, future in self._reading.items() if future.done()]
        for key in done:
            self._keep(key, self._reading.pop(key).result())
        if not self._reading:
            self._timer.stop()
        for path, _ in done:
            self.loaded.emit(str(path))

    def _keep(self, key: Key, thumbnail: Thumbnail) -> None:
        image = QImage(
            thumbnail.pixels,
            thumbnail.width,
            thumbnail.height,
            4 * thumbnail.width,
            QImage.Format.Format_RGBA8888,
        )
        self._pictures[key] = QPixmap.fromImage(image) if thumbnail.width else QPixmap()
        self._bytes += _bytes_of(self._pictures[key])
        while len(self._pictures) > (2 if self._bytes > CACHE_BYTES else CACHE_LIMIT):
            _, oldest = self._pictures.popitem(last=False)
            self._bytes -= _bytes_of(oldest)


def _bytes_of(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
