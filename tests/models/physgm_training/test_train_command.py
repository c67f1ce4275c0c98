"""`train pretrain` with a PhysGM config, as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from training_fixtures import document, write_objects

from models.physgm.model import PhysGM
from studio import cli

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "small.json"
    path.write_text(json.dumps({"physgm": document(step_count=2)}))
    return path


def train(*arguments: object) -> int:
    return cli.run(["train", "pretrain", *map(str, arguments)])


def test_command_trains_and_reports(config: Path, tmp_path: Path, capsys: Capture) -> None:
    data, out = write_objects(tmp_path / "objects", 2), tmp_path / "out"
    report = tmp_path / "report.json"
    assert train(config, "--data", data, "-o", out, "--device", "cpu", "--json", report) == 0
    weights = out / "physgm.safetensors"
    assert f"weights    {weights}" in capsys.readouterr().out
    found = json.loads(report.read_text())
    assert found["weights"] == [str(weights)]
    assert found["stage"] == "physgm"
    assert found["seconds_total"] > 0
    assert PhysGM.load(weights).loaded.config.dim == 16


def test_other_processes_of_a_launcher_say_nothing(
    config: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from models.training.physgm import run

    asked = []
    monkeypatch.setattr(run, "train_physgm", lambda request, *more: asked.append((request, more)))
    monkeypatch.setenv("RANK", "1")
    data = write_objects(tmp_path / "objects", 1)
    assert train(config, "--data", data, "-o", tmp_path / "out", "--json", "-") == 0
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")
    request, more = asked[0]
    assert request.data == (data,)
    assert request.device == "auto"
    assert more == ()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "PhysGM networks need --data"),
        (["--data", "nowhere"], "nowhere does not exist"),
        (["--data", ".", "--stage", "shape"], "--stage is for the embedded model"),
        (["--data", ".", "--assets", "."], "--assets is for the embedded model"),
        (["--data", ".", "--device", "tpu"], "invalid choice: 'tpu'"),
    ],
)
def test_bad_options_are_one_line(
    arguments: list[str],
    words: str,
    config: Path,
    tmp_path: Path,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert train(config, "-o", "out", *arguments) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("option", ["data", "dino", "device"])
def test_options_of_physgm_are_none_of_the_embedded_model(
    option: str, tmp_path: Path, project_root: Path, capsys: Capture
) -> None:
    config = project_root / "resources" / "training" / "embedded.json"
    value = "cpu" if option == "device" else tmp_path
    assert train(config, f"--{option}", value, "-o", tmp_path / "out") == 2
    assert f"--{option} is for a PhysGM network" in capsys.readouterr().err


def test_config_with_a_wrong_value_is_one_line(
    tmp_path: Path, capsys: Capture, config: Path
) -> None:
    config.write_text(json.dumps({"physgm": {"losses": {"rgb": -1.0}}}))
    assert train(config, "--data", tmp_path, "-o", tmp_path / "out") == 2
    assert capsys.readouterr().err == (
        f"error: {config}: section losses: losses.rgb -1 is outside 0..1000\n"
    )
    assert not (tmp_path / "out").exists()
