"""Training of a tiny shape network on procedural objects."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from models.config import EmbeddedConfig
from models.data.procedural import procedural_mesh
from models.data.views import Views, render_views
from models.training import shape_stage
from models.training.augment import make_batch
from models.training.pretrain import pretrain
from models.training.shape_stage import ShapeTrainer, learning_rate, train_shape
from render.errors import CancelledError, InputError
from render.progress import ignore_progress

DOCUMENT = {
    "net": {"frame_px": 16, "widths": [8, 16], "depths": [1, 1], "head_count": 2},
    "views": {"procedural_count": 2, "views_per_procedural": 3},
    "training": {
        "step_count": 6,
        "batch_size": 2,
        "warmup_steps": 2,
        "refine_steps": 3,
        "picture_steps": 3,
        "checkpoint_every_steps": 3,
        "synthetic_only": True,
    },
}


@pytest.fixture
def views() -> Views:
    return render_views(procedural_mesh(3), count=4, frame_px=16, lying=1, seed=3)


@pytest.fixture
def given_views(views: Views, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shape_stage, "training_views", lambda *args, **options: views)


def test_views_hold_what_their_names_say(views: Views) -> None:
    thickness = views.back_depth.astype(np.float32) - views.front_depth
    assert (thickness[views.hit] >= 0).all()
    assert views.hit.any(axis=(1, 2)).all()
    assert np.abs(views.front_depth).max() < 0.9
    assert (views.frame_width > 0.3).all()


def test_views_of_a_seed_are_always_the_same(views: Views) -> None:
    again = render_views(procedural_mesh(3), count=4, frame_px=16, lying=1, seed=3)
    for name in Views.names():
        np.testing.assert_array_equal(getattr(views, name), getattr(again, name))


def test_augmented_pictures_stay_pictures(views: Views) -> None:
    for seed in range(5):
        batch = make_batch(views, torch.arange(4), torch.Generator().manual_seed(seed))
        assert batch.rgba.min() >= 0
        assert batch.rgba.max() <= 1
        assert set(batch.condition[:, [0, 2]].unique().tolist()) <= {0.0, 1.0}
        empty = batch.rgba[:, 3] == 0
        assert (batch.rgba[:, :3].amin(1)[empty] == 1).all()


@pytest.mark.usefixtures("given_views")
def test_stopped_training_continues_to_the_same_weights(tmp_path: Path) -> None:
    config = EmbeddedConfig.from_json(DOCUMENT)
    whole = load_file(train_shape(config, None, tmp_path / "whole", ignore_progress))

    for limit in (0.7, 0.9):  # while comparing silhouettes, and pictures

        def stop_late(stage: str, fraction: float, limit: float = limit) -> None:
            if fraction > limit:
                raise CancelledError

        with pytest.raises(CancelledError):
            train_shape(config, None, tmp_path / "parts", stop_late)
    parts = load_file(train_shape(config, None, tmp_path / "parts", ignore_progress))
    assert whole.keys() == parts.keys()
    for name, tensor in whole.items():
        torch.testing.assert_close(tensor, parts[name], atol=0, rtol=0)


def test_loss_falls(views: Views) -> None:
    settings = {**DOCUMENT["training"], "step_count": 80, "batch_size": 4, "warmup_steps": 5}
    settings |= {"refine_steps": 40, "picture_steps": 0}
    trainer = ShapeTrainer(EmbeddedConfig.from_json({**DOCUMENT, "training": settings}))
    losses = [trainer.advance(views) for _ in range(120)]
    totals = [float(loss.total) for loss in losses[:80]]
    assert np.mean(totals[-10:]) < 0.7 * np.mean(totals[:10])
    silhouettes = [float(loss.silhouettes) for loss in losses[80:]]
    assert np.mean(silhouettes[-10:]) < 0.9 * np.mean(silhouettes[:10])


def test_schedule_rises_and_falls() -> None:
    settings = EmbeddedConfig.from_json(DOCUMENT).training
    rates = [learning_rate(settings, step) for step in range(settings.total_steps + 1)]
    assert rates[0] < rates[1] == max(rates)
    assert rates[settings.step_count] == pytest.approx(settings.refine_learning_rate / 2)
    pictures = settings.step_count + settings.refine_steps
    assert rates[pictures] == pytest.approx(settings.picture_learning_rate / 2)
    assert rates[-1] == pytest.approx(settings.picture_learning_rate / 100)


def test_bad_configs_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    for section, values, word in (
        ("training", {"speed": 3}, "section training: unknown setting speed; known: seed"),
        ("training", {"step_count": "many"}, "step_count must be a whole number: 'many'"),
        ("training", 3, "section training must be an object: 3"),
        ("training", {"step_count": 0}, "step_count"),
        ("net", {"frame_px": 20}, "frame_px"),
        ("net", {"widths": [8]}, "widths"),
    ):
        path.write_text(json.dumps({"shape": {section: values}}))
        with pytest.raises(InputError, match=word):
            EmbeddedConfig.load(path)
    path.write_text(json.dumps({"shape": [1]}))
    with pytest.raises(InputError, match="shape must be an object"):
        EmbeddedConfig.load(path)
    with pytest.raises(InputError, match="no training config"):
        EmbeddedConfig.load(tmp_path / "none.json")
    path.write_text(json.dumps({"shape": {}}))
    with pytest.raises(InputError, match="asset folder"):
        pretrain(path, None, tmp_path, "shape")
    with pytest.raises(InputError, match="unknown stage"):
        pretrain(path, None, tmp_path, "texture")


def test_committed_config_is_valid(project_root: Path) -> None:
    config = EmbeddedConfig.load(project_root / "resources" / "training" / "embedded.json")
    assert not config.training.synthetic_only
