from __future__ import annotations

import pytest

from render.base import SplatStyle
from studio.controllers.picture_cache import PictureCache
from studio.controllers.viewport_controller import REST_DELAY_S
from studio.jobs.view_runner import Picture
from studio.state.viewport import STAGES
from tests.studio.controllers.conftest import Desk

PANE = (400, 200)


def drawn(desk: Desk, draw_ms: float = 10.0, index: int = -1) -> Picture:
    query, tag = desk.view.queries[index], desk.view.tags[index]
    return Picture(query, bytes(query.byte_count), draw_ms, tag)


@pytest.fixture
def ready(desk: Desk) -> Desk:
    desk.viewport.set_pane(*PANE)
    desk.open_ball()
    return desk


def rest(desk: Desk) -> None:
    desk.viewport.update()
    desk.now_s += REST_DELAY_S + 0.01
    desk.viewport.update()


def answer(desk: Desk, draw_ms: float) -> None:
    desk.viewport.take_picture(drawn(desk, draw_ms))


def test_nothing_is_asked_before_there_is_an_object(desk: Desk) -> None:
    desk.viewport.set_pane(*PANE)
    desk.viewport.update()
    assert desk.view.queries == []


def test_one_question_for_one_state(ready: Desk) -> None:
    for _ in range(5):
        ready.viewport.update()
    assert len(ready.view.queries) == 1


def test_slow_drawing_halves_the_resolution_while_moving_and_rests_at_full(ready: Desk) -> None:
    rest(ready)
    answer(ready, 400.0)
    ready.viewport.orbit(0.1, 0.0)
    ready.viewport.update()
    assert ready.view.queries[-1].camera.width == PANE[0] // 2
    rest(ready)
    assert ready.view.queries[-1].camera.width == PANE[0]


def test_fast_drawing_stays_at_full_resolution(ready: Desk) -> None:
    rest(ready)
    answer(ready, 20.0)
    ready.viewport.orbit(0.1, 0.0)
    ready.viewport.update()
    assert ready.view.queries[-1].camera.width == PANE[0]


def test_dragging_counts_as_moving_however_long(ready: Desk) -> None:
    rest(ready)
    answer(ready, 400.0)
    ready.viewport.set_interacting(True)
    ready.viewport.orbit(0.1, 0.0)
    rest(ready)
    assert ready.view.queries[-1].camera.width == PANE[0] // 2
    ready.viewport.set_interacting(False)
    ready.viewport.update()
    assert ready.view.queries[-1].camera.width == PANE[0]


def test_a_picture_seen_before_is_shown_without_drawing(ready: Desk) -> None:
    shown: list[Picture] = []
    ready.viewport.on_picture = shown.append
    ready.describe_take("take-1", 10)
    ready.takes.show("take-1")
    for frame in (0, 1, 0):
        ready.playback.seek(frame)
        rest(ready)
        if ready.view.queries[-1].frame == frame:
            answer(ready, 10.0)
    assert [picture.query.frame for picture in shown] == [0, 1, 0]
    asked = [query.frame for query in ready.view.queries]
    assert asked.count(0) == len([f for f in asked if f == 0])
    count = len(asked)
    ready.playback.seek(1)
    rest(ready)
    assert len(ready.view.queries) == count


def test_pictures_of_a_closed_project_are_dropped(ready: Desk) -> None:
    shown: list[Picture] = []
    ready.viewport.on_picture = shown.append
    rest(ready)
    late = drawn(ready)
    ready.document.close()
    ready.viewport.take_picture(late)
    assert shown == []


def test_a_picture_is_shown_however_many_questions_came_after_it(ready: Desk) -> None:
    shown: list[Picture] = []
    ready.viewport.on_picture = shown.append
    for _ in range(20):
        ready.viewport.orbit(0.01, 0.0)
        ready.viewport.update()
    ready.viewport.take_picture(drawn(ready, index=0))
    assert len(shown) == 1


def test_a_picture_that_comes_late_does_not_cover_the_one_that_is_wanted(ready: Desk) -> None:
    rest(ready)
    wanted = drawn(ready)
    ready.viewport.take_picture(wanted)
    ready.viewport.set_pane(2 * PANE[0], PANE[1])
    ready.viewport.update()
    late = drawn(ready)
    ready.viewport.set_pane(*PANE)
    rest(ready)
    ready.viewport.take_picture(late)
    assert ready.viewport.shown is wanted


def test_framing_and_home(ready: Desk) -> None:
    home = ready.state.viewport.camera
    ready.viewport.orbit(0.3, 0.2)
    ready.viewport.dolly(5)
    turned = ready.state.viewport.camera
    ready.viewport.frame()
    framed = ready.state.viewport.camera
    assert framed.azimuth_deg == turned.azimuth_deg
    assert framed.distance_m > turned.distance_m
    ready.viewport.home()
    assert ready.state.viewport.camera.azimuth_deg == home.azimuth_deg


def test_dragging_right_turns_the_object_right(ready: Desk) -> None:
    before = ready.state.viewport.camera
    ready.viewport.orbit(0.1, 0.05)
    after = ready.state.viewport.camera
    assert (after.azimuth_deg - before.azimuth_deg) % 360 > 180
    assert after.elevation_deg > before.elevation_deg


def test_how_gaussians_are_drawn_goes_with_the_question(ready: Desk) -> None:
    ready.viewport.update()
    ready.viewport.set_style(SplatStyle.RINGS)
    ready.viewport.set_sh_degree(1)
    ready.viewport.toggle_antialiased()
    ready.viewport.toggle_overlay("bounds")
    ready.viewport.update()
    plain, chosen = (query.settings for query in ready.view.queries)
    assert (plain.style, plain.max_sh_degree, plain.antialiased) == (SplatStyle.SPLATS, 3, False)
    assert (chosen.style, chosen.max_sh_degree, chosen.antialiased) == (SplatStyle.RINGS, 1, True)
    assert ready.viewport.view().settings == chosen
    plain, shown = (query.overlays for query in ready.view.queries)
    assert not plain.any_drawn
    assert (shown.grid, shown.axes, shown.bounds) == (False, False, True)
    assert ready.viewport.view().overlays == shown


def test_unknown_stages_are_ignored(ready: Desk) -> None:
    for name in (*STAGES, "disco"):
        ready.viewport.set_stage(name)
    assert ready.state.viewport.stage == tuple(STAGES)[-1]


def test_the_picture_cache_is_limited_by_bytes(ready: Desk) -> None:
    ready.viewport.update()
    key = ready.viewport._wanted
    assert key is not None
    picture = drawn(ready)
    cache = PictureCache(limit_bytes=int(2.5 * len(picture.pixels)))
    from dataclasses import replace

    keys = [replace(key, frame=frame) for frame in range(4)]
    for one in keys:
        cache.put(one, picture)
    kept = [cache.get(one, 1) is not None for one in keys]
    assert kept == [False, False, True, True]
    assert cache.get(keys[3], picture.query.camera.width + 1) is None


def test_flying_moves_by_keys_and_the_next_flight_keeps_the_speed(ready: Desk) -> None:
    ready.viewport.fly(0, 0, 1, 0.5)
    orbit = ready.state.viewport.camera
    ready.viewport.switch_mode()
    assert ready.viewport.flies
    ready.viewport.dolly(3)
    speed_m_s = ready.state.viewport.fly_speed_m_s
    assert speed_m_s > 0.5
    start = ready.viewport.view()[0].position
    ready.viewport.fly(0, 0, 1, 0.5)
    moved = ready.viewport.view()[0].position - start
    assert (moved**2).sum() ** 0.5 == pytest.approx(0.5 * speed_m_s, rel=1e-3)
    ready.viewport.update()
    assert ready.view.queries[-1].camera.position == pytest.approx(start + moved)
    ready.viewport.switch_mode()
    ready.viewport.switch_mode()
    assert not ready.viewport.flies
    ready.viewport.switch_mode()
    assert ready.state.viewport.camera.speed_m_s == speed_m_s
    ready.viewport.home()
    assert ready.state.viewport.camera == orbit


def test_orthographic_views_are_asked_for_and_framed(ready: Desk) -> None:
    ready.viewport.switch_projection()
    ready.viewport.frame()
    ready.viewport.update()
    assert ready.view.queries[-1].camera.is_orthographic


def test_further_bodies_are_asked_for_until_a_take_holds_them(ready: Desk) -> None:
    ready.scene.add_copy()
    ready.viewport.update()
    asked = ready.view.queries[-1]
    count = ready.state.document.gaussian_count
    assert [body.gaussian_count for body in asked.look.bodies] == [count]
    ready.viewport.draw_clouds(True)
    ready.viewport.update()
    assert ready.view.queries[-1].gaussian_count == 2 * count
    ready.scene.toggle_hidden()
    ready.viewport.update()
    assert ready.view.queries[-1].gaussian_count == count
    ready.describe_take("take-1", 10)
    ready.takes.show("take-1")
    ready.viewport.update()
    assert ready.view.queries[-1].look.bodies == ()


def test_the_whole_scene_is_framed_at_rest(ready: Desk) -> None:
    ready.viewport.home()
    alone = ready.state.viewport.camera
    ready.scene.add_copy()
    ready.scene.add_copy()
    low, high = (thing.value for thing in ready.state.scene.all_things)
    assert high.position_m[2] - high.extent_m[2] / 2 > low.position_m[2] + low.extent_m[2] / 2
    ready.viewport.home()
    both = ready.state.viewport.camera
    assert both.distance_m > 1.5 * alone.distance_m
    assert both.target[2] > alone.target[2]
