"""`simulate CLOUD --scene` with a scene file of PhysGaussian."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.physgaussian.stand_ins import stand_in
from benchmarks.physgaussian_scenes import FOLDER
from render.formats.ply import write_ply
from sim.project import Project
from sim.take import Take
from studio.cli import run

BREAD = FOLDER / "tear_bread.json"


def arguments(folder: Path, *more: str) -> list[str]:
    cloud = folder / "loaf.ply"
    write_ply(cloud, stand_in("tear_bread"))
    options = ["--scene", str(BREAD), "--frames", "3", "--quality", "sketch", *more]
    return ["simulate", str(cloud), "-o", str(folder / "loaf.p4d"), *options]


def test_a_splat_file_is_pulled_apart_as_the_file_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    assert run(arguments(tmp_path, "--json", str(report))) == 0
    project = Project.open(tmp_path / "loaf.p4d")
    (name,) = project.takes()
    take = Take.open(project.path / "takes" / name)
    assert take.frame_count == 3
    assert take.frame_dt_s == pytest.approx(0.01)
    assert take.provenance.law == "jelly"
    rest, last = take.frame(0).means, take.frame(2).means
    ends = abs(rest[:, 0]) > 0.25
    assert (abs(last[ends, 0]) - abs(rest[ends, 0])).mean() > 0.001
    video = tmp_path / "loaf.mp4"
    assert run(["render", str(project.path), "--size-px", "64x64", "-o", str(video)]) == 0
    assert video.stat().st_size > 0
    softer = ["--branch", f"{name}@1", "--young", "1e3", "--frames", "3"]
    assert run(["simulate", str(project.path), *softer]) == 0
    (branched,) = set(Project.open(project.path).takes()) - {name}
    changed = Take.open(project.take_path(branched)).provenance
    assert (changed.quality, changed.simulated.youngs_modulus_pa) == ("imported", 1e3)
    assert json.loads(report.read_text(encoding="utf-8"))["takes"]


def test_material_options_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments(tmp_path, "--material", "sand")) == 2
    assert "--material does not go with" in capsys.readouterr().err
    assert not (tmp_path / "loaf.p4d").exists()
