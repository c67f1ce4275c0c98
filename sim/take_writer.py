"""`TakeWriter`: appends frames to a take so that it can be read while it grows."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.atomic_file import write_text_atomic
from render.clips.frame_pose import FramePose
from render.errors import InputError
from render.gaussians import GaussianCloud
from sim.checkpoint import State, checkpoint_path, setup_path, write_state
from sim.hand_record import commands_to_json
from sim.scene.hand import HandCommand
from sim.take_chunks import write_chunk
from sim.take_codec import EncodedFrame, encode_frame
from sim.take_fields import EncodedField, encode_field, field_array
from sim.take_header import TakeHeader
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
from sim.take_records import FrameRecord, TakeEnding

Fields = Mapping[str, npt.NDArray[np.float32]]


class TakeWriter:
    """Writes one take; frames are complete or absent, whenever the process ends.

    Use `TakeWriter.create` for a new take and `resume.reopened_writer` for one that goes on.

    Args:
        path: Folder of the take, which exists.
        header: What its `take.json` says.
        frame_count: Complete frames it has.
        earlier_s: Time that earlier runs took [s].
    """

    def __init__(
        self, path: Path, header: TakeHeader, *, frame_count: int = 0, earlier_s: float = 0.0
    ) -> None:
        self.path = path
        self.frame_count = frame_count
        self.header = header
        self._started = time.perf_counter() - earlier_s

    @staticmethod
    def create(
        path: Path,
        rest: GaussianCloud,
        header: TakeHeader,
        *,
        setup: State | None = None,
        checkpoint_bytes: int = 0,
    ) -> TakeWriter:
        """Make a take without frames.

        Args:
            path: Folder of the take; it must not exist yet, its parent is created.
            rest: Rest cloud in the world [m], N Gaussians.
            header: Planned frames, scene and provenance.
            setup: What the simulation begins with, for going on from checkpoints.
            checkpoint_bytes: Disk space that its checkpoints will need.

        Raises:
            InputError: If the folder exists, cannot be created, or the disk lacks the space.
        """
        if path.exists():
            raise InputError(f"the take {path} exists already; choose another name or delete it")
        if header.gaussian_count != rest.gaussian_count:
            raise ValueError("header and rest cloud differ in their Gaussian count")
        needed = forecast_bytes(
            rest.gaussian_count,
            header.planned_frame_count,
            sh_values=3 * rest.sh_coeffs.shape[1],
            field_count=0 if header.run is None else len(header.run.fields),
            checkpoint_bytes=checkpoint_bytes,
        )
        require_disk_space(path, needed)
        _create_folder(path, rest, header, setup)
        return TakeWriter(path, header)

    def append(
        self,
        pose: FramePose,
        record: FrameRecord,
        *,
        fields: Fields | None = None,
        commands: Sequence[HandCommand] = (),
    ) -> None:
        """Write the next frame and commit it.

        Args:
            pose: Where the Gaussians are.
            record: Diagnostics of the frame.
            fields: Scalars a Gaussian, one array of shape [N] for every field of the header.
            commands: What the hand did since the frame before.

        Raises:
            InputError: If the disk is full or the folder is gone; earlier frames stay.
        """
        encoded_fields = {
            field_array(name): encode_field(values) for name, values in (fields or {}).items()
        }
        values = {"diagnostics": asdict(record), "hand": commands_to_json(commands)}
        self.append_encoded(encode_frame(pose), values, fields=encoded_fields)

    def append_encoded(
        self,
        encoded: EncodedFrame,
        values: Mapping[str, Any],
        *,
        fields: Mapping[str, EncodedField],
    ) -> None:
        """Write the next frame as it lies on disk; see `append`.

        Args:
            encoded: Quantised motion.
            values: Diagnostics and hand commands as plain values.
            fields: Quantised scalars by the name of their array.

        Raises:
            InputError: If the disk is full or the folder is gone; earlier frames stay.
        """
        frame = self.frame_count
        if frame >= self.header.planned_frame_count:
            raise ValueError(f"the take holds its {frame} planned frames already")
        scales = {name: field.scale for name, field in fields.items()}
        commit = {"frame": frame, "bounds": encoded.bounds, **values, "field_scales": scales}
        try:
            for name, codes in zip(FRAME_ARRAYS, encoded[:3], strict=True):
                write_chunk(self.path, name, frame, codes)
            for name, field in fields.items():
                write_chunk(self.path, name, frame, field.codes)
            write_text_atomic(commit_file(self.path, frame), json.dumps(commit))
        except OSError as error:
            raise self._disk_error(error) from error
        self.frame_count += 1

    def checkpoint(self, state: State) -> None:
        """Store the full state at the last frame.

        Raises:
            InputError: If the disk is full or the folder is gone; frames stay.
        """
        try:
            write_state(checkpoint_path(self.path, self.frame_count - 1), state)
        except OSError as error:
            raise self._disk_error(error) from error

    def finish(self, status: str = "complete", message: str = "") -> None:
        """Say how the take ended; nothing can be appended by readers' measure afterwards."""
        ending = TakeEnding(status, message, time.perf_counter() - self._started)
        write_text_atomic(self.path / ENDING_FILE, json.dumps(ending.to_json(), indent=1))

    def discard(self) -> None:
        """Remove the take, for writers of motion that is worth nothing in part."""
        shutil.rmtree(self.path, ignore_errors=True)

    def _disk_error(self, error: OSError) -> InputError:
        """End the take and say why in words."""
        reason = "the disk is full" if error.errno == errno.ENOSPC else str(error.strerror)
        frame = self.frame_count
        message = f"{reason} at frame {frame}: {frame} complete frames are kept in {self.path}"
        self._end_if_possible("disk full", message)
        return InputError(f"{message}; free some space and resume the take")

    def _end_if_possible(self, status: str, message: str) -> None:
        try:
            self.finish(status, message)
        except OSError:  # the full disk that is being reported
            return


def _create_folder(
    path: Path, rest: GaussianCloud, header: TakeHeader, setup: State | None
) -> None:
    """Make the folder beside its final name and rename it when header and rest are there."""
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        (part / COMMIT_FOLDER).mkdir(parents=True)
        _write_rest(part / REST_FOLDER, rest)
        _create_frame_arrays(part / FRAME_FOLDER, header)
        if setup is not None:
            write_state(setup_path(part), setup)
        write_text_atomic(part / HEADER_FILE, json.dumps(header.to_json(), indent=1))
        os.rename(part, path)
    except OSError as error:
        raise InputError(f"cannot write the take {path}: {error.strerror}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


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
    frames, count = header.planned_frame_count, header.gaussian_count
    shapes = {name: (dtype, (columns,)) for name, (dtype, columns) in FRAME_ARRAYS.items()}
    fields = () if header.run is None else header.run.fields
    for name, (dtype, columns) in {
        **shapes,
        **{field_array(field): ("float16", ()) for field in fields},
    }.items():
        group.create_array(
            name,
            shape=(frames, count, *columns),
            chunks=(1, max(count, 1), *columns),
            dtype=dtype,
            compressors=None,  # quantised motion hardly compresses; plain chunks read fastest
        )
