"""PLY sequences: frames, names, times, and folders that are none."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from format_scenes import lowest_psnr, moving_signpost
from render_scenes import random_cloud

from render.clips.ply_sequence import read_ply_sequence, sequence_files, write_ply_sequence
from render.clips.registry import read_clip, write_clip
from render.errors import CancelledError, InputError
from render.formats import ply
from render.formats.registry import read_splats, write_splats
from render.formats.splat_file import SplatFile


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_ply_sequence(tmp_path / "walk", moving_signpost(4))
    return tmp_path / "walk"


def test_frames_come_back_upright_with_their_time(folder: Path) -> None:
    clip, back = moving_signpost(4), read_clip(folder)
    assert sorted(os.listdir(folder)) == [f"frame_000{index}.ply" for index in (1, 2, 3, 4)]
    assert (back.frame_count, back.frame_dt_s) == (4, 0.04)
    for index in (0, 3):
        found, expected = back.frame(index), clip.frame(index)
        np.testing.assert_allclose(found.means, expected.means, atol=1e-6)
        np.testing.assert_allclose(found.scales, expected.scales, rtol=1e-5)
        np.testing.assert_allclose(found.opacities, expected.opacities, atol=1e-6)
        assert lowest_psnr(found, expected) > 80


def test_files_are_what_other_tools_expect(folder: Path) -> None:
    file = read_splats(folder / "frame_0002.ply")
    assert file.up_axis == "-y"
    assert lowest_psnr(file.with_up_axis("+z").cloud, moving_signpost(2).frame(1)) > 80


def test_any_file_names_its_sequence(folder: Path) -> None:
    write_splats(folder / "other_7.ply", random_cloud(3))
    assert len(sequence_files(folder / "frame_0003.ply")) == 4
    assert read_ply_sequence(folder / "other_7.ply").gaussian_count == 3
    with pytest.raises(InputError, match="2 sequences"):
        sequence_files(folder)


def test_the_user_may_state_axis_and_time(tmp_path: Path) -> None:
    tmp_path.joinpath("s").mkdir()
    cloud = random_cloud(4)
    for number in (9, 10, 11):
        ply.write_ply(tmp_path / f"s/a{number}.ply", cloud)
    assert read_ply_sequence(tmp_path / "s").frame_dt_s == 0.04
    clip = read_ply_sequence(tmp_path / "s", up_axis="+y", frame_dt_s=0.1)
    assert clip.frame_dt_s == 0.1
    expected = np.stack([cloud.means[:, 0], -cloud.means[:, 2], cloud.means[:, 1]], axis=1)
    np.testing.assert_allclose(clip.frame(2).means, expected, atol=1e-6)
    assert [file.name for file in clip.files] == ["a9.ply", "a10.ply", "a11.ply"]


def test_gaps_doubles_and_differing_counts_name_the_file(folder: Path) -> None:
    (folder / "frame_0003.ply").rename(folder / "frame_0005.ply")
    (folder / "frame_0004.ply").rename(folder / "frame_0003.ply")
    with pytest.raises(InputError, match=r"lacks frame 4: frame_0005\.ply follows frame_0003"):
        read_ply_sequence(folder)
    (folder / "frame_0005.ply").rename(folder / "frame_3.ply")
    with pytest.raises(InputError, match=r"frame_3\.ply.* same frame"):
        read_ply_sequence(folder)
    (folder / "frame_3.ply").unlink()
    write_splats(folder / "frame_0004.ply", random_cloud(3))
    with pytest.raises(InputError, match=r"frame_0004\.ply has 3 Gaussians, .* has 75"):
        read_ply_sequence(folder)


def test_a_damaged_frame_is_named_when_it_is_read(folder: Path) -> None:
    path = folder / "frame_0002.ply"
    path.write_bytes(path.read_bytes()[:-5])
    clip = read_ply_sequence(folder)
    clip.frame(0)
    with pytest.raises(InputError, match=r"frame_0002\.ply is cut off"):
        clip.frame(1)
    with pytest.raises(InputError, match="frame 4 does not exist"):
        clip.frame(4)


def test_folders_without_a_sequence(tmp_path: Path) -> None:
    (tmp_path / "cloud.ply").write_bytes(b"")
    for path in (tmp_path, tmp_path / "cloud.ply"):
        with pytest.raises(InputError, match="holds no PLY sequence"):
            read_ply_sequence(path)
    with pytest.raises(InputError, match="cannot read"):
        read_ply_sequence(tmp_path / "absent" / "a1.ply")
    (tmp_path / "a1.ply").write_bytes(b"ply\nnothing")
    with pytest.raises(InputError, match=r"a1\.ply"):
        read_ply_sequence(tmp_path)


def test_writing_is_all_or_nothing(tmp_path: Path, folder: Path) -> None:
    def cancel(_: str, share: float) -> None:
        if share > 0.3:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_ply_sequence(tmp_path / "new", moving_signpost(4), progress=cancel)
    assert os.listdir(tmp_path) == ["walk"]
    with pytest.raises(InputError, match="exists already"):
        write_clip(folder, moving_signpost(2))
    (tmp_path / "empty").mkdir()
    report = write_clip(tmp_path / "empty", moving_signpost(2))
    assert report.size_bytes == sum(f.stat().st_size for f in (tmp_path / "empty").iterdir())


def test_a_full_disk_is_named_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = ply.write

    def full(path: Path, splats: SplatFile) -> None:
        if path.name == "frame_0003.ply":
            raise InputError(f"cannot write {path}: the disk is full")
        real(path, splats)

    monkeypatch.setattr(ply, "write", full)
    frame = tmp_path / "walk" / "frame_0003.ply"
    with pytest.raises(
        InputError, match=f"^cannot write {re.escape(str(frame))}: the disk is full"
    ):
        write_ply_sequence(tmp_path / "walk", moving_signpost(4))
    assert os.listdir(tmp_path) == []
