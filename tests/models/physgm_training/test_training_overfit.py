"""The whole road learns four objects by heart: losses, renderer, gradients, export, loading."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.physgm_overfit import CONFIG, input_psnr, trained, write_objects
from models.training.physgm.settings import TrainingSettings


@pytest.mark.slow
def test_small_network_learns_four_objects_to_30_db(tmp_path: Path) -> None:
    side_px = TrainingSettings.load(CONFIG).preset.picture_px
    objects = write_objects(tmp_path / "objects", side_px)
    scores = input_psnr(trained(tmp_path / "objects", tmp_path / "run"), objects)
    assert len(scores) == 4
    assert sum(scores.values()) / 4 >= 30, scores
