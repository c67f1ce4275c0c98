"""Names inside a take folder, its zarr arrays and the forecast of its size.

```text
NAME/
  take.json               header: version, planned frames, scene, bodies, provenance
  rest/                   zarr 3 arrays: the rest cloud
  frames/                 zarr 3 arrays mean, rotation, stretch, field_NAME; one chunk a frame
  commits/000000.json     bounds, diagnostics, hand commands; frame i exists once this file does
  checkpoints/setup.npz   what a simulation began with: its particles
  checkpoints/000010.npz  full state at a frame, to go on from
  ending.json             how it ended; absent while it grows or after a killed process
```
"""

from __future__ import annotations

import shutil
from pathlib import Path

from render.errors import InputError
from sim.take_codec import BYTES_PER_GAUSSIAN
from sim.take_fields import FIELD_BYTES

HEADER_FILE = "take.json"
ENDING_FILE = "ending.json"
COMMIT_FOLDER = "commits"
FRAME_FOLDER = "frames"
REST_FOLDER = "rest"
FRAME_ARRAYS = {"mean": ("uint16", 3), "rotation": ("uint16", 3), "stretch": ("float16", 6)}
"""Name → (dtype, columns) of the arrays of shape [T, N, columns]."""
REST_ARRAYS = ("means", "quats", "scales", "opacities", "sh_coeffs")

_BYTES_PER_COMMIT = 16_384  # record, chunk folders and partly used disk blocks
_BYTES_FIXED = 131_072


def commit_file(folder: Path, frame: int) -> Path:
    """Commit record of a frame."""
    return folder / COMMIT_FOLDER / f"{frame:06d}.json"


def forecast_bytes(
    gaussian_count: int,
    frame_count: int,
    *,
    sh_values: int = 3,
    field_count: int = 0,
    checkpoint_bytes: int = 0,
) -> int:
    """Disk space that a take needs at most.

    Args:
        gaussian_count: Gaussians N.
        frame_count: Frames T.
        sh_values: Colour values a Gaussian of the rest cloud.
        field_count: Scalars stored a Gaussian and frame.
        checkpoint_bytes: Space of all checkpoints together.
    """
    rest = gaussian_count * 4 * (11 + sh_values)
    values = BYTES_PER_GAUSSIAN + field_count * FIELD_BYTES
    frames = frame_count * (gaussian_count * values + _BYTES_PER_COMMIT)
    return rest + frames + checkpoint_bytes + _BYTES_FIXED


def require_disk_space(folder: Path, needed_bytes: int) -> None:
    """Refuse to start what the disk cannot hold.

    Raises:
        InputError: If the disk of `folder` has less free space; the message gives both numbers.
    """
    existing = folder
    while not existing.exists() and existing != existing.parent:
        existing = existing.parent
    free = shutil.disk_usage(existing).free
    if free < needed_bytes:
        raise InputError(
            f"the take needs {needed_bytes / 1e6:,.0f} MB and the disk of {existing} has "
            f"{free / 1e6:,.0f} MB free; free some space, or choose fewer frames or checkpoints"
        )
