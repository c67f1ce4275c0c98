"""A tiny PhysGM checkpoint through the command line to a simulation, and what is refused."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import load_file, save_file

from models.checkpoint import file_digest
from models.physgm.build import build_physgm
from models.physgm.checkpoint import LAST_LAYER, save_physgm
from models.physgm.config import INFERENCE_PRESET
from models.threads import one_thread
from render.camera import Camera
from sim.project import Project
from sim.take import Take
from studio import cli
from studio.jobs.prediction import loaded_predictor
from tests.models.physgm.tiny_physgm import TINY

SIDE = 32
SKETCH = ["--quality", "sketch", "--frames", "2", "--material", "jelly"]


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    loaded_predictor.cache_clear()
    with one_thread():
        yield
    loaded_predictor.cache_clear()


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights of a network with two blocks of width 64 that sees 32 px."""
    path = tmp_path_factory.mktemp("weights") / "tiny.safetensors"
    torch.manual_seed(0)
    save_physgm(path, build_physgm(TINY), TINY, replace(INFERENCE_PRESET, picture_px=SIDE))
    return path


def frame(index: int) -> dict[str, Any]:
    camera = Camera.orbit(
        (0, 0, 0), radius=1.7067, azimuth_deg=90 * index, elevation_deg=8.93, width=1, height=1
    )
    lens = {"fx": float(SIDE), "fy": float(SIDE), "cx": SIDE / 2, "cy": SIDE / 2}
    pose = {"w2c": camera.world_to_camera.tolist(), "w": SIDE, "h": SIDE}
    return {"file_path": f"{index}.png", **lens, **pose}


@pytest.fixture
def poses(tmp_path: Path) -> Path:
    """Four views of a red square."""
    pixels = np.zeros((SIDE, SIDE, 4), np.uint8)
    pixels[8:24, 8:24] = (200, 40, 30, 255)
    for index in range(4):
        Image.fromarray(pixels).save(tmp_path / f"{index}.png")
    document = {"scene_name": "square", "frames": [frame(index) for index in range(4)]}
    path = tmp_path / "pose.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def changed(poses: Path, **values: object) -> None:
    """Change the last frame of a pose file."""
    document = json.loads(poses.read_text())
    document["frames"][3] |= values
    poses.write_text(json.dumps(document), encoding="utf-8")


def refusal(capsys: pytest.CaptureFixture[str], poses: Path, model: Path, *more: str) -> str:
    """The one line that a prediction is refused with; nothing is left behind."""
    project = poses.with_name("toy.p4d")
    command = ["predict", str(poses), "-o", str(project), "--model", str(model), *more]
    assert cli.run(command) == 2
    assert not project.exists()
    lines = capsys.readouterr().err.strip().splitlines()
    (said,) = [line for line in lines if not line.startswith("[")]  # progress is in brackets
    return said


def test_posed_pictures_become_a_project_that_simulates(
    checkpoint: Path, poses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project_path = tmp_path / "toy.p4d"
    command = ["predict", str(poses), "-o", str(project_path), "--model", str(checkpoint)]
    assert cli.run([*command, "--size", "0.4", "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["model"] == "PhysGM (tiny.safetensors)"
    assert report["view_source"] == "4 posed pictures"
    assert report["checkpoint_sha256"] == file_digest(checkpoint)
    project = Project.open(project_path)
    manifest = project.manifest
    assert (manifest.model, manifest.checkpoint) == (report["model"], report["checkpoint_sha256"])
    assert manifest.size_m == pytest.approx(0.4)
    assert project.physics is not None
    assert "log10_density" not in project.physics.predicted
    low, high = project.cloud().bounds(percentile=0.1, min_opacity=0.02)
    assert float((high - low).max()) == pytest.approx(0.4, rel=0.01)
    np.testing.assert_allclose((low + high) / 2, 0, atol=0.01)
    assert cli.run(["simulate", str(project_path), *SKETCH]) == 0
    (name,) = Project.open(project_path).takes()
    take = Take.open(project.take_path(name))
    assert take.complete
    assert take.gaussian_count >= project.cloud().gaussian_count


def test_generate_makes_a_video_of_a_photo_and_names_the_generated_views(
    checkpoint: Path, poses: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, save = tmp_path / "toy.mp4", tmp_path / "toy.p4d"
    picture = Image.open(poses.with_name("0.png")).resize((128, 128))
    picture.putpixel((60, 60), (10, 200, 30, 255))
    picture.save(tmp_path / "photo.png")
    command = ["generate", str(tmp_path / "photo.png"), "-o", str(out), "--save", str(save)]
    options = ["--model", str(checkpoint), "--model-precision", "bf16", "--size-px", "64x64"]
    assert cli.run([*command, *options, *SKETCH]) == 0
    captured = capsys.readouterr()
    source = "one picture and three renders of the embedded model"
    assert f"model      PhysGM (tiny.safetensors), {source}" in captured.out
    assert "(90°, 180°, 270°) are renders of the embedded model" in captured.err
    manifest = Project.open(save).manifest
    assert manifest.view_source == source
    assert any("renders of the embedded model" in warning for warning in manifest.warnings)
    assert out.stat().st_size > 300


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"w2c": np.zeros((4, 4)).tolist()}, "frame 3: w2c is singular"),
        ({"w2c": np.diag([1.0, 1, -1, 1]).tolist()}, "frame 3: w2c is left-handed"),
        ({"w2c": np.full((4, 4), np.nan).tolist()}, "frame 3: w2c is not finite"),
        ({"w": 16}, "frame 3 has 16x32 px, frame 0 32x32; give views of one size"),
        ({"file_path": "9.png"}, "9.png is missing"),
    ],
)
def test_bad_poses_are_one_line(
    checkpoint: Path,
    poses: Path,
    values: dict[str, object],
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    changed(poses, **values)
    line = refusal(capsys, poses, checkpoint)
    assert str(poses) in line
    assert said in line


def damaged(checkpoint: Path, path: Path, how: str) -> Path:
    """A checkpoint that is broken in one way."""
    tensors = load_file(checkpoint)
    file = path / f"{how}.safetensors"
    if how == "truncated":
        file.write_bytes(checkpoint.read_bytes()[:-1000])
        return file
    if how in ("another", "code"):
        file = file.with_suffix(".pt")
        torch.save(
            {"model": torch.nn.Linear(2, 2).state_dict()} if how == "another" else Code(), file
        )
        return file
    if how == "nan":
        tensors["dino_proj.weight"][3, 4] = np.nan
    elif how == "degree":
        tensors[LAST_LAYER] = tensors[LAST_LAYER][:12].clone()
    elif how == "lacking":
        del tensors["input_layernorm.weight"]
    with_settings = {"physgm": json.dumps(settings()), "preset": "{}"}
    save_file(tensors, file, with_settings)
    return file


def settings() -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(TINY)


class Code:
    """Runs when it is unpickled."""

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return os.mkdir, ("must-not-exist",)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("another", "holds another network: its 2 tensors begin with weight, bias"),
        ("truncated", "perhaps truncated"),
        ("nan", "dino_proj.weight holds NaN or infinity"),
        ("code", "it holds pickled code (posix.mkdir), which is never run"),
        ("degree", "has 12 rows, which is no SH degree; 14, 23, 38 or 59"),
        ("lacking", "does not fit the network: missing input_layernorm.weight"),
    ],
)
def test_bad_checkpoints_are_one_line(
    checkpoint: Path, poses: Path, how: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = damaged(checkpoint, poses.parent, how)
    line = refusal(capsys, poses, path)
    assert str(path) in line
    assert said in line
    assert not Path("must-not-exist").exists()


def test_options_that_do_not_fit_are_one_line(
    checkpoint: Path, poses: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mv = ["--views-from", "mvadapter"]
    assert "views by MV-Adapter need its weights" in refusal(capsys, poses, checkpoint, *mv)
    line = refusal(capsys, poses, Path("embedded"), "--precision", "bf16")
    assert "the embedded model takes no choice of a precision" in line
    line = refusal(capsys, poses, checkpoint, "--dino", str(checkpoint))
    assert "holds its own DINOv3 already; leave tiny.safetensors out" in line
