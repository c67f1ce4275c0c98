"""Moving splats of other programs become takes of projects."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from render.clips.clip import ClipArrays
from render.clips.registry import write_clip
from render.errors import CancelledError, InputError
from render.formats.registry import write_splats
from render.gaussians import GaussianCloud
from render.progress import ignore_progress
from sim.project import Project
from sim.quality import quality_of_take
from sim.take import Take
from studio.commands.reports import take_lines
from studio.export.provenance_tags import take_tags
from studio.jobs.conversion import Wishes, convert
from studio.jobs.pipeline import run_import
from studio.jobs.requests import ImportRequest


def cloud(count: int, offset: float) -> GaussianCloud:
    rng = np.random.default_rng(5)
    return GaussianCloud(
        rng.uniform(-1, 1, (count, 3)) + np.array([offset, 0, 2]),
        np.tile([1.0, 0, 0, 0], (count, 1)),
        rng.uniform(0.01, 0.05, (count, 3)),
        rng.uniform(0.3, 0.9, count),
        rng.normal(0, 0.5, (count, 1, 3)),
    )


def falling(frames: int = 3) -> ClipArrays:
    return ClipArrays(tuple(cloud(20, 0.1 * index) for index in range(frames)), 0.05)


@pytest.mark.parametrize("name", ["walk", "walk.p4dc", "walk.usdc"])
def test_every_moving_format_becomes_a_take(tmp_path: Path, name: str) -> None:
    write_clip(tmp_path / name, falling())
    done = convert(tmp_path / name, tmp_path / "a.p4d", Wishes(), ignore_progress)
    assert (done.frame_count, done.gaussian_count) == (3, 20)
    project = Project.open(tmp_path / "a.p4d")
    assert project.takes() == ("import-1",)
    assert project.manifest.source == name
    np.testing.assert_allclose(project.cloud().bounds().mean(axis=0), 0, atol=0.1)
    take = Take.open(project.take_path("import-1"))
    assert (take.frame_dt_s, take.provenance.source) == (0.05, "imported")
    np.testing.assert_allclose(take.frame(2).means, falling().frame(2).means, atol=1e-3)


def test_a_project_collects_takes_and_a_size_scales_the_motion(tmp_path: Path) -> None:
    write_clip(tmp_path / "walk.usdc", falling())
    for size in (None, 10.0):
        convert(tmp_path / "walk.usdc", tmp_path / "a.p4d", Wishes(size_m=size), ignore_progress)
    project = Project.open(tmp_path / "a.p4d")
    assert project.takes() == ("import-1", "import-2")
    first, second = (Take.open(project.take_path(name)) for name in project.takes())
    ratio = second.rest.scales / first.rest.scales
    np.testing.assert_allclose(ratio, ratio[0, 0], rtol=1e-4)
    assert ratio[0, 0] > 4


def test_an_axis_may_be_named_for_a_sequence(tmp_path: Path) -> None:
    write_clip(tmp_path / "walk", falling())
    convert(tmp_path / "walk", tmp_path / "a.p4d", Wishes(up="+y"), ignore_progress)
    project = Project.open(tmp_path / "a.p4d")
    take = Take.open(project.take_path("import-1"))
    expected = falling().frame(1).means * [1, -1, -1]
    np.testing.assert_allclose(take.frame(1).means, expected, atol=1e-3)


def test_an_imported_take_says_so_wherever_takes_are_described(tmp_path: Path) -> None:
    write_clip(tmp_path / "walk.p4dc", falling())
    convert(tmp_path / "walk.p4dc", tmp_path / "a.p4d", Wishes(), ignore_progress)
    project = Project.open(tmp_path / "a.p4d")
    take = Take.open(project.take_path("import-1"))
    assert "motion     imported, not simulated here" in list(take_lines(take))
    tags = take_tags(project, take)
    assert tags["comment"] == "Motion imported; imported from walk.p4dc"
    assert tags["phys4d.origin"] == "imported"
    assert quality_of_take(take.provenance.quality).video_px > 0


def test_a_still_file_becomes_a_project(tmp_path: Path) -> None:
    for name in ("still.sog", "still.usdc", "still.glb"):
        write_splats(tmp_path / name, cloud(30, 0))
        target = tmp_path / f"{name[6:]}.p4d"
        done = convert(tmp_path / name, target, Wishes(), ignore_progress)
        assert (done.frame_count, Project.open(target).takes()) == (1, ())
        assert Project.open(target).size_m == 0.5


def test_a_cancelled_import_leaves_no_project(tmp_path: Path) -> None:
    write_clip(tmp_path / "walk.p4dc", falling())

    def cancel(stage: str, share: float) -> None:
        if stage == "Writing the take":
            raise CancelledError

    with pytest.raises(CancelledError):
        convert(tmp_path / "walk.p4dc", tmp_path / "a.p4d", Wishes(), cancel)
    assert [item.name for item in tmp_path.iterdir()] == ["walk.p4dc"]


def test_wishes_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    write_clip(tmp_path / "walk.p4dc", falling())
    for wishes in (Wishes(sh_degree=1), Wishes(frame=1)):
        with pytest.raises(InputError, match="do not apply to a project"):
            convert(tmp_path / "walk.p4dc", tmp_path / "a.p4d", wishes, ignore_progress)
    convert(tmp_path / "walk.p4dc", tmp_path / "a.p4d", Wishes(), ignore_progress)
    with pytest.raises(InputError, match="is a project already"):
        convert(tmp_path / "a.p4d", tmp_path / "b.p4d", Wishes(), ignore_progress)


@pytest.mark.parametrize("name", ["walk", "walk.p4dc", "walk.usdc"])
def test_the_window_keeps_motion_and_the_simulator_its_first_frame(
    tmp_path: Path, name: str
) -> None:
    write_clip(tmp_path / name, falling())
    request = ImportRequest(tmp_path / name, tmp_path / "a.p4d", moving=True)
    assert Project.open(run_import(request)).takes() == ("import-1",)
    if name == "walk.usdc":
        request = ImportRequest(tmp_path / name, tmp_path / "b.p4d")
        still = Project.open(run_import(request))
        assert (still.takes(), still.size_m) == ((), 0.5)


def test_a_still_stage_has_no_take(tmp_path: Path) -> None:
    write_splats(tmp_path / "still.usdc", cloud(30, 0))
    request = ImportRequest(tmp_path / "still.usdc", tmp_path / "a.p4d", moving=True)
    assert Project.open(run_import(request)).takes() == ()
