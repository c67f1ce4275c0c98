"""Videos play everywhere, keep their colours and never lie half-written under their name."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from render.errors import CancelledError, InputError
from studio.export import picture_sink
from studio.export.codecs import CODECS, Codec, Storage
from studio.export.interruption import StoppedExportError
from studio.export.quantise import stored, to_uint8
from studio.export.still import write_still
from studio.export.video_writer import VideoWriter
from tests.studio.export.stored_videos import (
    HEIGHT_PX,
    WIDTH_PX,
    decoded,
    frames,
    patch_error,
    patches,
    tags,
)

LARGEST_ERRORS = {
    "h264": 3, "h265": 3, "av1": 3, "vp9": 3, "vp9-alpha": 3, "prores4444": 1.5,
    "ffv1": 0, "gif": 2, "png": 0, "exr": 0,
}  # fmt: skip
"""Largest error of a flat patch's colour, of 255."""
TAGS = {"title": "Ball", "phys4d.law": "jelly", "phys4d.youngs_modulus_pa": "2e+06"}


def write(out: Path, codec: Codec, pictures: list[np.ndarray], fps: float = 25) -> None:
    height, width = pictures[0].shape[:2]
    with VideoWriter(out, codec=codec, size_px=(width, height), fps=fps, metadata=TAGS) as writer:
        for picture in pictures:
            writer.write(picture)
    assert writer.frame_count == len(pictures)


@pytest.mark.parametrize("codec", [CODECS[name] for name in LARGEST_ERRORS], ids=LARGEST_ERRORS)
def test_colours_and_tags_survive_every_codec(tmp_path: Path, codec: Codec) -> None:
    out = tmp_path / f"clip{codec.usual_suffix}"
    write(out, codec, [patches(codec)] * 3)
    pictures = decoded(out, codec)
    assert len(pictures) == 3
    assert patch_error(pictures[1]) <= LARGEST_ERRORS[codec.name]
    if codec.is_lossless and codec.bits == 8:
        np.testing.assert_array_equal(pictures[0][:, :, :3], patches())
    if codec.storage is Storage.MOVIE:
        found = tags(out)
        assert {key: found[key] for key in TAGS} == TAGS
    if codec.pixel_format.startswith("yuv"):
        frame = frames(out, codec)[0]
        assert int(frame.colorspace) == 1  # BT.709
        assert int(frame.color_range) == 1  # limited


@pytest.mark.parametrize("name", ["vp9-alpha", "prores4444", "gif", "png"])
def test_alpha_survives(tmp_path: Path, name: str) -> None:
    codec = CODECS[name]
    alpha = np.zeros((HEIGHT_PX, WIDTH_PX, 1), np.uint8)
    alpha[:24], alpha[40:] = 255, 0 if name == "gif" else 128
    alpha = alpha.astype(np.uint16) * 257 if codec.bits == 16 else alpha
    out = tmp_path / f"clip{codec.usual_suffix}"
    write(out, codec, [np.concatenate([patches(codec), alpha], axis=2)] * 2)
    picture = decoded(out, codec, alpha=True)[0]
    assert (picture[4:16, 8:-8, 3] >= 254).all()
    assert (picture[28:36, 8:-8, 3] <= 1).all()
    if name != "gif":
        assert np.abs(picture[48:60, 8:-8, 3].astype(int) - 128).max() <= 2


def test_fifty_frames_play_for_two_seconds_with_the_index_in_front(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    write(out, CODECS["h264"], [patches()] * 50)
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.average_rate == 25
        assert float(stream.duration * stream.time_base) == pytest.approx(2.0, abs=0.01)
    data = out.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize("name", ["h264", "h265", "av1", "vp9"])
def test_the_shortest_videos_are_whole(tmp_path: Path, name: str, count: int) -> None:
    for attempt in range(4 if name == "h265" else 1):
        out = tmp_path / f"clip-{attempt}{CODECS[name].usual_suffix}"
        write(out, CODECS[name], [patches(CODECS[name])] * count)
        with av.open(str(out)) as container:
            stream = container.streams.video[0]
            shown = [packet.pts for packet in container.demux(stream) if packet.size]
            assert sorted(shown) == sorted(set(shown))
            length = (max(shown) - min(shown)) * stream.time_base
        assert float(length) == pytest.approx((count - 1) / 25, abs=1e-3)
        assert len(decoded(out, CODECS[name])) == count


def test_a_gif_plays_at_its_rate_and_carries_the_tags(tmp_path: Path) -> None:
    out = tmp_path / "clip.gif"
    moving = [np.roll(patches(), 3 * index, axis=1) for index in range(6)]
    write(out, CODECS["gif"], moving, fps=30)
    with Image.open(out) as image:
        durations = []
        for index in range(image.n_frames):
            image.seek(index)
            durations.append(image.info["duration"])
        assert image.info["loop"] == 0
    assert len(durations) == 6
    assert 30 <= np.mean(durations) <= 36
    assert b"phys4d.law: jelly" in out.read_bytes()


def test_pictures_carry_the_tags(tmp_path: Path) -> None:
    import OpenEXR

    write(tmp_path / "png", CODECS["png"], [patches()])
    write(tmp_path / "exr", CODECS["exr"], [patches(CODECS["exr"])])
    with Image.open(tmp_path / "png" / "frame_00000.png") as image:
        assert {key: image.text[key] for key in TAGS} == TAGS
    with OpenEXR.File(str(tmp_path / "exr" / "frame_00000.exr")) as file:
        assert {key: file.header()[key] for key in TAGS} == TAGS


@pytest.mark.parametrize(("width", "height"), [(33, 21), (2, 2), (31, 40)])
def test_odd_sizes_are_padded_to_even_ones(tmp_path: Path, width: int, height: int) -> None:
    out = tmp_path / "clip.mp4"
    write(out, CODECS["h264"], [np.full((height, width, 3), 200, np.uint8)] * 2)
    picture = decoded(out, CODECS["h264"])[0]
    assert picture.shape == (height + height % 2, width + width % 2, 3)
    assert np.abs(picture.astype(int) - 200).max() <= 3


def interrupted(out: Path, codec: Codec, error: BaseException, count: int) -> None:
    with VideoWriter(out, codec=codec, size_px=(WIDTH_PX, HEIGHT_PX), fps=25) as writer:
        for _ in range(count):
            writer.write(patches(codec))
        raise error


@pytest.mark.parametrize("name", ["h264", "av1", "vp9", "prores4444", "gif", "png"])
@pytest.mark.parametrize("error", [CancelledError(), KeyboardInterrupt()], ids=["cancel", "ctrl-c"])
def test_a_cancelled_video_keeps_what_is_complete(
    tmp_path: Path, name: str, error: BaseException
) -> None:
    codec = CODECS[name]
    out = tmp_path / f"clip{codec.usual_suffix}"
    with pytest.raises(StoppedExportError, match="holds the first 4 frames") as stopped:
        interrupted(out, codec, error, 4)
    kept = tmp_path / f"clip.partial{codec.usual_suffix}"
    assert stopped.value.kept == kept
    assert os.listdir(tmp_path) == [kept.name]
    assert len(decoded(kept, codec)) == 4


def test_a_video_cancelled_at_once_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoppedExportError, match="nothing was written"):
        interrupted(tmp_path / "clip.mp4", CODECS["h264"], CancelledError(), 0)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["h264", "gif", "exr"])
def test_a_failed_video_leaves_earlier_work_alone(tmp_path: Path, name: str) -> None:
    codec = CODECS[name]
    out = tmp_path / f"clip{codec.usual_suffix}"
    if codec.suffixes:
        out.write_bytes(b"earlier work")
    with pytest.raises(RuntimeError, match="broken"):
        interrupted(out, codec, RuntimeError("broken"), 2)
    assert os.listdir(tmp_path) == ([out.name] if codec.suffixes else [])


FULL_DISK = """
import errno, io, sys
from pathlib import Path
import numpy as np
from render.errors import InputError
from studio.export import spare_room
from studio.export.codecs import CODECS
from studio.export.video_writer import VideoWriter

class SmallDisk(io.FileIO):
    def write(self, data):
        room = int(sys.argv[2]) + (0 if spare_gone(self) else -spare_room.SPARE_BYTES) - self.tell()
        if room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(bytes(data[:room]))

def spare_gone(file):
    return not Path(file.name + ".spare").exists()

def open_small(path, mode, buffering=-1):
    return SmallDisk(str(path), "w+" if "w" in mode else mode.replace("b", ""))

spare_room.SPARE_BYTES = 20_000
Path.open = open_small
noise = np.random.default_rng(0).integers(0, 256, (60, 64, 64, 3)).astype(np.uint8)
try:
    with VideoWriter(
        Path(sys.argv[1]), codec=CODECS["h264"], size_px=(64, 64), fps=25
    ) as writer:
        for picture in noise:
            writer.write(picture)
except InputError as error:
    print(error)
"""


def test_a_disk_that_fills_up_midway_keeps_what_plays(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    result = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(out), "150000"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "the disk is full" in result.stdout, result.stderr
    assert "clip.partial.mp4 holds the first" in result.stdout
    assert os.listdir(tmp_path) == ["clip.partial.mp4"]
    assert 5 <= len(decoded(tmp_path / "clip.partial.mp4", CODECS["h264"])) < 60


def test_a_full_disk_keeps_the_pictures_that_are_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(path: Path, picture: np.ndarray, **options: object) -> None:
        if path.stem == "frame_00003":
            raise InputError(f"cannot write {path}") from OSError(errno.ENOSPC, "no space")
        write_still(path, picture, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(picture_sink, "write_still", save)
    with pytest.raises(InputError, match=r"disk is full.*pictures\.partial holds the first 3"):
        write(tmp_path / "pictures", CODECS["png"], [patches()] * 6)
    assert os.listdir(tmp_path) == ["pictures.partial"]
    assert len(decoded(tmp_path / "pictures.partial", CODECS["png"])) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
def test_a_file_that_may_not_grow_leaves_nothing(tmp_path: Path) -> None:
    code = FULL_DISK.split("class SmallDisk")[0] + (
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1100000, 1100000))\n"
        "noise = np.random.default_rng(0).integers(0, 256, (9, 512, 512, 3)).astype(np.uint8)\n"
        "try:\n"
        "    with VideoWriter(Path(sys.argv[1]), codec=CODECS['h264'], size_px=(512, 512),"
        " fps=25) as writer:\n"
        "        for picture in noise:\n"
        "            writer.write(picture)\n"
        "except InputError as error:\n"
        "    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "clip.mp4")],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "cannot write" in result.stdout, result.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "codec", "message"),
    [
        ("absent/clip.mp4", "h264", "does not exist"),
        ("clip.avi", "h264", r"ends in one of \.mp4"),
        ("folder.mp4", "h264", "is a folder"),
        ("folder.mp4", "png", "exists already; name a new folder"),
    ],
)
def test_impossible_places_are_refused_before_rendering(
    tmp_path: Path, name: str, codec: str, message: str
) -> None:
    (tmp_path / "folder.mp4").mkdir()
    (tmp_path / "folder.mp4" / "something").touch()
    with pytest.raises(InputError, match=message):
        VideoWriter(tmp_path / name, codec=CODECS[codec], size_px=(8, 8), fps=25)


def write_one(out: Path, picture: np.ndarray) -> None:
    with VideoWriter(out, codec=CODECS["h264"], size_px=(WIDTH_PX, HEIGHT_PX), fps=25) as writer:
        writer.write(picture)


@pytest.mark.parametrize("wrong", [patches()[:50], patches()[:, :, 0], patches().astype(np.uint16)])
def test_pictures_of_another_shape_are_refused(tmp_path: Path, wrong: np.ndarray) -> None:
    with pytest.raises(InputError, match=rf"{WIDTH_PX}x{HEIGHT_PX}"):
        write_one(tmp_path / "clip.mp4", wrong)
    assert os.listdir(tmp_path) == []


def test_eight_bits_round_to_the_nearest_or_dither_by_place(rng: np.random.Generator) -> None:
    values = np.array([-1, 0, 0.5 / 255 - 1e-4, 0.5, 1, 2], np.float32)[None, :, None]
    np.testing.assert_array_equal(
        to_uint8(values.repeat(3, axis=2))[0, :, 0], [0, 0, 0, 128, 255, 255]
    )
    picture = rng.random((96, 80, 4)).astype(np.float32)
    whole = stored(picture, 8)
    np.testing.assert_array_equal(stored(picture[40:, 32:], 8, origin=(40, 32)), whole[40:, 32:])
    flat = stored(np.full((64, 64, 3), 100.25 / 255, np.float32), 8)
    assert flat.mean() == pytest.approx(100.25, abs=0.02)
