"""Accessors of glTF files as arrays: checked against their buffers, normalised to floats."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.formats.gltf_files import GltfFile

FloatArray = npt.NDArray[np.float32]

FLOAT = 5126
UNSIGNED_BYTE = 5121
_TYPES = {5120: "i1", UNSIGNED_BYTE: "u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", FLOAT: "<f4"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4}


class AccessorReader:
    """Reads the accessors of one file; every buffer is fetched once."""

    def __init__(self, file: GltfFile) -> None:
        self._file = file
        self._buffers: dict[int, bytes] = {}

    @property
    def buffer_bytes(self) -> int:
        """Bytes of the buffers that were needed so far."""
        return sum(map(len, self._buffers.values()))

    def read(self, index: int, width: int) -> FloatArray:
        """Values of an accessor as floats, integers scaled where they are normalised.

        Args:
            index: Number of the accessor.
            width: Numbers a row that are due.

        Returns:
            Values, shape [N, width].

        Raises:
            InputError: If it is sparse, has no data, or does not fit into its buffer.
        """
        entry = self._entry("accessors", index)
        kind, wide = _TYPES.get(entry["componentType"]), _WIDTHS.get(entry["type"])
        if kind is None or wide != width:
            raise InputError(
                f"{self._file.path}: accessor {index} is of type {entry.get('type')!r:.20} "
                f"{entry.get('componentType')!r:.20}; rows of {width} numbers are due"
            )
        if "sparse" in entry or "bufferView" not in entry:
            raise InputError(
                f"{self._file.path}: accessor {index} is sparse, which is not read; "
                "write the file again without sparse accessors"
            )
        values = self._rows(entry, index, np.dtype(kind), width)
        if entry.get("normalized") is True and values.dtype.kind in "iu":
            return np.maximum(values.astype(np.float32) / np.iinfo(values.dtype).max, -1)
        return values.astype(np.float32)

    def _rows(
        self, entry: dict[str, Any], index: int, dtype: np.dtype[Any], width: int
    ) -> npt.NDArray[Any]:
        view = self._entry("bufferViews", _whole(entry["bufferView"]))
        buffer = self._buffer(_whole(view["buffer"]))
        row = dtype.itemsize * width
        stride = _whole(view.get("byteStride", row))
        start, length = _whole(view.get("byteOffset", 0)), _whole(view["byteLength"])
        offset, count = _whole(entry.get("byteOffset", 0)), _whole(entry["count"])
        needed = offset + (count - 1) * stride + row if count else 0
        if stride < row or needed > length or start + length > len(buffer):
            raise InputError(
                f"{self._file.path} is damaged: accessor {index} of {count:,} rows does not fit "
                f"into its {length:,} bytes of data"
            )
        if not count:
            return np.zeros((0, width), dtype)
        return np.ndarray((count, width), dtype, buffer, start + offset, (stride, dtype.itemsize))

    def _entry(self, kind: str, index: int) -> dict[str, Any]:
        entries = self._file.root[kind]
        if not 0 <= index < len(entries):
            raise InputError(f"{self._file.path} is damaged: it has no {kind} {index}")
        entry: dict[str, Any] = entries[index]
        return entry

    def _buffer(self, index: int) -> bytes:
        if index not in self._buffers:
            self._buffers[index] = self._file.buffer(index)
        return self._buffers[index]


class AccessorWriter:
    """Collects arrays in one buffer, with the JSON that describes them."""

    def __init__(self) -> None:
        self.accessors: list[dict[str, Any]] = []
        self.views: list[dict[str, Any]] = []
        self._parts: list[bytes] = []
        self._length = 0

    def add(self, values: npt.NDArray[np.float32] | npt.NDArray[np.uint8]) -> int:
        """Append floats, or bytes that mean 0 to 1; returns the number of the accessor.

        Args:
            values: Shape [N, 1 to 4]; rows of bytes must have 4.
        """
        width = values.shape[1]
        kind = {wide: name for name, wide in _WIDTHS.items()}[width]
        view = {"buffer": 0, "byteOffset": self._length, "byteLength": values.nbytes}
        is_bytes = values.dtype == np.uint8
        accessor: dict[str, Any] = {
            "bufferView": len(self.views),
            "componentType": UNSIGNED_BYTE if is_bytes else FLOAT,
            "count": len(values),
            "type": kind,
        }
        if is_bytes:
            accessor["normalized"] = True
        self.views.append(view)
        self.accessors.append(accessor)
        self._parts.append(np.ascontiguousarray(values).tobytes())
        self._length += values.nbytes
        return len(self.accessors) - 1

    def state_bounds(self, index: int, values: FloatArray) -> None:
        """Give an accessor the smallest and largest values, which positions must have."""
        self.accessors[index]["min"] = values.min(axis=0).astype(float).tolist()
        self.accessors[index]["max"] = values.max(axis=0).astype(float).tolist()

    @property
    def buffer(self) -> bytes:
        """All arrays, one after the other."""
        return b"".join(self._parts)


def _whole(value: Any) -> int:
    """A number that cannot be negative.

    Raises:
        ValueError: If it is not such a number.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 48:
        raise ValueError(f"{value!r:.30} is no count")
    return value
