"""What each preference is called, what it may be, and when a change of it takes effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.state.viewport import STAGES

Kind = Literal["choice", "switch", "number", "folder"]
Choices = tuple[tuple[str, str], ...]

QUALITIES = ("sketch", "preview", "standard", "paper")
STIFFNESS_MAPS = ("real", "expressive")
RENDERERS = ("auto", "software", "opengl", "gsplat_cuda")
THEMES = ("system", "dark", "light", "contrast")
UI_SCALE_RANGE_PERCENT = (80, 200)
UNDO_RANGE_MB = (16, 4096)
STAGE_IDLE_RANGE_S = (15, 900)


@dataclass(frozen=True, slots=True)
class PreferenceField:
    """One setting of the preferences page."""

    name: str
    """Attribute of `Preferences`."""
    section: str
    """Heading it stands under."""
    label: str
    """Name in front of the field."""
    help: str
    """One sentence about it; searched too."""
    kind: Kind
    """How it is edited."""
    choices: Choices = ()
    """Value and text of each choice."""
    bounds: tuple[int, int] = (0, 0)
    """Lowest and highest value of a number."""
    unit: str = ""
    """Unit of a number."""
    restart: bool = False
    """True when a change takes effect at the next start."""

    def problem(self, value: object) -> str:
        """What is wrong with a value: value, range and remedy in one line; empty if nothing."""
        if self.kind == "switch":
            return "" if isinstance(value, bool) else self._line(value, "true or false")
        if self.kind == "number":
            low, high = self.bounds
            fits = type(value) is int and low <= value <= high
            return "" if fits else self._line(value, f"a whole number from {low} to {high}")
        if not isinstance(value, str):
            return self._line(value, "a text")
        allowed = tuple(choice for choice, _ in self.choices)
        if self.kind == "choice" and value not in allowed:
            return self._line(value, f"one of: {', '.join(allowed)}")
        return ""

    def matches(self, query: str) -> bool:
        """Whether every word of a search stands somewhere in the field's texts."""
        texts = (self.section, self.label, self.help, self.name, *(t for _, t in self.choices))
        haystack = " ".join(texts).casefold()
        return all(word in haystack for word in query.casefold().split())

    def _line(self, value: object, allowed: str) -> str:
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.name} is {value!r}{unit}; use {allowed}{unit}"


FIELDS: tuple[PreferenceField, ...] = (
    PreferenceField(
        "theme", "Appearance", "Theme",
        "Colours of the window; System follows the desktop.", "choice",
        (("system", "System"), ("dark", "Dark"), ("light", "Light"),
         ("contrast", "High contrast")),
    ),
    PreferenceField(
        "ui_scale_percent", "Appearance", "Size of texts and controls",
        "Applies at once, also to icons and spacing.", "number",
        bounds=UI_SCALE_RANGE_PERCENT, unit="%",
    ),
    PreferenceField(
        "language", "Appearance", "Language", "Language of menus, panels and messages.", "choice",
        (("system", "System"), ("en", "English"), ("de", "Deutsch")), restart=True,
    ),
    PreferenceField(
        "stage", "Viewport", "Stage", "What is behind the object in new windows.", "choice",
        tuple((name, name.capitalize()) for name in STAGES),
    ),
    PreferenceField(
        "renderer", "Viewport", "Drawing", "What draws the Gaussians.", "choice",
        (("auto", "Automatic"), ("software", "Software: on the CPU, works everywhere"),
         ("opengl", "OpenGL: on the graphics card"),
         ("gsplat_cuda", "gsplat: on an NVIDIA GPU with CUDA")),
    ),
    PreferenceField(
        "quality", "Simulation", "Quality", "Quality preset of new simulations.", "choice",
        (("sketch", "Sketch: seconds, for comparing"), ("preview", "Preview: under a minute"),
         ("standard", "Standard: for a GPU"), ("paper", "Paper: PhysGM's setting")),
    ),
    PreferenceField(
        "stiffness", "Simulation", "Stiffness",
        "Real stiffness, or one map that shows differences between materials.", "choice",
        (("real", "Real: very stiff things do not deform"),
         ("expressive", "Expressive: softened so that differences show")),
    ),
    PreferenceField(
        "simulate_after_predict", "Simulation", "Simulate new objects",
        "Simulate as soon as a photo has become an object.", "switch",
    ),
    PreferenceField(
        "loop", "Playback", "Loop takes", "Start again after the last frame.", "switch"
    ),
    PreferenceField(
        "projects_folder", "Files", "New projects",
        "Folder of new projects; empty means the documents folder.", "folder",
    ),
    PreferenceField(
        "undo_limit_mb", "Files", "Undo memory",
        "Memory that undo may use; the oldest steps leave when it is full.", "number",
        bounds=UNDO_RANGE_MB, unit="MB",
    ),
    PreferenceField(
        "stage_idle_s", "Presenting", "Start over after",
        "Time without a visitor after which the stage shows its loop again.", "number",
        bounds=STAGE_IDLE_RANGE_S, unit="s",
    ),
)  # fmt: skip
"""All settings, in the order of the page."""


def field_named(name: str) -> PreferenceField | None:
    """Description of a setting; None for values that the program keeps for itself."""
    return next((field for field in FIELDS if field.name == name), None)


def found_fields(query: str) -> tuple[PreferenceField, ...]:
    """Settings that a search finds; all for an empty search."""
    return tuple(field for field in FIELDS if field.matches(query))
