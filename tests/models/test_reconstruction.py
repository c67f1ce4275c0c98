"""The reconstruction measurement: its metrics, its figures and one small run."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from shape_fixtures import write_asset_folder

from models.build import build_surface_net
from models.config import SurfaceNetConfig
from models.evaluation import mesh_truth, reconstruction_protocol
from models.evaluation.methods import Method, embedded_method
from models.evaluation.objects import open_objects
from models.evaluation.picture_metrics import psnr, silhouette_iou, ssim
from models.evaluation.reconstruction import evaluate_reconstruction
from models.evaluation.reconstruction_protocol import INPUT_VIEW, NOVEL_VIEWS
from models.shape_predictor import ShapePredictor
from models.surface_estimator import SurfaceEstimator
from render.errors import InputError


def test_metrics_of_known_pictures() -> None:
    black, grey = np.zeros((16, 16, 3), np.float32), np.full((16, 16, 3), 0.1, np.float32)
    assert psnr(black, grey) == pytest.approx(20, abs=1e-4)
    assert psnr(black, black) == 100
    assert ssim(grey, grey) == pytest.approx(1)
    left, top = np.zeros((4, 4), np.float32), np.zeros((4, 4), np.float32)
    left[:, :2] = top[:2] = 1
    assert silhouette_iou(left, top) == pytest.approx(4 / 12)


def test_input_view_is_not_among_the_novel_ones() -> None:
    assert len(NOVEL_VIEWS) == 8
    position = INPUT_VIEW.camera().position
    for view in NOVEL_VIEWS:
        assert np.linalg.norm(view.camera().position - position) > 0.5


@pytest.fixture
def model() -> Method:
    torch.manual_seed(0)
    config = SurfaceNetConfig(frame_px=32, widths=(8, 16), depths=(1, 1), head_count=2)
    return embedded_method(ShapePredictor(SurfaceEstimator(build_surface_net(config).eval(), 32)))


@pytest.fixture
def _small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mesh_truth, "user_cache_path", lambda name: tmp_path / "cache")
    monkeypatch.setattr(reconstruction_protocol, "PICTURE_PX", 48)


@pytest.mark.usefixtures("_small")
def test_small_set_gives_every_figure(tmp_path: Path, model: Method) -> None:
    rows = [
        {"id": "gso/a", "split": "test", "family": "balls"},
        {"id": "ycb/b", "split": "test"},
        {"id": "ycb/c", "split": "train"},
    ]
    objects = open_objects(write_asset_folder(tmp_path / "assets", rows))
    report = evaluate_reconstruction(objects, [model], perceptual=False).to_json()
    assert report["object_count"] == 2
    assert report["novel_lpips"] is None
    assert report["novel_lpips_reason"] == "not asked for"
    assert set(report["objects"]) == {"gso/a", "ycb/b"}
    assert {"gso", "ycb", "with_family", "without_family"} == set(report["groups"])
    assert set(report["baselines"]) == {"blank", "card", "inflated", "revolution"}
    assert report["input_silhouette_iou"] > 0.75
    assert report["baselines"]["blank"]["novel_psnr"] < report["baselines"]["card"]["novel_psnr"]
    json.dumps(report, allow_nan=False)


@pytest.mark.usefixtures("_small")
def test_split_without_objects_is_refused(tmp_path: Path) -> None:
    folder = write_asset_folder(tmp_path / "assets", [{"id": "ycb/c", "split": "train"}])
    with pytest.raises(InputError, match="val"):
        open_objects(folder, "val")
