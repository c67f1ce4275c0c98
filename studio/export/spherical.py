"""Marks on 360 videos and pictures that let players turn the view.

Sources: Google, Spherical Video RFC, version 1 (a uuid box in the video's track); Google, Photo
Sphere XMP metadata; ISO/IEC 14496-12 for the boxes.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

MARKED_SUFFIXES = (".mp4", ".mov", ".m4v", ".png")
"""Files that can carry the mark."""
XMP_KEY = "XML:com.adobe.xmp"
"""Name of the text of a PNG in which readers look for XMP."""

_UUID = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_VIDEO_XML = (
    f"<rdf:SphericalVideo xmlns:rdf='{_RDF}' "
    "xmlns:GSpherical='http://ns.google.com/videos/1.0/spherical/'>"
    "<GSpherical:Spherical>true</GSpherical:Spherical>"
    "<GSpherical:Stitched>true</GSpherical:Stitched>"
    "<GSpherical:StitchingSoftware>phys4d-studio</GSpherical:StitchingSoftware>"
    "<GSpherical:ProjectionType>equirectangular</GSpherical:ProjectionType>"
    "</rdf:SphericalVideo>"
)
_HEADER = 8
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
"""Boxes on the way to the table of chunk offsets."""


class _Box(NamedTuple):
    kind: bytes
    start: int
    end: int


def picture_xmp(width: int, height: int) -> str:
    """XMP text of an equirectangular picture."""
    return (
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='{_RDF}'><rdf:Description "
        "xmlns:GPano='http://ns.google.com/photos/1.0/panorama/' "
        "GPano:ProjectionType='equirectangular' GPano:UsePanoramaViewer='True' "
        f"GPano:FullPanoWidthPixels='{width}' GPano:FullPanoHeightPixels='{height}' "
        f"GPano:CroppedAreaImageWidthPixels='{width}' "
        f"GPano:CroppedAreaImageHeightPixels='{height}' "
        "GPano:CroppedAreaLeftPixels='0' GPano:CroppedAreaTopPixels='0'/></rdf:RDF></x:xmpmeta>"
    )


def mark_spherical(path: Path) -> None:
    """Mark a finished MP4 or QuickTime file of one track as equirectangular.

    Raises:
        OSError: If the file cannot be rewritten.
        ValueError: If it holds no track.
    """
    with path.open("rb") as source:
        index = _top_level(source, path.stat().st_size, b"moov")
        source.seek(index.start)
        old = source.read(index.end - index.start)
        new = _marked_index(old, first=index.start)
        temporary = path.with_name(f"{path.name}.marked")
        try:
            with temporary.open("wb") as target:
                source.seek(0)
                target.write(source.read(index.start))
                target.write(new)
                source.seek(index.end)
                shutil.copyfileobj(source, target, 1 << 20)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)


def _marked_index(old: bytes, *, first: int) -> bytes:
    """The index with the mark in its first track; media that lie behind it move along."""
    payload = _UUID + _VIDEO_XML.encode()
    mark = struct.pack(">I4s", _HEADER + len(payload), b"uuid") + payload
    track = next((box for box in _inside(old, _HEADER, len(old)) if box.kind == b"trak"), None)
    if track is None:
        raise ValueError("the file holds no track")
    new = bytearray(old[: track.end] + mark + old[track.end :])
    struct.pack_into(">I", new, 0, len(new))
    struct.pack_into(">I", new, track.start, track.end - track.start + len(mark))
    end_of_index = first + len(old)
    for table in _offset_tables(bytes(new), _HEADER, len(new)):
        form, size = (">I", 4) if table.kind == b"stco" else (">Q", 8)
        begin = table.start + _HEADER + 8
        for place in range(begin, table.end, size):
            (offset,) = struct.unpack_from(form, new, place)
            if offset >= end_of_index:
                struct.pack_into(form, new, place, offset + len(mark))
    return bytes(new)


def _top_level(source: BinaryIO, size: int, kind: bytes) -> _Box:
    """The first box of a kind among those that follow one another in a file."""
    place = 0
    while place + _HEADER <= size:
        source.seek(place)
        length, found = struct.unpack(">I4s", source.read(_HEADER))
        if length == 1:
            (length,) = struct.unpack(">Q", source.read(8))
        end = size if length == 0 else place + length
        if found == kind:
            return _Box(found, place, end)
        place = end
    raise ValueError(f"the file holds no {kind.decode()}")


def _inside(data: bytes, start: int, end: int) -> Iterator[_Box]:
    """Boxes that follow one another."""
    while start + _HEADER <= end:
        length, kind = struct.unpack_from(">I4s", data, start)
        if length < _HEADER:
            return
        yield _Box(kind, start, start + length)
        start += length


def _offset_tables(data: bytes, start: int, end: int) -> Iterator[_Box]:
    """Tables of chunk offsets, in whichever track."""
    for box in _inside(data, start, end):
        if box.kind in (b"stco", b"co64"):
            yield box
        elif box.kind in _CONTAINERS:
            yield from _offset_tables(data, box.start + _HEADER, box.end)
