"""Frames as plain files: what zarr reads and writes, byte for byte."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import zarr

from sim.take_chunks import chunk_file, read_chunk, write_chunk
from sim.take_layout import FRAME_FOLDER


@pytest.fixture
def frames(tmp_path: Path) -> zarr.Group:
    """Arrays of 4 frames, as a take has them."""
    group = zarr.open_group(str(tmp_path / FRAME_FOLDER), mode="w", zarr_format=3)
    for name, dtype, columns in (("mean", "uint16", (3,)), ("field", "float16", ())):
        group.create_array(
            name, shape=(4, 5, *columns), chunks=(1, 5, *columns), dtype=dtype, compressors=None
        )
    return group


def test_zarr_reads_what_was_written(frames: zarr.Group, tmp_path: Path) -> None:
    means = np.arange(15, dtype=np.uint16).reshape(5, 3)
    scalars = np.linspace(0, 1, 5).astype(np.float16)
    write_chunk(tmp_path, "mean", 2, means)
    write_chunk(tmp_path, "field", 0, scalars)
    assert np.array_equal(np.asarray(frames["mean"])[2], means)
    assert np.array_equal(np.asarray(frames["field"])[0], scalars)


def test_what_zarr_wrote_is_read(frames: zarr.Group, tmp_path: Path) -> None:
    means = np.arange(15, dtype=np.uint16).reshape(5, 3)
    frames["mean"][1] = means
    read = read_chunk(tmp_path, "mean", 1, (5, 3), "uint16")
    assert read is not None
    assert np.array_equal(read, means)


def test_what_is_no_plain_chunk_is_left_to_zarr(frames: zarr.Group, tmp_path: Path) -> None:
    assert read_chunk(tmp_path, "mean", 3, (5, 3), "uint16") is None
    frames["field"][1] = np.ones(5)
    assert read_chunk(tmp_path, "field", 1, (6,), "float16") is None
    write_chunk(tmp_path, "mean", 0, np.zeros((0, 3), np.uint16))
    assert not chunk_file(tmp_path, "mean", 0, 2).exists()
