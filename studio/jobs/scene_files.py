"""`SceneFiles`: tells whether the files of a scene are still those that it was read from."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from studio.jobs.view_messages import SceneRef

Stamp = tuple[int, int, int]
"""Inode, time of the last change [ns] and length [bytes]."""


def stamp_of(file: Path) -> Stamp | None:
    """What tells a file from another one at the same path; None where it cannot be reached."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


class SceneFiles:
    """Remembers what scenes were read from: another project may come to lie at an old path."""

    def __init__(self) -> None:
        self._stamps: dict[SceneRef, dict[Path, Stamp | None]] = {}
        self._editions: dict[SceneRef, int] = {}
        self._numbers = count(1)

    def note(self, scene: SceneRef, *files: Path) -> None:
        """Take note of what a scene is read from; call it before reading.

        Args:
            scene: What is read.
            files: Its files; the first one is there as long as the scene is. Those that are noted
                already stay what they were then.
        """
        noted = self._stamps.get(scene, {})
        self._stamps[scene] = {file: noted.get(file) or stamp_of(file) for file in files}
        if scene not in self._editions:
            self._editions[scene] = next(self._numbers)

    def edition(self, scene: SceneRef) -> int:
        """Number of what was read of a scene; another one when that was written anew."""
        return self._editions.get(scene, 0)

    def unchanged(self, scene: SceneRef) -> bool:
        """Whether all files are there as they were."""
        noted = self._stamps.get(scene, {})
        return bool(noted) and all(
            stamp is not None and stamp_of(file) == stamp for file, stamp in noted.items()
        )

    def replaced(self, scene: SceneRef) -> bool:
        """Whether a file is another one by now; a scene that is out of reach may come back."""
        noted = self._stamps.get(scene, {})
        away = all(stamp_of(file) is None for file in list(noted)[:1])
        return not away and not self.unchanged(scene)

    def forget(self, scene: SceneRef) -> None:
        """Drop what is known of a scene."""
        self._stamps.pop(scene, None)
        self._editions.pop(scene, None)
