"""glTF with Gaussian splats: what survives, how scenes place splats, and files made to do harm."""

from __future__ import annotations

import base64
import copy
import json
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from format_scenes import lowest_psnr, signpost, through_file
from fuzzing import OWN_COUNT, OWN_SLOW_COUNT, check_survives
from render_scenes import random_cloud

from render.covariance import covariance_from
from render.errors import CancelledError, InputError
from render.formats import gltf
from render.formats.gltf_files import open_gltf
from render.formats.registry import read_splats, write_splats
from render.formats.splat_file import as_splat_file
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion
from render.spherical_harmonics import sh0_to_rgb

Json = dict[str, Any]


def written_json(path: Path, cloud: GaussianCloud) -> Json:
    """The JSON of a written .gltf file, whose buffer is embedded."""
    write_splats(path, cloud)
    found: Json = json.loads(path.read_text())
    return found


@pytest.fixture
def small(tmp_path: Path) -> Json:
    return written_json(tmp_path / "small.gltf", random_cloud(6, degree=1))


def read_json(folder: Path, root: Json) -> GaussianCloud:
    path = folder / "edited.gltf"
    path.write_text(json.dumps(root))
    return gltf.read(path).cloud


@pytest.mark.parametrize("name", ["sign.glb", "sign.gltf"])
def test_the_scene_stands_upright_and_nothing_is_lost(tmp_path: Path, name: str) -> None:
    back = through_file(signpost(), tmp_path / name)
    assert (back.format, back.up_axis, back.notes) == ("gltf", "+y", ())
    cloud, expected = back.with_up_axis("+z").cloud, signpost()
    assert lowest_psnr(expected, cloud) > 80
    np.testing.assert_allclose(cloud.means, expected.means, atol=1e-6)
    np.testing.assert_array_equal(cloud.scales, expected.scales)
    np.testing.assert_array_equal(cloud.opacities, expected.opacities)
    np.testing.assert_allclose(cloud.sh_coeffs, expected.sh_coeffs, atol=1e-6)


def test_values_stand_there_as_the_specification_says(tmp_path: Path) -> None:
    cloud = random_cloud(7, degree=2)
    write_splats(tmp_path / "a.glb", replace(as_splat_file(cloud), up_axis="+y"))
    file = open_gltf(tmp_path / "a.glb")
    root, data = file.root, file.buffer(0)
    assert root["extensionsUsed"] == ["KHR_gaussian_splatting"]
    primitive = root["meshes"][0]["primitives"][0]
    entry = primitive["extensions"]["KHR_gaussian_splatting"]
    assert (primitive["mode"], entry["kernel"]) == (0, "ellipse")
    assert entry["colorSpace"] == "srgb_rec709_display"

    def values(name: str) -> np.ndarray[Any, Any]:
        accessor = root["accessors"][primitive["attributes"][name]]
        view = root["bufferViews"][accessor["bufferView"]]
        assert view["byteOffset"] % 4 == 0
        kind = {5126: "<f4", 5121: "u1"}[accessor["componentType"]]
        part = data[view["byteOffset"] : view["byteOffset"] + view["byteLength"]]
        return np.frombuffer(part, kind).reshape(accessor["count"], -1)

    prefix = "KHR_gaussian_splatting:"
    np.testing.assert_array_equal(values("POSITION"), cloud.means)
    np.testing.assert_array_equal(values(prefix + "ROTATION")[:, 3], cloud.quats[:, 0])
    np.testing.assert_array_equal(values(prefix + "SCALE"), cloud.scales)
    np.testing.assert_array_equal(values(prefix + "OPACITY")[:, 0], cloud.opacities)
    last = values(prefix + "SH_DEGREE_2_COEF_4")
    np.testing.assert_array_equal(last, cloud.sh_coeffs[:, 8])
    linear = np.clip(sh0_to_rgb(cloud.sh_coeffs[:, 0]), 0, 1) ** 2.2
    assert np.abs(values("COLOR_0")[:, :3] / 255 - linear).max() < 0.012
    position = root["accessors"][primitive["attributes"]["POSITION"]]
    np.testing.assert_allclose(position["max"], cloud.means.max(axis=0))


@pytest.mark.parametrize("flags", [(True, False), (False, True), (False, False)])
def test_flags_survive(tmp_path: Path, flags: tuple[bool, bool]) -> None:
    file = replace(as_splat_file(random_cloud(5)), antialiased=flags[0], is_2dgs=flags[1])
    back = through_file(file, tmp_path / "cloud.glb")
    assert (back.antialiased, back.is_2dgs) == flags


def test_one_gaussian_is_written_and_none_is_refused(tmp_path: Path) -> None:
    assert through_file(random_cloud(1), tmp_path / "one.glb").cloud.gaussian_count == 1
    with pytest.raises(InputError, match="empty cloud"):
        write_splats(tmp_path / "none.glb", random_cloud(0))
    assert not (tmp_path / "none.glb").exists()


def test_nodes_move_turn_and_scale_their_splats(tmp_path: Path, small: Json) -> None:
    plain = read_json(tmp_path, small)
    turn = np.array([0.5, 0.1, -0.3, 0.8])
    turn /= np.linalg.norm(turn)
    small["nodes"] = [
        {"children": [1], "translation": [1, 2, 3]},
        {"mesh": 0, "rotation": [*turn[1:], turn[0]], "scale": [2, 2, 2]},
    ]
    moved = read_json(tmp_path, small)
    matrix = matrix_from_quaternion(turn)
    np.testing.assert_allclose(moved.means, plain.means @ matrix.T * 2 + [1, 2, 3], atol=1e-5)
    np.testing.assert_allclose(moved.scales, 2 * plain.scales, rtol=1e-5)

    stretch = np.diag([1.0, 3.0, 0.5, 1.0])
    small["nodes"] = [{"mesh": 0, "matrix": stretch.T.ravel().tolist()}]
    wide = read_json(tmp_path, small)
    before = covariance_from(plain.quats, plain.scales)
    expected = stretch[:3, :3] @ before @ stretch[:3, :3].T
    np.testing.assert_allclose(covariance_from(wide.quats, wide.scales), expected, atol=1e-5)


def test_splats_of_several_nodes_become_one_cloud(tmp_path: Path, small: Json) -> None:
    small["nodes"] = [{"mesh": 0}, {"mesh": 0, "translation": [5, 0, 0]}]
    small["scenes"] = [{"nodes": [0, 1]}]
    cloud = read_json(tmp_path, small)
    assert cloud.gaussian_count == 12
    assert np.ptp(cloud.means[:, 0]) > 5


def test_integers_and_strides_are_read(tmp_path: Path, small: Json) -> None:
    plain = read_json(tmp_path, small)
    codes = np.zeros((6, 8), np.uint8)
    codes[:, 0] = np.rint(plain.opacities * 255)
    turns = np.rint(plain.quats[:, [1, 2, 3, 0]] * 32767).astype("<i2")
    attributes = small["meshes"][0]["primitives"][0]["attributes"]
    for name, data, kind, stride in (
        ("OPACITY", codes.tobytes(), 5121, 8),
        ("ROTATION", turns.tobytes(), 5122, 8),
    ):
        uri = "data:application/octet-stream;base64," + base64.b64encode(data).decode()
        small["buffers"].append({"byteLength": len(data), "uri": uri})
        view = {"buffer": len(small["buffers"]) - 1, "byteLength": len(data), "byteStride": stride}
        small["bufferViews"].append(view)
        accessor = small["accessors"][attributes["KHR_gaussian_splatting:" + name]]
        accessor |= {"bufferView": len(small["bufferViews"]) - 1}
        accessor |= {"componentType": kind, "normalized": True}
    cloud = read_json(tmp_path, small)
    np.testing.assert_allclose(cloud.opacities, plain.opacities, atol=0.002)
    np.testing.assert_allclose(cloud.quats, plain.quats, atol=1e-4)


def test_linear_colours_become_srgb(tmp_path: Path, small: Json) -> None:
    plain = read_json(tmp_path, small)
    entry = small["meshes"][0]["primitives"][0]["extensions"]["KHR_gaussian_splatting"]
    entry["colorSpace"] = "lin_rec709_display"
    cloud = read_json(tmp_path, small)
    linear = sh0_to_rgb(plain.sh_coeffs[:, 0])
    middle = (linear > 0.05) & (linear < 1)
    display = sh0_to_rgb(cloud.sh_coeffs[:, 0])
    np.testing.assert_allclose(display[middle], linear[middle] ** (1 / 2.2), atol=0.04)
    assert "linear" in gltf.read(tmp_path / "edited.gltf").notes[0]


Edit = Callable[[Json], object]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda g: g["accessors"][0].update(count=10**7), "does not fit"),
        (lambda g: g["accessors"][0].update(byteOffset=10**9), "does not fit"),
        (lambda g: g["accessors"][0].update(sparse={"count": 1}), "sparse"),
        (lambda g: g["accessors"][0].pop("bufferView"), "sparse"),
        (lambda g: g["accessors"][0].update(type="VEC4"), "rows of 3 numbers"),
        (lambda g: g["bufferViews"][0].update(byteStride=1), "does not fit"),
        (lambda g: g["bufferViews"][0].update(buffer=-1), "contradicts itself"),
        (lambda g: g["buffers"][0].update(byteLength=10**9), "cut off"),
        (lambda g: g["buffers"][0].update(uri="data:;base64,!!"), "damaged"),
        (lambda g: g["nodes"].__setitem__(0, {"children": [0]}), "circle"),
        (lambda g: g["nodes"][0].update(scale=[-1, 1, 1]), "mirrors"),
        (lambda g: g["nodes"][0].update(scale=[0, 0, 0]), "flattens"),
        (lambda g: g["asset"].update(version="1.0"), "version"),
        (lambda g: g.update(extensionsRequired=["KHR_meshopt"]), "KHR_meshopt"),
        (lambda g: g["meshes"][0]["primitives"][0].pop("extensions"), "no Gaussian splats"),
        (lambda g: g["meshes"][0]["primitives"][0]["attributes"].pop("POSITION"), "lack POSITION"),
        (lambda g: g.pop("meshes"), "contradicts itself"),
        (lambda g: g["scenes"].__setitem__(0, {"nodes": [0] * 600}), "more than 500 places"),
        (lambda g: g.update(nodes=[{}], scenes=[{"nodes": [0] * 6_000}]), "more than 2,000"),
    ],
)
def test_wrong_files_say_what_is_wrong(
    tmp_path: Path, small: Json, edit: Edit, message: str
) -> None:
    edit(small)
    with pytest.raises(InputError, match=message):
        read_json(tmp_path, small)


def test_splats_repeated_without_end_are_refused(tmp_path: Path) -> None:
    root = written_json(tmp_path / "a.gltf", random_cloud(500))
    root["scenes"] = [{"nodes": [0] * 400}]
    with pytest.raises(InputError, match="fill the memory"):
        read_json(tmp_path, root)


def test_compressed_splats_are_refused_by_name(tmp_path: Path, small: Json) -> None:
    entry = small["meshes"][0]["primitives"][0]["extensions"]["KHR_gaussian_splatting"]
    entry["extensions"] = {"KHR_gaussian_splatting_compression_spz_2": {}}
    with pytest.raises(InputError, match="compression_spz_2"):
        read_json(tmp_path, small)


def test_buffers_lie_in_the_files_own_folder(tmp_path: Path, small: Json) -> None:
    content = base64.b64decode(small["buffers"][0]["uri"].partition(",")[2])
    folder = tmp_path / "scene"
    (folder / "parts").mkdir(parents=True)
    (folder / "parts/with space.bin").write_bytes(content)
    (tmp_path / "outside.bin").write_bytes(content)
    (folder / "link.bin").symlink_to(tmp_path / "outside.bin")
    expected = read_json(tmp_path, small)

    def read_from(uri: object) -> GaussianCloud:
        edited = copy.deepcopy(small)
        edited["buffers"][0]["uri"] = uri
        return read_json(folder, edited)

    found = read_from("parts/with%20space.bin")
    np.testing.assert_array_equal(found.means, expected.means)
    for uri in (
        "../outside.bin",
        "%2e%2e/outside.bin",
        "..\\outside.bin",
        str(tmp_path / "outside.bin"),
        "https://example.org/a.bin",
        "file:///etc/hostname",
        "//host/share",
        "link.bin",
        "",
    ):
        with pytest.raises(InputError, match=r"own folder|out of its folder"):
            read_from(uri)
    with pytest.raises(InputError, match="cut off"):
        read_from(7)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no glTF file"),
        (b"{}", "no asset"),
        (b"[" * 100_000, "no glTF file"),
        (b"glTF" + struct.pack("<II", 1, 20), "older versions"),
        (b"glTF" + struct.pack("<IIII", 2, 30, 10**6, 0x4E4F534A), "cut off"),
        (b"glTF" + struct.pack("<II", 2, 12), "no JSON chunk"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "x.glb").write_bytes(data)
    with pytest.raises(InputError, match=message):
        gltf.read(tmp_path / "x.glb")


def test_writing_can_be_cancelled(tmp_path: Path) -> None:
    def cancel(_: str, share: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        write_splats(tmp_path / "a.glb", random_cloud(50), progress=cancel)
    assert list(tmp_path.iterdir()) == []


def mutation_seeds(folder: Path) -> list[bytes]:
    cloud = random_cloud(6, degree=1)
    for name in ("a.glb", "a.gltf"):
        write_splats(folder / name, cloud)
    return [(folder / name).read_bytes() for name in ("a.glb", "a.gltf")]


@pytest.mark.parametrize("count", [OWN_COUNT, pytest.param(OWN_SLOW_COUNT, marks=pytest.mark.slow)])
def test_mutated_files_give_a_cloud_or_a_clear_error(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, count: int
) -> None:
    seeds = mutation_seeds(tmp_path_factory.mktemp("seeds"))
    check_survives(gltf.read, ".glb", seeds, count, folder=tmp_path)


def test_the_registry_knows_both_endings(tmp_path: Path) -> None:
    for name in ("a.GLB", "a.gltf"):
        assert through_file(random_cloud(2), tmp_path / name).format == "gltf"
    assert read_splats(tmp_path / "a.gltf").cloud.gaussian_count == 2


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "cannot be read from character 0 on"),
        (b'{"asset": {', "cannot be read from character 11 on"),
        (b"\x89junk", "no text at byte 0"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_json_is_said_in_the_words_of_the_file(
    tmp_path: Path, content: bytes, fault: str
) -> None:
    path = tmp_path / "broken.gltf"
    path.write_bytes(content)
    with pytest.raises(InputError, match=fault):
        open_gltf(path)
