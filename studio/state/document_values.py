"""Values of the document's fields as plain JSON and back, checked against their annotations."""

from __future__ import annotations

import base64
import types
import zlib
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from functools import cache
from math import isfinite
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from render.errors import InputError
from studio.state.document_fields import DocumentField, Values

if TYPE_CHECKING:
    from cattrs import Converter

Parts = dict[str, dict[str, Any]]
"""Plain values by part and field."""
BYTES_LIMIT = 2**26
"""Bytes that a packed value may have: a selection among half a billion Gaussians."""
_TAG = "type"
"""Key that names the class of a value that may be of several."""


def plain_parts(fields: Sequence[DocumentField], values: Values) -> Parts:
    """Values as plain JSON, by part and field; fields without a value are left out."""
    parts: Parts = {}
    for field in fields:
        if field.key in values:
            parts.setdefault(field.part, {})[field.name] = plain_value(field, values[field.key])
    return parts


def plain_value(field: DocumentField, value: object) -> Any:
    """One value as plain JSON."""
    return _converter().unstructure(value, unstructure_as=field.type)


def read_value(field: DocumentField, plain: object) -> Any:
    """One value from plain JSON.

    Raises:
        InputError: If it is of another type or out of range; the message names the field.
    """
    from cattrs import BaseValidationError, transform_error

    try:
        return _converter().structure(plain, field.type)
    except BaseValidationError as error:
        reasons = "; ".join(transform_error(error, path=field.path))
        raise InputError(f"{field.path}: {reasons}") from None
    except Exception as error:  # noqa: BLE001 - readers of foreign types raise what they like
        raise InputError(f"{field.path} is {plain!r}: {' '.join(str(error).split())}") from None


def read_parts(fields: Sequence[DocumentField], parts: Parts) -> tuple[Values, tuple[str, ...]]:
    """Values from plain JSON.

    Returns:
        The values that could be read, and one line for each that could not.
    """
    values: Values = {}
    faults = []
    for field in fields:
        stored = parts.get(field.part, {})
        if not isinstance(stored, dict) or field.name not in stored:
            continue
        try:
            values[field.key] = read_value(field, stored[field.name])
        except InputError as error:
            faults.append(str(error))
    return values, tuple(faults)


@cache
def _converter() -> Converter:
    from cattrs.preconf.json import make_converter

    converter = make_converter(forbid_extra_keys=False)
    for kind, read in _READERS.items():
        converter.register_structure_hook(kind, read)
    converter.register_unstructure_hook(bytes, _write_bytes)
    converter.register_unstructure_hook(Path, lambda path: path.as_posix())
    converter.register_structure_hook_factory(_is_choice, lambda kind: _choice_reader(kind))
    converter.register_unstructure_hook_factory(_is_choice, lambda kind: _choice_writer(kind))
    return converter


def _read_int(value: Any, kind: type[int]) -> int:
    """A whole number, or a member of an enumeration of them."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return kind(value)


def _read_float(value: Any, _kind: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def _read_bool(value: Any, _kind: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _read_str(value: Any, kind: type[str]) -> str:
    """A text, or a member of an enumeration of them."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return kind(value)


def _read_path(value: Any, _kind: Any) -> Path:
    return Path(PurePosixPath(_read_str(value, str)))


def _write_bytes(value: bytes) -> str:
    """Packed text: quick, and short for selections, of which many bits repeat."""
    return base64.b64encode(zlib.compress(value, 1)).decode("ascii")


def _read_bytes(value: Any, _kind: Any) -> bytes:
    packed = base64.b64decode(_read_str(value, str), validate=True)
    unpacking = zlib.decompressobj()
    unpacked = unpacking.decompress(packed, BYTES_LIMIT)
    if not unpacking.eof:
        raise ValueError(f"its packed bytes are damaged, or more than {BYTES_LIMIT:,}")
    return unpacked


_READERS: dict[Any, Callable[[Any, Any], Any]] = {
    int: _read_int,
    float: _read_float,
    bool: _read_bool,
    str: _read_str,
    Path: _read_path,
    bytes: _read_bytes,
}


def _members(kind: Any) -> tuple[Any, ...]:
    if get_origin(kind) not in (Union, types.UnionType):
        return ()
    return tuple(member for member in get_args(kind) if member is not types.NoneType)


def _is_choice(kind: Any) -> bool:
    """Whether a type is one of several dataclasses, which a tag tells apart."""
    members = _members(kind)
    return len(members) > 1 and all(is_dataclass(member) for member in members)


def _choice_writer(kind: Any) -> Callable[[Any], Any]:
    del kind

    def write(value: Any) -> Any:
        if value is None:
            return None
        plain = _converter().unstructure(value, unstructure_as=type(value))
        return {_TAG: type(value).__name__, **plain}

    return write


def _choice_reader(kind: Any) -> Callable[[Any, Any], Any]:
    members = {member.__name__: member for member in _members(kind)}
    optional = types.NoneType in get_args(kind)

    def read(value: Any, _kind: Any) -> Any:
        if value is None and optional:
            return None
        name = value.get(_TAG) if isinstance(value, dict) else None
        if name not in members:
            raise ValueError(f"type {name!r} is none of: {', '.join(members)}")
        return _converter().structure(value, members[name])

    return read
