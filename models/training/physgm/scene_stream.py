"""Batches of scenes from shards or folders, from any step on."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.data.folder_objects import folder_objects
from models.data.held_out import TRAINING_SPLIT, check_training_folders
from models.data.object_folder import ObjectFolder
from models.data.object_record import ObjectRecord, PictureChoice, folder_record
from models.data.shard_index import SHARD_INDEX
from models.data.shards import rank_objects, shard_objects, training_shards
from models.training.physgm.scenes import Scene, make_scene, stacked
from models.training.physgm.settings import TrainingSettings
from render.errors import InputError

_AHEAD = 2
"""Batches that are read while the network computes."""
_SHARD_SUFFIX = ".tar"


class SceneBatch(NamedTuple):
    """B scenes and what they are called."""

    keys: tuple[str, ...]
    """Names of the objects."""
    scenes: Scene
    """Their tensors."""


class SceneSource:
    """The training objects as this process meets them.

    An epoch shuffles the objects; each process has an equal part of that order. The object at a
    place and the pictures chosen of it depend on seed, epoch and place alone.
    """

    def __init__(
        self,
        data: Sequence[Path],
        settings: TrainingSettings,
        *,
        rank: int = 0,
        world_size: int = 1,
    ) -> None:
        """Find the objects.

        Args:
            data: Shards (`*.tar`), folders of shards, or folders of objects; shards and folders of
                objects are not mixed.
            settings: Pictures, seed and batch size.
            rank: This process, from 0.
            world_size: Number of processes.

        Raises:
            InputError: If there is nothing to train on or a folder is unusable.
        """
        self._settings = settings
        self._rank, self._world_size = rank, world_size
        self._shards, self._folders = _found(data)
        if self._shards:
            self.part = rank_objects(self._shards, world_size)
            """Objects of this process in an epoch."""
        else:
            self.part = len(self._folders) // world_size
        if not self.part:
            raise InputError(
                f"{len(self._folders)} objects do not reach for {world_size} processes; give every "
                "process one"
            )

    def batches(self, first: int) -> Generator[SceneBatch, None, None]:
        """Batches without end.

        Args:
            first: Number of the first batch; those before it are passed over without being read.

        Raises:
            InputError: If an object is unusable or has no label; the message names the file.
        """
        return _read_ahead(self._batches(first))

    def _batches(self, first: int) -> Iterator[SceneBatch]:
        size = self._settings.training.batch_size
        places = self._places(first * size)
        while True:
            found = [next(places) for _ in range(size)]
            keys = tuple(key for key, _ in found)
            yield SceneBatch(keys, stacked([scene for _, scene in found]))

    def _places(self, seen: int) -> Iterator[tuple[str, Scene]]:
        """Objects from the one on that follows `seen` others, epoch after epoch."""
        settings, seed = self._settings, self._settings.training.seed
        start = seen % self.part
        for epoch in count(seen // self.part):
            for place, record in enumerate(self._records(epoch, start), start):
                rng = np.random.default_rng([seed, epoch, self._rank, place])
                yield record.key, make_scene(record, settings.preset, settings.views, rng)
            start = 0

    def _records(self, epoch: int, start: int) -> Iterator[ObjectRecord]:
        choose = _picker(self._settings)
        seed = self._settings.training.seed
        if self._shards:
            return shard_objects(
                self._shards,
                seed=seed,
                epoch=epoch,
                rank=self._rank,
                world_size=self._world_size,
                start=start,
                choose=choose,
            )
        return self._folder_records(epoch, start, choose)

    def _folder_records(
        self, epoch: int, start: int, choose: PictureChoice | None
    ) -> Iterator[ObjectRecord]:
        seed = self._settings.training.seed
        order = np.random.default_rng([seed, epoch]).permutation(len(self._folders))
        own = order[self._rank * self.part : (self._rank + 1) * self.part]
        for place in own[start:]:
            rng = np.random.default_rng([seed, epoch, place])
            yield folder_record(ObjectFolder.open(self._folders[place]), choose=choose, rng=rng)


def _found(data: Sequence[Path]) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """Shards, and folders of objects; one of the two is empty."""
    shards: list[str] = []
    folders: list[Path] = []
    for path in data:
        if path.suffix == _SHARD_SUFFIX:
            shards.append(str(path))
        elif (path / SHARD_INDEX).is_file():
            shards += training_shards(path)
        elif path.exists():
            folders += folder_objects(path, split=TRAINING_SPLIT).folders
        else:
            raise InputError(f"{path} does not exist; name shards or a folder of objects")
    if shards and folders:
        raise InputError(
            f"{data[0]} and others mix shards and folders; pack all with `data shards`"
        )
    if not shards and not folders:
        raise InputError("there is nothing to train on; name shards or folders with --data")
    check_training_folders(folders)
    return tuple(shards), tuple(folders)


def _picker(settings: TrainingSettings) -> PictureChoice | None:
    """Which pictures to read: only those needed, unless the choice has to see all cameras."""
    if settings.views.choice != "random":
        return None
    wanted = settings.views.targets
    return lambda pictures, rng: [int(at) for at in rng.permutation(pictures)[:wanted]]


def _read_ahead(batches: Iterator[SceneBatch]) -> Generator[SceneBatch, None, None]:
    """The same batches, read by a thread while the caller computes."""
    ready: queue.Queue[SceneBatch | BaseException] = queue.Queue(_AHEAD)
    stopped = threading.Event()

    def put(item: SceneBatch | BaseException) -> None:
        while not stopped.is_set():
            with suppress(queue.Full):
                ready.put(item, timeout=0.1)
                return

    def read() -> None:
        try:
            for batch in batches:
                put(batch)
                if stopped.is_set():
                    return
        except Exception as error:  # noqa: BLE001 - the caller raises it
            put(error)

    thread = threading.Thread(target=read, name="scene-reader", daemon=True)
    thread.start()
    try:
        while True:
            item = ready.get()
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stopped.set()
        thread.join()
