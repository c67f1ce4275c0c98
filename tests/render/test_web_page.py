"""The page as a file: one piece, no network, names that stay text, sizes and notes."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from clip_scenes import TurningFall
from render_scenes import random_cloud

from render.cameras.orbit import CameraOrbit
from render.clips import web_page
from render.clips.clip import ClipArrays
from render.clips.keyed_layout import read_head
from render.clips.registry import write_clip
from render.errors import CancelledError, InputError

HOSTILE = "</title><script>alert('1')</script> \"'{{clip}} & \u2028 日本"


def part(page: str, name: str) -> str:
    found = re.search(rf'<script type="[^"]*" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]


def header_of(page: str) -> dict[str, object]:
    data = base64.b64decode(part(page, "clip"))
    header, _ = read_head(io.BytesIO(data), "page")
    return {
        "count": header.gaussian_count,
        "degree": header.sh_degree,
        "colors": header.colors,
        "title": header.title,
    }


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "fall.html"
    write_clip(path, TurningFall(hidden=40), title=HOSTILE)
    return path.read_text(encoding="utf-8")


def test_names_stay_text(page: str) -> None:
    assert "<script>alert" not in page
    assert "&lt;/title&gt;&lt;script&gt;alert(&#x27;1&#x27;)" in page
    assert page.count("</script>") == page.count("<script")
    assert header_of(page)["title"] == HOSTILE


def test_the_page_needs_nothing_else(page: str) -> None:
    addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"']*", part_without_data(page)))
    assert not addresses
    assert not re.search(r"\b(src|href)=\"(?!#|data:,)", part_without_data(page))
    assert "default-src 'none'" in page
    assert "{{" not in part_without_data(page).replace(HOSTILE, "").replace("{{clip}} &amp;", "")


def part_without_data(page: str) -> str:
    return page.replace(part(page, "clip"), "")


def test_the_camera_starts_where_the_video_does(page: str, tmp_path: Path) -> None:
    orbit = CameraOrbit(
        target_m=(0.1, 0.2, 1.0), radius_m=3.0, azimuth_deg=40.0, elevation_deg=25.0
    )
    write_clip(tmp_path / "a.html", TurningFall(30), camera=orbit)
    start = json.loads(part((tmp_path / "a.html").read_text(encoding="utf-8"), "settings"))[
        "camera"
    ]
    assert np.degrees([start["azimuth"], start["elevation"]]) == pytest.approx([40, 25], abs=1e-3)
    away = np.array([np.cos(start["elevation"]) * np.cos(start["azimuth"]),
                     np.cos(start["elevation"]) * np.sin(start["azimuth"]),
                     np.sin(start["elevation"])])  # fmt: skip
    eye = np.array(start["target"]) + start["distance"] * away
    assert eye == pytest.approx(orbit.camera(0, 9, 9).position, abs=1e-4)


def test_what_is_never_seen_is_left_out(tmp_path: Path) -> None:
    clip = TurningFall(100, hidden=30, frame_count=5)  # they would appear in frame 5
    write_clip(tmp_path / "a.html", clip)
    seen = int((clip.frame(4).opacities >= 1 / 255).sum())
    assert header_of((tmp_path / "a.html").read_text(encoding="utf-8"))["count"] == seen <= 70


def test_colours_are_reduced_with_a_note_when_they_take_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = TurningFall(100, degree=3, frame_count=3)
    path = tmp_path / "a.html"
    assert write_clip(path, clip).notes == ()
    assert header_of(path.read_text(encoding="utf-8"))["degree"] == 3
    monkeypatch.setattr(web_page, "HANDY_BYTES", 5000)
    assert "degree 1 of 3" in write_clip(path, clip).notes[0]
    monkeypatch.setattr(web_page, "HANDY_BYTES", 3000)
    notes = write_clip(path, clip).notes
    assert "first view" in notes[0]
    assert "quality small" in notes[1]
    found = header_of(path.read_text(encoding="utf-8"))
    assert (found["degree"], found["colors"]) == (0, "fixed")


def test_nothing_to_see_and_cancelling(tmp_path: Path) -> None:
    cloud = random_cloud(10)
    unseen = replace(cloud, opacities=np.zeros(10, np.float32))
    with pytest.raises(InputError, match="no Gaussian in any frame"):
        write_clip(tmp_path / "a.html", ClipArrays((unseen,)))

    def cancel(stage: str, fraction: float) -> None:
        if stage == "Writing the clip":
            raise CancelledError

    with pytest.raises(CancelledError):
        write_clip(tmp_path / "a.html", ClipArrays((cloud,)), progress=cancel)
    assert not list(tmp_path.iterdir())
