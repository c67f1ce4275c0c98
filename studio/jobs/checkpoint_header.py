"""What a weights file holds, read without torch and without running anything that is in it."""

from __future__ import annotations

import json
import math
import pickle
import zipfile
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from render.errors import InputError
from sim.adapter_use import ADAPTER_SUFFIX

HEADER_LIMIT = 64 * 2**20
"""Bytes that the description of a weights file may have."""
_STORAGE = "Storage"
_MODEL_KEY = "model"
_DAMAGE = (
    zipfile.BadZipFile, pickle.UnpicklingError, EOFError, OSError, ValueError, TypeError,
    AttributeError, LookupError, ArithmeticError, MemoryError, RecursionError,
)  # fmt: skip
"""What damaged files make zipfile and pickle raise."""


class TensorFacts(NamedTuple):
    """A tensor without its numbers."""

    dtype: str
    """Type of its numbers, for example "F32"."""
    shape: tuple[int, ...]
    """Its shape."""

    @property
    def weight_count(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class CheckpointHeader:
    """Tensors by name, and the texts stored beside them."""

    tensors: Mapping[str, TensorFacts]
    """Every tensor."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """Texts of a safetensors file; a pickled one has none."""


def read_header(path: Path) -> CheckpointHeader:
    """Read names, types and shapes of the tensors of a safetensors file or a zipped pickle.

    Raises:
        InputError: If the file is damaged, holds code or is of another kind.
    """
    try:
        if path.suffix.lower() in (".safetensors", ADAPTER_SUFFIX):
            return _of_safetensors(path)
        if zipfile.is_zipfile(path):
            return _of_pickle(path)
    except _DAMAGE as error:
        raise InputError(f"{path} is no readable weights file ({error}); choose another") from None
    raise InputError(
        f"{path} is neither a safetensors file nor a zipped checkpoint; choose another"
    )


def _of_safetensors(path: Path) -> CheckpointHeader:
    """A safetensors file begins with the length of its JSON header in 8 bytes."""
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 0 < length <= HEADER_LIMIT:
            raise ValueError("its header has an impossible length")
        entries: dict[str, Any] = json.loads(stream.read(length))
    metadata = entries.pop("__metadata__", {})
    tensors = {
        name: TensorFacts(str(entry["dtype"]), tuple(map(int, entry["shape"])))
        for name, entry in entries.items()
    }
    return CheckpointHeader(tensors, {str(k): str(v) for k, v in metadata.items()})


def _of_pickle(path: Path) -> CheckpointHeader:
    """A zipped checkpoint keeps its structure in `data.pkl` and the numbers in other members."""
    with zipfile.ZipFile(path) as archive:
        name = next(name for name in archive.namelist() if name.endswith("/data.pkl"))
        if archive.getinfo(name).file_size > HEADER_LIMIT:
            raise ValueError("its description is too long")
        content = _Plan(BytesIO(archive.read(name))).load()
    state = content.get(_MODEL_KEY, content)
    tensors = {name: value for name, value in state.items() if isinstance(value, TensorFacts)}
    if not tensors:
        raise ValueError("it holds no tensors")
    return CheckpointHeader(tensors)


class _Plan(pickle.Unpickler):
    """Builds plain containers and `TensorFacts`; every other name is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """What stands for a name in the file."""
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if module == "torch._utils" and name == "_rebuild_tensor_v2":
            return lambda storage, _offset, size, *_rest: TensorFacts(storage, tuple(size))
        if module == "torch._utils" and name == "_rebuild_parameter":
            return lambda data, *_rest: data
        if module == "torch" and name == "Size":
            return tuple
        if module == "torch" and name.endswith(_STORAGE):
            return _DTYPES.get(name.removesuffix(_STORAGE), name.removesuffix(_STORAGE))
        raise InputError(f"it holds code ({module}.{name}), which is never run; ask for tensors")

    def persistent_load(self, pid: Any) -> Any:
        """The type of the numbers that a tensor points to: ("storage", type, key, place, count)."""
        return pid[1]


_DTYPES = {"Float": "F32", "Half": "F16", "BFloat16": "BF16", "Double": "F64", "Long": "I64",
           "Int": "I32", "Byte": "U8", "Bool": "BOOL"}  # fmt: skip
"""torch's names of storages -> those of safetensors."""
