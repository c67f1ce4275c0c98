"""Weights files: strict loading with every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from models.build import build_surface_net, load_surface_net, save_surface_net
from models.checkpoint import CheckpointError, load_weights, read_metadata, save_weights
from models.config import SurfaceNetConfig
from models.nets.rig_condition import rig_condition

TINY = SurfaceNetConfig(frame_px=16, widths=(8, 16), depths=(1, 1), head_count=2)


def test_round_trip_keeps_weights_settings_and_answers(tmp_path: Path) -> None:
    net = build_surface_net(TINY).eval()
    save_surface_net(tmp_path / "net.safetensors", net.state_dict(), TINY)
    loaded, config = load_surface_net(tmp_path / "net.safetensors")
    assert config == TINY
    picture = torch.rand(1, 4, 16, 16)
    condition = rig_condition(1, frame_width=None, elevation=None)
    with torch.inference_mode():
        for own, other in zip(net(picture, condition), loaded(picture, condition), strict=True):
            torch.testing.assert_close(own, other, atol=2e-3, rtol=2e-3)


def test_each_fault_is_named(tmp_path: Path) -> None:
    path = tmp_path / "linear.safetensors"
    save_weights(path, {"weight": torch.zeros(2, 2), "gain": torch.zeros(1)}, {})
    with pytest.raises(CheckpointError) as error:
        load_weights(nn.Linear(3, 2), path)
    message = str(error.value)
    assert "missing bias" in message
    assert "unknown gain" in message
    assert "weight has shape (2, 2), expected (2, 3)" in message


def test_missing_truncated_and_foreign_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no such weights file"):
        read_metadata(tmp_path / "none.safetensors")
    path = tmp_path / "net.safetensors"
    save_weights(path, {"weight": torch.zeros(64)}, {"other": 1})
    with pytest.raises(CheckpointError, match="lacks the settings"):
        load_surface_net(path)
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(CheckpointError, match="no readable safetensors"):
        read_metadata(path)


def test_failed_write_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "net.safetensors"
    save_weights(path, {"weight": torch.ones(2)}, {"round": 1})
    with pytest.raises(TypeError):
        save_weights(path, {"weight": torch.zeros(2)}, {"round": object()})
    assert read_metadata(path) == {"round": 1}
    assert [entry.name for entry in tmp_path.iterdir()] == ["net.safetensors"]
