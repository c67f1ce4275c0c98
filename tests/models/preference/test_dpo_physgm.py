"""Learning with a PhysGM whose DINOv3 lies apart: density stays out, and the adapter is bound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from preference_fixtures import Formula
from safetensors import safe_open
from safetensors.torch import load_file, save_file

import models
from models.checkpoint import CheckpointError, file_digest
from models.multiview.view_generator import GeneratedViews, ViewRig
from models.physgm.build import build_physgm
from models.physgm.checkpoint import save_physgm
from models.physgm.config import INFERENCE_PRESET
from models.posed_views import PosedViews
from models.preference.adapted_predictor import AdaptedPredictor
from models.preference.comparisons import Comparisons
from models.preference.config import DpoConfig
from models.preference.dpo_run import train_dpo
from models.preference.pairs import rollout_comparisons
from models.preference.rollouts import Rollout
from models.preprocess import ObjectView, view_from_rgba
from models.threads import one_thread
from sim.physics_distribution import PARAMETERS
from tests.models.physgm.physgm_fixtures import SMALL

DINO = "dinov3_extractor.model."


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(models, "_generator", lambda *_: Ring())
    with one_thread():
        yield


class Ring:
    """Stands for a view generator: the picture all round."""

    def generate(
        self, view: ObjectView, rig: ViewRig, *, elevation_deg: float | None = None
    ) -> GeneratedViews:
        cameras = [rig.camera(at, view.size_px) for at in range(4)]
        return GeneratedViews(PosedViews.of([view.rgba] * 4, cameras), "a toy", ())


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A random trunk without DINOv3, and a random DINOv3."""
    torch.manual_seed(0)
    whole = tmp_path / "whole.safetensors"
    preset = replace(INFERENCE_PRESET, picture_px=32)
    save_physgm(whole, build_physgm(SMALL), SMALL, preset)
    with safe_open(whole, "pt") as file:
        about = file.metadata()
    state = load_file(whole)
    inner = {name: tensor for name, tensor in state.items() if name.startswith(DINO)}
    trunk, dino = tmp_path / "trunk.safetensors", tmp_path / "dino.safetensors"
    save_file({name: state[name] for name in state if name not in inner}, trunk, about)
    save_file({name.removeprefix(DINO): inner[name] for name in inner}, dino, {"format": "pt"})
    return trunk, dino


def test_what_it_does_not_predict_is_not_learned_and_others_are_refused(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    trunk, dino = files
    world = {"classes": ["Foam", "Snow"], "object_count": 4, "candidates": 6, "splat_count": 100}
    learning = {"steps": 6, "learning_rate": 0.1, "evidence": 0.0}
    values = {"model": str(trunk), "dino": str(dino), "name": "physgm", "world": world}
    path = tmp_path / "dpo.json"
    path.write_text(json.dumps({**values, "learning": learning}))
    config = DpoConfig.load(path)
    out = tmp_path / "out"
    result = train_dpo(config, out, Formula(), tensorboard=False)

    assert result.adapter.checkpoint == file_digest(trunk, dino)
    density = PARAMETERS.index("log10_density")
    assert not result.adapter.mean_shift[:, density].any()
    lines = (out / "rollouts.jsonl").read_text().splitlines()
    rollouts = [Rollout.from_json(json.loads(line)) for line in lines]
    pairs = Comparisons.of(
        [one.physics for one in rollouts], rollout_comparisons(rollouts, 0, config.pairs)
    )
    assert not pairs.terms[:, 1 + density].any()
    assert pairs.terms[:, 1].all()

    rgba = np.zeros((48, 48, 4), np.float32)
    rgba[12:36, 12:36] = (0.8, 0.2, 0.1, 1)
    lens = np.array([[48, 0, 24], [0, 48, 24], [0, 0, 1]], np.float32)
    view = view_from_rgba(rgba, lens)
    model = models.load_predictor(trunk, dino=dino)
    adapted = AdaptedPredictor(model, result.adapter).predict(view).physics
    plain = model.predict(view).physics
    assert np.array_equal(adapted.moments(PARAMETERS[density]), plain.moments(PARAMETERS[density]))
    other = tmp_path / "other.safetensors"
    weights = load_file(dino)
    save_file({name: tensor + 0.01 for name, tensor in weights.items()}, other, {"format": "pt"})
    stranger = AdaptedPredictor(models.load_predictor(trunk, dino=other), result.adapter)
    with pytest.raises(CheckpointError, match=r"physgm .* belongs to the weights"):
        stranger.predict(view)
