"""Measure how well the shape model rebuilds objects from one view, beside trivial baselines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models import EMBEDDED_FOLDER, SHAPE_WEIGHTS
from models.data.assets import Asset, AssetIndex
from models.evaluation.perceptual_distance import (
    LpipsVgg,
    lpips_weights_path,
    why_lpips_is_missing,
)
from models.evaluation.picture_metrics import psnr, silhouette_iou, ssim
from models.evaluation.reconstruction_baselines import Reconstruct, baselines
from models.evaluation.reconstruction_protocol import (
    INPUT_AZIMUTHS_DEG,
    INPUT_VIEW,
    NOVEL_VIEWS,
    PICTURE_PX,
    TruthViews,
    truth_views,
)
from models.evaluation.reconstruction_report import (
    METRICS,
    ObjectScore,
    ReconstructionReport,
)
from models.preprocess import ObjectView, view_from_rgba
from models.rig import RIG_ELEVATION_DEG
from models.shape_predictor import ShapePredictor
from models.surface_estimator import SurfaceEstimator
from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback, ignore_progress
from render.registry import open_renderer

FloatArray = npt.NDArray[np.float32]
Lpips = Callable[[FloatArray, FloatArray], float]

_LOW_PASS_PX2 = 0.3
_NEARLY_WHITE_DB = 26.0
_NEAR_OBJECT_PX = 3
MODEL_NAME = "embedded"
LPIPS_METHODS = (MODEL_NAME, "inflated_2.8")
"""Methods whose perceptual distance is measured."""


def evaluate_reconstruction(
    assets: Path,
    *,
    shape: ShapePredictor | None = None,
    split: str = "test",
    perceptual: bool = True,
    progress: ProgressCallback = ignore_progress,
) -> ReconstructionReport:
    """Rebuild every real object of a split from two views and compare novel views.

    Args:
        assets: Asset library.
        shape: The model; None takes the shipped one.
        perceptual: Measure LPIPS where its weights are installed; it takes most of the time.
        split: `test` for figures that are reported, `val` while developing.
        progress: Told after each object.

    Raises:
        InputError: If the split holds no object.
    """
    objects = AssetIndex.load(assets).split(split)
    if not objects:
        raise InputError(f"{assets} has no object in split {split!r}")
    reason = why_lpips_is_missing() if perceptual else "not asked for"
    lpips = None if reason else LpipsVgg(lpips_weights_path()).distance
    shape = shape or ShapePredictor(SurfaceEstimator.load(EMBEDDED_FOLDER / SHAPE_WEIGHTS))
    methods = {MODEL_NAME: _model(shape), **baselines()}
    scores: dict[str, list[ObjectScore]] = {name: [] for name in (*methods, "blank")}
    left_out = []
    examiner = _Examiner(open_renderer("cpu_tiles"), lpips)
    for done, asset in enumerate(objects):
        truths = [truth_views(asset, azimuth) for azimuth in INPUT_AZIMUTHS_DEG]
        blank = _blank_score(asset, truths)
        if blank.values["novel_psnr"] > _NEARLY_WHITE_DB:
            left_out.append(asset.id)
        else:
            scores["blank"].append(blank)
            for name, reconstruct in methods.items():
                scores[name].append(examiner.score(asset, truths, name, reconstruct))
        progress("evaluate reconstruction", (done + 1) / len(objects))
    model = scores.pop(MODEL_NAME)
    if not model:
        raise InputError(f"every object of split {split!r} is nearly white; nothing to measure")
    return ReconstructionReport(_protocol(split), model, scores, reason, left_out)


class _Examiner:
    """Renders reconstructions and compares them with the truth."""

    def __init__(self, renderer: Renderer, lpips: Lpips | None) -> None:
        self._renderer = renderer
        self._lpips = lpips
        self._settings = RenderSettings(eps2d=_LOW_PASS_PX2)

    def score(
        self, asset: Asset, truths: list[TruthViews], name: str, reconstruct: Reconstruct
    ) -> ObjectScore:
        """Means over the input views of one object."""
        parts = []
        lpips = self._lpips if name in LPIPS_METHODS else None
        for truth in truths:
            camera = INPUT_VIEW.camera()
            view = view_from_rgba(truth.views[INPUT_VIEW.name], camera.K)
            parts.append(self._one_input(truth, reconstruct(view, camera), lpips))
        return _merged(asset, parts)

    def _one_input(
        self, truth: TruthViews, cloud: GaussianCloud, lpips: Lpips | None
    ) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
        novel, by_view = [], {}
        for view in NOVEL_VIEWS:
            output = self._renderer.render(cloud, view.camera(), self._settings)
            expected, coverage = truth.on_white(view.name), truth.views[view.name][..., 3]
            perceptual = lpips(output.color, expected) if lpips else float("nan")
            error, overlap = psnr(output.color, expected), silhouette_iou(output.alpha, coverage)
            novel.append((error, ssim(output.color, expected), perceptual, overlap))
            by_view[view.name] = (error, overlap)
        output = self._renderer.render(cloud, INPUT_VIEW.camera(), self._settings)
        expected, coverage = truth.on_white(INPUT_VIEW.name), truth.views[INPUT_VIEW.name][..., 3]
        near = ndimage.binary_dilation(coverage > 0, iterations=_NEAR_OBJECT_PX)
        own = (
            psnr(output.color, expected),
            psnr(output.color, expected, mask=near),
            silhouette_iou(output.alpha, coverage),
        )
        values = (*np.mean(novel, axis=0), *own)
        return dict(zip(METRICS, map(float, values), strict=True)), by_view


def _model(shape: ShapePredictor) -> Reconstruct:
    def reconstruct(view: ObjectView, camera: Camera) -> GaussianCloud:
        del camera  # the predictor builds the same one from elevation and distance
        placed = shape.place_by_rig(view, elevation_deg=RIG_ELEVATION_DEG, size_m=1.0)
        return placed.cloud

    return reconstruct


def _blank_score(asset: Asset, truths: list[TruthViews]) -> ObjectScore:
    """Score of a white picture."""
    white = np.ones((PICTURE_PX, PICTURE_PX, 3), np.float32)
    parts = []
    for truth in truths:
        pairs = {view.name: truth.on_white(view.name) for view in NOVEL_VIEWS}
        by_view = {name: (psnr(white, picture), 0.0) for name, picture in pairs.items()}
        values = dict.fromkeys(METRICS, float("nan"))
        values["novel_psnr"] = float(np.mean([error for error, _ in by_view.values()]))
        values["novel_ssim"] = float(np.mean([ssim(white, picture) for picture in pairs.values()]))
        values["silhouette_iou"] = values["input_silhouette_iou"] = 0.0
        values["input_psnr"] = psnr(white, truth.on_white(INPUT_VIEW.name))
        parts.append((values, by_view))
    return _merged(asset, parts)


def _merged(
    asset: Asset, parts: list[tuple[dict[str, float], dict[str, tuple[float, float]]]]
) -> ObjectScore:
    values = {name: float(np.mean([part[0][name] for part in parts])) for name in METRICS}
    by_view = {}
    for view in NOVEL_VIEWS:
        error, overlap = np.mean([part[1][view.name] for part in parts], axis=0)
        by_view[view.name] = (float(error), float(overlap))
    return ObjectScore(asset.id, asset.family, values, by_view)


def _protocol(split: str) -> dict[str, object]:
    return {
        "split": split,
        "input_azimuths_deg": list(INPUT_AZIMUTHS_DEG),
        "rig_elevation_deg": RIG_ELEVATION_DEG,
        "novel_views": [view.name for view in NOVEL_VIEWS],
        "picture_px": PICTURE_PX,
        "low_pass_px2": _LOW_PASS_PX2,
        "truth": "mesh ray-cast unlit on white, 4 x 4 rays a pixel averaged in sRGB",
        "placement": "known rig and the object's longest side; no alignment to the truth",
        "nearly_white": f"left out above {_NEARLY_WHITE_DB:g} dB of a blank white picture",
        "interval": "95 % percentile bootstrap of the mean over objects, 10,000 draws",
        "ssim": "7 x 7 uniform window, data range 1",
    }
