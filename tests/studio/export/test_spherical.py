"""360 videos say that they are: the mark lies in the track and the pictures are where they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.export.codecs import CODECS
from studio.export.spherical import mark_spherical, picture_xmp
from studio.export.video_writer import VideoWriter
from tests.studio.export.stored_videos import (
    HEIGHT_PX,
    WIDTH_PX,
    decoded,
    patch_error,
    patches,
    tags,
)


def write(out: Path, name: str, *, spherical: bool) -> None:
    codec = CODECS[name]
    with VideoWriter(
        out,
        codec=codec,
        size_px=(WIDTH_PX, HEIGHT_PX),
        fps=25,
        metadata={"title": "Round"},
        spherical=spherical,
    ) as writer:
        for shift in range(12):
            writer.write(np.roll(patches(codec), shift, axis=0))


@pytest.mark.parametrize(("file", "name"), [("a.mp4", "h264"), ("a.mov", "prores4444")])
def test_marked_videos_play_as_before(tmp_path: Path, file: str, name: str) -> None:
    plain, marked = tmp_path / f"plain-{file}", tmp_path / file
    write(plain, name, spherical=False)
    write(marked, name, spherical=True)
    data = marked.read_bytes()
    assert data.count(b"<GSpherical:ProjectionType>equirectangular<") == 1
    track, mark = data.find(b"trak"), data.find(b"uuid")
    length = int.from_bytes(data[track - 4 : track], "big")
    assert track < mark < track + length
    for before, after in zip(
        decoded(plain, CODECS[name]), decoded(marked, CODECS[name]), strict=True
    ):
        np.testing.assert_array_equal(before, after)
    assert patch_error(decoded(marked, CODECS[name])[0]) <= 3
    assert tags(marked)["title"] == "Round"
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([plain.name, file])


def test_containers_without_the_mark_stay_as_they_are(tmp_path: Path) -> None:
    write(tmp_path / "a.mkv", "h264", spherical=True)
    assert b"GSpherical" not in (tmp_path / "a.mkv").read_bytes()
    assert len(decoded(tmp_path / "a.mkv", CODECS["h264"])) == 12


def test_what_is_no_video_is_not_marked(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"\0\0\0\x10ftypisom\0\0\0\0")
    with pytest.raises(ValueError, match="no moov"):
        mark_spherical(tmp_path / "a.mp4")


def test_pictures_name_their_size() -> None:
    text = picture_xmp(512, 256)
    assert "GPano:FullPanoWidthPixels='512'" in text
    assert "GPano:CroppedAreaImageHeightPixels='256'" in text
