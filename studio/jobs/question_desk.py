"""`QuestionDesk`: answers questions about the Gaussians of a view."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from render.base import Renderer
from render.camera import Camera
from render.gaussians import GaussianCloud
from sim.scene.shapes import Box, Sphere
from studio.jobs.cloud_look import CloudLook, Wardrobe, marks
from studio.jobs.export_preview import ExportPreview
from studio.jobs.floaters import floaters
from studio.jobs.picture_choice import in_polygon, in_volume, on_surface, under_stroke
from studio.jobs.picture_places import CHUNK, VISIBLE, Check, PlacesKeeper, never_stop
from studio.jobs.preview_messages import PreviewQuestion
from studio.jobs.scene_reader import SceneReader
from studio.jobs.splat_graph import cells_of, connected_with
from studio.jobs.splat_values import (
    histogram,
    in_range,
    like_color,
    plain_colors,
    splat_values,
)
from studio.jobs.view_questions import (
    Answer,
    BoundsQuestion,
    Choice,
    ChooseQuestion,
    ConnectedAt,
    Floaters,
    HistogramQuestion,
    LikeColor,
    Near,
    Picked,
    PickQuestion,
    Point,
    Polygon,
    Question,
    Sight,
    Stroke,
    ValueRange,
)
from studio.state.bitmask import BitMask

BoolArray = npt.NDArray[np.bool_]

PICK_REACH_PX = 3
"""Pixels round the pointer in which something is looked for."""


class QuestionDesk:
    """Reads the cloud in question and finds the answer."""

    def __init__(self, renderer: Renderer, reader: SceneReader) -> None:
        """Answer from what a reader reads; a renderer tells what is seen."""
        self._renderer = renderer
        self._reader = reader
        self._wardrobe = Wardrobe()
        self._keeper = PlacesKeeper(renderer)
        self._previews = ExportPreview()

    def answer(self, question: Question, check: Check = never_stop) -> Answer:
        """The answer to a question.

        Args:
            question: The question.
            check: Called between pieces of long work; what it raises ends that.

        Raises:
            InputError: If the scene cannot be read.
        """
        if isinstance(question, PreviewQuestion):
            return self._previews.answer(question)
        sight = question.sight
        cloud = self._cloud(sight)
        if isinstance(question, PickQuestion):
            return self._picked(cloud, sight.camera, question.point)
        if isinstance(question, HistogramQuestion):
            values = splat_values(cloud, question.value, sight.camera)
            return histogram(values[cloud.opacities >= VISIBLE], question.value)
        if isinstance(question, BoundsQuestion):
            chosen = marks(question.mask, cloud.gaussian_count)
            if chosen is not None:
                chosen &= cloud.opacities >= VISIBLE
            if chosen is None or not chosen.any():
                return None
            ends = [question.percentile, 100 - question.percentile]
            low, high = np.percentile(cloud.means[chosen], ends, axis=0)
            return _triple(low), _triple(high)
        return self._chosen(question, cloud, check)

    def _cloud(self, sight: Sight) -> GaussianCloud:
        look = CloudLook(pose=sight.look.pose, unseen=sight.look.unseen)
        return self._wardrobe.dressed(self._reader.cloud(sight.scene, sight.frame), look)

    def _chosen(self, question: ChooseQuestion, cloud: GaussianCloud, check: Check) -> BitMask:
        choice, camera = question.choice, question.sight.camera
        if isinstance(choice, Polygon | Stroke):
            where = self._keeper.places(cloud, camera, check)
            if isinstance(choice, Polygon):
                found = in_polygon(where.places, choice.points)
            else:
                found = under_stroke(where.places, choice.points, choice.radius_px)
            found &= where.drawn
            check()
            if not question.through and found.any():
                surface = self._keeper.surface(cloud, camera)
                check()
                found &= on_surface(cloud, camera, (where, surface), found)
            return BitMask.of(found)
        drawn = cloud.opacities >= VISIBLE
        return BitMask.of(self._in_space(choice, cloud, camera, check) & drawn)

    def _in_space(
        self, choice: Choice, cloud: GaussianCloud, camera: Camera, check: Check
    ) -> BoolArray:
        if isinstance(choice, ConnectedAt):
            return self._connected(choice, cloud, camera, check)
        if isinstance(choice, Floaters):
            return _floating(choice, cloud, check)
        if isinstance(choice, Near):
            return _near(choice, cloud, check)
        if isinstance(choice, Box | Sphere):
            return _in_volume(choice, cloud, check)
        if isinstance(choice, ValueRange):
            values = splat_values(cloud, choice.value, camera)
            return in_range(values, choice.low, choice.high)
        if isinstance(choice, LikeColor):
            return like_color(cloud, choice.color, choice.tolerance)
        raise TypeError(f"{type(choice).__name__} chooses in the picture")

    def _connected(
        self, choice: ConnectedAt, cloud: GaussianCloud, camera: Camera, check: Check
    ) -> BoolArray:
        picked = self._picked(cloud, camera, choice.point)
        found = np.zeros(cloud.gaussian_count, np.bool_)
        if picked is None or picked.gaussian < 0:
            return found
        check()
        shown = np.flatnonzero(cloud.opacities >= VISIBLE)
        gap_m = choice.gap_share * _longest_side_m(cloud.means[shown])
        seed = int(np.searchsorted(shown, picked.gaussian))
        found[shown] = connected_with(cloud.means[shown], seed, gap_m, check)
        return found

    def _picked(self, cloud: GaussianCloud, camera: Camera, point: Point) -> Picked | None:
        """What is seen nearest to a pixel within reach, else the ground there."""
        side = 2 * PICK_REACH_PX + 1
        left, top = round(point[0] - side / 2), round(point[1] - side / 2)
        tile = camera.tile(left, top, side, side)
        output = self._renderer.render(cloud, tile, with_ids=True)
        ids, depth = output.gaussian_id, output.median_depth
        if ids is None or depth is None:
            raise ValueError("the renderer was not asked for ids")
        origins, directions = tile.pixel_rays()
        rows, columns = np.nonzero(ids >= 0)
        if not len(rows):
            middle = PICK_REACH_PX, PICK_REACH_PX
            return _on_ground(origins[middle], directions[middle])
        away = (columns + 0.5 + left - point[0]) ** 2 + (rows + 0.5 + top - point[1]) ** 2
        row, column = rows[away.argmin()], columns[away.argmin()]
        found = origins[row, column] + depth[row, column] * directions[row, column]
        number = int(ids[row, column])
        color = plain_colors(cloud.select(np.array([number])))[0]
        return Picked(_triple(found), number, _triple(color))


def _in_volume(choice: Box | Sphere, cloud: GaussianCloud, check: Check) -> BoolArray:
    found = np.empty(cloud.gaussian_count, np.bool_)
    for first in range(0, len(found), CHUNK):
        part = slice(first, first + CHUNK)
        found[part] = in_volume(choice, cloud.means[part])
        check()
    return found


def _near(choice: Near, cloud: GaussianCloud, check: Check) -> BoolArray:
    found = np.zeros(cloud.gaussian_count, np.bool_)
    chosen = marks(choice.mask, cloud.gaussian_count)
    shown = np.flatnonzero(cloud.opacities >= VISIBLE)
    if chosen is not None and len(shown):
        means = cloud.means[shown]
        cells = cells_of(means, choice.gap_share * _longest_side_m(means), check)
        found[shown] = cells.near(chosen[shown])
    return found


def _longest_side_m(means: npt.NDArray[np.float32]) -> float:
    """Longest side of what most Gaussians lie in [m]; centres have shape [N, 3], N >= 1."""
    low, high = np.percentile(means, [1, 99], axis=0)
    return float((high - low).max())


def _floating(choice: Floaters, cloud: GaussianCloud, check: Check) -> BoolArray:
    shown = np.flatnonzero(cloud.opacities >= VISIBLE)
    found = np.zeros(cloud.gaussian_count, np.bool_)
    if len(shown):
        found[shown] = floaters(cloud.select(shown), choice.strength, check)
    return found


def _on_ground(
    origin: npt.NDArray[np.float64], direction: npt.NDArray[np.float64]
) -> Picked | None:
    """Where a ray meets the ground at z = 0; None where it does not."""
    if abs(direction[2]) < 1e-9 or origin[2] * direction[2] > 0:
        return None
    return Picked(_triple(origin - origin[2] / direction[2] * direction))


def _triple(values: npt.NDArray[np.floating]) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
