"""`SpareRoomFile`: a file that can still be finished after its disk has filled up."""

from __future__ import annotations

import errno
import os
from pathlib import Path

SPARE_BYTES = 1 << 20
"""Room held back for the index of the file [bytes]."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
"""Errors of a disk, or of a user's share of it, that is full."""


class SpareRoomFile:
    """Binary file with a block of spare room beside it, which is given up when the disk is full.

    What arrives afterwards still fits: the end of the present frame and the file's index.
    """

    def __init__(self, path: Path) -> None:
        """Create the file and reserve the room.

        Raises:
            OSError: If the disk is full already, or the folder cannot be written.
        """
        self.name = str(path)
        self._spare: Path | None = path.with_name(f"{path.name}.spare")
        self._file = path.open("w+b", buffering=0)
        try:
            self._spare.write_bytes(bytes(SPARE_BYTES))
        except OSError:
            self.close()
            raise
        self.is_full = False

    def write(self, data: bytes) -> int:
        """Write all of `data`, out of the spare room if need be."""
        left = memoryview(data)
        while left:
            try:
                left = left[self._file.write(left) :]
            except OSError as error:
                if error.errno not in NO_ROOM or self._spare is None:
                    raise
                self.is_full = True
                self._give_up_spare()
        return len(data)

    def read(self, size: int) -> bytes:
        """Up to `size` bytes from where the file stands."""
        return self._file.read(size)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to another place of the file."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Where the file stands [bytes]."""
        return self._file.tell()

    def close(self) -> None:
        """Close the file and free what is left of the spare room."""
        self._give_up_spare()
        self._file.close()

    def _give_up_spare(self) -> None:
        if self._spare is not None:
            self._spare.unlink(missing_ok=True)
            self._spare = None
