"""The comparison of one, two and four views: views scored, figures and refusals."""

from __future__ import annotations

import json

import numpy as np
import pytest
from fusion_fixtures import ball
from test_view_fusion_geometry import moved

from models.data.raycast import RayCaster, render_mesh
from models.evaluation.multi_view import common_examiner, compare_counts, count_score
from models.evaluation.objects import EvaluatedObject, ObjectSet
from models.evaluation.reconstruction_protocol import (
    COMMON_NAMES,
    INPUT_NAMES,
    INPUT_VIEW,
    NOVEL_VIEWS,
    TruthViews,
)
from models.posed_views import PosedViews
from render.base import RenderSettings
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.registry import open_renderer


class FixedTruth:
    """Small views of a ball."""

    def __init__(self, scale: float = 1.0) -> None:
        caster = RayCaster(moved(ball(), scale, (0, 0, 0)))
        cameras = {
            view.name: view.camera().scaled_to(48, 48) for view in (INPUT_VIEW, *NOVEL_VIEWS)
        }
        pictures = {
            name: render_mesh(caster, camera, samples=2) for name, camera in cameras.items()
        }
        self._views = TruthViews(30.0, pictures, cameras)

    def truths(self) -> tuple[TruthViews, ...]:
        return (self._views,)

    def portrait(self, side_px: int) -> np.ndarray:
        return np.ones((side_px, side_px, 3), np.float32)


def dot(views: PosedViews) -> GaussianCloud:
    """A red Gaussian that grows with the number of views."""
    size = 0.1 * views.count
    return GaussianCloud(
        np.zeros((1, 3)),
        np.array([[1.0, 0, 0, 0]]),
        np.full((1, 3), size),
        np.ones(1),
        np.array([[[1.7, -1.7, -1.7]]]),
    )


ITEM = EvaluatedObject("ycb/a", FixedTruth())


def test_no_scored_view_is_an_input_for_any_count() -> None:
    for names in INPUT_NAMES.values():
        assert not set(names) & set(COMMON_NAMES)
    for count in (1, 2, 4):
        score = count_score(common_examiner(), ITEM, ITEM.truth.truths(), dot, count)
        (one,) = score.score.inputs
        assert set(one.novel) == set(COMMON_NAMES)
        assert tuple(one.given) == INPUT_NAMES[count]
        assert score.values["lowest_input_psnr"] <= score.values["input_psnr"] + 1e-9


def test_score_is_that_of_the_drawn_picture() -> None:
    truth = FixedTruth().truths()[0]
    score = count_score(common_examiner(), ITEM, (truth,), dot, 2)
    cloud = dot(truth.inputs(2).posed())
    renderer = open_renderer("cpu_tiles")
    drawn = renderer.render(cloud, truth.cameras["135"], RenderSettings(eps2d=0.3))
    error = ((drawn.color - truth.on_white("135")) ** 2).mean(dtype=np.float64)
    (one,) = score.score.inputs
    assert one.novel["135"].psnr == pytest.approx(-10 * np.log10(error), abs=1e-3)


def test_refused_object_counts_as_a_blank_picture_and_is_named() -> None:
    def refuse(views: PosedViews) -> GaussianCloud:
        if views.count == 2:
            raise InputError("masks contradict each other")
        return dot(views)

    report = compare_counts(ObjectSet((ITEM,), "made up", "val"), refuse)
    assert report["failed"] == {"ycb/a": "masks contradict each other"}
    views = report["views"]
    assert isinstance(views, dict)
    assert views["2"]["silhouette_iou"] == 0.0


def test_report_pairs_gains_and_leaves_out_nearly_white_objects() -> None:
    items = [
        EvaluatedObject("ycb/a", FixedTruth()),
        EvaluatedObject("ycb/b", FixedTruth(0.8)),
        EvaluatedObject("ycb/speck", FixedTruth(0.01)),
    ]
    report = compare_counts(ObjectSet(tuple(items), "made up", "val"), dot)
    assert report["left_out_nearly_white"] == ["ycb/speck"]
    assert report["object_count"] == 2
    views, gains = report["views"], report["gain_over_one_view"]
    assert isinstance(views, dict)
    assert isinstance(gains, dict)
    assert set(views) == {"1", "2", "4"}
    assert set(views["4"]["offsets"]) == set(COMMON_NAMES)
    difference = views["4"]["novel_psnr"] - views["1"]["novel_psnr"]
    assert gains["4"]["novel_psnr"]["mean"] == pytest.approx(difference, abs=2e-4)
    json.dumps(report, allow_nan=False)


def test_other_counts_and_empty_sets_are_refused() -> None:
    with pytest.raises(InputError, match="1, 2, 4: 3"):
        count_score(common_examiner(), ITEM, ITEM.truth.truths(), dot, 3)
    speck = (EvaluatedObject("ycb/speck", FixedTruth(0.01)),)
    with pytest.raises(InputError, match="nearly white"):
        compare_counts(ObjectSet(speck, "made up", "val"), dot)
