"""The standard 3DGS PLY file: round trips, dialects and damaged files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from fuzzing import OWN_COUNT, OWN_SLOW_COUNT, check_survives
from hypothesis import given, settings
from hypothesis import strategies as st
from render_scenes import CloudFactory, random_cloud

from render.errors import InputError
from render.formats.ply import read, read_ply, write_ply
from render.gaussians import GaussianCloud

FIELDS = ("means", "quats", "scales", "opacities", "sh_coeffs")


def assert_same(first: GaussianCloud, second: GaussianCloud, *, atol: float = 1e-6) -> None:
    for field in FIELDS:
        np.testing.assert_allclose(
            getattr(first, field), getattr(second, field), atol=atol, rtol=1e-5
        )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 40), st.integers(0, 3), st.integers(0, 2**31))
def test_round_trip(count: int, degree: int, seed: int) -> None:
    cloud = random_cloud(count, degree=degree, seed=seed)
    with tempfile.TemporaryDirectory() as folder:
        write_ply(Path(folder) / "cloud.ply", cloud)
        assert_same(read_ply(Path(folder) / "cloud.ply"), cloud)


def test_dog_has_the_figures_of_its_header(dog_cloud: GaussianCloud) -> None:
    assert dog_cloud.gaussian_count == 9983
    assert dog_cloud.sh_degree == 3
    np.testing.assert_allclose(np.linalg.norm(dog_cloud.quats, axis=1), 1, atol=1e-5)


def test_written_header_is_the_standard_one(tmp_path: Path, make_cloud: CloudFactory) -> None:
    write_ply(tmp_path / "cloud.ply", make_cloud(3, degree=3))
    lines = (tmp_path / "cloud.ply").read_bytes().split(b"end_header\n")[0].decode().splitlines()
    assert lines[:2] == ["ply", "format binary_little_endian 1.0"]
    assert lines[2:4] == ["comment Vertical axis: 0 0 1", "element vertex 3"]
    names = [line.split()[2] for line in lines[4:]]
    rest = [f"f_rest_{index}" for index in range(45)]
    assert names == [
        *("x", "y", "z", "nx", "ny", "nz", "f_dc_0", "f_dc_1", "f_dc_2"),
        *rest,
        *("opacity", "scale_0", "scale_1", "scale_2", "rot_0", "rot_1", "rot_2", "rot_3"),
    ]


def as_dialect(path: Path, encoding: str, *, extra: bool = False) -> None:
    """Rewrite a little-endian file in another encoding, with properties nobody needs."""
    header, data = path.read_bytes().split(b"end_header\n", 1)
    names = [
        line.split()[2] for line in header.decode().splitlines() if line.startswith("property")
    ]
    rows = np.frombuffer(data, "<f4").reshape(-1, len(names))
    head = header.decode().replace("binary_little_endian", encoding)
    if extra:
        head = head.replace("property float x\n", "property uchar label\nproperty float x\n")
        head = head.replace("element vertex", "comment made by hand\nelement vertex")
    if encoding == "ascii":
        prefix = "7 " if extra else ""
        body = "\n".join(prefix + " ".join(f"{v:.9g}" for v in row) for row in rows).encode()
    else:
        order = ">" if "big" in encoding else "<"
        fields = ([("label", "u1")] if extra else []) + [(name, f"{order}f4") for name in names]
        table = np.zeros(len(rows), fields)
        for column, name in enumerate(names):
            table[name] = rows[:, column]
        body = table.tobytes()
    path.write_bytes(head.encode() + b"end_header\n" + body)


@pytest.mark.parametrize("encoding", ["ascii", "binary_big_endian", "binary_little_endian"])
@pytest.mark.parametrize("extra", [False, True])
def test_every_encoding_reads_alike(
    tmp_path: Path, make_cloud: CloudFactory, encoding: str, extra: bool
) -> None:
    cloud, path = make_cloud(7, degree=2), tmp_path / "cloud.ply"
    write_ply(path, cloud)
    as_dialect(path, encoding, extra=extra)
    assert_same(read_ply(path), cloud)


def edited(path: Path, old: bytes, new: bytes) -> None:
    path.write_bytes(path.read_bytes().replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"ply\n", b"obj\n", "not a PLY file"),
        (b"end_header", b"end_of_all", "no end"),
        (b"binary_little_endian", b"binary_middle_endian", "unknown PLY encoding"),
        (b"property float opacity", b"property float density", "no Gaussian splats.*opacity"),
        (b"element vertex 5", b"element vertex 10000000", "cut off.*10,000,000"),
        (b"element vertex 5", b"element vertex -5", "bad element line"),
        (b"element vertex 5", b"element edge 5", "no Gaussian splats"),
        (b"property float f_rest_8", b"property float g_rest_8", "8 f_rest"),
        (b"property float nx", b"property list uchar int nx", "lists"),
        (b"property float nx", b"property float12 nx", "bad property line"),
        (b"property float nx", b"property float x", "twice"),
    ],
)
def test_wrong_files_say_what_is_wrong(
    tmp_path: Path, make_cloud: CloudFactory, old: bytes, new: bytes, message: str
) -> None:
    path = tmp_path / "cloud.ply"
    write_ply(path, make_cloud(5, degree=1))
    edited(path, old, new)
    with pytest.raises(InputError, match=message):
        read_ply(path)


def with_rows(path: Path, change: Callable[[npt.NDArray[np.float32]], None]) -> None:
    """Change the rows of a binary file, shape [N, properties]."""
    header, data = path.read_bytes().split(b"end_header\n", 1)
    width = header.count(b"property")
    rows = np.frombuffer(data, "<f4").reshape(-1, width).copy()
    change(rows)
    path.write_bytes(header + b"end_header\n" + rows.tobytes())


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38])
@pytest.mark.parametrize("column", [0, 6, 10, 13])
def test_unusable_gaussians_are_left_out_and_noted(
    tmp_path: Path, make_cloud: CloudFactory, column: int, value: float
) -> None:
    path = tmp_path / "cloud.ply"
    write_ply(path, make_cloud(5))

    def spoil(rows: npt.NDArray[np.float32]) -> None:
        rows[3, column] = value

    with_rows(path, spoil)
    splats = read(path)
    harmless = (column == 10 and value == -np.inf) or (column == 13 and value == 3e38)
    assert splats.cloud.gaussian_count == 5 if harmless else 4
    assert bool(splats.notes) is not harmless
    assert_same(read_ply(path), splats.cloud)


def test_a_file_of_unusable_gaussians_names_the_first(
    tmp_path: Path, make_cloud: CloudFactory
) -> None:
    path = tmp_path / "cloud.ply"
    write_ply(path, make_cloud(5))

    def spoil(rows: npt.NDArray[np.float32]) -> None:
        rows[1:, 0] = np.nan

    with_rows(path, spoil)
    with pytest.raises(InputError, match="position of Gaussian 1 is nan"):
        read(path)


def test_cut_off_file_is_refused(tmp_path: Path, make_cloud: CloudFactory) -> None:
    path = tmp_path / "cloud.ply"
    write_ply(path, make_cloud(5))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(InputError, match="cut off"):
        read_ply(path)


def test_zero_quaternions_become_the_identity(tmp_path: Path, make_cloud: CloudFactory) -> None:
    path = tmp_path / "cloud.ply"
    write_ply(path, make_cloud(2))
    data = bytearray(path.read_bytes())
    data[-16:] = bytes(16)
    path.write_bytes(bytes(data))
    np.testing.assert_array_equal(read_ply(path).quats[1], [1, 0, 0, 0])


def test_absurd_scales_are_refused(tmp_path: Path, make_cloud: CloudFactory) -> None:
    path = tmp_path / "cloud.ply"
    write_ply(path, make_cloud(1))
    data = bytearray(path.read_bytes())
    data[-28:-24] = np.float32(80).tobytes()
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="scale of Gaussian 0 is 5"):
        read_ply(path)


def test_missing_file_folder_and_locked_folder(tmp_path: Path, make_cloud: CloudFactory) -> None:
    with pytest.raises(InputError, match="cannot read"):
        read_ply(tmp_path / "absent.ply")
    with pytest.raises(InputError, match="cannot read"):
        read_ply(tmp_path)
    with pytest.raises(InputError, match="cannot write"):
        write_ply(tmp_path / "absent" / "cloud.ply", make_cloud(1))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("count", [OWN_COUNT, pytest.param(OWN_SLOW_COUNT, marks=pytest.mark.slow)])
def test_mutated_files_are_survived(tmp_path: Path, make_cloud: CloudFactory, count: int) -> None:
    path = tmp_path / "cloud.ply"
    originals = []
    for encoding, extra in (("ascii", False), ("binary_little_endian", True)):
        write_ply(path, make_cloud(6, degree=1))
        as_dialect(path, encoding, extra=extra)
        originals.append(path.read_bytes())
    path.unlink()
    check_survives(read, ".ply", originals, count, folder=tmp_path)
