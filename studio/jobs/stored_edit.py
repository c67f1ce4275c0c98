"""Writes what was done to the object into the project, for programs without a window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.object_edit import IN_PLACE, ObjectEdit, ObjectPose
from sim.project import Project, is_project
from studio.state.bitmask import BitMask
from studio.state.document_fields import Values


def store_edit(folder: Path, values: Values) -> None:
    """Let the project's manifest say where the object was put and what of it was removed.

    Args:
        folder: Folder `NAME.p4d`.
        values: Values of the document, those of the placement and the selection among them.

    Raises:
        InputError: If the project cannot be read.
    """
    if not is_project(folder):
        return
    pose = values.get(("placement", "pose"), IN_PLACE)
    removed = values.get(("selection", "removed"))
    edit = ObjectEdit(
        pose if isinstance(pose, ObjectPose) else IN_PLACE,
        removed.packed if isinstance(removed, BitMask) else b"",
    )
    project = Project.open(folder)
    if project.edit != edit:
        project.save(replace(project.manifest, edit=edit))
