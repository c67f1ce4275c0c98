"""`TakeStorage`: where takes go that other machines make, a folder or any fsspec address.

A take appears under its final name only when all of it is there: a folder is written beside it and
renamed; elsewhere `take.json`, without which there is no take, is written last.
"""

from __future__ import annotations

import errno
import os
import shutil
import uuid
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from render.errors import InputError
from render.os_faults import remedy_for
from sim.take_layout import HEADER_FILE


class TakeStorage(NamedTuple):
    """A place that all machines of a sweep can reach; small, so that it travels to them."""

    address: str
    """Folder, or address such as s3://bucket/folder."""

    @property
    def local(self) -> Path | None:
        """The folder where it is one; None for other addresses."""
        if self.address.startswith("file://"):
            return Path(self.address.removeprefix("file://"))
        return None if "://" in self.address else Path(self.address)

    def address_of(self, key: str) -> str:
        """Where something of that key lies.

        Args:
            key: Names joined by /, such as "objects/mug.p4d/takes/run-00001".
        """
        local = self.local
        return str(local / key) if local is not None else f"{self.address.rstrip('/')}/{key}"

    def check(self) -> None:
        """Write and remove a small file.

        Raises:
            InputError: If it cannot be reached, written, or its kind is unknown.
        """
        probe = f".phys4d-{uuid.uuid4().hex[:8]}"
        try:
            if self.local is not None:
                self.local.mkdir(parents=True, exist_ok=True)
                (self.local / probe).write_bytes(b"phys4d")
                (self.local / probe).unlink()
                return
            system, root = self._opened()
            system.makedirs(root, exist_ok=True)
            system.pipe_file(f"{root}/{probe}", b"phys4d")
            system.rm_file(f"{root}/{probe}")
        except Exception as error:
            raise self._fault(error) from error

    def keep(self, folder: Path, key: str) -> str:
        """Copy a take there, in place of an earlier one of that key.

        Returns:
            Its address.

        Raises:
            InputError: If the storage is full or cannot be reached; nothing half-written stays
                under the key.
        """
        try:
            if self.local is not None:
                _copy_folder(folder, self.local / key)
            else:
                self._upload(folder, key)
        except Exception as error:
            raise self._fault(error) from error
        return self.address_of(key)

    def fetch(self, key: str, folder: Path) -> None:
        """Copy a take from there to a folder that does not exist yet.

        Raises:
            InputError: If it cannot be reached or is not there.
        """
        try:
            if self.local is not None:
                shutil.copytree(self.local / key, folder)
            else:
                system, root = self._opened()
                system.get(f"{root}/{key}/", f"{folder}/", recursive=True)
        except Exception as error:
            raise self._fault(error) from error

    def write(self, key: str, content: bytes) -> None:
        """Write a file there.

        Raises:
            InputError: If the storage is full or cannot be reached.
        """
        try:
            if self.local is not None:
                (self.local / key).parent.mkdir(parents=True, exist_ok=True)
                (self.local / key).write_bytes(content)
            else:
                system, root = self._opened()
                system.makedirs(str(PurePosixPath(root) / PurePosixPath(key).parent), exist_ok=True)
                system.pipe_file(f"{root}/{key}", content)
        except Exception as error:
            raise self._fault(error) from error

    def _opened(self) -> tuple[Any, str]:
        """File system and the path of the address in it."""
        import fsspec

        system, root = fsspec.core.url_to_fs(self.address)
        return system, str(root).rstrip("/")

    def _upload(self, folder: Path, key: str) -> None:
        system, root = self._opened()
        target = f"{root}/{key}"
        if system.exists(target):
            system.rm(target, recursive=True)
        files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
        try:
            for file in sorted(files, key=lambda one: one.name == HEADER_FILE):
                name = f"{target}/{file.relative_to(folder).as_posix()}"
                system.makedirs(name.rpartition("/")[0], exist_ok=True)
                system.put_file(str(file), name)
        except Exception:
            if system.exists(target):
                system.rm(target, recursive=True)
            raise

    def _fault(self, error: Exception) -> InputError:
        """The error in words."""
        if isinstance(error, InputError):
            return error
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            text = "is full; free some space and give the command again, finished runs are kept"
        elif isinstance(error, ImportError):
            text = f"needs a package that is missing: {error}; install it on every machine"
        else:
            reason = remedy_for(error) or f"{type(error).__name__}: {error}"
            text = f"cannot be used: {' '.join(str(reason).split())}"
        return InputError(f"the shared storage {self.address} {text}")


def _copy_folder(folder: Path, target: Path) -> None:
    """Copy a folder beside its target and rename it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        shutil.copytree(folder, part)
        if target.exists():
            shutil.rmtree(target)
        os.replace(part, target)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
