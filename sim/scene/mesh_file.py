"""Triangle meshes from OBJ, PLY and STL files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.ply_header import BYTE_ORDERS, SCALAR_TYPES

Vector = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]

_STL_ROW = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")])
_STL_HEADER_BYTES = 84


class TriangleMesh(NamedTuple):
    """A surface of T triangles."""

    vertices: Vector
    """Corners [m], no two alike, shape [V, 3]."""
    faces: Longs
    """Vertex indices of every triangle, shape [T, 3]."""


def read_mesh(path: Path) -> TriangleMesh:
    """Mesh of a file; polygons become fans of triangles, equal corners one vertex.

    Raises:
        InputError: If the file is missing, damaged or holds no triangle.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"the mesh {path} cannot be read: {error.strerror}") from error
    try:
        vertices, faces = _READERS[path.suffix.lower()](data)
    except (ValueError, IndexError, KeyError, StopIteration, UnicodeDecodeError) as error:
        raise InputError(f"the mesh {path} is damaged: {error}") from error
    if not len(faces):
        raise InputError(f"the mesh {path} holds no triangles; export it with faces")
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise InputError(f"the mesh {path} names a vertex that it does not hold")
    if not np.isfinite(vertices).all():
        raise InputError(f"the mesh {path} holds a vertex that is no finite number")
    return _welded(vertices, faces)


def _welded(vertices: Vector, faces: Longs) -> TriangleMesh:
    """The same surface with equal corners merged and triangles without area left out."""
    unique, index = np.unique(vertices, axis=0, return_inverse=True)
    faces = index.reshape(-1)[faces]
    a, b, c = faces.T
    return TriangleMesh(unique, faces[(a != b) & (b != c) & (c != a)])


def _fans(polygons: list[list[int]]) -> Longs:
    triangles = [
        (polygon[0], polygon[i], polygon[i + 1])
        for polygon in polygons
        for i in range(1, len(polygon) - 1)
    ]
    return np.array(triangles, np.int64).reshape(-1, 3)


def _read_obj(data: bytes) -> tuple[Vector, Longs]:
    vertices: list[list[float]] = []
    polygons: list[list[int]] = []
    for line in data.decode("utf-8", errors="replace").splitlines():
        words = line.split()
        if words[:1] == ["v"]:
            vertices.append([float(word) for word in words[1:4]])
        elif words[:1] == ["f"]:
            numbers = [int(word.split("/")[0]) for word in words[1:]]
            polygons.append([n - 1 if n > 0 else len(vertices) + n for n in numbers])
    return np.array(vertices, np.float64).reshape(-1, 3), _fans(polygons)


def _read_stl(data: bytes) -> tuple[Vector, Longs]:
    count = int.from_bytes(data[80:_STL_HEADER_BYTES], "little")
    if len(data) == _STL_HEADER_BYTES + count * _STL_ROW.itemsize:
        rows = np.frombuffer(data, _STL_ROW, count, _STL_HEADER_BYTES)
        corners = rows["corners"].astype(np.float64).reshape(-1, 3)
    else:
        found = re.findall(rb"vertex\s+(\S+)\s+(\S+)\s+(\S+)", data)
        corners = np.array([[float(word) for word in row] for row in found]).reshape(-1, 3)
    if len(corners) % 3:
        raise ValueError("a triangle has not three corners")
    return corners, np.arange(len(corners)).reshape(-1, 3)


def _read_ply(data: bytes) -> tuple[Vector, Longs]:
    end = data.index(b"end_header")
    start = data.index(b"\n", end) + 1
    lines = [line.split() for line in data[:end].decode("ascii").splitlines()]
    order = BYTE_ORDERS[next(words[1] for words in lines if words[:1] == ["format"])]
    next_number = _text_numbers(data[start:]) if not order else _binary_numbers(data, start, order)
    vertices, polygons = np.zeros((0, 3)), []
    for position, words in enumerate(lines):
        if words[:1] != ["element"]:
            continue
        properties = _properties(lines[position + 1 :])
        names = [words[-1] for words in properties]
        rows = [[_value(words, next_number) for words in properties] for _ in range(int(words[2]))]
        if words[1] == "vertex":
            axes = [names.index(axis) for axis in "xyz"]
            vertices = np.array([[row[axis][0] for axis in axes] for row in rows]).reshape(-1, 3)
        elif words[1] == "face":
            column = next(i for i, words in enumerate(properties) if words[1] == "list")
            polygons = [[int(number) for number in row[column]] for row in rows]
    return vertices, _fans(polygons)


def _properties(lines: list[list[str]]) -> list[list[str]]:
    """Property lines up to the next element."""
    found: list[list[str]] = []
    for words in lines:
        if words[:1] == ["element"]:
            break
        if words[:1] == ["property"]:
            found.append(words)
    return found


def _value(words: list[str], next_number: Callable[[str], float]) -> list[float]:
    """The numbers of one property of one row."""
    if words[1] != "list":
        return [next_number(SCALAR_TYPES[words[1]])]
    count = int(next_number(SCALAR_TYPES[words[2]]))
    return [next_number(SCALAR_TYPES[words[3]]) for _ in range(count)]


def _text_numbers(data: bytes) -> Callable[[str], float]:
    words: Iterator[bytes] = iter(data.split())
    return lambda _: float(next(words))


def _binary_numbers(data: bytes, start: int, order: str) -> Callable[[str], float]:
    place = start

    def read(code: str) -> float:
        nonlocal place
        value = np.frombuffer(data, order + code, 1, place)[0]
        place += int(code[1])
        return float(value)

    return read


_READERS: dict[str, Callable[[bytes], tuple[Vector, Longs]]] = {
    ".obj": _read_obj,
    ".ply": _read_ply,
    ".stl": _read_stl,
}
