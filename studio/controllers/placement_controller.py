"""`PlacementController`: verbs that move, turn and scale the object, and put it on the floor."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.quaternion import conjugate, multiply, normalized
from sim.object_edit import IN_PLACE, SCALE_RANGE, ObjectPose
from studio.controllers.edit_controller import EditController
from studio.controllers.view_probe import ViewProbe
from studio.jobs.view_messages import Bounds
from studio.jobs.view_questions import Answer, BoundsQuestion
from studio.state.bitmask import BitMask
from studio.state.language import tr
from studio.state.placement import PIVOTS, Pivot
from studio.state.resolve_selection import angles_rad_of
from studio.state.studio_state import StudioState

Vec3 = tuple[float, float, float]
Quat = tuple[float, float, float, float]

AXES: tuple[Vec3, Vec3, Vec3] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
EXTENT_PERCENTILE = 0.1
"""Share of the Gaussians that may reach below the ground, in percent."""
SMALLEST_TRIANGLE = 1e-6
"""Area, in square longest sides, below which three points are no floor."""


class PlacementController:
    """Every verb is a step of undo; drags go through `EditController.begin`."""

    def __init__(
        self,
        state: StudioState,
        edits: EditController,
        show_rest: Callable[[], None],
        probe: ViewProbe,
    ) -> None:
        """Drive the place of a state's object.

        Args:
            state: State whose object is placed.
            edits: Makes steps of changes.
            show_rest: Shows the object at rest, where its place is seen.
            probe: Asks the view process where the object ends.
        """
        self._state = state
        self._edits = edits
        self._show_rest = show_rest
        self._probe = probe

    @property
    def pose(self) -> ObjectPose:
        """Present place."""
        return self._state.placement.pose

    def set_pose(self, pose: ObjectPose, label: str) -> None:
        """Put the object somewhere, as one step; takes keep the place they were simulated in."""
        if pose.near(self.pose):
            return
        with self._edits.step(label):
            self._state.placement.pose = pose
        self.show()

    def show(self) -> None:
        """Show the object at rest: a take shows where it was simulated."""
        if self._state.document.active_take is not None:
            self._show_rest()

    def set_translation(self, axis: int, value_m: float) -> None:
        """Set one coordinate of the shift [m]."""
        shift = list(self.pose.translation_m)
        shift[axis] = value_m
        self.set_pose(replace(self.pose, translation_m=_triple(shift)), tr("Move object"))

    def set_angles(self, angles_deg: Vec3) -> None:
        """Set the turns about x, then y, then z [degrees], about the pivot."""
        wanted = _quat_of_angles(angles_deg)
        own = np.array(self.pose.rotation)
        turn = normalized(multiply(np.array(wanted), conjugate(own)))
        self.set_pose(self.pose.turned(_quad(turn), self.pivot_m()), tr("Turn object"))

    def set_scale(self, scale: float) -> None:
        """Set the scale about the pivot."""
        low, high = SCALE_RANGE
        factor = min(max(scale, low), high) / self.pose.scale
        self.set_pose(self.pose.scaled(factor, self.pivot_m()), tr("Scale object"))

    def angles_deg(self) -> Vec3:
        """The turns about x, then y, then z [degrees]."""
        x, y, z = (math.degrees(angle) for angle in angles_rad_of(self.pose))
        return x, y, z

    def reset(self) -> None:
        """Back to the default place."""
        self.set_pose(IN_PLACE, tr("Reset place"))

    def set_pivot(self, pivot: Pivot) -> None:
        """Choose the point that stays."""
        if pivot in PIVOTS:
            self._state.placement.pivot = pivot

    def toggle_local(self) -> None:
        """Lay handles along the object's axes, or along the world's."""
        self._state.placement.is_local = not self._state.placement.is_local

    def toggle_snapping(self) -> None:
        """Let drags go in steps, or freely."""
        self._state.placement.snapping = not self._state.placement.snapping

    def pivot_m(self) -> Vec3:
        """The point that stays [m]."""
        placement = self._state.placement
        if placement.pivot == "selection" and placement.selection_center_m is not None:
            return _triple(self.pose.applied(np.array([placement.selection_center_m]))[0])
        low, high = self.box()
        x, y, z = ((a + b) / 2 for a, b in zip(low, high, strict=True))
        return (x, y, low[2] if placement.pivot == "ground" else z)

    def axes(self) -> tuple[Vec3, Vec3, Vec3]:
        """Unit directions of the handles."""
        if not self._state.placement.is_local:
            return AXES
        x, y, z = self.pose.matrix.T
        return _triple(x), _triple(y), _triple(z)

    def box(self) -> Bounds:
        """Lower and upper corner of the placed object [m]; a small box while unknown."""
        bounds = self._state.placement.rest_bounds or ((-0.25,) * 3, (0.25,) * 3)
        corners = np.array(
            [[bounds[i][0], bounds[j][1], bounds[k][2]] for i in (0, 1) for j in (0, 1)
             for k in (0, 1)]
        )  # fmt: skip
        moved = self.pose.applied(corners)
        return _triple(moved.min(axis=0)), _triple(moved.max(axis=0))

    def drop_to_ground(self) -> None:
        """Put the object's lowest point on the ground, once the view process has found it."""
        self.show()
        sight, count = self._probe.sight(), self._state.document.gaussian_count
        if sight is None:
            return
        asked = self.pose

        def take(box: Answer) -> None:
            if isinstance(box, tuple) and self.pose == asked:
                down = (0.0, 0.0, -box[0][2])
                self.set_pose(self.pose.moved(down), tr("Put on the ground"))

        question = BoundsQuestion(sight, BitMask.full(count), EXTENT_PERCENTILE)
        self._probe.asker.ask(question, take, channel="ground")

    def flip_up(self, axis: int) -> None:
        """Turn the object over by half a turn about x or y, or by a quarter about an axis + 3.

        Args:
            axis: 0 or 1 for half a turn about x or y; 3, 4 or 5 for a quarter about x, y or z.
        """
        half = axis < 3
        turn = turn_about(AXES[axis % 3], math.pi if half else math.pi / 2)
        self.set_pose(self.pose.turned(turn, self.pivot_m()), tr("Turn object over"))

    def set_floor(self, points_m: tuple[Vec3, Vec3, Vec3]) -> None:
        """Turn and lift the object so that a plane through three of its points is the ground.

        Of the plane's two sides the one with most of the object comes to lie above.

        Args:
            points_m: Points in the world [m].

        Raises:
            InputError: If the points lie on a line.
        """
        first, second, third = (np.array(point) for point in points_m)
        normal = np.cross(second - first, third - first)
        low, high = self.box()
        reach = max(b - a for a, b in zip(low, high, strict=True))
        area = float(np.linalg.norm(normal)) / 2
        if area < SMALLEST_TRIANGLE * reach**2:
            raise InputError(
                "the three points lie on a line and are no floor; click three corners of a triangle"
            )
        normal /= np.linalg.norm(normal)
        middle = (np.array(low) + high) / 2
        if normal @ (middle - first) < 0:
            normal = -normal
        center = (first + second + third) / 3
        pose = self.pose.turned(turn_between(normal, np.array(AXES[2])), _triple(center))
        self.set_pose(pose.moved((0.0, 0.0, -float(center[2]))), tr("This is the floor"))


def turn_about(axis: Vec3, angle_rad: float) -> Quat:
    """Quaternion wxyz of a turn about a unit axis [rad]."""
    sine = math.sin(angle_rad / 2)
    return math.cos(angle_rad / 2), sine * axis[0], sine * axis[1], sine * axis[2]


def turn_between(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> Quat:
    """Quaternion wxyz of the shortest turn of one unit vector onto another."""
    cosine = float(first @ second)
    if cosine < -1 + 1e-9:
        aside = np.array([1.0, 0, 0]) if abs(first[0]) < 0.9 else np.array([0, 1.0, 0])
        across = np.cross(first, aside)
        return turn_about(_triple(across / np.linalg.norm(across)), math.pi)
    x, y, z = np.cross(first, second)
    return _quad(normalized(np.array([1 + cosine, x, y, z])))


def _quat_of_angles(angles_deg: Vec3) -> Quat:
    parts = [
        turn_about(axis, math.radians(angle)) for axis, angle in zip(AXES, angles_deg, strict=True)
    ]
    x, y, z = (np.array(part) for part in parts)
    return _quad(normalized(multiply(z, multiply(y, x))))


def _triple(values: npt.ArrayLike) -> Vec3:
    x, y, z = (float(value) for value in np.asarray(values))
    return x, y, z


def _quad(values: npt.ArrayLike) -> Quat:
    w, x, y, z = (float(value) for value in np.asarray(values))
    return w, x, y, z
