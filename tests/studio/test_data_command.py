"""`data build`, `data annotate` and `data shards` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from models.data.assets import TexturedMesh
from models.data.object_description import Reference
from models.data.object_folder import ObjectFolder
from models.data.object_sources import glb_bytes
from studio import cli


def build(out: Path, *arguments: str) -> int:
    return cli.run(["data", "build", "-o", str(out), "--size", "16", *arguments])


def write_mesh(path: Path) -> Path:
    """A GLB file of a grey tetrahedron."""
    corners = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], np.float32)
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]], np.int32)
    texture = np.full((2, 2, 3), 90, np.uint8)
    path.write_bytes(glb_bytes(TexturedMesh(corners, faces, corners[:, :2], texture)))
    return path


def test_procedural_build_reports_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--procedural", "2", "--seed", "5", "--free-cameras", "0", "--json", "-")
    options += ("--materials", "snow, sand")
    assert build(tmp_path / "data", *options) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["built"], first["kept"], first["labelled"]) == (2, 0, 2)
    assert (first["pictures_per_object"], first["takes"]) == (24, None)
    folder = tmp_path / "data" / "procedural" / "train_00000005_sand"
    assert (folder / "023.png").is_file()
    assert json.loads((folder / "physical.json").read_text())["material"] == "Sand"
    assert build(tmp_path / "data", *options) == 0
    second = json.loads(capsys.readouterr().out)
    assert (second["built"], second["kept"]) == (0, 2)


def test_objects_without_a_label_are_pointed_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mesh = write_mesh(tmp_path / "a.glb")
    assert build(tmp_path / "data", str(mesh), "--free-cameras", "0") == 0
    captured = capsys.readouterr()
    assert "1 objects of 24 pictures" in captured.out
    assert "1 objects came without a label" in captured.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "there is no object to render"),
        (("missing.glb",), "missing.glb does not exist"),
        (("--procedural", "-1"), "-1 is out of range"),
        (("--procedural", "1", "--size", "8"), "8 is out of range"),
        (("--procedural", "1", "--workers", "0"), "0 is out of range"),
        (("--procedural", "1", "--materials", "sandd"), "did you mean Sand?"),
        (("--procedural", "1", "--materials", ","), "--materials names no class"),
    ],
)
def test_bad_builds_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert build(tmp_path / "data", *arguments) == 2
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1
    assert said in lines[0]


def test_bad_annotations_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def annotate(folder: Path, *arguments: str) -> str:
        command = ["data", "annotate", str(folder), "--model", "m", *arguments]
        assert cli.run(command) == 2
        return capsys.readouterr().err

    local = ("--endpoint", "http://127.0.0.1:9/v1")
    assert "is not a folder; make one with `data build`" in annotate(tmp_path / "no", *local)
    assert "holds no object with pose.json" in annotate(tmp_path, *local)
    assert "is no http or https address" in annotate(tmp_path, "--endpoint", "ftp://x")
    assert "--endpoint" in annotate(tmp_path)
    monkeypatch.delenv("VISION_KEY", raising=False)
    text = annotate(tmp_path, *local, "--api-key-variable", "VISION_KEY")
    assert "environment variable VISION_KEY is empty" in text


def test_shards_are_packed_from_a_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--free-cameras", "0")
    meshes = [write_mesh(tmp_path / f"{name}.glb") for name in "abc"]
    assert build(tmp_path / "data", *map(str, meshes[:2]), *options) == 0
    assert build(tmp_path / "data", str(meshes[2]), "--split", "test", *options) == 0
    command = ["data", "shards", str(tmp_path / "data"), "-o", str(tmp_path / "shards")]
    capsys.readouterr()
    assert cli.run([*command, "--json", "-"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["objects"], report["labelled"], report["shard_count"]) == (2, 0, 1)
    assert report["bytes"] == (tmp_path / "shards" / "shard-000000.tar").stat().st_size
    assert cli.run(command) == 0
    captured = capsys.readouterr()
    assert "2 objects in 1 files" in captured.out
    assert "2 objects have no label" in captured.err
    assert cli.run([*command, "--split", "val"]) == 2
    assert "holds no object of the split val" in capsys.readouterr().err
    assert cli.run(["data", "shards", str(tmp_path / "no"), "-o", str(tmp_path / "x")]) == 2
    assert "does not exist; make a dataset" in capsys.readouterr().err


def test_a_clip_becomes_the_reference_of_a_foreign_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mesh = write_mesh(tmp_path / "a.glb")
    assert build(tmp_path / "data", str(mesh), "--free-cameras", "0") == 0
    folder = tmp_path / "data" / "meshes" / "a"
    for file in ("object.json", "mesh.glb"):
        (folder / file).unlink()
    command = ["data", "reference", str(folder), str(tmp_path / "fall.mp4"), "--prompt", "it falls"]
    assert cli.run([*command, "--model", "video-13b"]) == 2
    assert "fall.mp4 does not exist" in capsys.readouterr().err
    (tmp_path / "fall.mp4").touch()
    assert cli.run([*command, "--model", " "]) == 2
    assert "the model has no name" in capsys.readouterr().err
    assert cli.run([*command, "--model", "video-13b", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["prompt"] == "it falls"
    about = ObjectFolder.open(folder).description
    assert about is not None
    assert about.id == "meshes/a"
    assert about.reference == Reference(tmp_path / "fall.mp4", "it falls", "video-13b")
