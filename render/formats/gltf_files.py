"""glTF containers: the JSON and the buffers of .glb and .gltf files, read and written.

Buffers lie in the file itself, in `data:` addresses, or in files of the same folder; nothing else
is opened. Source: Khronos, glTF 2.0 specification, sections 3.6 and 4.4.
"""

from __future__ import annotations

import base64
import binascii
import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from render.errors import InputError
from render.formats.byte_files import read_bytes

GLB_SUFFIX = ".glb"
MAX_JSON_BYTES = 64 * 1024**2
"""Largest JSON part that is parsed, where its buffers are not embedded."""

_MAGIC = b"glTF"
_JSON_CHUNK = 0x4E4F534A
_BIN_CHUNK = 0x004E4942
_CHUNK = struct.Struct("<II")
_HEADER = struct.Struct("<4sII")
_BASE64 = ";base64"


class GltfFile(NamedTuple):
    """A parsed file whose buffers are fetched when they are asked for."""

    path: Path
    """File, for messages and for buffers beside it."""
    root: Mapping[str, Any]
    """The JSON document."""
    binary: bytes | None
    """Binary chunk of a .glb file."""

    def buffer(self, index: int) -> bytes:
        """Bytes of a buffer.

        Raises:
            InputError: If it is missing, too short, remote, or outside the file's folder.
        """
        entry = self.root["buffers"][index]
        uri, length = entry.get("uri"), entry["byteLength"]
        if uri is None:
            content = self.binary if index == 0 else None
        elif not isinstance(uri, str):
            content = None
        elif uri[:5].lower() == "data:":
            content = _embedded(uri, self.path)
        else:
            content = read_bytes(_beside(self.path, uri))
        if content is None or not isinstance(length, int) or len(content) < length:
            held = 0 if content is None else len(content)
            raise InputError(
                f"{self.path} is cut off: buffer {index} has {held:,} of {length!r:.20} bytes"
            )
        return content


def open_gltf(path: Path) -> GltfFile:
    """Parse a .glb or .gltf file.

    Raises:
        InputError: If it cannot be read or is damaged.
    """
    data = read_bytes(path)
    text, binary = _chunks(data, path) if data[:4] == _MAGIC else (data, None)
    embedded = b'"data:' in text[:MAX_JSON_BYTES]
    if len(text) > MAX_JSON_BYTES and not embedded:
        raise InputError(f"{path}: its JSON part has {len(text):,} bytes; the file is damaged")
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path} is no glTF file or is damaged: {_fault_in(error)}") from error
    if not isinstance(root, dict) or not isinstance(root.get("asset"), dict):
        raise InputError(f"{path} is a JSON file but no glTF: it has no asset entry")
    version = str(root["asset"].get("version", ""))
    if not version.startswith("2."):
        raise InputError(f"{path} is glTF version {version[:20]!r}; version 2 is known")
    return GltfFile(path, root, binary)


def gltf_bytes(root: dict[str, Any], binary: bytes, *, as_glb: bool) -> tuple[bytes, ...]:
    """Parts of a file whose only buffer is `binary`, in the order in which they are written.

    Args:
        root: JSON document without buffers.
        binary: The buffer.
        as_glb: Whether it becomes a .glb file; else the buffer is embedded in the JSON.
    """
    buffer: dict[str, Any] = {"byteLength": len(binary)}
    if not as_glb:
        address = "data:application/octet-stream;base64," + base64.b64encode(binary).decode()
        return (_json({**root, "buffers": [{**buffer, "uri": address}]}),)
    text = _padded(_json({**root, "buffers": [buffer]} if binary else root), b" ")
    body = _padded(binary, b"\0")
    length = _HEADER.size + _CHUNK.size + len(text) + (_CHUNK.size + len(body) if body else 0)
    head = _HEADER.pack(_MAGIC, 2, length) + _CHUNK.pack(len(text), _JSON_CHUNK)
    return (head, text, _CHUNK.pack(len(body), _BIN_CHUNK), body) if body else (head, text)


def _fault_in(error: ValueError | RecursionError) -> str:
    """What is wrong with a JSON part, and where."""
    if isinstance(error, UnicodeDecodeError):
        return f"its JSON part is no text at byte {error.start:,}"
    if isinstance(error, json.JSONDecodeError):
        return f"its JSON part cannot be read from character {error.pos:,} on"
    return "its JSON part is nested too deeply or holds impossible numbers"


def _json(root: Mapping[str, Any]) -> bytes:
    return json.dumps(root, separators=(",", ":"), allow_nan=False).encode()


def _padded(data: bytes, fill: bytes) -> bytes:
    return data + fill * (-len(data) % 4)


def _chunks(data: bytes, path: Path) -> tuple[bytes, bytes | None]:
    """JSON and binary chunk of a .glb file."""
    if len(data) < _HEADER.size or _HEADER.unpack_from(data)[1] != 2:
        raise InputError(f"{path} is no glTF 2 binary file; older versions are not read")
    found: dict[int, bytes] = {}
    start = _HEADER.size
    while start + _CHUNK.size <= len(data):
        length, kind = _CHUNK.unpack_from(data, start)
        start += _CHUNK.size
        if start + length > len(data):
            raise InputError(
                f"{path} is cut off: a chunk promises {length:,} bytes, "
                f"the file holds {len(data) - start:,}"
            )
        found.setdefault(kind, data[start : start + length])
        start += length
    if _JSON_CHUNK not in found:
        raise InputError(f"{path} holds no JSON chunk; the file is damaged")
    return found[_JSON_CHUNK], found.get(_BIN_CHUNK)


def _embedded(uri: str, path: Path) -> bytes:
    head, _, body = uri.partition(",")
    if not head.lower().endswith(_BASE64):
        raise InputError(f"{path}: an embedded buffer is not written in base64; convert the file")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"{path}: an embedded buffer is damaged: {error}") from error


def _beside(path: Path, uri: str) -> Path:
    """A file in the folder of `path`, or below it.

    Raises:
        InputError: If the address is remote, absolute or leads out of the folder.
    """
    name = unquote(uri)
    parts = name.replace("\\", "/").split("/")
    if ":" in name or "\0" in name or name[:1] in ("/", "\\", "") or ".." in parts:
        raise InputError(
            f"{path} wants its data from {uri[:80]!r}; only files in its own folder are read"
        )
    folder, target = path.parent.resolve(), (path.parent / name).resolve()
    if not target.is_relative_to(folder):
        raise InputError(f"{path} wants its data from {uri[:80]!r}, a link out of its folder")
    return target
