"""Rows of a PLY file's elements, binary or text, checked against the file's size first."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.ply_header import PlyElement, PlyHeader, read_header
from render.formats.splat_file import Buffer
from render.os_faults import remedy_for

Rows = npt.NDArray[np.void]


class PlyRows(NamedTuple):
    """One element of a file, and all of the file."""

    header: PlyHeader
    rows: Rows
    """The element's rows, structured, shape [N]."""
    parts: tuple[Buffer, ...]
    """The whole file: what stands before the rows, the rows, what follows."""


def read_rows(path: Path, name: str) -> PlyRows:
    """Read the rows of an element; its values keep their types.

    Args:
        path: File to read.
        name: Name of the element; the elements before it must hold no lists.

    Raises:
        InputError: If the file cannot be read, is no PLY file, lacks the element or is cut off.
    """
    try:
        with path.open("rb") as stream:
            header = read_header(stream, path)
            element = _element(header, name, path)
            _check_size(stream, header, element, path)
            if header.is_text:
                return _text_rows(stream, header, element, path)
            return _binary_rows(stream, header, element)
    except OSError as error:
        raise InputError(f"cannot read {path}: {remedy_for(error) or error}") from error


def _element(header: PlyHeader, name: str, path: Path) -> PlyElement:
    element = next((item for item in header.elements if item.name == name), None)
    if element is None or not element.properties:
        raise InputError(f"{path} is a PLY file but holds no Gaussian splats (no {name} element)")
    before = _before(header, element)
    if element.has_lists or any(item.has_lists and item.count for item in before):
        raise InputError(f"{path}: lists before or inside the splats are not supported")
    return element


def _before(header: PlyHeader, element: PlyElement) -> tuple[PlyElement, ...]:
    return header.elements[: header.elements.index(element)]


def _bytes_before(header: PlyHeader, element: PlyElement) -> int:
    order = header.byte_order
    return sum(part.count * part.dtype(order).itemsize for part in _before(header, element))


def _check_size(stream: BinaryIO, header: PlyHeader, element: PlyElement, path: Path) -> None:
    """Compare the promised rows with the file's size before anything is allocated."""
    size = os.fstat(stream.fileno()).st_size - header.length
    if header.is_text:
        needed = 2 * element.count * len(element.properties)
    else:
        row = element.dtype(header.byte_order).itemsize
        needed = _bytes_before(header, element) + element.count * row
    if size < needed:
        raise InputError(
            f"{path} is cut off: its header promises {element.count:,} Gaussians "
            f"(at least {needed:,} bytes of data), the file holds {size:,}"
        )


def _binary_rows(stream: BinaryIO, header: PlyHeader, element: PlyElement) -> PlyRows:
    stream.seek(0)
    before = stream.read(header.length + _bytes_before(header, element))
    rows = np.fromfile(stream, dtype=element.dtype(header.byte_order), count=element.count)
    return PlyRows(header, rows, (before, rows, stream.read()))


def _text_rows(stream: BinaryIO, header: PlyHeader, element: PlyElement, path: Path) -> PlyRows:
    stream.seek(0, io.SEEK_SET)
    content = stream.read()
    skipped = sum(part.count for part in _before(header, element))
    lines = content[header.length :].splitlines()[skipped : skipped + element.count]
    width = len(element.properties)
    try:
        table = np.array([line.split() for line in lines], dtype=np.float64).reshape(-1, width)
    except ValueError as error:
        raise InputError(
            f"{path}: a row of text is damaged; {width} numbers a row are due"
        ) from error
    if len(table) != element.count:
        raise InputError(f"{path} is cut off: {len(table):,} of {element.count:,} Gaussians found")
    rows = np.empty(len(table), dtype=element.dtype("="))
    with np.errstate(over="ignore", invalid="ignore"):
        for column, (name, _) in enumerate(element.properties):
            rows[name] = table[:, column]
    return PlyRows(header, rows, (content,))
