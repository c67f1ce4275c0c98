"""Pretrained features beside the shape network's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from models.build import build_surface_net, load_surface_net
from models.config import EmbeddedConfig, SurfaceNetConfig
from models.data.procedural import procedural_mesh
from models.data.views import Views, render_views
from models.nets.rig_condition import rig_condition
from models.training import seen_views, shape_stage
from models.training.seen_views import SeenViews
from models.training.shape_stage import train_shape
from render.errors import CancelledError, InputError
from render.progress import ignore_progress

NET = {"frame_px": 32, "widths": [8] * 4, "depths": [1] * 4, "head_count": 2, "pretrained": True}
DOCUMENT = {
    "net": NET,
    "training": {
        "step_count": 4,
        "batch_size": 2,
        "warmup_steps": 2,
        "checkpoint_every_steps": 2,
        "synthetic_only": True,
    },
}


@pytest.fixture(scope="module")
def views() -> Views:
    return render_views(procedural_mesh(5), count=3, frame_px=32, lying=0, seed=5)


def test_features_are_computed_once_and_turn_with_the_view(views: Views, tmp_path: Path) -> None:
    net = build_surface_net(SurfaceNetConfig(**NET))
    first = SeenViews.of(views, net, ignore_progress, tmp_path)

    def never(stage: str, fraction: float) -> None:
        raise AssertionError(stage)

    again = SeenViews.of(views, net, never, tmp_path)
    np.testing.assert_array_equal(first.middle, again.middle)
    assert first.middle.shape == (2, 3, 112, 4, 4)
    assert first.low.shape == (2, 3, 320, 2, 2)
    middle, low = again.gather(torch.tensor([2, 0]), torch.tensor([True, False]))
    np.testing.assert_array_equal(middle[0], first.middle[1, 2].astype(np.float32))
    np.testing.assert_array_equal(low[1], first.low[0, 0].astype(np.float32))
    assert not np.array_equal(first.middle[0], first.middle[1])


def test_cancelled_look_leaves_no_cache(views: Views, tmp_path: Path) -> None:
    net = build_surface_net(SurfaceNetConfig(**NET))

    def cancel(stage: str, fraction: float) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        SeenViews.of(views, net, cancel, tmp_path)
    assert not list(tmp_path.iterdir())


def test_untrained_taps_change_nothing_and_trained_ones_do() -> None:
    torch.manual_seed(0)
    net = build_surface_net(SurfaceNetConfig(**NET)).eval()
    torch.nn.init.normal_(net.head.weight, std=0.1)
    rgba, condition = torch.rand(2, 4, 32, 32), rig_condition(2, frame_width=None, elevation=None)
    other = (torch.rand(2, 112, 4, 4), torch.rand(2, 320, 2, 2))
    with torch.no_grad():
        plain = net(rgba, condition).front_depth
        torch.testing.assert_close(net(rgba, condition, other).front_depth, plain)
        assert net.taps is not None
        for layer in net.taps.maps:
            torch.nn.init.normal_(layer.weight, std=0.1)
        seen = net.seen(rgba)
        assert seen is not None
        tapped = net(rgba, condition).front_depth
        torch.testing.assert_close(net(rgba, condition, seen).front_depth, tapped)
    assert (tapped - plain).abs().max() > 1e-3


def test_stopped_training_with_features_continues_to_the_same_weights(
    views: Views, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shape_stage, "training_views", lambda *args, **options: views)
    monkeypatch.setattr(seen_views, "user_cache_path", lambda name: tmp_path / "cache")
    config = EmbeddedConfig.from_json(DOCUMENT)
    whole = load_file(train_shape(config, None, tmp_path / "whole", ignore_progress))

    def stop_late(stage: str, fraction: float) -> None:
        if stage == "train shape" and fraction > 0.7:
            raise CancelledError

    with pytest.raises(CancelledError):
        train_shape(config, None, tmp_path / "parts", stop_late)
    path = train_shape(config, None, tmp_path / "parts", ignore_progress)
    parts = load_file(path)
    for name, tensor in whole.items():
        torch.testing.assert_close(tensor, parts[name], atol=0, rtol=0)
    net, _ = load_surface_net(path)
    assert net.trunk is not None
    shipped = shape_stage.pretrained_trunk().state_dict()["stem.weight"]
    torch.testing.assert_close(net.trunk.stem.weight, shipped, atol=1e-3, rtol=1e-3)


def test_pretrained_features_need_four_resolutions() -> None:
    with pytest.raises(InputError, match="4 widths"):
        SurfaceNetConfig(widths=(8, 8), depths=(1, 1), head_count=2, frame_px=16, pretrained=True)
