"""Every splat format: values, axes, flags, round trips and unedited rewriting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from format_samples import SUFFIXES, WRITTEN, file_bytes, ksplat_bytes, sample, world_splats
from render_scenes import CloudFactory

from benchmarks.format_errors import FieldErrors, field_errors
from render.errors import InputError
from render.formats.axes import UP_AXES, turned
from render.formats.morton import morton_order
from render.formats.registry import (
    FORMATS,
    format_named,
    format_of,
    is_splat_path,
    losses_of,
    read_splats,
    write_splats,
)
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from render.spherical_harmonics import sh0_to_rgb

TOLERANCES = {
    "ply": FieldErrors(1e-6, 1e-6, 1e-4, 1e-6, 1e-6, 1e-6),
    "compressed-ply": FieldErrors(1 / 1000, 4e-3, 0.25, 0.002, 0.003, 0.01563),
    "splat": FieldErrors(1e-6, 1e-6, 1.0, 0.002, 0.002, 1e-6),
    "spz": FieldErrors(1e-4, 1 / 31, 0.25, 0.002, 0.008, 1 / 16),
}
"""Largest differences after writing and reading a cloud of about 2 units; see docs/formats.md."""


def grid_cloud() -> GaussianCloud:
    """The four Gaussians of the minimal sample files."""
    means = np.array([(-1, 0, -1), (0, 0, -1), (-1, 0, 0), (0, 0, 0)], np.float32)
    return GaussianCloud(
        means,
        np.tile(np.array([1, 0, 0, 0], np.float32), (4, 1)),
        np.full((4, 3), 0.1, np.float32),
        np.full(4, 230 / 255, np.float32),
        np.zeros((4, 1, 3), np.float32),
    )


@pytest.mark.parametrize(
    ("name", "up_axis", "z_sign"),
    [
        ("minimal.splat", "-y", 1),
        ("minimal.ksplat", "-y", 1),
        ("minimal-raw.spz", "+y", 1),
        ("minimal-v2.spz", "+y", 1),
        ("minimal-v3.spz", "+y", -1),
        ("minimal-v4.spz", "+y", -1),
    ],
)
def test_samples_of_other_tools(name: str, up_axis: str, z_sign: int) -> None:
    splats, expected = read_splats(sample(name)), grid_cloud()
    cloud = splats.cloud
    np.testing.assert_allclose(cloud.means, expected.means * (1, 1, z_sign), atol=1e-6)
    np.testing.assert_allclose(cloud.scales, 0.1, rtol=0.02)
    np.testing.assert_allclose(cloud.opacities, 230 / 255, atol=1e-6)
    colors = sh0_to_rgb(cloud.sh_coeffs[:, 0])
    assert (np.diff(colors[[0, 1, 3], 0]) >= 0).all()
    assert (splats.up_axis, splats.format) == (up_axis, format_of(sample(name)).name)


def gentle(cloud: GaussianCloud) -> GaussianCloud:
    """The cloud with colours in the range that every format holds."""
    limits = np.where(np.arange(cloud.sh_coeffs.shape[1]) == 0, 1.7, 0.3)[None, :, None]
    return replace(cloud, sh_coeffs=np.clip(cloud.sh_coeffs, -limits, limits))


def reordered(name: str, cloud: GaussianCloud) -> GaussianCloud:
    """The cloud in the order in which a format writes it."""
    return cloud.select(morton_order(cloud.means)) if name == "compressed-ply" else cloud


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize(("count", "degree"), [(0, 0), (1, 3), (300, 0), (513, 3)])
def test_round_trip(
    tmp_path: Path, make_cloud: CloudFactory, name: str, count: int, degree: int
) -> None:
    cloud = gentle(make_cloud(count, degree=degree))
    path = tmp_path / f"cloud{SUFFIXES[name]}"
    write_splats(path, world_splats(cloud))
    splats = read_splats(path)
    assert splats.cloud.gaussian_count == count
    assert splats.cloud.sh_degree == min(degree, format_named(name).max_sh_degree)
    up_axis = format_named(name).default_up_axis
    assert splats.up_axis == up_axis
    expected = reordered(name, turned(cloud, source="+z", target=up_axis))
    errors = field_errors(expected, splats.cloud)
    assert errors.within(TOLERANCES[name]), errors


@pytest.mark.parametrize(("name", "axis"), [("ply", -1), ("splat", -1), ("spz", 1),
                                            ("compressed-ply", -1)])  # fmt: skip
def test_what_is_up_in_the_world_is_up_in_the_file(tmp_path: Path, name: str, axis: int) -> None:
    cloud = replace(grid_cloud(), means=np.array([(0, 0, k) for k in range(4)], np.float32))
    path = tmp_path / f"tower{SUFFIXES[name]}"
    write_splats(path, cloud)
    heights = axis * read_splats(path).cloud.means[:, 1]
    np.testing.assert_allclose(np.sort(heights), [0, 1, 2, 3], atol=2e-3)


@pytest.mark.parametrize("source", UP_AXES)
@pytest.mark.parametrize("target", UP_AXES)
def test_turns_are_proper_and_compose(make_cloud: CloudFactory, source: str, target: str) -> None:
    cloud = make_cloud(20, degree=3)
    direct = turned(cloud, source=source, target=target)
    indirect = turned(turned(cloud, source=source, target="+z"), source="+z", target=target)
    assert field_errors(direct, indirect).within(FieldErrors(1e-6, 0, 1e-4, 0, 1e-6, 1e-5))
    axis, sign = "xyz".index(source[1]), -1 if source[0] == "-" else 1
    other, other_sign = "xyz".index(target[1]), -1 if target[0] == "-" else 1
    np.testing.assert_array_equal(sign * cloud.means[:, axis], other_sign * direct.means[:, other])


@pytest.mark.parametrize("name", [*WRITTEN, "ksplat"])
def test_an_unedited_file_is_written_bit_by_bit(
    tmp_path: Path, make_cloud: CloudFactory, name: str
) -> None:
    original = tmp_path / f"first{SUFFIXES[name]}"
    if name == "ksplat":
        original.write_bytes(ksplat_bytes(make_cloud(20, degree=1), level=1))
    else:
        write_splats(original, make_cloud(40, degree=2))
    splats = read_splats(original)
    parts = splats.unedited_parts
    assert parts is not None
    assert b"".join(bytes(part) for part in parts) == original.read_bytes()
    assert replace(splats, up_axis="+x").unedited_parts is None
    assert replace(splats, antialiased=not splats.antialiased).unedited_parts is None
    assert replace(splats, cloud=splats.cloud.scaled(2.0)).unedited_parts is None
    if name != "ksplat":
        copy = tmp_path / f"copy{SUFFIXES[name]}"
        assert write_splats(copy, splats) == ()
        assert copy.read_bytes() == original.read_bytes()


@pytest.mark.parametrize("name", WRITTEN)
@pytest.mark.parametrize("flag", ["antialiased", "is_2dgs"])
def test_flags_survive_where_the_format_holds_them(
    tmp_path: Path, make_cloud: CloudFactory, name: str, flag: str
) -> None:
    path = tmp_path / f"cloud{SUFFIXES[name]}"
    splats = world_splats(make_cloud(5), **{flag: True})
    losses = write_splats(path, splats)
    kept = flag in format_named(name).keeps
    assert getattr(read_splats(path), flag) is kept
    assert bool(losses) is not kept


def test_every_loss_is_named(make_cloud: CloudFactory) -> None:
    extras = {"label": np.arange(3, dtype=np.uint8)}
    splats = world_splats(make_cloud(3, degree=1), extras=extras, comments=("by hand",),
                          antialiased=True, is_2dgs=True)  # fmt: skip
    assert losses_of(splats, format_named("ply")) == ()
    text = " ".join(losses_of(splats, format_named("splat")))
    assert all(word in text for word in ("SH degree 0", "mip", "2DGS", "remarks", "label"))


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("degree", [0, 1, 2])
def test_ksplat_levels(tmp_path: Path, make_cloud: CloudFactory, level: int, degree: int) -> None:
    cloud = gentle(make_cloud(23, degree=degree))
    path = tmp_path / "cloud.ksplat"
    path.write_bytes(ksplat_bytes(cloud, level=level))
    limits = (
        FieldErrors(1e-6, 1e-6, 1e-3, 0.002, 0.002, 1e-6),
        FieldErrors(1e-4, 1e-3, 0.1, 0.002, 0.002, 1e-3),
        FieldErrors(1e-4, 1e-3, 0.1, 0.002, 0.002, 0.006),
    )
    splats = read_splats(path)
    assert splats.cloud.sh_degree == degree
    errors = field_errors(cloud, splats.cloud)
    assert errors.within(limits[level]), errors


@pytest.mark.parametrize(
    ("name", "their_name"),
    [("ply", "ply"), ("compressed-ply", "compressed.ply"), ("spz", "spz")],
)
def test_another_library_reads_the_same(
    tmp_path: Path, make_cloud: CloudFactory, name: str, their_name: str
) -> None:
    forge = pytest.importorskip("gaussforge").GaussForge()
    cloud = gentle(make_cloud(300, degree=2))
    path = tmp_path / f"cloud{SUFFIXES[name]}"
    write_splats(path, SplatFile(cloud, "", format_named(name).default_up_axis))
    ours, theirs = read_splats(path).cloud, forge.read(path.read_bytes(), their_name)["data"]

    def values(field: str, *shape: int) -> np.ndarray:
        return np.frombuffer(theirs[field], np.float32).reshape(300, *shape)

    np.testing.assert_allclose(ours.means, values("positions", 3), atol=1e-5)
    np.testing.assert_allclose(np.log(ours.scales), values("scales", 3), atol=1e-3)
    np.testing.assert_allclose(ours.sh_coeffs[:, 0], values("colors", 3), atol=1e-3)
    quats = values("rotations", 4)
    quats = quats / np.linalg.norm(quats, axis=1, keepdims=True)
    dots = np.abs(np.einsum("nk,nk->n", ours.quats, quats))
    np.testing.assert_allclose(dots, 1, atol=1e-4)
    rest = values("sh", 8, 3)
    np.testing.assert_allclose(ours.sh_coeffs[:, 1:], rest, atol=1e-3)


def test_a_compressed_file_of_another_name_is_recognized(
    tmp_path: Path, make_cloud: CloudFactory
) -> None:
    data = file_bytes(tmp_path, "compressed-ply", make_cloud(9))
    (tmp_path / "plain.ply").write_bytes(data)
    assert read_splats(tmp_path / "plain.ply").format == "compressed-ply"


def test_endings_choose_the_format(tmp_path: Path, make_cloud: CloudFactory) -> None:
    assert format_of(Path("A.Compressed.PLY")).name == "compressed-ply"
    assert is_splat_path(Path("x.SPZ"))
    assert not is_splat_path(Path("x.jpg"))
    assert len({item.name for item in FORMATS}) == len(FORMATS)
    with pytest.raises(InputError, match="known endings"):
        read_splats(tmp_path / "x.obj")
    with pytest.raises(InputError, match="only read"):
        write_splats(tmp_path / "x.ksplat", make_cloud(1))
    with pytest.raises(InputError, match="no such file"):
        read_splats(tmp_path / "absent.spz")


def test_the_page_on_formats_names_every_one_of_them() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "formats.md"
    rows = [line for line in page.read_text(encoding="utf-8").splitlines() if line[:2] == "| "]
    for item in FORMATS:
        (row,) = [line for line in rows if f"`{item.suffixes[0]}`" in line.split("|")[2]]
        assert all(f"`{suffix}`" in row for suffix in item.suffixes), item.name
        axis = item.default_up_axis.replace("-", "−")
        assert axis in row or item.name == "usd", item.name
        assert ("no" in row.split("|")[4].split()) is not item.writes
