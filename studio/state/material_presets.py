"""Material presets: those that are shipped, with their sources, and the user's own in a folder."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import ClassVar

from psygnal import SignalGroupDescriptor

from render.atomic_file import write_text_atomic
from render.errors import InputError, damage_of
from studio.state.material_recipe import MaterialRecipe
from studio.state.recipe_file import (
    RECIPE_FORMAT,
    RECIPE_VERSION,
    checked_name,
    parse_recipe,
    recipe_text,
)

PRESETS_VERSION = 1
_SUFFIX = ".material.json"


@dataclass
class PresetsState:
    """The user's own presets; the field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    own: tuple[MaterialRecipe, ...] = ()
    """By name."""

    def find(self, name: str) -> MaterialRecipe | None:
        """A preset of a name, the user's own first; None where there is none."""
        everything = (*self.own, *bundled_presets())
        return next((one for one in everything if one.name.casefold() == name.casefold()), None)

    def is_own(self, name: str) -> bool:
        """Whether the user made the preset of a name."""
        return any(one.name.casefold() == name.casefold() for one in self.own)


@cache
def bundled_presets() -> tuple[MaterialRecipe, ...]:
    """The presets that are shipped in `resources/materials/presets.json`."""
    file = resources.files("resources") / "materials" / "presets.json"
    return read_presets(file.read_text(encoding="utf-8"))


def read_presets(text: str) -> tuple[MaterialRecipe, ...]:
    """Presets of a JSON text in which every number names its source.

    Raises:
        InputError: If the text is no such table.
    """
    try:
        document = json.loads(text)
        if document["version"] != PRESETS_VERSION:
            raise InputError(f"presets have version {document['version']}, not {PRESETS_VERSION}")
        return tuple(_bundled(row, document["sources"]) for row in document["presets"])
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"the material presets cannot be read: {damage_of(error)}") from error


def _bundled(row: dict[str, object], sources: dict[str, str]) -> MaterialRecipe:
    """One row: quantities become locks, numbers of the law replace the table's."""
    quantities, numbers = dict(row["values"]), dict(row.get("numbers", {}))  # type: ignore[call-overload]
    everything = quantities | numbers
    recipe = parse_recipe(
        json.dumps(
            {
                "format": RECIPE_FORMAT,
                "version": RECIPE_VERSION,
                "name": row["name"],
                "law": row["law"],
                "material_class": row.get("class"),
                "locks": {key: one["value"] for key, one in quantities.items()},
                "values": {key: one["value"] for key, one in quantities.items()},
                "numbers": {key: one["value"] for key, one in numbers.items()},
            }
        )
    )
    named = tuple((key, sources[one["source"]]) for key, one in everything.items())
    return replace(recipe, sources=named)


class PresetFolder:
    """The user's presets on disk, one JSON file each."""

    def __init__(self, folder: Path) -> None:
        """Keep presets in a folder; it is made when the first one is saved."""
        self._folder = folder

    def read(self) -> tuple[tuple[MaterialRecipe, ...], tuple[str, ...]]:
        """Presets by name, and a line for every file that cannot be read."""
        presets: list[MaterialRecipe] = []
        problems: list[str] = []
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            try:
                recipe = parse_recipe(path.read_text(encoding="utf-8"))
            except (InputError, OSError, UnicodeDecodeError) as error:
                problems.append(f"{path.name} is left out: {' '.join(str(error).split())}")
                continue
            presets.append(recipe)
        return tuple(sorted(presets, key=lambda one: one.name.casefold())), tuple(problems)

    def save(self, recipe: MaterialRecipe) -> MaterialRecipe:
        """Store a preset; one of the same name is replaced.

        Raises:
            InputError: If the name cannot be used, or is the one of a shipped preset.
            OSError: If the file cannot be written.
        """
        named = replace(recipe, name=self._free_of_bundled(recipe.name))
        self._folder.mkdir(parents=True, exist_ok=True)
        write_text_atomic(self._path(named.name), recipe_text(named))
        return named

    def rename(self, name: str, new_name: str) -> str:
        """Give a preset another name; returns it without surrounding blanks.

        Raises:
            InputError: If there is no such preset, or the new name cannot be used or is taken.
            OSError: If the files cannot be changed.
        """
        plain = self._free_of_bundled(new_name)
        source, target = self._existing(name), self._path(plain)
        if target.exists() and target != source:
            raise InputError(f"there is a preset {plain!r}; type another name")
        recipe = replace(parse_recipe(source.read_text(encoding="utf-8")), name=plain)
        write_text_atomic(target, recipe_text(recipe))
        if target != source:
            source.unlink()
        return plain

    def delete(self, name: str) -> None:
        """Remove a preset.

        Raises:
            InputError: If there is none of that name.
            OSError: If the file cannot be removed.
        """
        self._existing(name).unlink()

    def _existing(self, name: str) -> Path:
        path = self._path(name)
        if not path.is_file():
            raise InputError(f"there is no preset {name!r} of your own; choose one from the list")
        return path

    def _free_of_bundled(self, name: str) -> str:
        plain = checked_name(name)
        if any(one.name.casefold() == plain.casefold() for one in bundled_presets()):
            raise InputError(f"{plain!r} is a preset of the program; type another name")
        return plain

    def _path(self, name: str) -> Path:
        """File of a name; names that differ in case alone are the same preset."""
        plain = name.casefold()
        readable = re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-")
        digest = hashlib.sha256(plain.encode()).hexdigest()[:12]
        return self._folder / f"{readable or 'preset'}-{digest}{_SUFFIX}"
