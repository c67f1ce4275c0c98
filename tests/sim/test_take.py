"""Takes: round trip, growth, killed writers, full disks and damaged folders."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace

import numpy as np
import pytest
from format_1 import as_format_1
from hypothesis import given, settings
from hypothesis import strategies as st
from sim_bodies import cloud_of

from render.clips.frame_pose import FramePose, posed_cloud
from render.covariance import covariance_from
from render.errors import InputError
from render.quaternion import matrix_from_quaternion, normalized
from render.spherical_harmonics import rotated
from sim import take_layout, take_writer
from sim.material_table import material
from sim.materials import ConstitutiveLaw
from sim.take import Take, TakeWriter
from sim.take_bodies import BodyMaterial, TakeBody
from sim.take_codec import BYTES_PER_GAUSSIAN, decode_frame, encode_frame
from sim.take_header import TakeHeader, TakeProvenance
from sim.take_layout import forecast_bytes
from sim.take_records import FrameRecord

JELLY = material(ConstitutiveLaw.JELLY, youngs_modulus_pa=2e4)
PROVENANCE = TakeProvenance(
    source="mpm",
    law="jelly",
    predicted=JELLY,
    simulated=JELLY,
    stiffness="real",
    substitution=None,
    seed=3,
    quality="preview",
    dx_m=0.02,
    particle_count=9,
    particles_per_cell=8.0,
    youngs_modulus_max_pa=1e5,
    device="test",
    versions={"numpy": "2"},
    notes=("a note",),
)


def record(frame=0):
    return FrameRecord(
        time_s=0.04 * frame,
        kinetic_energy_j=1.5,
        elastic_energy_j=0.5,
        momentum_kg_m_s=(1.0, 2.0, 3.0),
        center_m=(0.0, 0.0, 1.0),
        max_speed_m_s=2.0,
        mean_speed_m_s=1.0,
        peak_strain=0.1,
        lowest_m=0.2,
        penetration_m=0.0,
        substeps=7,
        youngs_modulus_clamped=False,
    )


def random_pose(rng, count, extent=1.0):
    hidden = rng.random(count) < 0.3
    stretch = rng.uniform(-0.3, 0.3, (count, 3, 3))
    stretch = np.eye(3) + (stretch + stretch.transpose(0, 2, 1)) / 2
    return FramePose(
        (extent * rng.normal(size=(count, 3))).astype(np.float32),
        normalized(rng.normal(size=(count, 4))).astype(np.float32),
        stretch.astype(np.float32),
        hidden,
    )


def header(count, frames=4):
    return TakeHeader(frames, 0.04, count, {"tilt_deg": 8.0}, PROVENANCE)


@pytest.fixture
def rest(rng):
    return cloud_of(rng.normal(size=(50, 3)))


@given(st.integers(0, 2**32 - 1), st.floats(1e-4, 1e3))
@settings(max_examples=50, deadline=None)
def test_codec_round_trip_stays_within_its_bounds(seed, extent):
    rng = np.random.default_rng(seed)
    pose = random_pose(rng, 30, extent)
    back = decode_frame(encode_frame(pose))
    half_step = np.ptp(pose.means, axis=0) / 65535 / 2
    assert (np.abs(back.means - pose.means) <= half_step * 1.01 + 1e-7 * extent).all()
    turned = matrix_from_quaternion(back.rotations) - matrix_from_quaternion(pose.rotations)
    assert np.abs(turned).max() < 2e-4
    assert np.abs(back.stretches - pose.stretches).max() < 2**-11 * 0.35
    assert np.array_equal(back.hidden, pose.hidden)


def test_rest_and_single_gaussians_are_stored_exactly():
    pose = FramePose(
        np.array([[1.0, 2.0, 3.0]], np.float32),
        np.array([[1.0, 0, 0, 0]], np.float32),
        np.eye(3, dtype=np.float32)[None],
    )
    back = decode_frame(encode_frame(pose))
    assert np.array_equal(back.means, pose.means)
    assert np.array_equal(back.stretches, pose.stretches)
    assert not back.hidden.any()


def test_a_frame_takes_24_bytes_a_gaussian(rng):
    encoded = encode_frame(random_pose(rng, 10))
    arrays = encoded.mean_codes, encoded.rotation_codes, encoded.stretch_codes
    assert sum(array.nbytes for array in arrays) == 10 * BYTES_PER_GAUSSIAN == 240


def test_values_that_are_not_finite_are_never_stored(rng):
    pose = random_pose(rng, 3)
    pose.means[1, 1] = np.nan
    with pytest.raises(ValueError, match="not finite"):
        encode_frame(pose)


def test_posed_cloud_has_the_deformed_covariances(rng):
    rest = cloud_of(rng.normal(size=(20, 3)))
    scales = rng.uniform(0.01, 0.1, (20, 3)).astype(np.float32)
    quats = normalized(rng.normal(size=(20, 4))).astype(np.float32)
    rest = type(rest)(rest.means, quats, scales, rest.opacities, rest.sh_coeffs)
    pose = random_pose(rng, 20)._replace(hidden=None)
    posed = posed_cloud(rest, pose)
    F = matrix_from_quaternion(pose.rotations) @ pose.stretches
    expected = F @ covariance_from(rest.quats, rest.scales) @ F.transpose(0, 2, 1)
    actual = covariance_from(posed.quats, posed.scales)
    assert np.abs(actual - expected).max() < 1e-6


def test_colours_of_the_viewing_direction_turn_with_their_splats(rng):
    rest = cloud_of(rng.normal(size=(20, 3)))
    colours = rng.normal(size=(20, 16, 3)).astype(np.float32)
    rest = type(rest)(rest.means, rest.quats, rest.scales, rest.opacities, colours)
    pose = random_pose(rng, 20)
    posed = posed_cloud(rest, pose)
    assert np.array_equal(posed.sh_coeffs, rotated(colours, pose.rotations))
    assert np.abs(posed.sh_coeffs - colours).max() > 0.1


def test_hidden_splats_have_no_opacity_and_keep_their_place(rng):
    rest, pose = cloud_of(rng.normal(size=(20, 3))), random_pose(rng, 20)
    posed = posed_cloud(rest, pose)
    assert 0 < pose.hidden.sum() < 20
    assert (posed.opacities[pose.hidden] == 0).all()
    assert np.array_equal(posed.opacities[~pose.hidden], rest.opacities[~pose.hidden])
    assert posed.gaussian_count == rest.gaussian_count
    assert posed_cloud(rest, pose._replace(hidden=None)).opacities is rest.opacities


def test_take_returns_what_was_written(tmp_path, rest, rng):
    poses = [random_pose(rng, 50) for _ in range(4)]
    writer = TakeWriter.create(tmp_path / "drop", rest, header(50))
    for frame, pose in enumerate(poses):
        writer.append(pose, record(frame))
    writer.finish()
    take = Take.open(tmp_path / "drop")
    assert take.complete
    assert take.ending.status == "complete"
    assert take.provenance == PROVENANCE
    assert take.scene == {"tilt_deg": 8.0}
    assert np.array_equal(take.rest.means, rest.means)
    assert np.allclose(take.diagnostics().time_s, [0, 0.04, 0.08, 0.12])
    assert take.diagnostics().momentum_kg_m_s.shape == (4, 3)
    assert np.abs(take.frame(2).means - poses[2].means).max() < 1e-3
    assert len(list(take.frames())) == 4


def test_takes_of_format_1_still_read(tmp_path, rest, rng):
    pose = random_pose(rng, 50)._replace(hidden=None)
    writer = TakeWriter.create(tmp_path / "drop", rest, header(50))
    writer.append(pose, record())
    writer.finish()
    as_format_1(tmp_path / "drop")
    take = Take.open(tmp_path / "drop")
    (body,) = take.bodies
    assert (body.first_gaussian, body.gaussian_count, body.particle_count) == (0, 50, 9)
    assert body.materials[0].simulated == JELLY
    assert take.diagnostics().limiting_particle[0] == -1
    assert "limiting_particle" in take.lacking_diagnostics
    assert "peak_strain" not in take.lacking_diagnostics
    assert not take.pose(0).hidden.any()
    assert np.array_equal(take.frame(0).opacities, rest.opacities)


def test_bodies_are_ranges_of_the_rest_cloud(tmp_path, rest):
    material = BodyMaterial(JELLY, JELLY, "as if softer", 4)
    bodies = (
        TakeBody("left", 0, 20, 5, materials=(material,)),
        TakeBody("right", 20, 30, separate=True, velocity_m_s=(1.0, 0.0, 0.5)),
    )
    TakeWriter.create(tmp_path / "drop", rest, replace(header(50), bodies=bodies))
    assert Take.open(tmp_path / "drop").bodies == bodies
    with pytest.raises(InputError, match="do not cover"):
        replace(header(50), bodies=bodies[1:])


def test_take_can_be_read_while_it_grows(tmp_path, rest, rng):
    writer = TakeWriter.create(tmp_path / "drop", rest, header(50))
    take = Take.open(tmp_path / "drop")
    assert (take.frame_count, take.planned_frame_count, take.complete) == (0, 4, False)
    for count in range(1, 5):
        writer.append(random_pose(rng, 50), record(count))
        assert take.frame_count == count - 1
        assert take.refresh() == count
        assert take.frame(count - 1).gaussian_count == 50
    assert take.complete
    assert take.ending is None
    with pytest.raises(InputError, match="frame 4 does not exist"):
        take.frame(4)


KILLED_WRITER = """
import sys, os
sys.path.insert(0, {tests!r})
from pathlib import Path
import numpy as np
from test_take import header, random_pose, record
from format_1 import as_format_1
from sim_bodies import cloud_of
from sim.take import TakeWriter
from sim.take_chunks import write_chunk
rng = np.random.default_rng(0)
writer = TakeWriter.create(Path({path!r}), cloud_of(rng.normal(size=(50, 3))), header(50))
for frame in range(3):
    writer.append(random_pose(rng, 50), record(frame))
write_chunk(writer.path, "mean", 3, np.full((50, 3), 7, np.uint16))  # half of frame 3
print("ready", flush=True)
sys.stdin.read()
"""


def test_killed_writer_leaves_its_complete_frames(tmp_path):
    path = tmp_path / "drop"
    script = KILLED_WRITER.format(path=str(path), tests=os.path.dirname(__file__))
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", script], stdin=pipe, stdout=pipe) as process:
        assert process.stdout.readline().strip() == b"ready"
        process.send_signal(signal.SIGKILL)
    take = Take.open(path)
    assert take.frame_count == 3
    assert not take.complete
    assert take.ending is None
    assert [take.frame(i).gaussian_count for i in range(3)] == [50, 50, 50]


def test_existing_takes_are_never_overwritten(tmp_path, rest):
    (tmp_path / "drop").mkdir()
    with pytest.raises(InputError, match="exists already"):
        TakeWriter.create(tmp_path / "drop", rest, header(50))


def test_forecast_covers_what_a_take_really_needs(tmp_path, rest, rng):
    writer = TakeWriter.create(tmp_path / "drop", rest, header(50))
    for frame in range(4):
        writer.append(random_pose(rng, 50), record(frame))
    writer.finish()
    used = sum(file.stat().st_size for file in (tmp_path / "drop").rglob("*") if file.is_file())
    assert used < forecast_bytes(50, 4)


def test_a_disk_without_room_refuses_with_both_numbers(tmp_path, rest, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(take_layout.shutil, "disk_usage", lambda _: usage(10**9, 10**9, 5000))
    with pytest.raises(InputError, match=r"needs .* MB and the disk .* has 0 MB free"):
        TakeWriter.create(tmp_path / "drop", rest, header(50))
    assert list(tmp_path.iterdir()) == []


def test_full_disk_keeps_complete_frames_and_says_so(tmp_path, rest, rng, monkeypatch):
    writer = TakeWriter.create(tmp_path / "drop", rest, header(50))
    writer.append(random_pose(rng, 50), record())
    real = take_writer.write_text_atomic

    def full(path, text):
        if path.parent.name == "commits":
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, text)

    monkeypatch.setattr(take_writer, "write_text_atomic", full)
    with pytest.raises(InputError, match="disk is full at frame 1: 1 complete frames are kept"):
        writer.append(random_pose(rng, 50), record())
    take = Take.open(tmp_path / "drop")
    assert take.frame_count == 1
    assert take.ending.status == "disk full"


def test_unwritable_places_are_refused_without_leftovers(tmp_path, rest):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InputError, match="cannot write"):
        TakeWriter.create(tmp_path / "file" / "drop", rest, header(50))


@pytest.fixture
def written(tmp_path, rest, rng):
    writer = TakeWriter.create(tmp_path / "drop", rest, header(50, frames=1))
    writer.append(random_pose(rng, 50), record())
    writer.finish()
    return tmp_path / "drop"


def change_header(path, **values):
    file = path / "take.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | values))


def test_takes_of_newer_versions_are_refused(written):
    change_header(written, version=99)
    with pytest.raises(InputError, match=r"version 99.*update"):
        Take.open(written)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: (path / "take.json").unlink(),
        lambda path: (path / "take.json").write_text("{"),
        lambda path: (path / "take.json").write_text("[]"),
        lambda path: change_header(path, provenance={}),
        lambda path: change_header(path, frame_dt_s=-1),
        lambda path: change_header(path, gaussian_count=7),
        lambda path: shutil.rmtree(path / "rest"),
        lambda path: (path / "commits" / "000000.json").write_text("{}"),
        lambda path: (path / "ending.json").write_text("?"),
    ],
)
def test_damaged_takes_are_refused_in_words(written, damage):
    damage(written)
    with pytest.raises(InputError):
        Take.open(written)


def test_missing_frame_data_is_an_input_error(written):
    take = Take.open(written)
    shutil.rmtree(written / "frames")
    with pytest.raises(InputError, match="cannot be read"):
        take.frame(0)


def test_a_missing_folder_is_not_a_take(tmp_path):
    with pytest.raises(InputError, match="is not a take"):
        Take.open(tmp_path / "nothing")
