"""`TakeWriter`: appends frames to a take so that it can be read while it grows."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
import uuid
from dataclasses import asdict
from pathlib import Path
from typing import Any

from render.atomic_file import write_text_atomic
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.take_codec import FramePose, encode_frame
from sim.take_layout import (
    COMMIT_FOLDER,
    ENDING_FILE,
    FRAME_ARRAYS,
    FRAME_FOLDER,
    HEADER_FILE,
    REST_ARRAYS,
    REST_FOLDER,
    commit_file,
    forecast_bytes,
    require_disk_space,
)
from sim.take_records import FrameRecord, TakeEnding, TakeHeader


class TakeWriter:
    """Writes one take; frames are complete or absent, whenever the process ends.

    Args:
        path: Folder of the take; it must not exist yet, its parent is created.
        rest: Rest cloud in the world [m], N Gaussians.
        header: Planned frames, scene and provenance.

    Raises:
        InputError: If the folder exists, cannot be created, or the disk lacks the space.
    """

    def __init__(self, path: Path, rest: GaussianCloud, header: TakeHeader) -> None:
        if path.exists():
            raise InputError(f"the take {path} exists already; choose another name or delete it")
        if header.gaussian_count != rest.gaussian_count:
            raise ValueError("header and rest cloud differ in their Gaussian count")
        require_disk_space(
            path,
            forecast_bytes(
                rest.gaussian_count,
                header.planned_frame_count,
                sh_values=3 * rest.sh_coeffs.shape[1],
            ),
        )
        self.path = path
        self.frame_count = 0
        self._header = header
        self._started = time.perf_counter()
        self._create(rest)
        self._arrays = _open_frame_arrays(path)

    def _create(self, rest: GaussianCloud) -> None:
        """Make the folder beside its final name and rename it when header and rest are there."""
        part = self.path.with_name(f".{self.path.name}.{uuid.uuid4().hex[:8]}.part")
        try:
            (part / COMMIT_FOLDER).mkdir(parents=True)
            _write_rest(part / REST_FOLDER, rest)
            _create_frame_arrays(part / FRAME_FOLDER, self._header)
            text = json.dumps(self._header.to_json(), indent=1)
            write_text_atomic(part / HEADER_FILE, text)
            os.rename(part, self.path)
        except OSError as error:
            raise InputError(f"cannot write the take {self.path}: {error.strerror}") from error
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def append(self, pose: FramePose, record: FrameRecord) -> None:
        """Write the next frame and commit it.

        Raises:
            InputError: If the disk is full or the folder is gone; earlier frames stay.
        """
        frame = self.frame_count
        if frame >= self._header.planned_frame_count:
            raise ValueError(f"the take holds its {frame} planned frames already")
        encoded = encode_frame(pose)
        commit = {"frame": frame, "bounds": encoded.bounds, "diagnostics": asdict(record)}
        try:
            self._arrays["mean"][frame] = encoded.mean_codes
            self._arrays["rotation"][frame] = encoded.rotation_codes
            self._arrays["stretch"][frame] = encoded.stretch_codes
            write_text_atomic(commit_file(self.path, frame), json.dumps(commit))
        except OSError as error:
            reason = "the disk is full" if error.errno == errno.ENOSPC else str(error.strerror)
            message = f"{reason} at frame {frame}: {frame} complete frames are kept in {self.path}"
            self._end_if_possible("disk full", message)
            raise InputError(f"{message}; free some space and simulate again") from error
        self.frame_count += 1

    def finish(self, status: str = "complete", message: str = "") -> None:
        """Say how the take ended; nothing can be appended by readers' measure afterwards."""
        ending = TakeEnding(status, message, time.perf_counter() - self._started)
        write_text_atomic(self.path / ENDING_FILE, json.dumps(ending.to_json(), indent=1))

    def _end_if_possible(self, status: str, message: str) -> None:
        try:
            self.finish(status, message)
        except OSError:  # the full disk that is being reported
            return


def _write_rest(folder: Path, rest: GaussianCloud) -> None:
    import zarr

    group = zarr.open_group(str(folder), mode="w", zarr_format=3)
    for name in REST_ARRAYS:
        values = getattr(rest, name)
        chunks = tuple(max(side, 1) for side in values.shape)
        array = group.create_array(name, shape=values.shape, dtype=values.dtype, chunks=chunks)
        array[...] = values


def _create_frame_arrays(folder: Path, header: TakeHeader) -> None:
    import zarr

    group = zarr.open_group(str(folder), mode="w", zarr_format=3)
    count = header.gaussian_count
    for name, (dtype, columns) in FRAME_ARRAYS.items():
        group.create_array(
            name,
            shape=(header.planned_frame_count, count, columns),
            chunks=(1, max(count, 1), columns),
            dtype=dtype,
            compressors=None,  # quantised motion hardly compresses; plain chunks read fastest
        )


def _open_frame_arrays(path: Path) -> dict[str, Any]:
    import zarr

    group = zarr.open_group(str(path / FRAME_FOLDER), mode="r+", zarr_format=3)
    return {name: group[name] for name in FRAME_ARRAYS}
