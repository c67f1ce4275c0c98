"""`PresetsController`: takes, saves and passes on whole materials."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from render.errors import InputError
from studio.controllers.edit_controller import EditController
from studio.state.language import tr
from studio.state.material_presets import PresetFolder
from studio.state.material_recipe import MaterialRecipe, recipe_fields, recipe_of
from studio.state.recipe_file import parse_recipe, recipe_text
from studio.state.studio_state import StudioState


class PresetsController:
    """Verbs of presets and of the clipboard; trouble becomes a notice."""

    def __init__(self, state: StudioState, edits: EditController, folder: Path) -> None:
        """Keep the user's presets.

        Args:
            state: State whose material is taken and saved.
            edits: Records the steps.
            folder: Where the user's presets lie, one file each.
        """
        self._state = state
        self._edits = edits
        self._folder = PresetFolder(folder)

    def load(self) -> None:
        """Read the user's presets; files that cannot be read are named."""
        try:
            presets, problems = self._folder.read()
        except OSError as error:
            self._state.notices.post("warning", tr("Presets cannot be read: {why}", why=error))
            return
        self._state.presets.own = presets
        for line in problems:
            self._state.notices.post("warning", line)

    def take(self, name: str) -> None:
        """Make the material that of a preset."""
        preset = self._state.presets.find(name)
        if preset is None:
            self._state.notices.post("warning", tr("There is no preset {name}.", name=repr(name)))
            return
        self._apply(preset, tr("Take preset {name}", name=preset.name), preset.name)

    def save(self, name: str) -> None:
        """Keep the material as a preset of the user's; one of the same name is replaced.

        Raises:
            InputError: If the name cannot be used, or the file cannot be written.
        """
        recipe = recipe_of(self._state.material, self._state.document.physics, name)
        with _as_input_error():
            saved = self._folder.save(self._with_sources(recipe))
        self._show((*self._others(saved.name), saved))
        with self._edits.step(tr("Save as preset")):
            self._state.material.preset = saved.name
        self._state.notices.post("success", tr("Saved preset {name}.", name=saved.name))

    def rename(self, name: str, new_name: str) -> None:
        """Give a preset of the user's another name.

        Raises:
            InputError: If the new name cannot be used, or the file cannot be written.
        """
        with _as_input_error():
            plain = self._folder.rename(name, new_name)
        renamed = self._state.presets.find(name)
        if renamed is not None:
            self._show((*self._others(name), replace(renamed, name=plain)))
        if self._state.material.preset.casefold() == name.casefold():
            with self._edits.step(tr("Rename preset")):
                self._state.material.preset = plain

    def delete(self, name: str) -> bool:
        """Remove a preset of the user's; the material stays as it is."""

        def remove() -> None:
            self._folder.delete(name)
            self._show(self._others(name))
            self._state.notices.post("info", tr("Deleted preset {name}.", name=name))

        return self._try(remove)

    def copied_text(self) -> str:
        """The material as JSON text for the clipboard."""
        name = self._state.material.preset or self._state.document.name or tr("Material")
        recipe = recipe_of(self._state.material, self._state.document.physics, name[:80])
        return recipe_text(recipe)

    def paste_text(self, text: str) -> bool:
        """Make the material that of a text from the clipboard; other text is refused."""
        if self._state.document.project is None:
            return False
        return self._try(lambda: self._apply(parse_recipe(text), tr("Paste material"), ""))

    def _apply(self, recipe: MaterialRecipe, label: str, preset: str) -> None:
        fields = recipe_fields(recipe, self._state.document.physics)
        with self._edits.step(label):
            fields.put_into(self._state.material)
            self._state.material.preset = preset

    def _with_sources(self, recipe: MaterialRecipe) -> MaterialRecipe:
        """Sources of the preset that it began as, for the values it still has."""
        began = self._state.presets.find(self._state.material.preset)
        if began is None:
            return recipe
        before, now = dict(began.locks + began.numbers), dict(recipe.locks + recipe.numbers)
        sources = tuple(
            (key, text)
            for key, text in began.sources
            if key in now and math.isclose(now[key], before.get(key, math.nan), rel_tol=1e-6)
        )
        return replace(recipe, sources=sources)

    def _others(self, name: str) -> tuple[MaterialRecipe, ...]:
        """The user's presets of other names."""
        own = self._state.presets.own
        return tuple(one for one in own if one.name.casefold() != name.casefold())

    def _show(self, presets: tuple[MaterialRecipe, ...]) -> None:
        self._state.presets.own = tuple(sorted(presets, key=lambda one: one.name.casefold()))

    def _try(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except (InputError, OSError) as error:
            self._state.notices.post("warning", " ".join(str(error).split()))
            return False
        return True


@contextmanager
def _as_input_error() -> Iterator[None]:
    """A disk that refuses is told like an entry that cannot be used."""
    try:
        yield
    except OSError as error:
        raise InputError(f"the preset cannot be stored: {error}; choose another name") from error
