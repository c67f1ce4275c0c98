from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from studio.jobs.view_messages import CloudQuery
from studio.jobs.view_runner import CloudFrame
from tests.studio.controllers.conftest import Desk
from tests.studio.synthetic_project import ball


def answered(query: CloudQuery) -> CloudFrame:
    cloud = ball(query.gaussian_count)
    parts = [cloud.means, cloud.quats, cloud.scales, cloud.opacities]
    if query.with_colors:
        parts += [cloud.sh_coeffs]
    return CloudFrame(query, np.concatenate([part.ravel() for part in parts]), None)


@pytest.fixture
def drawing(desk: Desk) -> Desk:
    desk.viewport.set_pane(400, 200)
    desk.open_ball()
    desk.viewport.draw_clouds(True)
    desk.viewport.update()
    return desk


def test_colours_are_asked_once_a_scene(drawing: Desk) -> None:
    first = drawing.view.queries[-1]
    assert first.with_colors
    drawing.viewport.feed.take(answered(first))
    drawing.viewport.update()
    assert drawing.view.queries == [first]
    drawing.describe_take("take-1", 10)
    drawing.takes.show("take-1")
    drawing.viewport.update()
    drawing.viewport.feed.take(answered(drawing.view.queries[-1]))
    drawing.playback.seek(4)
    drawing.viewport.update()
    assert [query.with_colors for query in drawing.view.queries] == [True, True, False]
    assert drawing.view.queries[-1].frame == 4


def test_turning_the_camera_asks_nothing_but_draws_again(drawing: Desk) -> None:
    drawn: list[bool] = []
    drawing.viewport.on_view = lambda: drawn.append(True)
    count = len(drawing.view.queries)
    drawing.viewport.orbit(0.1, 0.1)
    drawing.viewport.update()
    drawing.viewport.update()
    assert drawn == [True]
    assert len(drawing.view.queries) == count


def test_clouds_of_another_scene_are_dropped(drawing: Desk) -> None:
    seen: list[CloudFrame] = []
    drawing.viewport.feed.on_cloud = seen.append
    query = drawing.view.queries[-1]
    other = replace(query, scene=replace(query.scene, take_name="take-9"))
    drawing.viewport.feed.take(answered(other))
    assert seen == []
    drawing.viewport.feed.take(answered(query))
    assert len(seen) == 1


def test_a_cloud_comes_apart_as_it_was_put_together(drawing: Desk) -> None:
    query = drawing.view.queries[-1]
    frame = answered(query)
    original, back = ball(query.gaussian_count), frame.cloud()
    assert frame.values.nbytes == query.byte_count
    for name in ("means", "quats", "scales", "opacities", "sh_coeffs"):
        np.testing.assert_array_equal(getattr(back, name), getattr(original, name))


def test_back_to_pictures(drawing: Desk) -> None:
    drawing.viewport.draw_clouds(False)
    drawing.viewport.update()
    assert not isinstance(drawing.view.queries[-1], CloudQuery)


def test_colours_that_depend_on_the_view_come_with_every_frame(drawing: Desk) -> None:
    feed, scene = drawing.viewport.feed, drawing.view.queries[-1].scene
    for frame in (0, 1):
        feed.show(scene, frame, 3, 4)
        query = drawing.view.queries[-1]
        assert (query.frame, query.with_colors) == (frame, True)
        values = np.zeros(query.byte_count // 4, np.float32)
        feed.take(CloudFrame(query, values, None))
        feed.show(scene, frame, 3, 4)
        assert drawing.view.queries[-1] is query
