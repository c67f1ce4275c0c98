"""PLY files of other tools: number types, flags, extras, remarks and activated values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from format_samples import sample
from render_scenes import CloudFactory

from benchmarks.format_errors import FieldErrors, field_errors
from render.errors import InputError
from render.formats.activations import looks_activated
from render.formats.ply import read, write_ply
from render.formats.ply_comments import remarks, understood
from render.formats.registry import read_splats, write_splats
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud

EXACT = FieldErrors(1e-6, 1e-6, 1e-4, 1e-6, 1e-6, 1e-6)

Change = dict[str, npt.NDArray[np.generic]]


def rewritten(
    path: Path,
    *,
    types: str = "<f4",
    change: Change | None = None,
    without: Sequence[str] = (),
    comments: Sequence[str] = (),
) -> None:
    """Rewrite a file of ours with other number types, columns and remarks."""
    data = path.read_bytes()
    header, body = data.split(b"end_header\n", 1)
    names = [line.split()[2] for line in header.decode().splitlines() if "property" in line]
    table = np.frombuffer(body, "<f4").reshape(-1, len(names))
    columns = dict(zip(names, table.T, strict=True)) | (change or {})
    kept = {name: values for name, values in columns.items() if name not in without}
    word = {"<f2": "half", "<f4": "float", "<f8": "double"}[types]
    rows = np.empty(len(table), [(name, types) for name in kept])
    for name, values in kept.items():
        rows[name] = values
    lines = ["ply", "format binary_little_endian 1.0", *(f"comment {text}" for text in comments)]
    lines += [f"element vertex {len(rows)}", *(f"property {word} {name}" for name in kept)]
    path.write_bytes("\n".join([*lines, "end_header", ""]).encode() + rows.tobytes())


@pytest.fixture
def path(tmp_path: Path, make_cloud: CloudFactory) -> Path:
    write_ply(tmp_path / "cloud.ply", make_cloud(40, degree=1))
    return tmp_path / "cloud.ply"


@pytest.mark.parametrize(
    ("types", "limit"),
    [("<f8", EXACT), ("<f2", FieldErrors(1e-3, 5e-3, 0.2, 1e-3, 1e-3, 2e-3))],
)
def test_double_and_half_numbers(path: Path, types: str, limit: FieldErrors) -> None:
    expected = read(path).cloud
    rewritten(path, types=types)
    errors = field_errors(expected, read(path).cloud)
    assert errors.within(limit), errors


def test_doubles_beyond_float32_are_left_out_without_a_warning(path: Path) -> None:
    x = np.full(40, 0.5)
    x[3] = 1e300
    rewritten(path, types="<f8", change={"x": x})
    assert read(path).cloud.gaussian_count == 39


def test_extras_and_remarks_survive_an_edit(path: Path, tmp_path: Path) -> None:
    extra = {"label": np.arange(40), "nx": np.ones(40), "ny": np.zeros(40), "nz": np.zeros(40)}
    rewritten(path, change=extra, comments=("made by hand", "SplatRenderMode: mip"))
    splats = read(path)
    assert splats.comments == ("made by hand",)
    assert splats.antialiased
    edited = replace(splats, cloud=splats.cloud.scaled(2.0))
    write_splats(tmp_path / "out.ply", edited)
    back = read_splats(tmp_path / "out.ply")
    assert (back.comments, back.antialiased) == (("made by hand",), True)
    np.testing.assert_array_equal(back.extras["label"], np.arange(40))
    np.testing.assert_array_equal(back.extras["nx"], 1)
    assert field_errors(edited.cloud, back.cloud).within(EXACT)


def test_remarks_and_types_that_ply_lacks_are_written_safely(
    tmp_path: Path, make_cloud: CloudFactory
) -> None:
    extras = {"id": np.arange(3, dtype=np.int64), "ok": np.array([True, False, True])}
    comments = ("größe\nend_header", "latin \udce4")
    splats = SplatFile(make_cloud(3), "ply", "-y", extras=extras, comments=comments)
    for suffix in (".ply", ".compressed.ply"):
        path = tmp_path / f"cloud{suffix}"
        write_splats(path, splats)
        back = read_splats(path)
        assert back.comments == ("größe end_header", "latin \udce4")
        assert back.cloud.gaussian_count == 3
    np.testing.assert_array_equal(read_splats(tmp_path / "cloud.ply").extras["id"], [0, 1, 2])


def test_normals_turn_with_the_axes(path: Path) -> None:
    extra = {"nx": np.zeros(40), "ny": np.zeros(40), "nz": np.ones(40)}
    rewritten(path, change=extra)
    turned = replace(read(path), up_axis="+z").with_up_axis("-y")
    np.testing.assert_array_equal(turned.extras["ny"], -1)
    np.testing.assert_array_equal(turned.extras["nz"], 0)


def test_extras_follow_the_gaussians_that_are_left(path: Path) -> None:
    x = np.linspace(0, 1, 40)
    x[5] = np.nan
    rewritten(path, change={"x": x, "label": np.arange(40)})
    labels = read(path).extras["label"]
    assert len(labels) == 39
    assert 5 not in labels


def test_discs_have_two_scales(path: Path, tmp_path: Path) -> None:
    rewritten(path, without=("scale_2",))
    splats = read(path)
    assert splats.is_2dgs
    assert splats.cloud.scales[:, 2].max() <= 1e-6
    write_splats(tmp_path / "out.ply", replace(splats, cloud=splats.cloud.scaled(1.0)))
    header = (tmp_path / "out.ply").read_bytes().split(b"end_header")[0]
    assert b"scale_1" in header
    assert b"scale_2" not in header
    assert read_splats(tmp_path / "out.ply").is_2dgs


def test_unedited_files_of_other_tools_are_rewritten_bit_by_bit(path: Path, tmp_path: Path) -> None:
    rewritten(path, types="<f8", comments=("Generated elsewhere", "antialiased 1"))
    trailing = path.read_bytes() + b"elements of other tools"
    path.write_bytes(trailing)
    write_splats(tmp_path / "copy.ply", read_splats(path))
    assert (tmp_path / "copy.ply").read_bytes() == trailing


def test_a_captured_object_is_rewritten_bit_by_bit(tmp_path: Path) -> None:
    original = sample("dog.ply")
    splats = read_splats(original)
    write_splats(tmp_path / "dog.ply", splats)
    assert (tmp_path / "dog.ply").read_bytes() == original.read_bytes()
    edited = replace(splats, raw=None)
    write_splats(tmp_path / "edited.ply", edited)
    back = read_splats(tmp_path / "edited.ply")
    assert field_errors(edited.cloud, back.cloud).within(EXACT)


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        ((), (False, False, None)),
        (("SplatRenderMode: mip",), (True, False, None)),
        (("SplatRenderMode: 2dgs",), (False, True, None)),
        (("SplatRenderMode: default", "antialiased 1"), (True, False, None)),
        (("antialiased 1", "SplatRenderMode: default"), (False, False, None)),
        (("Vertical axis: 0 -1 0",), (False, False, "-y")),
        (("Vertical axis: 0.1 0 0.99",), (False, False, "+z")),
        (("Vertical axis: y",), (False, False, None)),
        (("Vertical axis: nan 0 0",), (False, False, None)),
        (("antialiased",), (False, False, None)),
    ],
)
def test_remarks_of_other_tools(
    comments: tuple[str, ...], expected: tuple[bool, bool, str | None]
) -> None:
    found = understood(comments)
    assert (found.antialiased, found.is_2dgs, found.up_axis) == expected


@pytest.mark.parametrize("up_axis", ["+x", "-x", "+y", "-y", "+z", "-z"])
def test_our_remarks_are_understood(up_axis: str) -> None:
    lines = remarks(antialiased=True, is_2dgs=False, up_axis=up_axis)
    assert understood(tuple(lines)) == (True, False, up_axis, ())


def test_the_axis_that_a_file_names_is_taken_for_up(path: Path) -> None:
    assert read(path).up_axis == "+z"
    rewritten(path)
    assert read(path).up_axis == "-y"


def activated(cloud: GaussianCloud) -> Change:
    names = [f"scale_{k}" for k in range(3)]
    return {"opacity": cloud.opacities, **dict(zip(names, cloud.scales.T, strict=True))}


def test_activated_values_are_recognized_and_noted(path: Path) -> None:
    expected = read(path).cloud
    rewritten(path, change=activated(expected))
    splats = read(path)
    assert field_errors(expected, splats.cloud).within(EXACT)
    assert any("activated" in note for note in splats.notes)


def test_raw_values_are_not_taken_for_activated_ones(make_cloud: CloudFactory) -> None:
    cloud = make_cloud(200)
    assert not looks_activated(np.log(cloud.scales), cloud.opacities)
    assert not looks_activated(cloud.scales, np.log(cloud.opacities))
    assert looks_activated(cloud.scales, cloud.opacities)
    assert not looks_activated(cloud.scales[:3], cloud.opacities[:3])


def test_degree_4_is_cut_with_a_note(tmp_path: Path, make_cloud: CloudFactory) -> None:
    path = tmp_path / "four.ply"
    write_ply(path, make_cloud(5))
    rest = np.random.default_rng(0).normal(size=(5, 72)).astype(np.float32)
    rewritten(path, change={f"f_rest_{k}": rest[:, k] for k in range(72)})
    splats = read(path)
    assert splats.cloud.sh_degree == 3
    by_channel = rest.reshape(5, 3, 24)[:, :, :15].transpose(0, 2, 1)
    np.testing.assert_array_equal(splats.cloud.sh_coeffs[:, 1:], by_channel)
    assert any("degree 4" in note for note in splats.notes)


def test_extras_of_another_length_are_refused(make_cloud: CloudFactory) -> None:
    with pytest.raises(InputError, match="extra 'label' has shape"):
        SplatFile(make_cloud(3), "ply", "-y", extras={"label": np.zeros(2)})
