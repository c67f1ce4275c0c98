"""Votes become an adapter by a few lines of Python."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from models.preference import training
from models.preference.adapter import Adapter
from render.errors import InputError
from studio.api import Studio
from studio.api.adapters import AdapterSummary, adapter_summary
from tests.studio.quick_lessons import QUICK
from tests.studio.voted_project import make_voted_project

DOCUMENTATION = Path(__file__).parents[3] / "docs" / "scripting.md"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        training, "LearningOptions", partial(training.LearningOptions, settings=QUICK)
    )
    monkeypatch.setenv("PHYS4D_CONFIG_DIR", str(tmp_path / "settings"))


def test_the_example_of_the_documentation_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_voted_project(tmp_path / "Ball.p4d")
    block = DOCUMENTATION.read_text(encoding="utf-8").split("```python\n")[2].split("```")[0]
    assert "learn_from_votes" in block
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    exec(block, names)
    lesson, studio = names["lesson"], names["studio"]
    assert isinstance(lesson, AdapterSummary)
    assert isinstance(studio, Studio)
    assert (lesson.learned_from, lesson.vote_count, lesson.helped) == ("votes", 24, True)
    assert lesson.agreement > lesson.agreement_before
    assert lesson.path.parent == tmp_path / "settings" / "adapters"
    assert project.physics is not None
    stiffer = studio.physics.mean().youngs_modulus_pa
    assert stiffer > 1.1 * project.physics.mean().youngs_modulus_pa
    assert studio.project.manifest.adapter is not None
    assert studio.project.manifest.adapter.name == lesson.name


def test_votes_of_others_are_named_and_mistakes_told(tmp_path: Path) -> None:
    make_voted_project(tmp_path / "Ball.p4d", 0)
    (tmp_path / "Ball.p4d" / "votes.jsonl").unlink()
    other = make_voted_project(tmp_path / "Cup.p4d", 12, seed=1)
    studio = Studio()
    studio.open(tmp_path / "Ball.p4d")
    with pytest.raises(InputError, match="has no votes; vote in the studio"):
        studio.learn_from_votes()
    lesson = studio.learn_from_votes(other.path, out=tmp_path / "theirs.adapter")
    assert (lesson.path, lesson.name) == (tmp_path / "theirs.adapter", "theirs")
    assert lesson.vote_count == 12
    with pytest.raises(InputError, match="neither a safetensors file nor"):
        adapter_summary(other.path / "photo.png")
    foreign = replace(Adapter.load(lesson.path), checkpoint="cd" * 32)
    foreign.save(tmp_path / "foreign.adapter")
    with pytest.raises(InputError, match="belongs to the weights"):
        studio.use_adapter(tmp_path / "foreign.adapter")
