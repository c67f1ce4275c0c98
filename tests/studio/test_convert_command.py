"""`convert`: splat files, projects and moving splats from one format to another."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from render.clips.clip import ClipArrays, is_antialiased
from render.clips.registry import read_clip, write_clip
from render.formats.registry import read_splats, write_splats
from render.formats.splat_file import SplatFile
from render.gaussians import GaussianCloud
from sim.project import Project
from sim.project_manifest import ProjectManifest
from studio import cli
from studio.jobs.pipeline import run_import
from studio.jobs.requests import ImportRequest

Capture = pytest.CaptureFixture[str]


def tower(*, degree: int = 0) -> GaussianCloud:
    """Gaussians along +z of the world, opaque, 0.9 long."""
    count, rng = 30, np.random.default_rng(0)
    means = np.zeros((count, 3), np.float32)
    means[:, 2] = np.linspace(0, 0.9, count)
    quats = rng.normal(size=(count, 4))
    return GaussianCloud(
        means,
        quats / np.linalg.norm(quats, axis=1, keepdims=True),
        np.full((count, 3), 0.02, np.float32),
        np.full(count, 0.9, np.float32),
        rng.normal(0, 0.2, (count, (degree + 1) ** 2, 3)),
    )


def run(*arguments: object) -> int:
    return cli.run(["convert", *(str(argument) for argument in arguments)])


def test_a_splat_file_keeps_what_is_up(tmp_path: Path, capsys: Capture) -> None:
    write_splats(tmp_path / "a.ply", tower(degree=2))
    assert run(tmp_path / "a.ply", tmp_path / "b.spz", "--json", tmp_path / "r.json") == 0
    text = capsys.readouterr().out
    assert "up axis    -y" in text
    assert "30 Gaussians" in text
    heights = read_splats(tmp_path / "b.spz").cloud.means[:, 1]
    np.testing.assert_allclose(heights, np.linspace(0, 0.9, 30), atol=1e-3)
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["format"], report["gaussian_count"]) == ("SPZ", 30)


def test_up_size_and_degree_are_applied(tmp_path: Path, capsys: Capture) -> None:
    write_splats(tmp_path / "a.ply", SplatFile(tower(degree=3), "ply", "-y"))  # lies along z
    target = tmp_path / "b.ply"
    assert run(tmp_path / "a.ply", target, "--up", "+z", "--size", 2, "--sh-degree", 1) == 0
    splats = read_splats(target)
    assert splats.cloud.sh_degree == 1
    heights = -splats.cloud.means[:, 1]
    assert heights.max() - heights.min() == pytest.approx(2, rel=0.01)


def test_losses_are_warnings(tmp_path: Path, capsys: Capture) -> None:
    splats = SplatFile(tower(degree=1), "", "-y", antialiased=True)
    write_splats(tmp_path / "a.ply", splats)
    assert run(tmp_path / "a.ply", tmp_path / "b.splat") == 0
    errors = capsys.readouterr().err
    assert "SH degree 0" in errors
    assert "mip" in errors


def test_the_same_format_copies_bit_by_bit(tmp_path: Path, capsys: Capture) -> None:
    write_splats(tmp_path / "a.spz", tower(degree=1))
    assert run(tmp_path / "a.spz", tmp_path / "b.spz") == 0
    assert (tmp_path / "a.spz").read_bytes() == (tmp_path / "b.spz").read_bytes()


def test_the_object_of_a_project(tmp_path: Path, capsys: Capture) -> None:
    Project.create(tmp_path / "cup.p4d", ProjectManifest(size_m=0.9), tower())
    assert run(tmp_path / "cup.p4d", tmp_path / "cup.ply") == 0
    np.testing.assert_allclose(
        -read_splats(tmp_path / "cup.ply").cloud.means[:, 1], np.linspace(0, 0.9, 30), atol=1e-6
    )


def test_how_splats_are_to_be_drawn_survives_a_project(tmp_path: Path, capsys: Capture) -> None:
    write_splats(tmp_path / "a.ply", SplatFile(tower(), "", "-y", antialiased=True))
    run_import(ImportRequest(tmp_path / "a.ply", tmp_path / "a.p4d"))
    assert Project.open(tmp_path / "a.p4d").manifest.antialiased
    assert run(tmp_path / "a.p4d", tmp_path / "b.spz") == 0
    assert read_splats(tmp_path / "b.spz").antialiased


def test_how_splats_are_to_be_drawn_survives_moving_files(tmp_path: Path, capsys: Capture) -> None:
    frames = tuple(tower().transformed(np.eye(3), np.full(3, 0.1 * k)) for k in range(2))
    source = tmp_path / "walk"
    write_clip(source, ClipArrays(frames, 0.04), antialiased=True)
    for name in ("a.p4dc", "b.usdc", "c"):
        assert run(source, tmp_path / name) == 0
        source = tmp_path / name
        assert is_antialiased(read_clip(source))
    assert run(source, tmp_path / "d.spz", "--frame", 1) == 0
    assert read_splats(tmp_path / "d.spz").antialiased
    assert run(source, tmp_path / "e.p4d") == 0
    assert Project.open(tmp_path / "e.p4d").manifest.antialiased
    assert run(tmp_path / "e.p4d", tmp_path / "f.p4dc") == 0
    assert is_antialiased(read_clip(tmp_path / "f.p4dc"))


def test_options_of_other_sources_are_refused(tmp_path: Path, capsys: Capture) -> None:
    write_splats(tmp_path / "a.ply", tower())
    assert run(tmp_path / "a.ply", tmp_path / "b.spz", "--take", "take-1") == 2
    assert "--take is for projects" in capsys.readouterr().err
    assert run(tmp_path / "a.ply", tmp_path / "b.spz", "--frame", 3) == 2
    assert "--frame is for moving splats" in capsys.readouterr().err
    assert not (tmp_path / "b.spz").exists()
    write_clip(tmp_path / "walk", ClipArrays((tower(), tower()), 0.04))
    assert run(tmp_path / "walk", tmp_path / "b.p4dc", "--frame", 1) == 2
    assert "--frame makes a still file" in capsys.readouterr().err


def test_takes_are_not_left_with_another_object(tmp_path: Path, capsys: Capture) -> None:
    write_clip(tmp_path / "walk", ClipArrays((tower(), tower()), 0.04))
    assert run(tmp_path / "walk", tmp_path / "a.p4d") == 0
    write_splats(tmp_path / "a.ply", tower())
    before = Project.open(tmp_path / "a.p4d").manifest.source
    assert run(tmp_path / "a.ply", tmp_path / "a.p4d") == 2
    assert "has takes of another object" in capsys.readouterr().err
    assert Project.open(tmp_path / "a.p4d").manifest.source == before


def test_moving_splats_and_one_of_their_frames(tmp_path: Path, capsys: Capture) -> None:
    frames = tuple(tower().transformed(np.eye(3), np.full(3, 0.1 * k)) for k in range(3))
    write_clip(tmp_path / "walk", ClipArrays(frames, 0.04))
    assert run(tmp_path / "walk", tmp_path / "walk.p4dc") == 0
    assert "3 frames" in capsys.readouterr().out
    assert read_clip(tmp_path / "walk.p4dc").frame_count == 3
    assert run(tmp_path / "walk", tmp_path / "last.ply", "--frame", 2) == 0
    lowest = (-read_splats(tmp_path / "last.ply").cloud.means[:, 1]).min()
    assert lowest == pytest.approx(0.2, abs=1e-6)
    assert run(tmp_path / "last.ply", tmp_path / "still.p4dc") == 0
    assert read_clip(tmp_path / "still.p4dc").frame_count == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("a.ply", "a.ply"), "name another output"),
        (("a.ply", "b.obj"), "does not end like a file that is written"),
        (("a.ply", "b.ksplat"), "does not end like a file that is written"),
        (("none.ply", "b.ply"), "none.ply"),
        (("a.ply", "absent/b.ply"), "does not exist"),
        (("walk", "b.ply"), "--frame"),
        (("walk", "b.ply", "--frame", "9"), "choose 0 to 1"),
        (("walk", "b.p4dc", "--size", "1"), "--size is for splat files"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    write_splats(tmp_path / "a.ply", tower())
    write_clip(tmp_path / "walk", ClipArrays((tower(), tower()), 0.04))
    before = sorted(item.name for item in tmp_path.iterdir())
    assert run(*arguments) == 2
    errors = capsys.readouterr().err
    assert words in errors
    assert errors.splitlines()[-1].startswith("error: ")
    assert sorted(item.name for item in tmp_path.iterdir()) == before


def test_info_tells_still_from_moving_splats(tmp_path: Path, capsys: Capture) -> None:
    write_clip(tmp_path / "walk.usdc", ClipArrays((tower(), tower()), 0.04))
    write_splats(tmp_path / "still.usdc", tower())
    write_clip(tmp_path / "walk", ClipArrays((tower(), tower()), 0.04))
    for name, kind in (("walk.usdc", "moving"), ("still.usdc", "splat"), ("walk", "moving")):
        assert cli.run(["info", str(tmp_path / name), "--json", "-"]) == 0
        assert json.loads(capsys.readouterr().out)["kind"].startswith(kind)


@pytest.mark.parametrize("suffix", [".ply", ".compressed.ply", ".splat", ".spz"])
def test_info_says_what_a_file_holds(tmp_path: Path, capsys: Capture, suffix: str) -> None:
    path = tmp_path / f"tower{suffix}"
    write_splats(path, SplatFile(tower(degree=1), "", "+z", antialiased=True))
    assert cli.run(["info", str(path), "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["gaussian_count"] == 30
    assert report["sh_degree"] == (0 if suffix == ".splat" else 1)
    assert report["antialiased"] is (suffix != ".splat")
    assert report["up_axis"] == ("+y" if suffix == ".spz" else "-y")
    assert report["longest_side"] == pytest.approx(0.9, rel=0.05)


@pytest.mark.parametrize("name", ["a.abc", "a.ksplat"])
def test_endings_that_are_not_written_are_refused_with_those_that_are(
    tmp_path: Path, capsys: Capture, name: str
) -> None:
    write_splats(tmp_path / "a.ply", tower())
    assert run(tmp_path / "a.ply", tmp_path / name) == 2
    error = capsys.readouterr().err
    assert ".spz" in error
    assert ".html" in error
    assert not (tmp_path / name).exists()
