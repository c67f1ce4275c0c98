"""Commands of the document: undo, history, takes."""

from __future__ import annotations

from studio.controllers.commands.command import Command
from studio.controllers.commands.window_verbs import WindowVerbs
from studio.controllers.studio_controller import Studio
from studio.state.language import tr


def document_commands(studio: Studio, window: WindowVerbs) -> tuple[Command, ...]:
    """What is done to the document as a whole."""
    edits = studio.edits
    return (
        Command("undo", "Edit", tr("Undo"), edits.undo, "Ctrl+Z", "undo", "undo"),
        Command("redo", "Edit", tr("Redo"), edits.redo, "Ctrl+Shift+Z or Ctrl+Y", "redo", "redo"),
        Command("history", "Edit", tr("History of edits"), lambda: window.show_dock("history"),
                "Ctrl+Alt+Z", icon="history"),
        Command("rename-take", "Object", tr("Rename the take…"), window.rename_take, "F2",
                "chosen-take", separated=True),
        Command("delete-take", "Object", tr("Delete the take"), studio.takes.delete,
                "Shift+Delete", "chosen-take"),
        Command("apply-deletions", "Object", tr("Remove deleted Gaussians from the file…"),
                studio.splats.offer_cleaning, "", "removed", separated=True),
        Command("export-splats", "File", tr("Export visible splats…"), window.export_splats,
                "", "project", "export", call='studio.export_splats("object.ply")'),
    )  # fmt: skip
