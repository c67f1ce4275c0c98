"""`phys4d-studio evaluate` from its arguments to its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from models.data.object_sources import glb_bytes
from models.data.procedural import procedural_mesh
from models.evaluation import mesh_truth, reconstruction_protocol
from studio.cli import run


@pytest.fixture
def meshes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(mesh_truth, "user_cache_path", lambda name: tmp_path / "cache")
    monkeypatch.setattr(reconstruction_protocol, "PICTURE_PX", 64)
    folder = tmp_path / "meshes"
    folder.mkdir()
    (folder / "first.glb").write_bytes(glb_bytes(procedural_mesh(3)))
    (folder / "broken.glb").write_bytes(b"no mesh")
    return folder


def test_reconstruction_of_a_dropped_in_folder(
    meshes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, target = tmp_path / "out", tmp_path / "figures.json"
    arguments = ["evaluate", "reconstruction", str(meshes), "-o", str(out), "--no-lpips"]
    assert run([*arguments, "--json", str(target)]) == 0
    said = capsys.readouterr()
    assert "skipped meshes/broken" in said.err
    assert "contact_sheet.png" in said.out
    values = json.loads(target.read_text())
    assert values["novel_psnr"] > values["baselines"]["blank"]["novel_psnr"]
    assert values["novel_lpips"] is None
    assert values["object_count"] == values["skipped_count"] == 1
    assert "compared on white" in values["protocol"]["summary"]
    assert {"seconds_total", "peak_memory_mb", "groups", "objects", "baselines"} < set(values)
    assert json.loads((out / "report.json").read_text())["novel_psnr"] == values["novel_psnr"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["{empty}"], "holds no objects; name an asset folder"),
        (["{missing}"], "is not a folder"),
        (["{meshes}", "--model", "{missing}"], "no model"),
        (["{meshes}", "-o", "{file}"], "is a file, not a folder"),
    ],
)
def test_bad_input_is_one_line(
    meshes: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    places = {"empty": tmp_path / "empty", "missing": tmp_path / "missing", "meshes": meshes}
    places["file"] = tmp_path / "file"
    places["empty"].mkdir()
    places["file"].write_text("")
    given = [argument.format(**places) for argument in arguments]
    assert run(["evaluate", "reconstruction", *given, "--no-lpips"]) == 2
    error = capsys.readouterr().err.strip()
    assert words in error
    assert "\n" not in error


def test_unknown_choices_are_usage_errors(meshes: Path) -> None:
    for extra in (["--split", "train"], ["--views", "3"]):
        assert run(["evaluate", "reconstruction", str(meshes), *extra]) == 2
