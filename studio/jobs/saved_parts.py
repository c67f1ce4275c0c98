"""What the window saved of one part of its state in a project."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from render.errors import InputError
from studio.state.document_fields import document_fields
from studio.state.document_file import DOCUMENT_NAME, parse_document
from studio.state.document_values import read_parts
from studio.state.studio_state import StudioState


def saved_part(project: Path, part: str) -> dict[str, Any]:
    """Saved fields of a part, by name; none of a project that was never saved in the window.

    Args:
        project: Folder `NAME.p4d`.
        part: Name of a field of `StudioState`, for example "material".

    Raises:
        InputError: If `studio.json` is of a newer program, or a value of it is damaged.
    """
    path = project / DOCUMENT_NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    fields = [field for field in document_fields(StudioState()) if field.part == part]
    values, faults = read_parts(fields, parse_document(text, str(path)).parts)
    if faults:
        raise InputError(f"{path}: {faults[0]}; open and save the project in the window")
    return {name: value for (_, name), value in values.items()}
