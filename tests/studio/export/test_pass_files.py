"""Passes in files: what was written comes back, and failures are one clear line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.errors import InputError
from render.passes.pass_image import PassImage, ScaleLegend
from render.passes.picture import PACKED as PACKED_NAMES
from studio.export.exr_file import read_exr
from studio.export.pass_files import values_16, write_passes
from studio.export.pass_reader import read_facts, read_packed

SIZE = (20, 30)
MASK = np.random.default_rng(1).random(SIZE) < 0.8
COVERAGE = MASK.astype(np.float32)


def image(name: str, channels: tuple[str, ...], **options: object) -> PassImage:
    rng = np.random.default_rng(len(name))
    values = rng.uniform(0.5, 1.5, (*SIZE, len(channels))).astype(np.float32) * MASK[:, :, None]
    legend = ScaleLegend("Depth", "m", 0.5, 1.5)
    return PassImage(name, values, MASK, COVERAGE, channels, "m", legend, **options)  # type: ignore[arg-type]


DEPTH = image("depth", ("Z",))
STRESS = image("stress", ("V",))
PACKED = image("depth_packed", ("Z",), facts={"near_m": 0.5, "far_m": 1.5})
STEPS = image("trajectory", ("T.X", "T.Y", "T.Z"), facts={"reach_m": 2.0})
UNIT = np.random.default_rng(3).normal(size=(*SIZE, 3))
UNIT = (UNIT / np.linalg.norm(UNIT, axis=2, keepdims=True)).astype(np.float32)
NORMALS = PassImage("normal_packed", UNIT, MASK, COVERAGE, ("N.X", "N.Y", "N.Z"), "")
GEOMETRY = PassImage(
    "geometry",
    np.concatenate([PACKED.values, UNIT], axis=2),
    MASK,
    COVERAGE,
    ("Z", "N.X", "N.Y", "N.Z"),
    "m",
    facts={"near_m": 0.5, "far_m": 1.5},
)
IDS = PassImage(
    "gaussian_id",
    np.where(MASK, np.arange(600).reshape(SIZE) * 9973, -1).astype(np.int32)[:, :, None],
    MASK,
    COVERAGE,
    ("id",),
    "",
)
SEMANTICS = PassImage(
    "semantics",
    np.where(MASK[:, :, None], [3, -1], [-1, -1]).astype(np.int32),
    MASK,
    COVERAGE,
    ("object_id", "material_class"),
    "",
)


def test_exr_holds_values_names_and_facts(tmp_path: Path) -> None:
    write_passes(tmp_path / "all.exr", (DEPTH, STRESS, IDS, STEPS), facts={"seed": "7"})
    channels, _ = read_exr(tmp_path / "all.exr")
    np.testing.assert_array_equal(channels["depth.Z"], DEPTH.values[..., 0])
    np.testing.assert_array_equal(channels["stress.V"], STRESS.values[..., 0])
    np.testing.assert_array_equal(channels["trajectory.Y"], STEPS.values[..., 1])
    np.testing.assert_array_equal(channels["gaussian_id.id"], IDS.values[..., 0] + 1)
    assert channels["gaussian_id.id"].dtype == np.uint32
    facts = read_facts(tmp_path / "all.exr")
    assert facts["seed"] == "7"
    assert facts["passes"]["depth"] == {"unit": "m", "channels": ["Z"], "low": 0.5, "high": 1.5}
    assert facts["passes"]["trajectory"]["reach_m"] == 2


def test_one_pass_has_the_channel_names_that_others_know(tmp_path: Path) -> None:
    write_passes(tmp_path / "depth.exr", (DEPTH,), half=True)
    channels, _ = read_exr(tmp_path / "depth.exr")
    assert channels["Z"].dtype == np.float16
    np.testing.assert_allclose(channels["Z"], DEPTH.values[..., 0], rtol=1e-3)


def test_transparent_colour_is_light_times_alpha_in_exr(tmp_path: Path) -> None:
    values = np.broadcast_to(np.float32([0.5, 1.0, 0.0, 0.25]), (*SIZE, 4)).copy()
    colour = PassImage("colour", values, MASK, COVERAGE, ("R", "G", "B", "A"), "sRGB")
    write_passes(tmp_path / "colour.exr", (colour,))
    channels, _ = read_exr(tmp_path / "colour.exr")
    np.testing.assert_allclose(channels["RGBA"][0, 0], [0.0535, 0.25, 0, 0.25], atol=1e-4)
    write_passes(tmp_path / "colour.png", (colour,))
    with Image.open(tmp_path / "colour.png") as file:
        assert file.getpixel((0, 0)) == (128, 255, 0, 64)


def test_npz_holds_values_and_masks(tmp_path: Path) -> None:
    write_passes(tmp_path / "some.npz", (DEPTH, IDS))
    with np.load(tmp_path / "some.npz") as file:
        np.testing.assert_array_equal(file["depth"], DEPTH.values)
        np.testing.assert_array_equal(file["gaussian_id"], IDS.values)
        np.testing.assert_array_equal(file["depth_mask"], MASK)
    assert read_facts(tmp_path / "some.npz")["passes"]["depth"]["unit"] == "m"


def test_packed_pictures_decode_from_their_files(tmp_path: Path) -> None:
    errors = {"gaussian_id": 0.0, "semantics": 0.0, "depth_packed": 1e-7}
    errors |= {"trajectory": 2 / 254 + 1e-6, "geometry": 0.02, "normal_packed": 1.1e-3}
    for one in (IDS, SEMANTICS, PACKED, STEPS, GEOMETRY, NORMALS):
        write_passes(tmp_path / f"{one.name}.png", (one,), legend=True)
        name, values, mask = read_packed(tmp_path / f"{one.name}.png")
        assert name == one.name
        np.testing.assert_array_equal(mask, MASK)
        np.testing.assert_allclose(values[MASK], one.values[MASK], atol=errors[name])
    assert set(errors) == PACKED_NAMES


def test_png_of_16_bit_holds_values_over_the_range(tmp_path: Path) -> None:
    write_passes(tmp_path / "depth.png", (DEPTH,), bits=16)
    with Image.open(tmp_path / "depth.png") as file:
        assert file.mode.startswith("I;16")
        codes = np.asarray(file).astype(np.float64)
    np.testing.assert_array_equal(codes > 0, MASK)
    facts = read_facts(tmp_path / "depth.png")["passes"]["depth"]
    found = facts["low"] + (codes - 1) / 65534 * (facts["high"] - facts["low"])
    np.testing.assert_allclose(found[MASK], DEPTH.values[..., 0][MASK], atol=1.0 / 131068 + 1e-6)


def test_png_of_16_bit_colour_is_read_by_others_without_loss(tmp_path: Path) -> None:
    import av

    values = np.random.default_rng(0).random((*SIZE, 3)).astype(np.float32)
    colour = PassImage("colour", values, MASK, COVERAGE, ("R", "G", "B"), "sRGB")
    write_passes(tmp_path / "colour.png", (colour,), bits=16)
    with av.open(str(tmp_path / "colour.png")) as file:
        (frame,) = list(file.decode(video=0))
    assert frame.format.name == "rgb48be"
    found = np.frombuffer(bytes(frame.planes[0]), ">u2").reshape(SIZE[0], -1)[:, : 3 * SIZE[1]]
    np.testing.assert_array_equal(found.reshape(values.shape), values_16(colour))


def test_impossible_files_are_refused(tmp_path: Path) -> None:
    for path, images, options, message in (
        ("a.tif", (DEPTH,), {}, "passes are written to .exr, .npz, .png"),
        ("a.png", (DEPTH, STRESS), {}, "2 passes do not fit in one .png file"),
        ("a.exr", (), {}, "0 passes do not fit"),
        ("a.png", (IDS,), {"bits": 16}, "needs 24 bit; use 8-bit PNG"),
        ("a.png", (DEPTH,), {"bits": 12}, "PNG has 8 or 16 bits a channel, got 12"),
        ("none/a.exr", (DEPTH,), {}, "no such file or folder"),
        ("none/a.npz", (DEPTH,), {}, "no such file or folder"),
    ):
        with pytest.raises(InputError, match=message) as caught:
            write_passes(tmp_path / path, images, **options)  # type: ignore[arg-type]
        assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "plain.png").write_bytes(b"no picture")
    with pytest.raises(InputError, match="it carries no facts of passes"):
        read_facts(tmp_path / "plain.png")
    write_passes(tmp_path / "stress.png", (STRESS,))
    with pytest.raises(InputError, match="is no packed pass; packed are: depth_packed"):
        read_packed(tmp_path / "stress.png")


@pytest.mark.skipif(sys.platform == "win32", reason="limits of file sizes are POSIX")
@pytest.mark.parametrize("suffix", [".exr", ".npz", ".png"])
def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path, suffix: str) -> None:
    code = (
        "import resource, signal, sys, numpy as np\n"
        "from pathlib import Path\n"
        "from render.errors import InputError\n"
        "from render.passes.pass_image import PassImage\n"
        "from studio.export.pass_files import write_passes\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))\n"
        "values = np.random.default_rng(0).random((200, 200, 3), np.float32)\n"
        "ones = np.ones((200, 200), np.float32)\n"
        "image = PassImage('colour', values, ones > 0, ones, ('R', 'G', 'B'), 'sRGB')\n"
        "try:\n"
        f"    write_passes(Path({str(tmp_path / 'frame')!r} + {suffix!r}), (image,))\n"
        "except InputError as error:\n"
        "    print(str(error))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.count("\n") == 1
    assert "cannot write" in ran.stdout
    assert "this disk" in ran.stdout or "another disk" in ran.stdout
    assert list(tmp_path.iterdir()) == []


def test_facts_are_plain_json(tmp_path: Path) -> None:
    write_passes(tmp_path / "a.png", (DEPTH,), facts={"material": "jelly – weich"})
    with Image.open(tmp_path / "a.png") as file:
        assert json.loads(file.info["phys4d"])["material"] == "jelly – weich"
