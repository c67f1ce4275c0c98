"""`PictureSink`: a folder of numbered pictures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from render.errors import InputError
from studio.export.codecs import Codec
from studio.export.quantise import StoredPicture
from studio.export.spare_room import NO_ROOM
from studio.export.still import write_still

NUMBERED = "frame_{index:05d}.{suffix}"


class PictureSink:
    """Files frame_00000, frame_00001 and so on; each is complete once it is there."""

    def __init__(self, folder: Path, codec: Codec, *, metadata: Mapping[str, str]) -> None:
        """Make the folder.

        Args:
            folder: Folder to make.
            codec: PNG, EXR or npz.
            metadata: Texts that every picture carries.
        """
        folder.mkdir()
        self._folder = folder
        self._codec = codec
        self._metadata = metadata
        self._count = 0
        self.is_full = False

    def write(self, picture: StoredPicture, index: int) -> None:
        """Write the picture of frame `index`."""
        self.write_file(lambda path: write_still(path, picture, metadata=self._metadata), index)

    def write_file(self, save: Callable[[Path], None], index: int) -> None:
        """Let `save` write the file of frame `index`; without room for it the folder is full."""
        try:
            save(self._folder / NUMBERED.format(index=index, suffix=self._codec.file_suffix))
        except InputError as error:
            if getattr(error.__cause__, "errno", None) not in NO_ROOM:
                raise
            self.is_full = True
        else:
            self._count += 1

    def finish(self) -> int:
        """Nothing waits; returns the number of pictures."""
        return self._count

    def discard(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
