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

from render.errors import CancelledError, InputError
from studio.export import video as video_module
from studio.export.video import VideoWriter, export_video, to_uint8


def patches(width: int = 96, height: int = 64) -> np.ndarray:
    """Flat patches of primaries, greys and skin, wide enough for halved chroma."""
    colors = [
        (255, 0, 0),
        (0, 255, 0),
        (0, 0, 255),
        (128, 128, 128),
        (255, 255, 255),
        (224, 172, 105),
    ]
    picture = np.zeros((height, width, 3), np.uint8)
    for index, color in enumerate(colors):
        picture[:, index * width // 6 : (index + 1) * width // 6] = color
    return picture


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_fifty_frames_play_for_two_seconds(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    assert export_video((patches() for _ in range(50)), out, fps=25) == 50
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        assert stream.average_rate == 25
        assert float(stream.duration * stream.time_base) == pytest.approx(2.0, abs=0.01)
    assert len(decoded(out)) == 50


def test_index_stands_before_the_pictures(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    export_video([patches()] * 3, out, fps=25)
    data = out.read_bytes()
    assert 0 < data.find(b"moov") < data.find(b"mdat")


def test_colors_survive_with_the_right_matrix_and_range(tmp_path: Path) -> None:
    out = tmp_path / "clip.mp4"
    export_video([patches()] * 3, out, fps=25)
    with av.open(str(out)) as container:
        frame = next(container.decode(video=0))
        assert int(frame.colorspace) == 1  # BT.709
        assert int(frame.color_range) == 1  # limited
        rgb = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
    for index in range(6):
        middle = (np.s_[10:-10], np.s_[index * 16 + 6 : index * 16 + 10])
        error = rgb[middle].astype(int) - patches()[middle]
        assert np.abs(error.mean(axis=(0, 1))).max() <= 4


@pytest.mark.parametrize(("width", "height"), [(33, 21), (2, 2), (31, 40)])
def test_odd_sizes_are_padded_to_even_ones(tmp_path: Path, width: int, height: int) -> None:
    out = tmp_path / "clip.mp4"
    export_video([np.full((height, width, 3), 200, np.uint8)] * 2, out, fps=30)
    frame = decoded(out)[0]
    assert frame.shape == (height + height % 2, width + width % 2, 3)
    assert np.abs(frame.astype(int) - 200).max() <= 4


def write_then_raise(out: Path, error: Exception) -> None:
    with VideoWriter(out, width=96, height=64, fps=25) as writer:
        writer.write(patches())
        raise error


@pytest.mark.parametrize("error", [CancelledError(), RuntimeError("broken")])
def test_an_interrupted_video_leaves_nothing(tmp_path: Path, error: Exception) -> None:
    out = tmp_path / "clip.mp4"
    out.write_bytes(b"earlier work")
    with pytest.raises(type(error)):
        write_then_raise(out, error)
    assert out.read_bytes() == b"earlier work"
    assert os.listdir(tmp_path) == ["clip.mp4"]


def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(video_module.os, "replace", fail)
    with pytest.raises(InputError, match="disk is full"):
        export_video([patches()] * 2, tmp_path / "clip.mp4", fps=25)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("clip.gif", {}, r"\.mp4"),
        ("absent/clip.mp4", {}, "does not exist"),
        ("clip.mp4", {"width": 1}, "width must be 2"),
        ("clip.mp4", {"height": 99999}, "height must be 2"),
        ("clip.mp4", {"fps": 0}, "frame rate"),
        ("clip.mp4", {"fps": float("nan")}, "frame rate"),
    ],
)
def test_impossible_videos_are_refused_before_rendering(
    tmp_path: Path, name: str, options: dict[str, float], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        VideoWriter(tmp_path / name, **{"width": 8, "height": 8, "fps": 25, **options})


def test_a_folder_is_not_a_video(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        VideoWriter(tmp_path / "clip.mp4", width=8, height=8, fps=25)


def test_no_frames_make_no_video(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no frame"):
        export_video([], tmp_path / "clip.mp4", fps=25)
    assert os.listdir(tmp_path) == []


def test_pictures_of_another_size_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="96x64"):
        export_video([patches(), patches(50, 50)], tmp_path / "clip.mp4", fps=25)
    assert os.listdir(tmp_path) == []


def test_eight_bits_round_to_the_nearest() -> None:
    np.testing.assert_array_equal(
        to_uint8(np.array([-1, 0, 0.5 / 255 - 1e-4, 0.5, 1, 2], np.float32)),
        [0, 0, 0, 128, 255, 255],
    )


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize("limit_bytes", [2000, 30000])
def test_a_disk_that_fills_up_midway_leaves_nothing(tmp_path: Path, limit_bytes: int) -> None:
    code = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "import numpy as np\n"
        "from render.errors import InputError\n"
        "from studio.export.video import export_video\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit_bytes}, {limit_bytes}))\n"
        "noise = np.random.default_rng(0).integers(0, 256, (40, 64, 64, 3)).astype(np.uint8)\n"
        "try:\n"
        "    export_video(noise, Path(sys.argv[1]), fps=25)\n"
        "except InputError as error:\n"
        "    print(error)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "clip.mp4")],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "cannot write" in result.stdout
    assert os.listdir(tmp_path) == []
