"""Pure functions from state to what the window shows: frozen, comparable, free of Qt.

The window resolves after every change, compares with what it showed and applies the difference.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.state.conditions import checked, conditions
from studio.state.document import DocumentState
from studio.state.language import tr
from studio.state.material_view import MaterialView
from studio.state.notices import Notice
from studio.state.quantities import SIZE
from studio.state.resolve_material import resolve_material
from studio.state.studio_state import StudioState

Page = Literal["welcome", "workspace", "doctor"]


@dataclass(frozen=True, slots=True)
class ObjectView:
    """What the object panel shows."""

    name: str
    """Project name."""
    photo: Path | None
    """Source picture."""
    facts: tuple[tuple[str, str], ...]
    """Label and value, in order."""


@dataclass(frozen=True, slots=True)
class WindowView:
    """Everything the window shows apart from the picture in the viewport."""

    title: str
    page: Page
    object: ObjectView
    viewport_hint: str
    """Text in the empty viewport."""
    notices: tuple[Notice, ...]
    commands: frozenset[str]
    """Conditions that hold, of `studio.state.conditions`."""
    checked: frozenset[str]
    """Commands that are switched on."""


def resolve(state: StudioState) -> WindowView:
    """What the window shows for a state."""
    document = state.document
    return WindowView(
        title=window_title(state),
        page=_page(state),
        object=resolve_object(document, state.placement.pose.scale),
        viewport_hint=_hint(state),
        notices=state.notices.notices,
        commands=conditions(state),
        checked=checked(state),
    )


def _page(state: StudioState) -> Page:
    document = state.document
    if state.doctor.shown:
        return "doctor"
    return "welcome" if document.project is None and document.photo is None else "workspace"


def window_title(state: StudioState) -> str:
    """Name of the project with a star while it has unsaved changes, and of the program."""
    name = state.document.name
    program = tr("phys4d-studio (safe mode)") if state.preferences.safe_mode else "phys4d-studio"
    if not name:
        return program
    star = "*" if state.history.dirty else ""
    suffix = f" {tr('(read-only)')}" if state.saving.read_only else ""
    return f"{name}{star}{suffix} – {program}"


def resolve_material_panel(state: StudioState) -> tuple[MaterialView | None, str]:
    """What the material panel shows, and the text of the empty one."""
    document = state.document
    view = None
    if document.project is not None:
        take = document.take(document.active_take)
        view = resolve_material(
            state.material, document.physics, take,
            novelty=document.novelty, presets=state.presets,
        )  # fmt: skip
    return view, _material_hint(state)


def resolve_object(document: DocumentState, scale: float = 1.0) -> ObjectView:
    """What the object panel shows apart from the takes.

    Args:
        document: The open project.
        scale: How much larger the person made the object.
    """
    facts: list[tuple[str, str]] = []
    if document.project is not None and document.gaussian_count:
        facts = [
            (tr(SIZE.label), SIZE.format(document.size_m * scale)),
            (tr("Gaussians"), f"{document.gaussian_count:,}"),
        ]
        if document.physics is not None:
            facts.append((tr("Camera height"), f"{document.view_elevation_deg:.0f}°"))
    return ObjectView(document.name, document.photo, tuple(facts))


def _hint(state: StudioState) -> str:
    document = state.document
    if document.project is not None and document.gaussian_count:
        return ""
    if state.jobs.active is not None:
        return tr("The object appears here as soon as it is reconstructed.")
    if document.project is not None:
        return tr("Loading the object…")
    return tr("No object yet. Open or drop a photo.")


def _material_hint(state: StudioState) -> str:
    if state.jobs.active is not None:
        return tr("The materials it may be made of appear here when the photo has been analysed.")
    return tr("Open a photo to see which materials it may be made of.")
