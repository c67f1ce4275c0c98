"""Moving USD stages: frames, times, colours, and stages that do not fit together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from format_scenes import lowest_psnr, moving_signpost
from fuzzing import NATIVE_COUNT, NATIVE_SLOW_COUNT, check_survives

from render.clips import usd_clip
from render.clips.clip import ClipArrays
from render.clips.registry import read_clip, write_clip
from render.clips.usd_clip import read_usd_clip, write_usd_clip
from render.errors import CancelledError, InputError
from render.formats.registry import read_splats
from render.gaussians import GaussianCloud

pytest.importorskip("pxr")

FIELDS = ("means", "quats", "scales", "opacities", "sh_coeffs")


def assert_frames(found: object, clip: ClipArrays) -> None:
    for index in range(clip.frame_count):
        frame: GaussianCloud = found.frame(index)  # type: ignore[attr-defined]
        for field in FIELDS:
            expected = getattr(clip.frame(index), field)
            np.testing.assert_allclose(getattr(frame, field), expected, atol=3e-7, err_msg=field)


@pytest.mark.parametrize("suffix", [".usdc", ".usda", ".usdz"])
def test_every_value_of_every_frame_comes_back(tmp_path: Path, suffix: str) -> None:
    clip = moving_signpost(5)
    report = write_clip(tmp_path / f"a{suffix}", clip)
    back = read_clip(tmp_path / f"a{suffix}")
    assert report.size_bytes == (tmp_path / f"a{suffix}").stat().st_size
    assert (back.frame_count, report.notes) == (5, ())
    assert back.frame_dt_s == pytest.approx(clip.frame_dt_s, rel=1e-9)
    assert_frames(back, clip)


def test_gaussians_that_appear_keep_their_moment(tmp_path: Path) -> None:
    clip = moving_signpost(5)
    clouds = list(clip.clouds)
    for index in (3, 4):
        opacities = clouds[index].opacities.copy()
        opacities[7] = 0
        clouds[index] = replace(clouds[index], opacities=opacities)
    fading = ClipArrays(tuple(clouds), 1 / 30)
    write_usd_clip(tmp_path / "a.usdc", fading)
    assert_frames(read_usd_clip(tmp_path / "a.usdc"), fading)


def test_a_stage_opens_as_a_still_too_and_stands_upright(tmp_path: Path) -> None:
    clip = moving_signpost(3)
    write_usd_clip(tmp_path / "a.usdc", clip)
    still = read_splats(tmp_path / "a.usdc")
    assert still.up_axis == "+z"
    assert lowest_psnr(still.cloud, clip.frame(0)) > 80


def test_stages_say_their_times_and_metres(tmp_path: Path) -> None:
    from pxr import Usd, UsdGeom

    write_usd_clip(tmp_path / "a.usda", moving_signpost(4))
    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    assert stage.GetTimeCodesPerSecond() == 25
    assert (stage.GetStartTimeCode(), stage.GetEndTimeCode()) == (0, 3)
    assert UsdGeom.GetStageUpAxis(stage) == "Z"
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1
    prim = stage.GetDefaultPrim()
    assert prim.GetTypeName() == "ParticleField3DGaussianSplat"
    assert prim.GetAttribute("positions").GetTimeSamples() == [0, 1, 2, 3]
    assert prim.GetAttribute("opacities").GetTimeSamples() == []


def test_colours_that_would_take_too_much_room_stay_and_this_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(usd_clip, "TURNING_COLORS", 1000)
    clip = moving_signpost(3)
    report = write_usd_clip(tmp_path / "a.usdc", clip)
    assert "first frame" in report.notes[0]
    back = read_usd_clip(tmp_path / "a.usdc")
    np.testing.assert_array_equal(back.frame(2).sh_coeffs, clip.frame(0).sh_coeffs)
    np.testing.assert_array_equal(back.frame(2).means, clip.frame(2).means)


def test_one_frame_is_a_clip(tmp_path: Path) -> None:
    clip = moving_signpost(1)
    write_usd_clip(tmp_path / "a.usdc", clip)
    assert_frames(read_usd_clip(tmp_path / "a.usdc"), clip)


def edited(path: Path, change: Callable[[str], str]) -> Path:
    path.write_text(change(path.read_text()))
    return path


def test_stages_of_other_tools(tmp_path: Path) -> None:
    head = '#usda 1.0\n(\n    timeCodesPerSecond = 10\n    upAxis = "Y"\n)\n'
    body = """def Xform "Root"
{
    double3 xformOp:translate.timeSamples = { 0: (0, 0, 0), 5: (5, 0, 0), 10: (0, 0, 9) }
    uniform token[] xformOpOrder = ["xformOp:translate"]
    def ParticleField3DGaussianSplat "S"
    {
        point3f[] positions = [(1, 2, 3)]
        float3[] scales = [(1, 1, 1)]
        uniform int radiance:sphericalHarmonicsDegree = 0
    }
}
"""
    path = tmp_path / "moved.usda"
    path.write_text(head + body)
    clip = read_usd_clip(path)
    assert (clip.frame_count, clip.frame_dt_s) == (3, 0.5)
    np.testing.assert_allclose(clip.frame(1).means, [[6, -3, 2]])

    uneven = read_usd_clip(edited(path, lambda text: text.replace("5: (5", "2: (5")))
    assert uneven.notes[0].startswith("times that are not even")
    still = read_usd_clip(edited(path, lambda text: re.sub(".*xformOp.*\n", "", text)))
    assert (still.frame_count, still.frame_dt_s) == (1, 0.1)


def test_frames_of_different_gaussians_are_refused_by_name(tmp_path: Path) -> None:
    write_usd_clip(tmp_path / "a.usda", moving_signpost(3))
    from pxr import Usd, Vt

    stage = Usd.Stage.Open(str(tmp_path / "a.usda"))
    attribute = stage.GetDefaultPrim().GetAttribute("positions")
    attribute.Set(Vt.Vec3fArray.FromNumpy(np.zeros((4, 3), np.float32)), 2)
    stage.GetRootLayer().Save()
    with pytest.raises(InputError, match=r"frame 2 .* has 4 Gaussians"):
        read_usd_clip(tmp_path / "a.usda")


def test_writing_can_be_cancelled(tmp_path: Path) -> None:
    def cancel(_: str, share: float) -> None:
        if share > 0.3:
            raise CancelledError

    with pytest.raises(CancelledError):
        write_usd_clip(tmp_path / "a.usdz", moving_signpost(4), progress=cancel)
    assert list(tmp_path.iterdir()) == []


class AllFrames(NamedTuple):
    """The last frame of a clip whose frames are all valid, as `check_survives` wants it."""

    cloud: GaussianCloud


def read_all_frames(path: Path) -> AllFrames:
    clip = read_usd_clip(path)
    clouds = [clip.frame(index) for index in range(clip.frame_count)]
    return AllFrames(clouds[-1])


@pytest.mark.parametrize("suffix", [".usda", ".usdc"])
@pytest.mark.parametrize(
    "count", [NATIVE_COUNT // 2, pytest.param(NATIVE_SLOW_COUNT, marks=pytest.mark.slow)]
)
def test_mutated_stages_give_a_clip_or_a_clear_error(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, suffix: str, count: int
) -> None:
    seed = tmp_path_factory.mktemp("seeds") / f"a{suffix}"
    write_usd_clip(seed, moving_signpost(2))
    check_survives(read_all_frames, suffix, [seed.read_bytes()], count, folder=tmp_path)
