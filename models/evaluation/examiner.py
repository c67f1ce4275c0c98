"""`Examiner`: draws what a method rebuilt and compares it with the truth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from models.evaluation.picture_metrics import psnr, silhouette_iou, ssim
from models.evaluation.reconstruction_baselines import Reconstruct
from models.evaluation.reconstruction_protocol import INPUT_NAMES, TruthViews
from models.evaluation.resource_use import ResourceMeter
from models.evaluation.scores import InputScore, InputViewScore, ViewScore
from render.base import Renderer, RenderSettings
from render.camera import Camera
from render.errors import InputError
from render.gaussians import GaussianCloud

FloatArray = npt.NDArray[np.float32]
Lpips = Callable[[FloatArray, FloatArray], float]
Drawing = tuple[FloatArray, FloatArray]
"""Colour on white and coverage, 0 to 1, shapes [H, W, 3] and [H, W]."""

LOW_PASS_PX2 = 0.3
NEAR_OBJECT_PX = 3


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """A method's score on one input, and its drawings."""

    score: InputScore
    """How it did."""
    drawings: dict[str, FloatArray]
    """sRGB 0 to 1 over white by the name of the view, [H, W, 3]."""
    failure: str | None
    """Why the method gave nothing; None where it gave something."""


class Examiner:
    """Renders reconstructions and compares them with the truth."""

    def __init__(self, renderer: Renderer, lpips: Lpips | None, input_count: int = 1) -> None:
        """Keep what all comparisons share.

        Args:
            renderer: Draws the clouds.
            lpips: Perceptual distance of two pictures; None leaves it out.
            input_count: Views that the model is given; they decide which views are novel.
        """
        self.meter = ResourceMeter()
        self._renderer = renderer
        self._lpips = lpips
        self._input_count = input_count
        self._settings = RenderSettings(eps2d=LOW_PASS_PX2)

    def examine(
        self, truth: TruthViews, rebuild: Reconstruct | None, *, given: int, perceptual: bool
    ) -> Examined:
        """Rebuild an object and score its views.

        A method that refuses its inputs is scored as if it had drawn nothing.

        Args:
            truth: The object.
            rebuild: The method; None for the one that draws nothing.
            given: Number of input views that the method is given.
            perceptual: Measure LPIPS too, where it can be.
        """
        inputs, failure = truth.inputs(given), None
        cloud, seconds, memory_mb = None, float("nan"), float("nan")
        if rebuild is not None:
            try:
                cloud, (seconds, memory_mb) = self.meter.measured(lambda: rebuild(inputs))
            except InputError as error:
                failure = str(error)
        own, others = INPUT_NAMES[given], truth.novel_names(self._input_count)
        drawings = {name: self._drawn(cloud, truth.cameras[name]) for name in (*own, *others)}
        lpips = self._lpips if perceptual else None
        novel = {name: _view_score(truth, name, drawings[name], lpips) for name in others}
        seen = {name: _input_score(truth, name, drawings[name]) for name in own}
        count = 0 if cloud is None else cloud.gaussian_count
        score = InputScore(truth.input_azimuth_deg, novel, seen, seconds, memory_mb, count)
        return Examined(score, {name: drawing[0] for name, drawing in drawings.items()}, failure)

    def _drawn(self, cloud: GaussianCloud | None, camera: Camera) -> Drawing:
        if cloud is None:
            size = (camera.height, camera.width)
            return np.ones((*size, 3), np.float32), np.zeros(size, np.float32)
        output = self._renderer.render(cloud, camera, self._settings)
        return output.color, output.alpha


def _view_score(truth: TruthViews, name: str, drawing: Drawing, lpips: Lpips | None) -> ViewScore:
    color, alpha = drawing
    expected = truth.on_white(name)
    distance = lpips(color, expected) if lpips else float("nan")
    overlap = silhouette_iou(alpha, truth.views[name][..., 3])
    return ViewScore(psnr(color, expected), ssim(color, expected), distance, overlap)


def _input_score(truth: TruthViews, name: str, drawing: Drawing) -> InputViewScore:
    color, alpha = drawing
    expected, coverage = truth.on_white(name), truth.views[name][..., 3]
    near = ndimage.binary_dilation(coverage > 0, iterations=NEAR_OBJECT_PX)
    return InputViewScore(
        psnr(color, expected), psnr(color, expected, mask=near), silhouette_iou(alpha, coverage)
    )
