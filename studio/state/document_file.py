"""`studio.json`: what the window adds to a project, versioned, validated and migrated."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from render.errors import InputError
from studio.state.document_values import Parts

DOCUMENT_NAME = "studio.json"
AUTOSAVE_NAME = "autosave.json"
"""Sidecar in the same format: all values of work that is not saved yet."""
JOURNAL_NAME = "journal.jsonl"
DOCUMENT_FORMAT = "phys4d-studio-document"
DOCUMENT_VERSION = 1

Json = dict[str, Any]
MIGRATIONS: dict[int, Callable[[Json], Json]] = {}
"""Version -> function that turns a file of that version into one of the next."""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What is known of a file of the project, to find it again when it is missing."""

    name: str
    """Path inside the project, for example "photo.png" or "takes/take-1"."""
    size: int
    """Length [bytes]; of a take its header's."""
    fingerprint: str
    """Hash of its beginning and end in hexadecimal digits; of a take its header's."""


@dataclass(frozen=True, slots=True)
class EditNote:
    """One edit in the list that is shown when work is recovered."""

    label: str
    """What the person did."""
    time_s: float
    """When, seconds since 1970."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """Content of `studio.json`, or of the sidecar."""

    number: int = 0
    """Last record of the journal that it contains; later ones are not saved."""
    saved_s: float = 0.0
    """When it was written, seconds since 1970."""
    parts: Parts = field(default_factory=dict)
    """Plain values by part and field, those of a newer program included."""
    files: tuple[StoredFile, ...] = ()
    """Files of the project when it was saved."""
    edits: tuple[EditNote, ...] = ()
    """In the sidecar: edits since the project was saved."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """Other keys, which are written again."""

    def with_parts(self, parts: Parts) -> Parts:
        """Its values with others in their place; what this program does not know is kept."""
        merged = {name: dict(values) for name, values in self.parts.items()}
        for name, values in parts.items():
            merged.setdefault(name, {}).update(values)
        return merged


_KEYS = ("format", "version", "number", "saved_s", "parts", "files", "edits")


def document_text(stored: StoredDocument) -> str:
    """The JSON text that `parse_document` reads."""
    document: Json = {
        "format": DOCUMENT_FORMAT,
        "version": DOCUMENT_VERSION,
        "number": stored.number,
        "saved_s": stored.saved_s,
        "parts": stored.parts,
        "files": [[file.name, file.size, file.fingerprint] for file in stored.files],
        **stored.extra,
    }
    if stored.edits:
        document["edits"] = [[note.label, note.time_s] for note in stored.edits]
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def parse_document(text: str, where: str) -> StoredDocument:
    """Read and migrate a document.

    Args:
        text: Content of the file.
        where: Path named in errors.

    Raises:
        InputError: If it is of a newer version.
        ValueError: If it is damaged.
    """
    document = json.loads(text)
    if not isinstance(document, dict) or document.get("format") != DOCUMENT_FORMAT:
        raise ValueError("it is no document of phys4d-studio")
    version = document.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise ValueError(f"version {version!r} is not a whole number from 1")
    if version > DOCUMENT_VERSION:
        raise InputError(
            f"{where} was saved by a newer phys4d-studio (document version {version}, this "
            f"program reads up to {DOCUMENT_VERSION}); update phys4d-studio to open it"
        )
    for step in range(version, DOCUMENT_VERSION):
        document = MIGRATIONS[step](document)
    return _stored(document)


def _stored(document: Json) -> StoredDocument:
    try:
        return StoredDocument(
            number=int(document["number"]),
            saved_s=float(document["saved_s"]),
            parts={str(name): dict(part) for name, part in document["parts"].items()},
            files=tuple(
                StoredFile(str(name), int(size), str(fingerprint))
                for name, size, fingerprint in document.get("files", ())
            ),
            edits=tuple(
                EditNote(str(label), float(time_s)) for label, time_s in document.get("edits", ())
            ),
            extra={key: value for key, value in document.items() if key not in _KEYS},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None
