"""What a take carries beside the motion: fields, hand commands, checkpoints, run settings."""

from __future__ import annotations

import errno
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sim_bodies import cloud_of
from test_take import header, random_pose, record

from render.errors import InputError
from sim import take_writer
from sim.checkpoint import (
    checkpoint_count,
    checkpoint_frames,
    checkpoint_path,
    drop_checkpoints_after,
    read_state,
    setup_path,
    state_bytes,
    wants_checkpoint,
    write_state,
)
from sim.hand_record import HandRecorder, commands_from_json, commands_to_json
from sim.scene.hand import HandAction, HandCommand
from sim.take import Take, TakeWriter
from sim.take_fields import EncodedField, checked_fields, decode_field, encode_field
from sim.take_header import BranchPoint, RunSettings
from sim.take_layout import forecast_bytes

SETTINGS = RunSettings(0.5, None, checkpoint_every=2, fields=("velocity", "stress"))
STATE = {
    "mpm/x": np.arange(6, dtype=np.float32).reshape(2, 3) / 7,
    "mpm/time_s": 0.1 + 0.2,
    "count": 3,
    "law": "jelly",
    "empty": np.zeros((0, 3)),
}


@pytest.fixture
def rest(rng):
    return cloud_of(rng.normal(size=(50, 3)))


@given(st.integers(0, 2**32 - 1), st.floats(-30, 30, allow_subnormal=False))
@settings(max_examples=50, deadline=None)
def test_fields_keep_eleven_bits_at_any_size(seed, exponent):
    values = (np.random.default_rng(seed).random(40) * 10.0**exponent).astype(np.float32)
    encoded = encode_field(values)
    assert encoded.codes.dtype == np.float16
    error = np.abs(decode_field(encoded) - values)
    assert (error <= 2.0**-11 * values + 1e-9 * values.max()).all()


def test_fields_are_checked():
    assert decode_field(encode_field(np.zeros(3, np.float32))).tolist() == [0, 0, 0]
    assert checked_fields(["stress", "velocity", "stress"]) == ("velocity", "stress")
    with pytest.raises(InputError, match="unknown field 'speed'; use: velocity, stress"):
        checked_fields(["speed"])
    with pytest.raises(ValueError, match="not finite"):
        encode_field(np.array([1, np.nan], np.float32))
    assert isinstance(encode_field(np.ones(1, np.float32)), EncodedField)


def test_a_take_returns_fields_commands_and_settings(tmp_path, rest, rng):
    settings_header = replace(header(50), run=SETTINGS, branch_of=BranchPoint("take-1", 7))
    writer = TakeWriter.create(tmp_path / "drop", rest, settings_header)
    grab = HandCommand(0.03125, HandAction.GRAB, (1.0, 2.0, 3.0), 0.1)
    release = HandCommand(0.1 + 0.2, HandAction.RELEASE)
    speeds = rng.random(50).astype(np.float32)
    for commands in ((), (grab,), (release,)):
        fields = {"velocity": speeds, "stress": 1e7 * speeds}
        writer.append(random_pose(rng, 50), record(), fields=fields, commands=commands)
    take = Take.open(tmp_path / "drop")
    assert take.commands() == (grab, release)
    assert take.header.run == SETTINGS
    assert take.header.branch_of == BranchPoint("take-1", 7)
    assert take.field_names == ("velocity", "stress")
    assert np.allclose(take.field("stress", 2), 1e7 * speeds, rtol=1e-3, atol=1e3)
    with pytest.raises(InputError, match="does not carry 'plastic_strain'"):
        take.field("plastic_strain", 0)
    with pytest.raises(InputError, match="frame 3 does not exist"):
        take.field("stress", 3)


def test_checkpoints_keep_every_bit(tmp_path):
    (tmp_path / "drop").mkdir()
    path = checkpoint_path(tmp_path / "drop", 20)
    write_state(path, STATE)
    back = read_state(path)
    assert back.keys() == STATE.keys()
    assert np.array_equal(back["mpm/x"], STATE["mpm/x"])
    assert back["mpm/x"].dtype == np.float32
    assert (back["mpm/time_s"], back["count"], back["law"]) == (0.1 + 0.2, 3, "jelly")
    assert back["empty"].shape == (0, 3)
    assert path.stat().st_size <= state_bytes(STATE)
    assert checkpoint_frames(tmp_path / "drop") == [20]
    with pytest.raises(TypeError, match="neither an array nor a scalar"):
        write_state(path, {"x": object()})
    assert [file.name for file in path.parent.iterdir()] == ["000020.npz"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 half of it"])
def test_damaged_checkpoints_are_refused_in_words(tmp_path, damage):
    file = tmp_path / "000001.npz"
    write_state(file, STATE)
    file.write_bytes(damage or file.read_bytes()[:-200])
    with pytest.raises(InputError, match="cannot be read"):
        read_state(file)
    with pytest.raises(InputError, match="cannot be read"):
        read_state(tmp_path / "none.npz")


def test_which_frames_get_a_checkpoint(tmp_path):
    wanted = [f for f in range(8) if wants_checkpoint(f, every=3, last=7)]
    assert wanted == [3, 6, 7]
    assert checkpoint_count(every=3, last=7) == 3
    assert checkpoint_count(every=0, last=7) == 0
    for frame in wanted:
        write_state(checkpoint_path(tmp_path, frame), {"x": 1})
    write_state(setup_path(tmp_path), {"x": 1})
    drop_checkpoints_after(tmp_path, 5)
    assert checkpoint_frames(tmp_path) == [3]
    assert setup_path(tmp_path).exists()


def test_forecast_counts_fields_and_checkpoints():
    plain = forecast_bytes(1000, 10)
    assert forecast_bytes(1000, 10, field_count=3) == plain + 1000 * 10 * 6
    assert forecast_bytes(1000, 10, checkpoint_bytes=12345) == plain + 12345


def test_full_disk_at_a_checkpoint_keeps_the_frames(tmp_path, rest, rng, monkeypatch):
    writer = TakeWriter.create(tmp_path / "drop", rest, header(50))
    writer.append(random_pose(rng, 50), record())

    def full(path, state):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(take_writer, "write_state", full)
    with pytest.raises(InputError, match="disk is full at frame 1: 1 complete frames are kept"):
        writer.checkpoint(STATE)
    take = Take.open(tmp_path / "drop")
    assert (take.frame_count, take.ending.status) == (1, "disk full")


def test_recorded_commands_come_back_at_their_substep():
    pressed = iter(
        [[HandCommand(9.0, HandAction.GRAB)], [], [HandCommand(0.0, HandAction.RELEASE)]]
    )
    recorder = HandRecorder(lambda time_s: next(pressed))
    times = (0.1, 0.1 + 0.2, 0.7)
    given = [recorder(time_s) for time_s in times]
    recorded = recorder.drain()
    assert [command.time_s for command in recorded] == [0.1, 0.7]
    assert recorder.drain() == ()
    assert commands_from_json(commands_to_json(recorded)) == recorded
    replay = HandRecorder(recorded=recorded)
    assert [list(replay(time_s)) for time_s in times] == [list(one) for one in given]
    assert replay.drain() == recorded
    with pytest.raises(InputError, match="cannot be read"):
        commands_from_json([{"when": 1}])
    with pytest.raises(InputError, match="must be a list"):
        commands_from_json({})
