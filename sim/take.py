"""`Take`: one simulated performance on disk, readable while it grows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose, posed_cloud
from render.errors import InputError, damage_of
from render.gaussians import GaussianCloud
from sim.hand_record import commands_to_json
from sim.scene.hand import HandCommand
from sim.take_bodies import TakeBody
from sim.take_chunks import read_chunk
from sim.take_codec import EncodedFrame, decode_frame
from sim.take_fields import EncodedField, decode_field, field_array
from sim.take_header import TakeHeader, TakeProvenance
from sim.take_layout import (
    ENDING_FILE,
    FRAME_ARRAYS,
    FRAME_FOLDER,
    HEADER_FILE,
    REST_ARRAYS,
    REST_FOLDER,
    commit_file,
)
from sim.take_records import FrameCommit, FrameDiagnostics, TakeEnding, frame_commit_from_json
from sim.take_writer import TakeWriter

__all__ = ["Take", "TakeWriter"]


class Take:
    """Frames of a rest cloud; a frame exists once its commit record does.

    Use `Take.open`. `frame_count` grows with `refresh` while another process simulates.
    """

    def __init__(self, path: Path, header: TakeHeader, rest: GaussianCloud) -> None:
        self.path = path
        self.rest = rest
        """Rest cloud in the world [m]: frame 0 before anything moved."""
        self._header = header
        self._commits: list[FrameCommit] = []
        self._arrays: dict[str, Any] = {}
        self._ending: TakeEnding | None = None
        self.refresh()

    @staticmethod
    def open(path: Path) -> Take:
        """Open a take folder.

        Raises:
            InputError: If it is missing, damaged or of a newer version.
        """
        file = path / HEADER_FILE
        try:
            header = TakeHeader.from_json(json.loads(file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            raise InputError(f"{path} is not a take: it has no {HEADER_FILE}") from None
        except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
            raise InputError(f"the take {path} cannot be read: {error}") from error
        return Take(path, header, _read_rest(path / REST_FOLDER, header.gaussian_count))

    def refresh(self) -> int:
        """Look for new commit records; returns the frame count."""
        while len(self._commits) < self._header.planned_frame_count:
            file = commit_file(self.path, len(self._commits))
            if not file.exists():
                break
            self._commits.append(_read_commit(file))
        if self._ending is None:
            self._ending = _read_ending(self.path / ENDING_FILE)
        return len(self._commits)

    @property
    def frame_count(self) -> int:
        """Complete frames at the last `refresh`."""
        return len(self._commits)

    @property
    def planned_frame_count(self) -> int:
        """Frames asked for."""
        return self._header.planned_frame_count

    @property
    def frame_dt_s(self) -> float:
        """Time between two frames [s]."""
        return self._header.frame_dt_s

    @property
    def gaussian_count(self) -> int:
        """Gaussians of every frame."""
        return self._header.gaussian_count

    @property
    def provenance(self) -> TakeProvenance:
        """Material, law, seed, versions and device."""
        return self._header.provenance

    @property
    def bodies(self) -> tuple[TakeBody, ...]:
        """Bodies in the order of their Gaussians."""
        return self._header.bodies

    @property
    def header(self) -> TakeHeader:
        """What the take says of itself once."""
        return self._header

    @property
    def field_names(self) -> tuple[str, ...]:
        """Scalars that it carries beside the motion."""
        return () if self._header.run is None else self._header.run.fields

    @property
    def scene(self) -> dict[str, Any]:
        """`SceneSetup.to_json` of the simulated scene."""
        return self._header.scene

    @property
    def ending(self) -> TakeEnding | None:
        """How it ended; None while it grows, or when the process was killed."""
        return self._ending

    @property
    def complete(self) -> bool:
        """Whether every planned frame is there."""
        return self.frame_count == self.planned_frame_count

    def diagnostics(self) -> FrameDiagnostics:
        """Energies, momentum, speeds, strain and substeps of the complete frames."""
        return FrameDiagnostics.of([commit.record for commit in self._commits])

    @property
    def lacking_diagnostics(self) -> frozenset[str]:
        """Quantities that its frames do not record; `diagnostics` has their defaults."""
        return frozenset[str]().union(*(commit.lacking for commit in self._commits))

    def commands(self, *, after: int = 0) -> tuple[HandCommand, ...]:
        """What the hand did on the way to the frames after one, when it took effect."""
        return tuple(one for commit in self._commits[after + 1 :] for one in commit.commands)

    def commit_values(self, index: int) -> dict[str, Any]:
        """Diagnostics and hand commands of a frame as `TakeWriter.append_encoded` takes them."""
        commit = self._commits[index]
        return {
            "diagnostics": asdict(commit.record),
            "hand": commands_to_json(commit.commands),
        }

    def pose(self, index: int) -> FramePose:
        """Means, rotations and stretches of a frame, as stored.

        Raises:
            InputError: If the frame does not exist or its data cannot be read.
        """
        return decode_frame(self.encoded_pose(index))

    def encoded_pose(self, index: int) -> EncodedFrame:
        """A frame as it lies on disk; see `pose`."""
        codes = [self._stored(name, index) for name in FRAME_ARRAYS]
        return EncodedFrame(codes[0], codes[1], codes[2], self._commits[index].bounds)

    def field(self, name: str, index: int) -> npt.NDArray[np.float32]:
        """A scalar of every Gaussian in a frame, shape [N]; see `take_fields.FIELD_UNITS`.

        Raises:
            InputError: If the take does not carry it, or the frame cannot be read.
        """
        return decode_field(self.encoded_field(name, index))

    def encoded_field(self, name: str, index: int) -> EncodedField:
        """A field of a frame as it lies on disk; see `field`."""
        if name not in self.field_names:
            carried = ", ".join(self.field_names) or "none"
            raise InputError(
                f"the take {self.path} does not carry {name!r} (it has: {carried}); "
                f"simulate again with --fields {name}"
            )
        codes = self._stored(field_array(name), index)
        return EncodedField(codes, self._commits[index].field_scales[field_array(name)])

    def _stored(self, name: str, index: int) -> npt.NDArray[Any]:
        """Values of one array for one complete frame."""
        if not 0 <= index < self.frame_count:
            raise InputError(f"frame {index} does not exist; the take has {self.frame_count}")
        try:
            columns = FRAME_ARRAYS[name][1:] if name in FRAME_ARRAYS else ()
            dtype = FRAME_ARRAYS[name][0] if name in FRAME_ARRAYS else "float16"
            shape = (self.gaussian_count, *columns)
            plain = read_chunk(self.path, name, index, shape, dtype)
            if plain is not None:
                return plain
            if not self._arrays:
                self._arrays = _open_frame_arrays(self.path / FRAME_FOLDER)
            return np.asarray(self._arrays[name][index])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"frame {index} of {self.path} cannot be read: {error}") from error

    def frame(self, index: int) -> GaussianCloud:
        """The cloud of a frame, world [m]."""
        return posed_cloud(self.rest, self.pose(index))

    def frames(self) -> Iterator[GaussianCloud]:
        """Clouds of the complete frames, in order."""
        for index in range(self.frame_count):
            yield self.frame(index)


def _read_commit(file: Path) -> FrameCommit:
    try:
        return frame_commit_from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"the take's record {file} cannot be read: {damage_of(error)}") from error


def _read_ending(file: Path) -> TakeEnding | None:
    try:
        return TakeEnding(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, TypeError, ValueError) as error:
        raise InputError(f"the take's record {file} cannot be read: {damage_of(error)}") from error


def _open_frame_arrays(folder: Path) -> dict[str, Any]:
    import zarr

    group = zarr.open_group(str(folder), mode="r", zarr_format=3)
    return {name: group[name] for name in group.array_keys()}


def _read_rest(folder: Path, gaussian_count: int) -> GaussianCloud:
    import zarr

    try:
        group = zarr.open_group(str(folder), mode="r", zarr_format=3)
        rest = GaussianCloud(*(np.asarray(group[name]) for name in REST_ARRAYS))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"the take's rest cloud {folder} cannot be read: {error}") from error
    if rest.gaussian_count != gaussian_count:
        raise InputError(f"the take's rest cloud {folder} has {rest.gaussian_count} Gaussians")
    return rest
