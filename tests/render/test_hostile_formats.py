"""Damaged files, files that promise too much, and writes that fail."""

from __future__ import annotations

import errno
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from format_samples import SUFFIXES, WRITTEN, file_bytes, ksplat_bytes
from fuzzing import OWN_COUNT, OWN_SLOW_COUNT, check_survives, peak_bytes
from render_scenes import CloudFactory
from spz_samples import spz_variants

from render.errors import CancelledError, InputError
from render.formats.registry import read_splats, write_splats
from render.gaussians import GaussianCloud

Bomb = Callable[[Path, GaussianCloud], bytes]


@pytest.mark.parametrize("name", [*WRITTEN, "ksplat"])
@pytest.mark.parametrize("count", [OWN_COUNT, pytest.param(OWN_SLOW_COUNT, marks=pytest.mark.slow)])
def test_mutated_files_are_survived(
    tmp_path: Path, make_cloud: CloudFactory, name: str, count: int
) -> None:
    cloud = make_cloud(6, degree=1)
    if name == "ksplat":
        originals = [ksplat_bytes(cloud, level=level) for level in (0, 1, 2)]
    elif name == "spz":
        originals = list(spz_variants(tmp_path, cloud).values())
    else:
        originals = [file_bytes(tmp_path, name, cloud)]
    check_survives(read_splats, SUFFIXES[name], originals, count, folder=tmp_path)


def many_in_the_header(name: str) -> Bomb:
    def make(folder: Path, cloud: GaussianCloud) -> bytes:
        data = file_bytes(folder, name, cloud)
        for word in (b"vertex", b"chunk", b"sh"):
            data = data.replace(b"element %s " % word, b"element %s 1000000" % word)
        return data

    return make


def spz_bomb(folder: Path, cloud: GaussianCloud) -> bytes:
    raw = bytearray(spz_variants(folder, cloud)["raw"])
    struct.pack_into("<I", raw, 8, 10_000_000)
    return zlib.compress(bytes(raw), 9, 31)


def spz_zeros(folder: Path, cloud: GaussianCloud) -> bytes:
    header = struct.pack("<4sIIBBBB", b"NGSP", 3, 1_500_000, 3, 12, 0, 0)
    return zlib.compress(header + bytes(65 * 1_500_000), 1, 31)


def spz_v4_bomb(folder: Path, cloud: GaussianCloud) -> bytes:
    data = bytearray(spz_variants(folder, cloud)["zstd"])
    struct.pack_into("<I", data, 8, 10_000_000)
    return bytes(data)


def ksplat_bomb(folder: Path, cloud: GaussianCloud) -> bytes:
    data = bytearray(ksplat_bytes(cloud, level=1))
    struct.pack_into("<4I", data, 4096, 10_000_000, 10_000_000, 256, 40_000)
    return bytes(data)


@pytest.mark.parametrize(
    ("suffix", "bomb"),
    [
        (".ply", many_in_the_header("ply")),
        (".compressed.ply", many_in_the_header("compressed-ply")),
        (".spz", spz_bomb),
        (".spz", spz_zeros),
        (".spz", spz_v4_bomb),
        (".ksplat", ksplat_bomb),
    ],
)
def test_files_that_promise_too_much_cost_nothing(
    tmp_path: Path, make_cloud: CloudFactory, suffix: str, bomb: Bomb
) -> None:
    path = tmp_path / f"bomb{suffix}"
    path.write_bytes(bomb(tmp_path, make_cloud(2)))
    with pytest.raises(InputError, match=r"promises|need"):
        read_splats(path)
    assert peak_bytes(lambda: read_splats(path)) < 20_000_000


@pytest.mark.parametrize("name", WRITTEN)
def test_a_cancelled_or_failed_write_leaves_what_was_there(
    tmp_path: Path, make_cloud: CloudFactory, name: str
) -> None:
    path = tmp_path / f"cloud{SUFFIXES[name]}"
    path.write_bytes(b"before")

    def cancel(stage: str, fraction: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        write_splats(path, make_cloud(50), progress=cancel)

    def fill_the_disk(stage: str, fraction: float) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(InputError, match="the disk is full"):
        write_splats(path, make_cloud(50), progress=fill_the_disk)
    with pytest.raises(InputError, match="cannot write"):
        write_splats(tmp_path / "absent" / path.name, make_cloud(1))
    assert [item.read_bytes() for item in tmp_path.iterdir()] == [b"before"]
