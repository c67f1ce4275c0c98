"""`data build` and `data annotate` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio import cli


def build(out: Path, *arguments: str) -> int:
    return cli.run(["data", "build", "-o", str(out), "--size", "16", *arguments])


def test_procedural_build_reports_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ("--procedural", "2", "--seed", "5", "--free-cameras", "0", "--json", "-")
    assert build(tmp_path / "data", *options) == 0
    first = json.loads(capsys.readouterr().out)
    assert (first["built"], first["kept"], first["labelled"]) == (2, 0, 0)
    assert first["pictures_per_object"] == 24
    assert (tmp_path / "data" / "procedural" / "00000005" / "023.png").is_file()
    assert build(tmp_path / "data", *options) == 0
    second = json.loads(capsys.readouterr().out)
    assert (second["built"], second["kept"]) == (0, 2)


def test_objects_without_a_label_are_pointed_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path / "data", "--procedural", "1", "--free-cameras", "0") == 0
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
