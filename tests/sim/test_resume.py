"""Going on: resumed takes equal uninterrupted ones bit for bit, branches share their past."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from sim_bodies import sphere_shell
from test_world import JELLY, SMALL, STONE, at

from render.errors import CancelledError, InputError
from sim import take_layout, take_writer
from sim.body import Body
from sim.branch import BranchChanges, branch
from sim.checkpoint import checkpoint_frames, checkpoint_path
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.resume import resume
from sim.run_options import RunOptions
from sim.scene.hand import HandAction, HandCommand
from sim.scene_setup import SceneSetup
from sim.simulate import simulate_bodies
from sim.take import Take
from sim.take_layout import commit_file, forecast_bytes

FRAMES = 7
SCENE = SceneSetup(frame_count=FRAMES)
GRAB_S, RELEASE_S = 0.05, 0.17


class Hand:
    """Grabs the top of the ball, pulls it aside and lets go."""

    def __init__(self):
        self.waiting = [
            HandCommand(GRAB_S, HandAction.GRAB, (0, 0, 0.2), 0.08),
            HandCommand(0.09, HandAction.MOVE, (0.1, 0, 0.25), 0.08),
            HandCommand(RELEASE_S, HandAction.RELEASE),
        ]

    def __call__(self, time_s):
        due = [command for command in self.waiting if command.time_s <= time_s]
        self.waiting = self.waiting[len(due) :]
        return due


def bodies():
    return [
        Body(at(sphere_shell(0.1, 300), z=0.101), JELLY),
        Body(at(sphere_shell(0.05, 200), z=0.27), STONE, separate=True, velocity_m_s=(0, 0, -1)),
    ]


def simulated(path, **options):
    options = {"checkpoint_every": 3, "fields": ("velocity",)} | options
    return simulate_bodies(
        bodies(), SCENE, quality=SMALL, take_path=path, options=RunOptions(**options)
    )


@pytest.fixture(scope="module")
def pulled(tmp_path_factory):
    """A take with a hand in it, never changed by a test."""
    return simulated(tmp_path_factory.mktemp("takes") / "pulled", hand=Hand())


@pytest.fixture
def copy(pulled, tmp_path):
    return shutil.copytree(pulled.path, tmp_path / "copy")


def same(first, second, frames=range(FRAMES)):
    for frame in frames:
        pairs = zip(first.encoded_pose(frame), second.encoded_pose(frame), strict=True)
        if not all(np.array_equal(a, b) for a, b in pairs):
            return False
        if not np.array_equal(first.field("velocity", frame), second.field("velocity", frame)):
            return False
    return True


def test_a_hand_pulls_and_its_commands_are_recorded(pulled, tmp_path):
    commands = pulled.commands()
    assert [command.action for command in commands] == ["grab", "move", "release"]
    assert commands[0].time_s >= GRAB_S
    idle = simulated(tmp_path / "idle")
    assert not same(idle, pulled, [FRAMES - 1])
    assert same(idle, pulled, [0, 1])
    assert pulled.diagnostics().center_m[4, 0] > idle.diagnostics().center_m[4, 0] + 1e-3


def test_a_replay_gives_the_same_take(pulled, tmp_path):
    again = simulated(tmp_path / "again", replay=pulled.commands())
    assert same(pulled, again)
    assert again.commands() == pulled.commands()


@pytest.mark.parametrize("frame", [None, 5, 3, 2, 0])
def test_a_resumed_take_equals_the_uninterrupted_one(pulled, copy, frame):
    again = resume(copy, frame)
    assert again.complete
    assert again.ending.status == "complete"
    assert same(pulled, again)
    assert again.commands() == pulled.commands()
    assert checkpoint_frames(copy) == checkpoint_frames(pulled.path) == [3, 6]
    records = [commit_file(path, 6).read_text() for path in (pulled.path, copy)]
    assert records[0] == records[1]


def test_a_damaged_checkpoint_is_passed_over(pulled, copy, caplog):
    checkpoint_path(copy, 3).write_bytes(b"half")
    assert same(pulled, resume(copy, 4))
    assert "an earlier one is used" in caplog.text


def test_a_cancelled_take_goes_on(pulled, tmp_path):
    def stop(stage, fraction):
        if fraction > 0.7:
            raise CancelledError

    with pytest.raises(CancelledError):
        simulated(tmp_path / "stopped", replay=pulled.commands(), progress=stop)
    stopped = Take.open(tmp_path / "stopped")
    assert (stopped.frame_count, stopped.ending.status) == (5, "stopped")
    later = [command for command in pulled.commands() if command not in stopped.commands()]
    options = RunOptions(hand=lambda time_s: [c for c in later if c.time_s == time_s])
    assert same(pulled, resume(tmp_path / "stopped", options=options))


def test_a_full_disk_while_resuming_keeps_what_is_there(copy, monkeypatch):
    real = take_writer.write_text_atomic

    def full(path, text):
        if path.name == "000005.json":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, text)

    monkeypatch.setattr(take_writer, "write_text_atomic", full)
    with pytest.raises(InputError, match="disk is full at frame 5: 5 complete frames are kept"):
        resume(copy, 3)
    monkeypatch.undo()
    assert Take.open(copy).frame_count == 5
    assert resume(copy).complete


def test_the_forecast_counts_checkpoints(pulled, tmp_path, monkeypatch):
    used = sum(file.stat().st_size for file in pulled.path.rglob("*") if file.is_file())
    checkpoints = sum(checkpoint_path(pulled.path, frame).stat().st_size for frame in (3, 6))
    plain = forecast_bytes(pulled.gaussian_count, FRAMES, field_count=1)
    assert used < plain + checkpoints
    free = type("Usage", (), {"free": plain})()
    monkeypatch.setattr(take_layout.shutil, "disk_usage", lambda _: free)
    with pytest.raises(InputError, match="fewer frames or checkpoints"):
        simulated(tmp_path / "full")
    assert not (tmp_path / "full").exists()
    assert simulated(tmp_path / "bare", checkpoint_every=0).complete
    assert checkpoint_frames(tmp_path / "bare") == []


KILLED = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from sim import {module} as module
real = module.{name}
def die(*arguments, **options):
    if {condition}:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*arguments, **options)
module.{name} = die
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.resume import resume
resume(Path({path!r}), 2)
"""


@pytest.mark.parametrize(
    ("module", "name", "condition", "kept"),
    [
        ("resume", "drop_checkpoints_after", "True", FRAMES),
        ("resume", "commit_file", "arguments[1] == 4", 5),
        ("take_writer", "write_text_atomic", "arguments[0].name == '000004.json'", 4),
        ("take_writer", "write_state", "'000003' in str(arguments[0])", 4),
        ("take_writer", "write_state", "'000006' in str(arguments[0])", 7),
    ],
)
def test_a_killed_resume_leaves_a_take_that_goes_on(pulled, copy, module, name, condition, kept):
    script = KILLED.format(
        tests=os.path.dirname(__file__),
        module=module,
        name=name,
        condition=condition,
        path=str(copy),
    )
    done = subprocess.run([sys.executable, "-c", script], check=False)
    assert done.returncode == -signal.SIGKILL
    take = Take.open(copy)
    assert (take.frame_count, take.ending) == (kept, None)
    assert same(pulled, take, range(3))
    assert resume(copy).complete


def test_a_branch_shares_its_past_and_then_differs(pulled, tmp_path):
    softer = [[replace(JELLY, youngs_modulus_pa=5e3)], [STONE]]
    changes = BranchChanges(softer, replace(SCENE, frame_count=FRAMES + 2))
    made = branch(pulled.path, 4, tmp_path / "branch", changes=changes)
    assert made.header.branch_of == ("pulled", 4)
    assert made.frame_count == FRAMES + 2
    assert same(pulled, made, range(5))
    assert not same(pulled, made, [6])
    assert made.bodies[0].materials[0].simulated.youngs_modulus_pa == 5e3
    assert made.provenance.simulated.youngs_modulus_pa == 5e3
    frames = [made.encoded_pose(frame) for frame in range(FRAMES + 2)]
    again = resume(made.path, 5)
    for frame, before in enumerate(frames):
        after = again.encoded_pose(frame)
        assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))
    with pytest.raises(InputError, match=r"belong to the take 'pulled'.*frame 4 or later"):
        resume(made.path, 3)


def test_a_branch_may_take_another_soft_law_and_density(pulled, tmp_path):
    sand = material(ConstitutiveLaw.SAND, youngs_modulus_pa=2e4, density_kg_m3=500)
    made = branch(pulled.path, 5, tmp_path / "branch", changes=BranchChanges([[sand], [STONE]]))
    assert made.complete
    assert same(pulled, made, range(6))
    assert made.bodies[0].materials[0].simulated.law == "sand"
    seen = made.diagnostics()
    assert seen.kinetic_energy_j[6] < 5 * seen.kinetic_energy_j[5]


def test_an_unchanged_branch_is_the_same_take(pulled, tmp_path):
    made = branch(pulled.path, 4, tmp_path / "branch", changes=BranchChanges())
    assert same(pulled, made)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (BranchChanges([[JELLY]]), "one material for each"),
        (BranchChanges([[STONE], [STONE]]), "cannot turn jelly into rigid: what is rigid stays"),
        (BranchChanges(scene=replace(SCENE, frame_dt_s=0.02)), "keeps the frame time"),
        (BranchChanges(scene=replace(SCENE, frame_count=4)), "needs more than 4 frames"),
    ],
)
def test_changes_that_do_not_fit_are_refused(pulled, tmp_path, changes, words):
    with pytest.raises(InputError, match=words):
        branch(pulled.path, 4, tmp_path / "branch", changes=changes)
    assert not (tmp_path / "branch").exists()


def test_what_cannot_go_on_is_refused_in_words(copy):
    with pytest.raises(InputError, match="frame 7 does not exist; choose one of 0 to 6"):
        resume(copy, 7)
    shutil.rmtree(copy / "checkpoints")
    with pytest.raises(InputError, match="cannot be read"):
        resume(copy)
