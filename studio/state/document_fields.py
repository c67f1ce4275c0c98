"""Which fields of the state belong to the document, found by asking the parts themselves.

A part of `StudioState` names fields in `SAVED` (undoable, journaled and stored in the project) and
in `REMEMBERED` (stored when the project is saved, but no step of undo: where the camera stands).
Those `SAVED` fields that can be chosen before the object is there are named in `AHEAD`, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, get_type_hints

Values = dict[tuple[str, str], Any]
"""Value of every field, by part and field."""

_DEFAULTS: dict[type, tuple[Any, ...]] = {}
"""What `_defaults_of` has found."""


class Parts(Protocol):
    """What is needed of `StudioState`, which holds parts that import this module."""

    def parts(self) -> dict[str, Any]:
        """The evented parts by name."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentField:
    """A field of the state that belongs to the document."""

    part: str
    """Part of the state."""
    name: str
    """Field of the part."""
    type: Any
    """Its annotation, resolved."""
    undoable: bool
    """Whether it is in `SAVED`; a field that is only remembered is no step of undo."""
    ahead: bool = False
    """Whether it is in `AHEAD`."""

    @property
    def key(self) -> tuple[str, str]:
        """Part and field."""
        return self.part, self.name

    @property
    def path(self) -> str:
        """Name in messages, for example "material.seed"."""
        return f"{self.part}.{self.name}"


def _fields_of(part: str, kind: type) -> tuple[DocumentField, ...]:
    saved: tuple[str, ...] = getattr(kind, "SAVED", ())
    remembered: tuple[str, ...] = getattr(kind, "REMEMBERED", ())
    if not saved and not remembered:
        return ()
    ahead: tuple[str, ...] = getattr(kind, "AHEAD", ())
    hints = get_type_hints(kind)
    return tuple(
        DocumentField(part, name, hints[name], name in saved, name in ahead)
        for name in (*saved, *remembered)
    )


def document_fields(state: Parts) -> tuple[DocumentField, ...]:
    """All fields that belong to the document, in the order of the parts."""
    return tuple(
        found for part, values in state.parts().items() for found in _fields_of(part, type(values))
    )


def document_values(state: Parts, *, undoable_only: bool = False) -> Values:
    """Present values of the fields that belong to the document."""
    return {
        field.key: getattr(getattr(state, field.part), field.name)
        for field in document_fields(state)
        if field.undoable or not undoable_only
    }


def set_values(state: Parts, values: Iterable[tuple[str, str, Any]]) -> None:
    """Give fields new values, in order."""
    for part, name, value in values:
        setattr(getattr(state, part), name, value)


def default_values(state: Parts) -> Iterator[tuple[str, str, Any]]:
    """What a project without stored values begins with."""
    for part, values in state.parts().items():
        for field, value in zip(
            _fields_of(part, type(values)), _defaults_of(type(values)), strict=True
        ):
            yield field.part, field.name, value


def _defaults_of(kind: type) -> tuple[Any, ...]:
    """What a new part has in its fields of the document; it is immutable, and made only once."""
    if kind not in _DEFAULTS:
        fields = _fields_of("", kind)
        new = kind() if fields else None
        _DEFAULTS[kind] = tuple(getattr(new, field.name) for field in fields)
    return _DEFAULTS[kind]
