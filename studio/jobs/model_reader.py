"""`ModelReader`: reads what the files of a model say, in a thread of its own."""

from __future__ import annotations

import hashlib
import queue
import threading
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from render.errors import InputError
from studio.jobs.model_card import model_files, read_model_facts
from studio.state.model_facts import ModelFacts

_CHUNK_BYTES = 4 * 2**20
Answer = ModelFacts | str
"""What is known, or why nothing is."""


class Models(Protocol):
    """What controllers need of `ModelReader`."""

    def ask(self, name: str) -> None:
        """Read about a model; an earlier question is dropped."""
        ...

    def poll(self) -> Answer | None:
        """The newest answer about the model asked for last."""
        ...

    def close(self) -> None:
        """Stop reading."""
        ...


class ModelReader:
    """Files of checkpoints take seconds to hash, for which nothing else should wait."""

    def __init__(self) -> None:
        self._answers: queue.SimpleQueue[tuple[int, Answer]] = queue.SimpleQueue()
        self._asked = 0
        self._thread: threading.Thread | None = None

    def ask(self, name: str) -> None:
        """Read about a model; an earlier question is dropped."""
        self._asked += 1
        self._thread = threading.Thread(
            target=self._read, args=(name, self._asked), name="model-files", daemon=True
        )
        self._thread.start()

    def poll(self) -> Answer | None:
        """The newest answer about the model asked for last: first without, then with its hash."""
        newest = None
        while not self._answers.empty():
            number, answer = self._answers.get()
            newest = answer if number == self._asked else newest
        return newest

    def close(self) -> None:
        """Stop reading."""
        self._asked += 1
        if self._thread is not None:
            self._thread.join()

    def _read(self, name: str, number: int) -> None:
        try:
            facts = read_model_facts(name)
            self._answers.put((number, facts))
            digest = self._digest(model_files(facts.path), number)
        except (InputError, OSError) as error:
            self._answers.put((number, str(error)))
            return
        if digest:
            self._answers.put((number, replace(facts, sha256=digest)))

    def _digest(self, files: tuple[Path, ...], number: int) -> str:
        """SHA-256 of files one after the other; empty when another model was asked for."""
        digest = hashlib.sha256()
        for file in files:
            with file.open("rb") as stream:
                while chunk := stream.read(_CHUNK_BYTES):
                    if number != self._asked:
                        return ""
                    digest.update(chunk)
        return digest.hexdigest()
