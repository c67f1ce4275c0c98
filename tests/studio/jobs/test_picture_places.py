"""Fast paths of selections in the picture against what they replace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from render.base import Renderer
from render.camera import Camera
from render.errors import CancelledError
from render.gaussians import GaussianCloud
from render.reference import ReferenceRenderer
from studio.jobs import picture_choice, picture_places, splat_graph
from studio.jobs.picture_choice import in_polygon, on_surface, under_stroke
from studio.jobs.picture_places import PlacesKeeper, surface_of

LOOKING = Camera.look_at((1.6, 0.5, 0.8), (0, 0, 0.5), width=320, height=240)
FLAT = LOOKING.orthographic(1.7)


def ball(count: int, seed: int = 0) -> GaussianCloud:
    rng = np.random.default_rng(seed)
    means = rng.normal(size=(count, 3))
    means *= 0.3 / np.linalg.norm(means, axis=1, keepdims=True)
    return GaussianCloud(
        (means + np.array([0, 0, 0.5])).astype(np.float32),
        np.tile(np.array([1, 0, 0, 0], np.float32), (count, 1)),
        np.full((count, 3), 0.01, np.float32),
        np.full(count, 0.9, np.float32),
        np.zeros((count, 1, 3), np.float32),
    )


@pytest.mark.parametrize("camera", [LOOKING, FLAT])
def test_places_are_those_of_the_camera(camera: Camera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_places, "CHUNK", 700)
    cloud = ball(2000)
    far = replace(cloud, means=cloud.means + np.float32(5))
    for one in (cloud, far):
        found = picture_places.picture_places(one, camera)
        places, depths = camera.project(one.means)
        ahead = np.ones(2000, bool) if camera.is_orthographic else depths > camera.near_plane
        np.testing.assert_array_equal(found.drawn, ahead)
        np.testing.assert_allclose(found.places[ahead], places[ahead], atol=2e-3)
        np.testing.assert_allclose(found.depths, depths, atol=1e-5)


@pytest.mark.parametrize("shape", ["star", "rectangle", "sliver"])
def test_cells_choose_what_single_points_choose(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = np.random.default_rng(1).uniform(-20, 340, (30_000, 2)).astype(np.float32)
    places[:10] = np.nan
    corners = {
        "star": tuple(
            (150 + 140 * np.cos(a), 120 + 110 * np.sin(a)) for a in np.arange(5) * 4 * np.pi / 5
        ),
        "rectangle": ((10, 20), (300, 20), (300, 200), (10, 200)),
        "sliver": ((0, 0), (300, 1), (300, 3)),
    }[shape]
    monkeypatch.setattr(picture_choice, "FEW", 10)
    fast = in_polygon(places, corners), under_stroke(places, corners, 25.0)
    monkeypatch.setattr(picture_choice, "FEW", len(places))
    for found, slow in zip(
        fast, (in_polygon(places, corners), under_stroke(places, corners, 25.0)), strict=True
    ):
        np.testing.assert_array_equal(found, slow)
        assert found.any()
        assert not found[:10].any()


def test_counted_cells_are_the_sorted_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    means = np.random.default_rng(2).uniform(0, 1, (500, 3)).astype(np.float32)
    counted = splat_graph.cells_of(means, 0.1)
    monkeypatch.setattr(splat_graph, "_FEW_CELLS", 0)
    sorted_ = splat_graph.cells_of(means, 0.1)
    np.testing.assert_array_equal(counted.cell, sorted_.cell)
    np.testing.assert_array_equal(counted.counts, sorted_.counts)
    np.testing.assert_array_equal(counted.parts(), sorted_.parts())


def test_thinning_hardly_changes_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    cloud = ball(4000)
    everything = np.ones(4000, bool)
    where = picture_places.picture_places(cloud, LOOKING)
    whole = surface_of(cloud, LOOKING, ReferenceRenderer())
    monkeypatch.setattr(picture_places, "SURFACE_GAUSSIANS", 1000)
    thin = surface_of(cloud, LOOKING, ReferenceRenderer())
    seen = [on_surface(cloud, LOOKING, (where, one), everything) for one in (whole, thin)]
    assert 0.3 < seen[0].mean() < 0.8
    assert (seen[0] != seen[1]).mean() < 0.08  # those at the rim


def test_one_view_is_projected_and_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Camera] = []

    class Counting(ReferenceRenderer):
        def render(self, cloud, camera, *options, **named):  # type: ignore[no-untyped-def]
            drawn.append(camera)
            return super().render(cloud, camera, *options, **named)

    renderer: Renderer = Counting()
    keeper, cloud = PlacesKeeper(renderer), ball(300)
    first = keeper.places(cloud, LOOKING)
    keeper.surface(cloud, LOOKING)
    again = Camera.look_at((1.6, 0.5, 0.8), (0, 0, 0.5), width=320, height=240)
    assert keeper.places(cloud, again) is first
    keeper.surface(cloud, again)
    assert len(drawn) == 1
    assert keeper.places(cloud, FLAT) is not first
    assert keeper.places(ball(300), FLAT) is not keeper.places(cloud, FLAT)


def test_projecting_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_places, "CHUNK", 100)
    chunks = 0

    def check() -> None:
        nonlocal chunks
        chunks += 1
        if chunks == 3:
            raise CancelledError

    keeper, cloud = PlacesKeeper(ReferenceRenderer()), ball(1000)
    with pytest.raises(CancelledError):
        keeper.places(cloud, LOOKING, check)
    assert chunks == 3
    assert keeper.places(cloud, LOOKING).drawn.all()
