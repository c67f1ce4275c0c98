"""`bench raster` and `bench viewport` measure what they say, on small cases."""

from __future__ import annotations

import json

import pytest

from render.progress import ignore_progress
from render.raster_speed import random_scene, scene_camera
from studio import cli, viewport_benchmark
from studio.viewport_benchmark import ViewportCase, measure_viewport


def run_raster(*arguments: str) -> int:
    return cli.run(["bench", "raster", "--gaussians", "40", "--frames", "2", *arguments])


def test_raster_reports_milliseconds(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_raster("--size", "48x32", "--backend", "reference", "--json", "-") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["backend"] == "reference"
    assert (report["width_px"], report["height_px"], report["gaussians"]) == (48, 32, 40)
    times = [report[f"ms_per_frame{part}"] for part in ("_min", "", "_max")]
    assert 0 < times[0] <= times[1] <= times[2]


def test_unknown_renderers_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_raster("--backend", "vulkan") == 2
    assert "unknown renderer 'vulkan'; use one of: auto, gsplat_cuda" in capsys.readouterr().err


def test_the_scene_fills_three_quarters_of_the_picture() -> None:
    cloud, camera = random_scene(2000), scene_camera(200, 100)
    pixels, _ = camera.project(cloud.means * [0, 1, 1])
    assert pixels[:, 0].min() == pytest.approx(62.5, abs=2)
    assert pixels[:, 0].max() == pytest.approx(137.5, abs=2)


def test_viewport_counts_pictures_of_the_view_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(viewport_benchmark, "_measure_opengl", lambda: {"not_run": "here"})
    report = measure_viewport(ViewportCase(300, 96, 64, seconds=0.5), ignore_progress)
    assert report["moving_fps"] == report["frames"] / 0.5
    assert report["frames"] > 0
    assert 0.5 <= report["moving_linear_resolution_min"] <= 1
    assert report["seconds_to_full_resolution"] >= 0
    assert report["opengl"] == {"not_run": "here"}
