"""SPZ: envelopes, versions, axes and limits."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from render_scenes import CloudFactory
from spz_samples import spz_variants

from benchmarks.format_errors import FieldErrors, field_errors
from render.errors import InputError
from render.formats.registry import read_splats, write_splats


def test_spz_envelopes_hold_the_same(tmp_path: Path, make_cloud: CloudFactory) -> None:
    clouds = []
    for name, data in spz_variants(tmp_path, make_cloud(50, degree=2)).items():
        path = tmp_path / f"{name}.spz"
        path.write_bytes(data)
        splats = read_splats(path)
        assert splats.antialiased
        clouds.append(splats.cloud)
    for other in clouds[1:]:
        assert field_errors(clouds[0], other).within(FieldErrors(0, 0, 1e-5, 0, 0, 0))


def test_spz_of_degree_4_is_cut_with_a_note(tmp_path: Path) -> None:
    count, rng = 6, np.random.default_rng(1)
    streams = [rng.integers(0, 256, size * count, dtype=np.uint8) for size in (9, 1, 3, 3, 4, 72)]
    header = struct.pack("<4sIIBBBB", b"NGSP", 3, count, 4, 12, 0, 0)
    path = tmp_path / "four.spz"
    path.write_bytes(header + b"".join(stream.tobytes() for stream in streams))
    splats = read_splats(path)
    assert splats.cloud.sh_degree == 3
    assert any("degree 4" in note for note in splats.notes)
    stored = streams[5].reshape(count, 24, 3)[:, :15].astype(np.float32)
    np.testing.assert_allclose(splats.cloud.sh_coeffs[:, 1:], (stored - 128) / 128, atol=1e-6)


def test_spz_of_other_axes_says_so(tmp_path: Path, make_cloud: CloudFactory) -> None:
    raw = bytearray(spz_variants(tmp_path, make_cloud(4))["raw"])
    raw[14] |= 2
    path = tmp_path / "axes.spz"
    path.write_bytes(bytes(raw) + struct.pack("<III", 0xADBE0003, 4, 6))  # RDF
    assert read_splats(path).up_axis == "-y"
    path.write_bytes(bytes(raw) + struct.pack("<III", 0xADBE0003, 4, 8))  # RUF
    assert any("mirrored" in note for note in read_splats(path).notes)


def test_far_clouds_do_not_fit_in_spz(tmp_path: Path, make_cloud: CloudFactory) -> None:
    cloud = make_cloud(4).scaled(1e7)
    with pytest.raises(InputError, match="scale the cloud down"):
        write_splats(tmp_path / "far.spz", cloud)
