"""A desk whose document is saved, journaled and lost, for the tests of saving."""

from __future__ import annotations

import json
from pathlib import Path

from tests.studio.controllers.conftest import Desk


def set_seed(desk: Desk, seed: int) -> None:
    with desk.edits.step(f"Set seed {seed}"):
        desk.state.material.seed = seed


def settle(desk: Desk) -> None:
    """Let the thread finish what it was given, and take its answers."""
    store = desk.saving.store
    assert store is not None
    store.close()
    desk.saving.poll()


def kill(desk: Desk) -> None:
    """What is left of a window that was killed: its files and a stale lock."""
    store = desk.saving.store
    assert store is not None
    store.close()
    desk.saving._open = None


def stored(project: Path, name: str = "studio.json") -> dict[str, dict[str, object]]:
    parts: dict[str, dict[str, object]] = json.loads((project / name).read_text())["parts"]
    return parts
