"""`rank --reference CLIP` as a user runs it: a take of our own filmed, and clips that are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from benchmarks.stranger_film import FilmLook, film
from main import main
from render.camera import Camera
from sim.project import Project
from sim.project_manifest import MaskReport
from sim.take import Take
from tests.sim.motion.falling_takes import Fall, ball_take
from tests.sim.sim_bodies import box_shell
from tests.studio.synthetic_project import ball_manifest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def filmed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Take, Path]:
    take = ball_take(Fall(squash=0.3).pose, frame_count=16, striped=True)
    clip = tmp_path_factory.mktemp("clips") / "ball.mp4"
    camera = Camera.orbit(
        (0, 0, 0.3), radius=1.5, azimuth_deg=0, elevation_deg=10, width=256, height=192
    )
    film(take, clip, camera, FilmLook(noise=3, seed=4, crf=18))
    return take, clip


@pytest.fixture
def project(tmp_path: Path, filmed: tuple[Take, Path]) -> Project:
    rest = filmed[0].rest
    middle = (rest.means.min(axis=0) + rest.means.max(axis=0)) / 2
    cloud = replace(rest, means=rest.means - middle)
    return Project.create(tmp_path / "B.p4d", ball_manifest(MaskReport("alpha", 0.33)), cloud)


def test_samples_are_ranked_by_a_filmed_clip(
    project: Project, filmed: tuple[Take, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    report_file = tmp_path / "rank.json"
    command = ["rank", str(project.path), "--reference", str(filmed[1]), "--samples", "2"]
    assert main([*command, "--json", str(report_file)]) == 0
    shown = capsys.readouterr()
    assert "object of 0." in shown.out
    assert "clip-1-1" in shown.out
    assert "clip-1-2" in shown.out
    report = json.loads(report_file.read_text())
    assert report["silhouette_overlap"] > 0.75
    assert report["size_m"] == pytest.approx(0.5, rel=0.2)
    assert report["drop_m"] == pytest.approx(0.25, abs=0.1)
    distances = [row["distance"] for row in report["ranking"]]
    assert distances == sorted(distances)


def test_clips_that_tell_nothing_are_refused_in_one_line(
    project: Project, filmed: tuple[Take, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    whole = filmed[1].read_bytes()
    bad = {
        "text.mp4": (b"this is no video", "cannot be read as a video"),
        "empty.mp4": (b"", "cannot be read as a video"),
        "broken.mp4": (whole[: len(whole) // 3], "cannot be read as a video"),
    }
    for name, (content, _) in bad.items():
        (tmp_path / name).write_bytes(content)
    _write(tmp_path / "one.mp4", 1)
    _write(tmp_path / "still.mp4", 8)
    expected = {name: message for name, (_, message) in bad.items()}
    expected |= {"one.mp4": "too short: pictures 1", "still.mp4": "nothing moves"}
    for name, message in expected.items():
        assert main(["rank", str(project.path), "--reference", str(tmp_path / name)]) == 2, name
        *progress, error = capsys.readouterr().err.strip().split("\n")
        assert error.startswith("error: "), name
        assert message in error, name
        assert all(line.startswith("[") for line in progress), name  # stages, no traceback
    assert not project.takes()


def test_a_clip_of_another_object_is_refused(
    filmed: tuple[Take, Path], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pole = Project.create(
        tmp_path / "Pole.p4d",
        ball_manifest(MaskReport("alpha", 0.33)),
        box_shell((0.03, 0.5, 0.03), 24),
    )
    assert main(["rank", str(pole.path), "--reference", str(filmed[1])]) == 2
    assert "does not look like the project's object" in capsys.readouterr().err


def _write(path: Path, count: int) -> None:
    with av.open(str(path), "w") as file:
        stream = file.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        picture = np.full((48, 64, 3), 120, np.uint8)
        for _ in range(count):
            file.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        file.mux(stream.encode(None))
