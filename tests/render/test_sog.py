"""SOG scenes: what survives, what other tools read, and files made to do harm."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from format_scenes import lowest_psnr, signpost, through_file
from fuzzing import OWN_COUNT, OWN_SLOW_COUNT, check_survives, peak_bytes
from render_scenes import random_cloud

from benchmarks.format_errors import FieldErrors, field_errors
from render.errors import CancelledError, InputError
from render.formats import sog
from render.formats.codebook import scalar_codebook, vector_codebook
from render.formats.morton import morton_order
from render.formats.registry import read_splats, write_splats
from render.formats.sog_files import pack_sog
from render.formats.splat_file import as_splat_file
from render.formats.texture import decode_texture, encode_texture
from render.gaussians import GaussianCloud


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_meta(parts: Mapping[str, bytes], **changes: Any) -> dict[str, bytes]:
    """The same scene with other entries in its `meta.json`; None leaves one out."""
    meta = json.loads(parts["meta.json"]) | changes
    kept = {name: value for name, value in meta.items() if value is not None}
    return {**parts, "meta.json": json.dumps(kept).encode()}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sog") / "sign.sog"
    write_splats(path, signpost())
    return path


def test_the_scene_stands_upright_and_looks_the_same(written: Path) -> None:
    found = read_splats(written)
    assert (found.format, found.up_axis, found.notes) == ("sog", "-y", ())
    assert lowest_psnr(signpost(), found.with_up_axis("+z").cloud) > 42


@pytest.mark.parametrize("count", [0, 1, 2, 700])
@pytest.mark.parametrize("degree", [0, 1, 2])
def test_counts_and_degrees_survive(tmp_path: Path, count: int, degree: int) -> None:
    cloud = random_cloud(count, degree=degree)
    back = through_file(cloud, tmp_path / "cloud.sog").cloud
    assert (back.gaussian_count, back.sh_degree) == (count, degree)
    if count:
        assert np.abs(np.sort(back.opacities) - np.sort(cloud.opacities)).max() < 0.0021


def test_the_dog_loses_only_what_is_stated(tmp_path: Path, dog_cloud: GaussianCloud) -> None:
    file = replace(as_splat_file(dog_cloud), up_axis="-y")
    sog.write(tmp_path / "dog.sog", file)
    back = sog.read(tmp_path / "dog.sog").cloud
    errors = field_errors(dog_cloud.select(morton_order(dog_cloud.means)), back)
    assert errors.within(FieldErrors(2e-5, 0.07, 0.8, 0.002, 0.009, 0.008)), errors


def test_an_unedited_archive_is_written_bit_by_bit(tmp_path: Path, written: Path) -> None:
    file = read_splats(written)
    write_splats(tmp_path / "same.sog", file)
    assert (tmp_path / "same.sog").read_bytes() == written.read_bytes()
    write_splats(tmp_path / "other.sog", replace(file, antialiased=True))
    assert read_splats(tmp_path / "other.sog").antialiased


@pytest.mark.parametrize("flags", [(True, False), (False, True), (False, False)])
def test_flags_survive(tmp_path: Path, flags: tuple[bool, bool]) -> None:
    file = replace(as_splat_file(random_cloud(5)), antialiased=flags[0], is_2dgs=flags[1])
    back = through_file(file, tmp_path / "cloud.sog")
    assert (back.antialiased, back.is_2dgs) == flags


def test_older_ways_to_say_antialiased_are_known(tmp_path: Path, written: Path) -> None:
    path = tmp_path / "old.sog"
    path.write_bytes(pack_sog(with_meta(parts_of(written), antialias=True, model=None)))
    assert sog.read(path).antialiased
    path.write_bytes(pack_sog(with_meta(parts_of(written), model="never heard of")))
    assert not sog.read(path).antialiased


def test_gaussforge_reads_what_is_written_and_is_read(tmp_path: Path) -> None:
    gaussforge = pytest.importorskip("gaussforge")
    cloud = signpost()
    write_splats(tmp_path / "ours.sog", cloud)
    ours = sog.read(tmp_path / "ours.sog").cloud
    forge = gaussforge.GaussForge()
    theirs = forge.read((tmp_path / "ours.sog").read_bytes(), "sog")["data"]
    for name, expected in (
        ("positions", ours.means),
        ("rotations", ours.quats),
        ("scales", np.log(ours.scales)),
        ("colors", ours.sh_coeffs[:, 0]),
        ("sh", ours.sh_coeffs[:, 1:]),
    ):
        values = np.frombuffer(theirs[name], np.float32).reshape(expected.shape)
        np.testing.assert_allclose(values, expected, atol=1e-5, err_msg=name)

    write_splats(tmp_path / "cloud.ply", cloud)
    packed = forge.convert((tmp_path / "cloud.ply").read_bytes(), "ply", "sog")["data"]
    (tmp_path / "theirs.sog").write_bytes(packed)
    found = read_splats(tmp_path / "theirs.sog").with_up_axis("+z").cloud
    assert lowest_psnr(cloud, found) > 40


def test_a_folder_reads_like_the_archive(tmp_path: Path, written: Path) -> None:
    for name, content in parts_of(written).items():
        (tmp_path / name).write_bytes(content)
    packed = sog.read(written).cloud
    for path in (tmp_path, tmp_path / "meta.json"):
        np.testing.assert_array_equal(sog.read(path).cloud.sh_coeffs, packed.sh_coeffs)
    assert read_splats(tmp_path / "meta.json").format == "sog"


def test_version_1_interpolates_between_bounds(tmp_path: Path) -> None:
    codes = np.array([[0, 0, 0, 255], [255, 255, 255, 253]], np.uint8)
    picture = encode_texture(codes, 4, 4)
    label = encode_texture(np.array([[1, 0, 0], [0, 0, 0]], np.uint8), 4, 4)
    entries = encode_texture(np.full((6, 3), 255, np.uint8), 64 * 3, 1)
    meta = {
        "means": {"shape": [2, 3], "mins": [0, 0, 0], "maxs": [1, 1, 1], "files": ["m", "m"]},
        "scales": {"mins": [-3] * 3, "maxs": [-1] * 3, "files": ["m"]},
        "quats": {"files": ["m"]},
        "sh0": {"mins": [-1, -1, -1, 0], "maxs": [1, 1, 1, 4], "files": ["m"]},
        "shN": {"mins": -0.5, "maxs": 0.5, "files": ["c", "l"]},
    }
    parts = {"meta.json": json.dumps(meta).encode(), "m": picture, "c": entries, "l": label}
    (tmp_path / "old.sog").write_bytes(pack_sog(parts))
    cloud = sog.read(tmp_path / "old.sog").cloud
    np.testing.assert_allclose(cloud.means, [[0] * 3, [np.e - 1] * 3], rtol=1e-5)
    np.testing.assert_allclose(np.log(cloud.scales), [[-3] * 3, [-1] * 3], rtol=1e-5)
    np.testing.assert_allclose(cloud.opacities, [1 / (1 + np.exp(-4)), 0.98], atol=0.002)
    np.testing.assert_allclose(cloud.sh_coeffs[:, 1:], 0.5)
    np.testing.assert_allclose(cloud.sh_coeffs[:, 0], [[-1] * 3, [1] * 3], atol=1e-6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"count": 10**9}, "promises 1,000,000,000 Gaussians"),
        ({"count": -1}, "must be 0 or more"),
        ({"version": 3}, "is SOG version 3; 1 and 2 are known"),
        ({"means": {"mins": [0, 0, 0], "maxs": [1, 1, 1], "files": ["../a", "b"]}}, "lacks its"),
        ({"scales": {"codebook": [float("nan")] * 256, "files": ["scales.webp"]}}, "finite"),
        ({"shN": {"bands": 9, "count": 3}}, "damaged"),
        ({"count": 200}, "pixels for 200 Gaussians"),
    ],
)
def test_wrong_metadata_says_what_is_wrong(
    tmp_path: Path, written: Path, changes: dict[str, Any], message: str
) -> None:
    path = tmp_path / "wrong.sog"
    path.write_bytes(pack_sog(with_meta(parts_of(written), **changes)))
    with pytest.raises(InputError, match=message):
        sog.read(path)


def test_names_of_a_folder_do_not_leave_it(tmp_path: Path, written: Path) -> None:
    folder = tmp_path / "scene"
    folder.mkdir()
    for name, content in parts_of(written).items():
        (folder / name).write_bytes(content)
    (tmp_path / "secret.webp").write_bytes(parts_of(written)["quats.webp"])
    for name in ("../secret.webp", "/etc/hostname", "..\\secret.webp", "c:x", ""):
        meta = with_meta(parts_of(written), quats={"files": [name]})["meta.json"]
        (folder / "meta.json").write_bytes(meta)
        with pytest.raises(InputError, match="only files in its own folder"):
            sog.read(folder)


def zipped(entries: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_bombs_are_refused_before_they_unfold(tmp_path: Path, written: Path) -> None:
    parts = parts_of(written)
    flat = np.zeros((1500, 1500, 3), np.uint8)
    picture = encode_texture(flat.reshape(-1, 3), 1500, 1500)
    bombs = {
        "zip": zipped({**parts, "quats.webp": bytes(8_000_000)}),
        "many": zipped({**parts, **{f"{i}.webp": b"" for i in range(300)}}),
        "picture": zipped({**parts, "quats.webp": picture}),
    }
    for name, data in bombs.items():
        path = tmp_path / f"{name}.sog"
        path.write_bytes(data)
        assert peak_bytes(lambda path=path: sog.read(path)) < 6_000_000
        with pytest.raises(InputError, match="fill the memory"):
            sog.read(path)


def test_other_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sog"
    for data, message in (
        (b"", "no SOG archive"),
        (zipped({"readme.txt": b"hello"}), "holds no meta.json"),
        (zipped({"meta.json": b"[1]"}), "cannot be understood"),
        (zipped({"meta.json": b"{" * 100_000}), "cannot be understood"),
    ):
        path.write_bytes(data)
        with pytest.raises(InputError, match=message):
            sog.read(path)
    with pytest.raises(InputError, match="only read"):
        write_splats(tmp_path / "meta.json", random_cloud(1))


def test_lossy_pictures_are_read_with_a_warning(tmp_path: Path, written: Path) -> None:
    from PIL import Image

    parts = parts_of(written)
    stream = io.BytesIO()
    Image.open(io.BytesIO(parts["scales.webp"])).save(stream, "WEBP", lossless=False)
    (tmp_path / "lossy.sog").write_bytes(pack_sog({**parts, "scales.webp": stream.getvalue()}))
    assert "scales.webp" in sog.read(tmp_path / "lossy.sog").notes[0]


def test_writing_reports_progress_and_can_be_cancelled(tmp_path: Path) -> None:
    cloud = as_splat_file(random_cloud(300, degree=1))
    shares: list[float] = []
    sog.write(tmp_path / "a.sog", cloud, progress=lambda _, share: shares.append(share))
    assert shares == sorted(shares)
    assert len(shares) > 6

    def cancel(_: str, share: float) -> None:
        if share > 0.4:
            raise CancelledError

    with pytest.raises(CancelledError):
        sog.write(tmp_path / "b.sog", cloud, progress=cancel)
    assert [item.name for item in tmp_path.iterdir()] == ["a.sog"]


def mutation_seeds(written: Path) -> list[bytes]:
    parts = parts_of(written)
    return [written.read_bytes(), zipped(parts)]


def test_mutated_files_give_a_cloud_or_a_clear_error(tmp_path: Path, written: Path) -> None:
    check_survives(sog.read, ".sog", mutation_seeds(written), OWN_COUNT, folder=tmp_path)


@pytest.mark.slow
def test_many_mutated_files_give_a_cloud_or_a_clear_error(tmp_path: Path, written: Path) -> None:
    check_survives(sog.read, ".sog", mutation_seeds(written), OWN_SLOW_COUNT, folder=tmp_path)


def test_codes_of_numbers_are_near_or_exact(rng: np.random.Generator) -> None:
    few = rng.integers(0, 200, (500, 3)).astype(np.float32)
    codebook, codes = scalar_codebook(few)
    np.testing.assert_array_equal(codebook[codes], few)
    many = rng.normal(size=20_000).astype(np.float32)
    codebook, codes = scalar_codebook(many)
    error = codebook[codes] - many
    assert np.sqrt((error**2).mean()) < 0.007
    assert np.abs(error).max() < 0.05
    assert (np.diff(codebook) >= 0).all()


def test_codes_of_vectors_lose_less_with_more_entries(rng: np.random.Generator) -> None:
    centers = rng.normal(size=(40, 6))
    vectors = (centers[rng.integers(0, 40, 4000)] + rng.normal(0, 0.01, (4000, 6))).astype("f4")

    def error(size: int) -> float:
        entries, labels = vector_codebook(vectors, size, lambda _: None)
        assert len(entries) <= size
        assert labels.max() < len(entries)
        return float(((entries[labels] - vectors) ** 2).mean())

    assert error(10) > 10 * error(200)
    assert error(1000) < 1.05e-4
    assert error(4000) == 0


def test_bytes_of_a_texture_come_back(rng: np.random.Generator) -> None:
    rows: npt.NDArray[np.uint8] = rng.integers(0, 256, (50, 4)).astype(np.uint8)
    rows[:, 3] = 0  # transparent pixels keep their colours
    back = decode_texture(encode_texture(rows, 8, 8), 50, "t")
    np.testing.assert_array_equal(back[:50], rows)
