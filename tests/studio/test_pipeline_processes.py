"""Whole processes: killed, interrupted, and without a network."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest
from pipeline_scene import make_project

from sim.project import Project
from sim.take import Take
from studio.jobs.pipeline import run_simulate
from studio.jobs.requests import SimulateRequest

SAMPLE_PHOTO = Path(__file__).resolve().parents[2] / "resources" / "samples" / "coffee.jpg"
SKETCH = ["--quality", "sketch", "--frames", "3", "--size-px", "64x64"]

NO_NETWORK = """
import sys
attempts = []
WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}

def watch(event, arguments):
    if event in WATCHED:
        attempts.append((event, repr(arguments)))
        raise PermissionError(f"blocked by the test: {event} {arguments!r}")

sys.addaudithook(watch)
from main import main
status = main(sys.argv[1:])
sys.exit(f"network attempts: {attempts}" if attempts else status)
"""


def start(*arguments: object, code: str | None = None) -> subprocess.Popen[str]:
    launch = ["-c", code] if code else ["-P", "-m", "main"]
    command = [sys.executable, *launch, *(str(argument) for argument in arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )


def stop_at(process: subprocess.Popen[str], stage: str, number: signal.Signals) -> list[str]:
    """Send a signal when a stage's progress line appears; returns what follows on stderr."""
    assert process.stderr is not None
    seen = []
    with process.stderr as errors:
        for line in errors:
            seen.append(line)
            if line.startswith("[") and stage in line:
                process.send_signal(number)
                break
        else:
            process.wait(timeout=60)
            pytest.fail(f"{stage!r} never came:\n{''.join(seen)}")
        rest = errors.read().splitlines()
    process.wait(timeout=60)
    return rest


@pytest.fixture
def saved(tmp_path: Path) -> Project:
    """A project with one complete take: the earlier work."""
    project = make_project(tmp_path / "ball.p4d")
    run_simulate(SimulateRequest(project.path, "before", quality="sketch", frame_count=2))
    return project


def assert_earlier_work_is_intact(path: Path) -> None:
    project = Project.open(path)
    assert "before" in project.takes()
    take = Take.open(project.take_path("before"))
    assert take.complete
    assert take.frame(1).gaussian_count == take.gaussian_count
    assert project.cloud().gaussian_count > 0
    for name in project.takes():
        Take.open(project.take_path(name))


needs_posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")


@needs_posix
@pytest.mark.parametrize("stage", ["Loading the object", "Simulating"])
def test_killed_simulation(saved: Project, stage: str) -> None:
    process = start("simulate", saved.path, "--quality", "preview", "--material", "jelly")
    stop_at(process, stage, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert_earlier_work_is_intact(saved.path)


@needs_posix
@pytest.mark.parametrize("stage", ["Framing the camera", "Rendering the video"])
def test_killed_rendering_leaves_no_video(saved: Project, tmp_path: Path, stage: str) -> None:
    process = start("render", saved.path, "-o", tmp_path / "x.mp4", "--size-px", "1024x1024")
    stop_at(process, stage, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "x.mp4").exists()
    assert_earlier_work_is_intact(saved.path)


@needs_posix
@pytest.mark.slow
@pytest.mark.parametrize(
    "stage",
    [
        "Reading the photo", "Finding the object", "Loading the model",
        "Predicting shape and material", "Saving the project", "Loading the object", "Simulating",
        "Framing the camera", "Rendering the video",
    ],
)  # fmt: skip
def test_killed_generation(saved: Project, tmp_path: Path, stage: str) -> None:
    out = tmp_path / "x.mp4"
    process = start(
        "generate", SAMPLE_PHOTO, "-o", out, "--save", saved.path, "--quality", "sketch"
    )
    stop_at(process, stage, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not out.exists()
    assert_earlier_work_is_intact(saved.path)


@needs_posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_rendering_keeps_what_plays(
    saved: Project, tmp_path: Path, number: signal.Signals
) -> None:
    videos = tmp_path / "videos"
    videos.mkdir()
    options = ["--size-px", "1024x1024", "--fps", "120", "--time-remap", "0.1x"]
    process = start("render", saved.path, "-o", videos / "x.mp4", *options)
    rest = stop_at(process, "Rendering the video", number)
    assert process.returncode == 130
    (line,) = rest
    left = [path.name for path in videos.iterdir()]
    if left:
        assert left == ["x.partial.mp4"]
        assert line.startswith(f"interrupted; {videos / left[0]} holds the first")
        with av.open(str(videos / left[0])) as container:
            assert sum(1 for _ in container.decode(video=0)) > 0
    else:
        assert line == "interrupted before the first frame; nothing was written"
    assert_earlier_work_is_intact(saved.path)


@needs_posix
def test_interrupted_simulation_keeps_complete_frames(saved: Project) -> None:
    process = start("simulate", saved.path, "--quality", "preview", "--material", "jelly")
    rest = stop_at(process, "Simulating", signal.SIGINT)
    assert process.returncode == 130
    assert rest == ["interrupted; only what was complete is kept"]
    assert_earlier_work_is_intact(saved.path)
    leftovers = [p.name for p in (saved.path / "takes").iterdir() if p.name.startswith(".")]
    assert leftovers == []


def test_simulate_and_render_touch_no_network(saved: Project, tmp_path: Path) -> None:
    out = tmp_path / "x.mp4"
    for arguments in (
        ["simulate", saved.path, *SKETCH[:4], "--material", "jelly"],
        ["render", saved.path, "-o", out, *SKETCH[4:]],
    ):
        process = start(*arguments, code=NO_NETWORK)
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert out.stat().st_size > 500


@pytest.mark.slow
def test_generate_touches_no_network(tmp_path: Path) -> None:
    out, save = tmp_path / "x.mp4", tmp_path / "x.p4d"
    process = start("generate", SAMPLE_PHOTO, "-o", out, "--save", save, *SKETCH, code=NO_NETWORK)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    assert out.stat().st_size > 500
    assert Project.open(save).takes() == ("take-1",)
