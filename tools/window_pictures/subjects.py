"""What is photographed: panels, pages and dialogs, each by the name of its sheet."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from tools.window_pictures.photographer import Photographer, Subject


def panels(photographer: Photographer) -> dict[str, Subject]:
    """Every dock of the workspace."""
    workspace = photographer.window.workspace

    def dock(name: str) -> QWidget:
        workspace.show_dock(name)
        return workspace.docks[name]

    return {f"panel-{name}": partial(dock, name) for name in workspace.docks}


def centre(photographer: Photographer, subject: str, page: str) -> dict[str, Subject]:
    """A page in the middle of the workspace, with the docks round it."""

    def shown() -> QWidget:
        photographer.window.workspace.show_centre(page)
        return photographer.window

    return {f"page-{subject}": shown}


def whole(photographer: Photographer, subject: str) -> dict[str, Subject]:
    """The window as it is."""
    return {f"page-{subject}": lambda: photographer.window}


def palette(photographer: Photographer, query: str) -> dict[str, Subject]:
    """The command palette with something typed."""
    box = photographer.window.palette_box

    def shown() -> QWidget:
        if not box.isVisible():
            box.open()
        box.field.setText(query)
        return photographer.window

    return {"page-palette": shown}


def settings(photographer: Photographer, query: str, *, keys: bool = False) -> dict[str, Subject]:
    """The preferences or the keys, with something searched."""

    def shown() -> QWidget:
        photographer.window.open_settings(keys=keys)
        dialog = photographer.window.settings
        if dialog is None:
            raise RuntimeError("there are no preferences")
        page = dialog.keys if keys else dialog.preferences
        page.search.setText(query)
        return dialog

    return {"page-keys" if keys else "page-preferences": shown}


def stage(photographer: Photographer) -> dict[str, Subject]:
    """Presenter mode."""

    def shown() -> QWidget:
        presented = photographer.window.stage
        if presented is None:
            raise RuntimeError("nothing is presented")
        presented.apply_state()
        return presented

    return {"page-stage": shown}
