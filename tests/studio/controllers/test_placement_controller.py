"""Moving, turning and scaling the object: numbers, pivots, the floor, undo, simulation."""

from __future__ import annotations

import numpy as np
import pytest

from render.errors import InputError
from sim.object_edit import IN_PLACE, ObjectPose
from studio.controllers.placement_controller import (
    PlacementController,
    turn_about,
    turn_between,
)
from studio.jobs.view_messages import CloudQuery
from tests.studio.controllers.conftest import BOUNDS, Desk


@pytest.fixture
def placement(desk: Desk) -> PlacementController:
    desk.open_ball()
    desk.viewport.set_pane(640, 480)
    return desk.placement


def test_numbers_are_kept_as_they_are_typed(desk: Desk, placement: PlacementController) -> None:
    placement.set_translation(1, 0.25)
    placement.set_angles((10.0, -20.0, 30.0))
    placement.set_scale(1.5)
    np.testing.assert_allclose(placement.angles_deg(), (10, -20, 30), atol=1e-6)
    assert placement.pose.scale == pytest.approx(1.5)
    assert desk.state.history.position == 3
    placement.reset()
    assert placement.pose == IN_PLACE
    desk.edits.undo()
    assert placement.pose.scale == pytest.approx(1.5)


def test_turning_and_scaling_leave_the_pivot_in_place(
    desk: Desk, placement: PlacementController
) -> None:
    center = (np.array(BOUNDS[0]) + BOUNDS[1]) / 2
    placement.set_angles((0.0, 0.0, 90.0))
    placement.set_scale(0.5)
    np.testing.assert_allclose(placement.pose.applied(center[None])[0], center, atol=1e-9)
    placement.set_pivot("ground")
    assert placement.pivot_m()[2] == pytest.approx(placement.box()[0][2])
    desk.state.placement.selection_center_m = (0.1, 0.0, 0.4)
    placement.set_pivot("selection")
    expected = placement.pose.applied(np.array([[0.1, 0.0, 0.4]]))[0]
    np.testing.assert_allclose(placement.pivot_m(), expected)


def test_three_points_become_the_floor(placement: PlacementController) -> None:
    tilted = ObjectPose((0, 0, 0.8), turn_about((1.0, 0.0, 0.0), 0.4))
    foot = np.array([(-0.2, -0.2, 0.25), (0.2, -0.2, 0.25), (0.0, 0.2, 0.25)])
    placement.set_pose(tilted, "Tilt")
    points = [tuple(float(part) for part in point) for point in tilted.applied(foot)]
    placement.set_floor((points[0], points[1], points[2]))  # type: ignore[arg-type]
    np.testing.assert_allclose(placement.pose.applied(foot)[:, 2], 0, atol=1e-9)
    assert placement.pose.applied(np.array([[0, 0, 0.5]]))[0, 2] == pytest.approx(0.25)
    placement.set_floor((points[1], points[0], points[2]))  # type: ignore[arg-type]
    line = ((0.0, 0.0, 0.0), (0.1, 0.0, 0.0), (0.2, 0.0, 0.0))
    with pytest.raises(InputError, match="triangle"):
        placement.set_floor(line)


def test_half_turns_put_the_top_below(placement: PlacementController) -> None:
    top = np.array([[0.0, 0.0, 0.75]])
    placement.flip_up(0)
    assert placement.pose.applied(top)[0, 2] == pytest.approx(0.25)
    placement.flip_up(1)
    assert placement.pose.applied(top)[0, 2] == pytest.approx(0.75)


def test_the_object_is_dropped_by_its_true_extent(
    desk: Desk, placement: PlacementController
) -> None:
    placement.drop_to_ground()
    desk.answer(((0.0, 0.0, 0.31), (1.0, 1.0, 1.0)))
    assert placement.pose.translation_m[2] == pytest.approx(-0.31)


def test_a_late_extent_does_not_drop_what_was_moved_meanwhile(
    desk: Desk, placement: PlacementController
) -> None:
    placement.drop_to_ground()
    placement.set_translation(2, 1.0)
    desk.answer(((0.0, 0.0, 0.31), (1.0, 1.0, 1.0)))
    assert placement.pose.translation_m[2] == 1.0


def test_a_moved_object_is_shown_and_simulated_where_it_was_put(
    desk: Desk, placement: PlacementController
) -> None:
    desk.describe_take("take-1", 10)
    desk.takes.show("take-1")
    desk.viewport.update()
    query = desk.view.queries[-1]
    assert not isinstance(query, CloudQuery)
    assert query.look.pose == IN_PLACE
    placement.set_translation(0, 0.5)
    assert desk.state.document.active_take is None
    desk.viewport.update()
    query = desk.view.queries[-1]
    assert query.look.pose.translation_m == (0.5, 0.0, 0.0)
    edit = desk.physics.request("take-2").edit
    assert edit is not None
    assert edit.pose == placement.pose


def test_the_shortest_turn_between_two_directions() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        first, second = rng.normal(size=(2, 3))
        first, second = first / np.linalg.norm(first), second / np.linalg.norm(second)
        pose = ObjectPose(rotation=turn_between(first, second))
        np.testing.assert_allclose(pose.applied(first[None])[0], second, atol=1e-9)
    opposite = ObjectPose(rotation=turn_between(np.array([0, 0, 1.0]), np.array([0, 0, -1.0])))
    np.testing.assert_allclose(opposite.applied([[0, 0, 1]])[0], (0, 0, -1), atol=1e-9)
