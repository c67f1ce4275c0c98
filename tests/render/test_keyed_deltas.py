"""One-file 4D: what is read back is what was written, within the errors that the file states."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from clip_scenes import TurningFall
from fuzzing import OWN_COUNT, OWN_SLOW_COUNT, check_survives, mutated, peak_bytes
from render_scenes import random_cloud

from render.clips.clip import ClipArrays
from render.clips.clip_motion import ColorMotion
from render.clips.keyed_deltas import KeyedClip, read_keyed_deltas, write_keyed_deltas
from render.clips.registry import read_clip, write_clip
from render.covariance import covariance_from
from render.errors import CancelledError, InputError
from render.gaussians import GaussianCloud
from render.spherical_harmonics import SH_C0


@pytest.fixture(scope="module")
def fall() -> TurningFall:
    return TurningFall(hidden=40)


@pytest.fixture(scope="module")
def fall_file(fall: TurningFall, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "fall.p4dc"
    write_keyed_deltas(path, fall)
    return path


def test_frames_come_back_within_the_stated_errors(fall: TurningFall, fall_file: Path) -> None:
    clip = read_keyed_deltas(fall_file)
    errors, side = clip.header.errors, clip.header.longest_side_m
    assert clip.frame_count == 24
    assert clip.frame_dt_s == 0.04
    assert errors["position_share"] <= 1.5e-4
    assert errors["rotation_deg"] <= 0.8
    assert errors["size_percent"] <= 2.6
    for index in (0, 4, 5, 13, 23):
        wanted, found = fall.frame(index), clip.frame(index)
        apart = np.linalg.norm(found.means - wanted.means, axis=1).max()
        assert apart <= 1.01 * errors["position_share"] * side
        assert np.abs(found.opacities - wanted.opacities).max() <= 1.01 * errors["opacity"]
        color = SH_C0 * np.abs(found.sh_coeffs - wanted.sh_coeffs).max()
        assert color <= 1.01 * errors["color"]
        seen = wanted.opacities > 0
        before, after = (covariance_from(c.quats, c.scales)[seen] for c in (wanted, found))
        largest = (wanted.scales.max(axis=1)[seen] ** 2)[:, None, None]
        assert np.abs((after - before) / largest).max() < 0.1


@pytest.mark.parametrize("quality", ["small", "high"])
def test_quality_trades_size_for_error(
    fall: TurningFall, fall_file: Path, tmp_path: Path, quality: str
) -> None:
    path = tmp_path / "fall.p4dc"
    report = write_clip(path, fall, quality=quality)
    standard = read_keyed_deltas(fall_file).header.errors
    finer = quality == "high"
    assert (report.size_bytes > fall_file.stat().st_size) == finer
    for name in ("position_share", "rotation_deg", "size_percent"):
        assert (report.errors[name] < standard[name]) == finer


def test_any_frame_is_the_one_that_reading_in_order_gives(fall_file: Path) -> None:
    jumping, walking = read_clip(fall_file), read_clip(fall_file)
    frames = [walking.frame(index).means for index in range(walking.frame_count)]
    for index in (23, 0, 11, 10, 9):
        assert np.array_equal(jumping.frame(index).means, frames[index])
    with pytest.raises(InputError, match="0 to 23"):
        jumping.frame(24)


def test_writing_again_what_was_read_changes_hardly_anything(
    fall_file: Path, tmp_path: Path
) -> None:
    clip = read_keyed_deltas(fall_file)
    report = write_keyed_deltas(tmp_path / "again.p4dc", clip, title="again")
    again = read_keyed_deltas(tmp_path / "again.p4dc")
    assert again.header.title == "again"
    assert report.errors["position_share"] <= 1.5e-4
    apart = np.abs(again.frame(20).means - clip.frame(20).means).max()
    assert apart <= 2e-4 * again.header.longest_side_m


def clouds_of(clip: TurningFall) -> tuple[GaussianCloud, ...]:
    return tuple(clip.frame(index) for index in range(0, clip.frame_count, 4))


def test_clips_without_poses_are_fitted(tmp_path: Path) -> None:
    clouds = clouds_of(TurningFall(120))
    report = write_clip(tmp_path / "fit.p4dc", ClipArrays(clouds, 0.16))
    clip = read_keyed_deltas(tmp_path / "fit.p4dc")
    assert clip.colors is ColorMotion.FIXED
    assert report.errors["rotation_deg"] <= 0.8
    for index, cloud in enumerate(clouds):
        found = clip.frame(index)
        before, after = (covariance_from(c.quats, c.scales) for c in (cloud, found))
        largest = (clouds[0].scales.max(axis=1) ** 2)[:, None, None]
        assert np.abs((after - before) / largest).max() < 0.1


def test_colours_turn_with_their_gaussians(tmp_path: Path) -> None:
    fall = TurningFall(80, degree=3)
    write_clip(tmp_path / "turning.p4dc", fall)
    clip = read_keyed_deltas(tmp_path / "turning.p4dc")
    assert clip.colors is ColorMotion.TURNING
    assert np.abs(clip.frame(20).sh_coeffs - fall.frame(20).sh_coeffs).max() < 0.05


def test_colours_and_opacities_may_change_by_themselves(tmp_path: Path) -> None:
    cloud = random_cloud(90, degree=1)
    clouds = []
    for step in range(4):
        coeffs, opacities = cloud.sh_coeffs * (1 - 0.2 * step), cloud.opacities / (1 + step)
        clouds.append(replace(cloud, sh_coeffs=coeffs, opacities=opacities))
    write_clip(tmp_path / "fading.p4dc", ClipArrays(tuple(clouds)))
    clip = read_keyed_deltas(tmp_path / "fading.p4dc")
    assert clip.colors is ColorMotion.KEYED
    for index, wanted in enumerate(clouds):
        found = clip.frame(index)
        assert np.abs(found.sh_coeffs - wanted.sh_coeffs).max() <= 0.0101
        assert np.abs(found.opacities - wanted.opacities).max() <= 0.51 / 255


def test_one_gaussian_and_none(tmp_path: Path) -> None:
    for count in (1, 0):
        cloud = random_cloud(5).select(slice(count))
        write_clip(tmp_path / "few.p4dc", ClipArrays((cloud, cloud)))
        found = read_clip(tmp_path / "few.p4dc").frame(1)
        assert np.abs(found.means - cloud.means).max(initial=0) < 1e-3


def test_strays_are_held_and_do_not_spoil_the_rest(tmp_path: Path) -> None:
    cloud = random_cloud(50)
    means = cloud.means.copy()
    means[7] = 1e7
    write_clip(tmp_path / "stray.p4dc", ClipArrays((cloud, replace(cloud, means=means))))
    found = read_clip(tmp_path / "stray.p4dc").frame(1)
    others = np.arange(50) != 7
    assert np.abs(found.means - means)[others].max() < 1e-3
    assert np.linalg.norm(found.means[7]) > 1e3


def test_a_cut_file_keeps_its_complete_groups(fall_file: Path, tmp_path: Path) -> None:
    whole = fall_file.read_bytes()
    clip = read_keyed_deltas(fall_file)
    place, length = (int(clip._table[-1][name]) for name in ("place", "length"))
    cut = tmp_path / "cut.p4dc"
    cut.write_bytes(whole[: place + length // 2])
    partly = read_keyed_deltas(cut)
    assert partly.frame_count == 20
    assert "20 of 24 frames" in partly.notes[-1]
    assert np.array_equal(partly.frame(19).means, clip.frame(19).means)
    cut.write_bytes(whole[: int(clip._table[2]["place"]) + 5])
    with pytest.raises(InputError, match="cut off before its first complete frames"):
        read_keyed_deltas(cut)


def test_a_damaged_group_is_told_and_the_others_stay(fall_file: Path, tmp_path: Path) -> None:
    data = bytearray(fall_file.read_bytes())
    clip = read_keyed_deltas(fall_file)
    data[int(clip._table[3]["place"]) + 20] ^= 4
    bad = tmp_path / "bad.p4dc"
    bad.write_bytes(bytes(data))
    damaged = read_keyed_deltas(bad)
    with pytest.raises(InputError, match="frames 10 to 19"):
        damaged.frame(12)
    assert np.array_equal(damaged.frame(22).means, clip.frame(22).means)


def test_newer_versions_and_other_files_are_refused(fall_file: Path, tmp_path: Path) -> None:
    data = bytearray(fall_file.read_bytes())
    data[8] = 2
    path = tmp_path / "newer.p4dc"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="version 2, this program reads up to 1"):
        read_clip(path)
    path.write_bytes(b"ply\nformat")
    with pytest.raises(InputError, match="not a phys4d clip"):
        read_clip(path)
    with pytest.raises(InputError, match="does not exist"):
        read_clip(tmp_path / "none.p4dc")


def test_cancelling_leaves_nothing(fall: TurningFall, tmp_path: Path) -> None:
    def cancel(stage: str, fraction: float) -> None:
        if fraction > 0.3:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_clip(tmp_path / "cancelled.p4dc", fall, progress=cancel)
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told(
    fall: TurningFall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("render.clips.keyed_writer.prefix_bytes", full)
    with pytest.raises(InputError, match="the disk is full"):
        write_clip(tmp_path / "full.p4dc", fall)
    assert not list(tmp_path.iterdir())


def test_impossible_requests_are_refused(fall: TurningFall, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown; use one of small, standard, high"):
        write_clip(tmp_path / "a.p4dc", fall, quality="best")
    with pytest.raises(InputError, match=r"known: .*\.p4dc"):
        write_clip(tmp_path / "a.txt", fall)
    with pytest.raises(InputError, match="create it first"):
        write_clip(tmp_path / "no" / "a.p4dc", fall)
    with pytest.raises(InputError, match="no frame"):
        ClipArrays(())
    with pytest.raises(InputError, match="same ones in every frame"):
        ClipArrays((random_cloud(3), random_cloud(4)))


def read_last(path: Path) -> SimpleNamespace:
    clip = read_keyed_deltas(path)
    return SimpleNamespace(cloud=clip.frame(clip.frame_count - 1))


def fuzzed_files(tmp_path: Path) -> list[bytes]:
    originals = []
    for name, clip in (("plain", TurningFall(40)), ("turning", TurningFall(20, degree=2))):
        write_keyed_deltas(tmp_path / f"{name}.p4dc", clip)
        originals.append((tmp_path / f"{name}.p4dc").read_bytes())
    return originals


def test_damaged_files_are_survived(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    check_survives(read_last, ".p4dc", fuzzed_files(tmp_path), OWN_COUNT, folder=folder)


@pytest.mark.slow
def test_many_damaged_files_are_survived(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    check_survives(read_last, ".p4dc", fuzzed_files(tmp_path), OWN_SLOW_COUNT, folder=folder)


def test_damage_below_the_checksums_is_survived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checksums stop nearly all damage; what stands behind them must hold by itself."""
    monkeypatch.setattr("render.clips.keyed_layout.zlib.crc32", lambda _: 0)
    originals = fuzzed_files(tmp_path)
    path = tmp_path / "mutated.p4dc"
    for seed in range(150):
        path.write_bytes(mutated(originals[seed % 2], seed))
        with suppress(InputError):
            read_last(path)


def test_a_small_file_that_promises_much_takes_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "liar.p4dc"
    write_keyed_deltas(path, TurningFall(40, frame_count=2))
    data = path.read_bytes()
    lie = data.replace(b'"gaussian_count": 40, ', b'"gaussian_count":9999999,', 1)
    assert len(lie) > len(data)
    path.write_bytes(lie.replace(b"   ", b"", 1))
    monkeypatch.setattr("render.clips.keyed_layout.zlib.crc32", lambda _: 0)
    assert peak_bytes(lambda: KeyedClip.frame(read_keyed_deltas(path), 0)) < 200e6
