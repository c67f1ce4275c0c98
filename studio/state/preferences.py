"""What the user prefers, and the projects opened last; kept as JSON in the config folder."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import platformdirs
from psygnal import SignalGroupDescriptor

from render.atomic_file import write_text_atomic
from render.errors import InputError
from studio.state.viewport import STAGES

PREFERENCES_VERSION = 1
RECENT_LIMIT = 12
QUALITIES = ("sketch", "preview", "standard", "paper")
STIFFNESS_MAPS = ("real", "expressive")
RENDERERS = ("auto", "software", "opengl", "gsplat_cuda")


@dataclass(frozen=True, slots=True)
class Preferences:
    """Validated preferences; unknown keys of a newer program are ignored when read."""

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
    recent: tuple[str, ...] = ()
    """Paths of projects opened last, newest first."""

    def __post_init__(self) -> None:
        choices = {
            "quality": QUALITIES,
            "stiffness": STIFFNESS_MAPS,
            "stage": tuple(STAGES),
            "renderer": RENDERERS,
        }
        for name, allowed in choices.items():
            value = getattr(self, name)
            if value not in allowed:
                raise InputError(f"{name} is {value!r}; use one of: {', '.join(allowed)}")

    def with_recent(self, path: Path) -> Preferences:
        """With a project moved to the front of the recent ones."""
        others = tuple(entry for entry in self.recent if entry != str(path))
        return replace(self, recent=(str(path), *others)[:RECENT_LIMIT])

    def without_recent(self, path: Path) -> Preferences:
        """With a project taken off the recent ones."""
        return replace(self, recent=tuple(e for e in self.recent if e != str(path)))

    @property
    def projects_path(self) -> Path:
        """Folder in which new projects are made."""
        if self.projects_folder:
            return Path(self.projects_folder)
        return Path(platformdirs.user_documents_dir()) / "phys4d-studio"


@dataclass
class PreferencesState:
    """Holds the present preferences; `value` is an event."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor()

    value: Preferences = field(default_factory=Preferences)


def config_file() -> Path:
    """Where preferences lie; `PHYS4D_CONFIG_DIR` overrides the user's config folder."""
    root = os.environ.get("PHYS4D_CONFIG_DIR") or platformdirs.user_config_dir("phys4d-studio")
    return Path(root) / "preferences.json"


def load_preferences(path: Path) -> Preferences:
    """Read preferences; a missing file gives the defaults.

    Raises:
        InputError: If the file is damaged; the message names it.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Preferences()
    except (OSError, ValueError) as error:
        raise InputError(f"preferences {path} cannot be read ({error}); using defaults") from None
    if not isinstance(data, Mapping):
        raise InputError(f"preferences {path} hold no settings; using defaults")
    return _from_json(data, path)


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write preferences, all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"version": PREFERENCES_VERSION, **asdict(preferences)}
    write_text_atomic(path, json.dumps(data, indent=1) + "\n")


def _from_json(data: Mapping[str, Any], path: Path) -> Preferences:
    defaults = asdict(Preferences())
    values: dict[str, Any] = {}
    for name, default in defaults.items():
        value = data.get(name, default)
        if name == "recent" and isinstance(value, list | tuple):
            value = tuple(entry for entry in value if isinstance(entry, str))
        if type(value) is not type(default):
            raise InputError(f"preference {name} of {path} is {value!r}; using defaults")
        values[name] = value
    return Preferences(**values)
