"""What the user prefers, and what the window remembers from session to session."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

import platformdirs
from psygnal import SignalGroupDescriptor

from render.errors import InputError
from studio.state.preference_fields import FIELDS

RECENT_LIMIT = 12
RECENT_COMMANDS_LIMIT = 8
RECENT_MODELS_LIMIT = 6


@dataclass(frozen=True, slots=True)
class Preferences:
    """Validated preferences; `preference_fields.FIELDS` tells what each may be."""

    theme: str = "system"
    """Colours of the window: "system", "dark", "light" or "contrast"."""
    ui_scale_percent: int = 100
    """Size of texts and controls [%], 80 to 200."""
    language: str = "system"
    """Language of the window: "system" or a code such as "en"."""
    quality: str = "preview"
    """Quality preset of new simulations."""
    stiffness: str = "real"
    """Stiffness map of new simulations."""
    simulate_after_predict: bool = True
    """Simulate as soon as a photo has become an object."""
    loop: bool = True
    """Loop playback."""
    renderer: str = "auto"
    """How the viewport draws: "auto", "software" (CPU tiles), "opengl" or "gsplat_cuda"."""
    stage: str = "dark"
    """Look of the viewport."""
    projects_folder: str = ""
    """Folder of new projects; empty means the documents folder."""
    undo_limit_mb: int = 256
    """Memory that undo may use [MB]."""
    stage_idle_s: int = 60
    """Time without a visitor after which the stage starts over [s]."""
    recent: tuple[str, ...] = ()
    """Paths of projects opened last, newest first."""
    recent_commands: tuple[str, ...] = ()
    """Names of commands chosen last in the palette, newest first."""
    recent_models: tuple[str, ...] = ()
    """Paths of checkpoints chosen last, newest first."""
    recent_adapters: tuple[str, ...] = ()
    """Paths of adapters learned or put on last, newest first."""
    tour_seen: bool = False
    """True when the first-run tour was finished or left."""

    def __post_init__(self) -> None:
        for setting in FIELDS:
            problem = setting.problem(getattr(self, setting.name))
            if problem:
                raise InputError(problem)

    def with_recent(self, path: Path) -> Preferences:
        """With a project moved to the front of the recent ones."""
        others = tuple(entry for entry in self.recent if entry != str(path))
        return replace(self, recent=(str(path), *others)[:RECENT_LIMIT])

    def without_recent(self, path: Path) -> Preferences:
        """With a project taken off the recent ones."""
        return replace(self, recent=tuple(e for e in self.recent if e != str(path)))

    def with_recent_command(self, name: str) -> Preferences:
        """With a command moved to the front of those chosen last."""
        others = tuple(entry for entry in self.recent_commands if entry != name)
        return replace(self, recent_commands=(name, *others)[:RECENT_COMMANDS_LIMIT])

    def with_recent_model(self, path: str) -> Preferences:
        """With a checkpoint moved to the front of those chosen last."""
        others = tuple(entry for entry in self.recent_models if entry != path)
        return replace(self, recent_models=(path, *others)[:RECENT_MODELS_LIMIT])

    def with_recent_adapter(self, path: str) -> Preferences:
        """With an adapter moved to the front of those used last."""
        others = tuple(entry for entry in self.recent_adapters if entry != path)
        return replace(self, recent_adapters=(path, *others)[:RECENT_MODELS_LIMIT])

    def reset(self, *names: str) -> Preferences:
        """With settings as they were at first.

        Args:
            names: Settings; none means all. What the program remembers by itself stays.
        """
        defaults = Preferences()
        chosen = names or tuple(setting.name for setting in FIELDS)
        return replace(self, **{name: getattr(defaults, name) for name in chosen})

    @property
    def projects_path(self) -> Path:
        """Folder in which new projects are made."""
        if self.projects_folder:
            return Path(self.projects_folder)
        return Path(platformdirs.user_documents_dir()) / "phys4d-studio"


@dataclass
class PreferencesState:
    """Holds the present preferences; every field is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    value: Preferences = field(default_factory=Preferences)
    """Present preferences."""
    started_with: Preferences = field(default_factory=Preferences)
    """Preferences at the start: settings that need a restart still hold these."""
    safe_mode: bool = False
    """True when the session began with everything at its default and stores nothing."""

    @property
    def waiting_for_restart(self) -> tuple[str, ...]:
        """Labels of changed settings that take effect at the next start."""
        return tuple(
            setting.label
            for setting in FIELDS
            if setting.restart
            and getattr(self.value, setting.name) != getattr(self.started_with, setting.name)
        )


ADAPTERS_FOLDER = "adapters"
"""Folder beside the settings in which adapters are kept that votes taught."""


def config_folder() -> Path:
    """Folder of settings; `PHYS4D_CONFIG_DIR` overrides the user's config folder."""
    root = os.environ.get("PHYS4D_CONFIG_DIR") or platformdirs.user_config_dir("phys4d-studio")
    return Path(root)


def config_file() -> Path:
    """Where preferences lie."""
    return config_folder() / "preferences.json"
