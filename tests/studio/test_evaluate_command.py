"""`phys4d-studio evaluate` from its arguments to its files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from models.data.object_sources import glb_bytes
from models.data.procedural import procedural_mesh
from models.evaluation import mesh_truth, reconstruction_protocol
from models.physgm.build import build_physgm
from models.physgm.checkpoint import save_physgm
from models.physgm.config import INFERENCE_PRESET
from studio.cli import run
from tests.models.physgm.tiny_physgm import TINY


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
    assert "compared on white" in " ".join(said.out.split())
    assert "objects    1, split all objects (the folder names no splits), 1 broken" in said.out
    rows = [line.split() for line in said.out.splitlines()]
    table = {row[0]: row[1:] for row in rows if len(row) == 6 and row[3] == "-"}
    assert set(table) == {"embedded", "blank", "card", "inflated", "revolution"}
    assert float(table["blank"][3]) == 0
    assert re.search(r"gain over inflated +[+-][\d.]+ dB \(", said.out)
    values = json.loads(target.read_text())
    assert values["novel_psnr"] > values["baselines"]["blank"]["novel_psnr"]
    assert values["novel_lpips"] is None
    assert values["object_count"] == values["skipped_count"] == 1
    assert "compared on white" in values["protocol"]["summary"]
    assert {"seconds_total", "peak_memory_mb", "groups", "objects", "baselines"} < set(values)
    assert json.loads((out / "report.json").read_text())["novel_psnr"] == values["novel_psnr"]


def test_checkpoint_of_physgm_is_given_four_posed_views(meshes: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    weights, target = tmp_path / "tiny.safetensors", tmp_path / "figures.json"
    save_physgm(weights, build_physgm(TINY), TINY, replace(INFERENCE_PRESET, picture_px=32))
    arguments = ["evaluate", "reconstruction", str(meshes), "--model", str(weights)]
    assert run([*arguments, "--no-lpips", "--json", str(target)]) == 0
    values = json.loads(target.read_text())
    assert values["protocol"]["input_count"] == 4
    assert set(values["offsets"]) == {"45", "135", "225", "315", "top"}
    assert values["failed"] == {}
    assert values["gaussian_count"]["max"] > 0
    assert np.isfinite(values["novel_psnr"])
    assert run([*arguments, "--views", "1"]) == 2


@pytest.mark.slow
def test_several_views_stand_beside_the_first_alone(meshes: Path, tmp_path: Path) -> None:
    target = tmp_path / "figures.json"
    arguments = ["evaluate", "reconstruction", str(meshes), "--views", "2", "--no-lpips"]
    assert run([*arguments, "--json", str(target)]) == 0
    values = json.loads(target.read_text())
    assert values["protocol"]["input_offsets_deg"] == [0, 180]
    assert {"embedded_one_view", "inflated", "revolution"} < set(values["baselines"])


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
