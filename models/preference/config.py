"""The config of `train dpo`: a JSON file with everything that makes an adapter."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from models import EMBEDDED
from models.json_settings import with_section
from models.preference.pairs import PairSettings
from models.preference.physics_source import open_source
from models.preference.settings import PreferenceSettings
from models.preference.world import PhysicsSource, WorldSettings
from render.errors import InputError

_SECTIONS = {"world", "pairs", "learning"}
_TEXTS = {"model", "name", "dino"}


@dataclass(frozen=True, slots=True)
class DpoConfig:
    """What is learned, from which motions, and how."""

    model: str = EMBEDDED
    """Model whose predictions are moved: "embedded", a folder of weights or a checkpoint."""
    name: str = "dpo"
    """What the adapter is called."""
    dino: str = ""
    """File of DINOv3's weights where a PhysGM checkpoint has none; empty for none."""
    world: WorldSettings = field(default_factory=WorldSettings)
    """Objects, hidden materials and motions."""
    pairs: PairSettings = field(default_factory=PairSettings)
    """Which candidates become pairs."""
    learning: PreferenceSettings = field(default_factory=PreferenceSettings)
    """How the adapter is fitted."""

    @staticmethod
    def load(path: Path) -> DpoConfig:
        """Read a config.

        Raises:
            InputError: If the file cannot be read, or a key or value is wrong; it names them.
        """
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path} is no config of train dpo: {error}") from None
        if not isinstance(document, dict):
            raise InputError(f"{path} is no config of train dpo: it holds no JSON object")
        unknown = sorted(set(document) - _SECTIONS - _TEXTS)
        if unknown:
            known = ", ".join(sorted(_SECTIONS | _TEXTS))
            raise InputError(f"{path}: unknown key {unknown[0]}; known: {known}")
        try:
            return DpoConfig(
                **_texts(document),
                world=with_section(WorldSettings(), document, "world"),
                pairs=with_section(PairSettings(), document, "pairs"),
                learning=with_section(PreferenceSettings(), document, "learning"),
            )
        except InputError as error:
            raise InputError(f"{path}: {error}") from None

    def open_source(self) -> tuple[PhysicsSource, str]:
        """The model and the SHA-256 of its weights, see `open_source`."""
        return open_source(self.model, Path(self.dino) if self.dino else None)

    def to_json(self) -> dict[str, object]:
        """All settings as plain values, for `load`."""
        dino = {"dino": self.dino} if self.dino else {}
        return {
            "model": self.model,
            "name": self.name,
            **dino,
            "world": self.world.to_json(),
            "pairs": self.pairs.to_json(),
            "learning": self.learning.to_json(),
        }


def _texts(document: dict[str, Any]) -> dict[str, str]:
    texts = {name: document[name] for name in _TEXTS if name in document}
    for name, value in texts.items():
        if not isinstance(value, str) or not value.strip():
            raise InputError(f"{name} must be a text, got {value!r}")
    return texts
