"""The Python calls that commands tell of: each is one that `Studio` takes."""

from __future__ import annotations

import ast
import inspect
from dataclasses import fields
from pathlib import Path

import pytest

from studio.api import Studio
from studio.controllers.commands.command import Command
from studio.controllers.commands.table import all_commands
from studio.controllers.studio_controller import Studio as WindowStudio
from studio.export.video_options import VideoOptions
from studio.jobs.requests import SimulateRequest
from studio.jobs.runner import JobRunner
from studio.jobs.view_runner import ViewRunner
from studio.state.studio_state import StudioState
from tests.studio.pipeline_scene import make_project

OPTIONS = {
    "export": {field.name for field in fields(VideoOptions)},
    "simulate": {field.name for field in fields(SimulateRequest)},
}


class Verbs:
    """A window that can be asked for everything and does nothing."""

    def __getattr__(self, name: str) -> object:
        return lambda *_args, **_options: None


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> tuple[Command, ...]:
    folder = tmp_path_factory.mktemp("config")
    window = WindowStudio(StudioState(), JobRunner(), ViewRunner(), folder / "preferences.json")
    return all_commands(window, Verbs())  # type: ignore[arg-type]


def test_every_call_is_one_of_the_api(table: tuple[Command, ...]) -> None:
    calls = {command.call for command in table if command.call}
    assert len(calls) > 30
    for call in calls:
        expression = ast.parse(call, mode="eval").body
        assert isinstance(expression, ast.Call), call
        assert isinstance(expression.func, ast.Attribute), call
        verb = expression.func.attr
        signature = inspect.signature(getattr(Studio, verb))
        given = {word.arg: ast.literal_eval(word.value) for word in expression.keywords}
        bound = signature.bind(None, *map(ast.literal_eval, expression.args), **given)
        assert set(bound.arguments.get("options", {})) <= OPTIONS.get(verb, set()), call


def test_takes_are_branched_resumed_and_packed(tmp_path: Path) -> None:
    studio = Studio()
    studio.open(make_project(tmp_path / "Ball.p4d").path)
    first = studio.simulate("Soft rubber", quality="sketch", frame_count=3)
    assert first.provenance.predicted.youngs_modulus_pa == pytest.approx(1e6, rel=1)
    other = studio.branch(first, "jelly", frame=1, name="other", frame_count=3)
    assert set(studio.takes) == {first.path.name, "other"}
    assert other.frame_count == 3
    assert studio.resume(other, frame=1).frame_count == 3
    assert studio.export_splats(tmp_path / "ball.ply", other, frame=2).stat().st_size > 1000
    packed = studio.share(tmp_path / "ball.p4d.zip")
    studio.close()
    unpacked = studio.unpack(packed, tmp_path / "again.p4d")
    assert set(unpacked.takes()) == {first.path.name, "other"}
    loaded = studio.load(tmp_path / "ball.ply", tmp_path / "loaded.p4d", size_m=0.3)
    assert loaded.size_m == pytest.approx(0.3)
    assert len(studio.cloud.means) >= len(unpacked.cloud().means)  # what filled it is there too
    assert studio.takes == ()
