"""`info` and the splat-file road of `simulate` and `render`, on real files."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.formats.ply import write_ply
from render.formats.splat_file import as_splat_file
from render.gaussians import GaussianCloud
from sim.project import Project
from sim.project_manifest import ProjectManifest
from sim.splat_object import upright
from studio import cli
from studio.jobs.pipeline import run_import
from studio.jobs.requests import ImportRequest


def box_cloud(extent: tuple[float, float, float], count: int = 400) -> GaussianCloud:
    rng = np.random.default_rng(0)
    return GaussianCloud(
        means=rng.uniform(-0.5, 0.5, (count, 3)) * extent,
        quats=np.tile([1.0, 0, 0, 0], (count, 1)),
        scales=np.full((count, 3), 0.03),
        opacities=np.full(count, 0.9),
        sh_coeffs=rng.normal(size=(count, 1, 3)) * 0.3,
    )


def run_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    assert cli.run([*arguments, "--json", "-"]) == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    report = json.loads(captured.out)
    assert isinstance(report, dict)
    return report


def test_info_of_a_photo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "cup.png")
    report = run_json(capsys, "info", str(tmp_path / "cup.png"))
    assert report["kind"] == "photo"
    assert (report["width"], report["height"]) == (80, 60)


def test_info_of_a_splat_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_ply(tmp_path / "box.ply", box_cloud((1, 2, 3)))
    report = run_json(capsys, "info", str(tmp_path / "box.ply"))
    assert report["kind"] == "splat file"
    assert report["gaussian_count"] == 400
    assert report["longest_side"] == pytest.approx(3, rel=0.1)


def test_info_of_a_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = ProjectManifest(size_m=0.4, source="cup.jpg", warnings=("Touches the border.",))
    Project.create(tmp_path / "cup.p4d", manifest, box_cloud((0.2, 0.2, 0.4)))
    report = run_json(capsys, "info", str(tmp_path / "cup.p4d"))
    assert report["kind"] == "project"
    assert report["size_m"] == 0.4
    assert report["warnings"] == ["Touches the border."]
    assert cli.run(["info", str(tmp_path / "cup.p4d")]) == 0
    assert "Touches the border." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["missing.png", "", "note.txt"])
def test_info_of_something_else(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "note.txt").write_text("hello")
    assert cli.run(["info", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_info_tells_a_broken_photo_from_what_is_no_photo(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, expected in (("cup.jpg", "not an image"), ("page.html", "no photo, splat file")):
        (tmp_path / name).write_text("hello")
        assert cli.run(["info", str(tmp_path / name)]) == 2
        assert expected in capsys.readouterr().err


@pytest.mark.parametrize(
    ("up", "extent"),
    [("+x", (3, 1, 2)), ("-x", (3, 1, 2)), ("+y", (1, 3, 2)), ("-y", (1, 3, 2)),
     ("+z", (1, 2, 3)), ("-z", (1, 2, 3))],
)  # fmt: skip
def test_a_splat_file_is_turned_upright(up: str, extent: tuple[float, float, float]) -> None:
    cloud = upright(as_splat_file(box_cloud(extent, count=4000)), up=up, size_m=0.5)
    low, high = cloud.bounds()
    assert (high - low)[2] == pytest.approx(0.5, rel=0.01)
    assert (high - low).argmax() == 2
    np.testing.assert_allclose((low + high) / 2, 0, atol=0.01)


@pytest.mark.parametrize("up", ["+x", "-x", "+y", "-y", "+z", "-z"])
def test_what_is_up_in_the_file_is_up_in_the_project(up: str) -> None:
    axis, sign = "xyz".index(up[1]), 1 if up[0] == "+" else -1
    cloud = box_cloud((1, 1, 1))
    turned = upright(as_splat_file(cloud), up=up, size_m=1.0)
    heights = turned.means[:, 2].astype(np.float64)
    original = sign * cloud.means[:, axis].astype(np.float64)
    assert np.corrcoef(heights, original)[0, 1] == pytest.approx(1, abs=1e-6)


def test_import_makes_a_project(tmp_path: Path) -> None:
    write_ply(tmp_path / "box.ply", box_cloud((1, 1, 4)))
    path = run_import(ImportRequest(tmp_path / "box.ply", tmp_path / "box.p4d", size_m=2.0))
    project = Project.open(path)
    assert project.size_m == 2.0
    assert project.physics is None
    assert project.manifest.source == "box.ply"


def test_render_of_a_splat_file_is_a_video(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import av

    write_ply(tmp_path / "box.ply", box_cloud((1, 1, 1)))
    arguments = ["render", str(tmp_path / "box.ply"), "-o", str(tmp_path / "box.mp4")]
    report = run_json(
        capsys, *arguments, "--up", "-y", "--size-px", "64x48", "--fps", "10", "--seconds", "0.4"
    )
    assert report["gaussian_count"] == 400
    with av.open(str(tmp_path / "box.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height) == (64, 48)
        assert sum(1 for _ in container.decode(video=0)) == 4


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--material", "jelly"], "name the project to make with -o"),
        (["-o", "box.p4d"], "--material jelly, metal"),
        (["-o", "box.zip", "--material", "jelly"], "must end in .p4d"),
        (["-o", "box.p4d", "--material", "lava"], "unknown law 'lava'"),
    ],
)
def test_simulate_of_a_splat_file_needs_a_law_and_a_project(
    arguments: list[str],
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    write_ply(tmp_path / "box.ply", box_cloud((1, 1, 1)))
    assert cli.run(["simulate", "box.ply", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "box.p4d").exists()
