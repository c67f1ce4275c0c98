"""`BuildSettings`: how the objects of a dataset are rendered, and the file that remembers it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from models.data.object_cameras import FREE_COUNT, RING_COUNT
from render.atomic_file import write_text_atomic
from render.errors import InputError

DATASET_FILE = "dataset.json"
"""Settings that every object of a built dataset was rendered with; marks such a folder."""
MIN_SIDE_PX, MAX_SIDE_PX = 16, 2048
MAX_FREE_COUNT = 976
"""Free cameras that still leave three digits for a picture's name."""

_VERSION = 1


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How every object of a dataset is rendered."""

    side_px: int = 512
    """Side of the pictures [px], 16 to 2048."""
    free_count: int = FREE_COUNT
    """Free cameras beside the ring of 24, 0 to 976."""
    samples: int = 2
    """Rays a pixel along either axis, 1 to 8."""
    seed: int = 0
    """Seed of the free cameras, from 0."""

    def __post_init__(self) -> None:
        limits = {
            "side_px": (MIN_SIDE_PX, MAX_SIDE_PX),
            "free_count": (0, MAX_FREE_COUNT),
            "samples": (1, 8),
            "seed": (0, 2**32 - 1),
        }
        for name, (low, high) in limits.items():
            value = getattr(self, name)
            if not low <= value <= high:
                raise InputError(f"{name} {value} is outside {low} to {high}; choose one of those")

    @property
    def picture_count(self) -> int:
        """Pictures of each object."""
        return RING_COUNT + self.free_count

    def claim(self, out: Path) -> None:
        """Make the folder of a dataset, or check that it is one of these settings.

        Raises:
            InputError: If it holds a dataset of other settings or other files.
        """
        values: dict[str, object] = {"version": _VERSION, **asdict(self)}
        path = out / DATASET_FILE
        if path.is_file():
            try:
                found = json.loads(path.read_text(encoding="utf-8"))
            except ValueError as error:
                raise InputError(f"{path} is no JSON ({error}); choose another folder") from None
            if found != values:
                raise InputError(
                    f"{out} was built with {found}, not {values}; use its options or another folder"
                )
            return
        if out.exists() and any(out.iterdir()):
            raise InputError(f"{out} holds other files; choose an empty folder")
        out.mkdir(parents=True, exist_ok=True)
        write_text_atomic(path, json.dumps(values, indent=1) + "\n")
