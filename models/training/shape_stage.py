"""Training of the shape network, resumable at every checkpoint."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import torch

from models import SHAPE_WEIGHTS
from models.build import build_surface_net, save_surface_net
from models.config import EmbeddedConfig, ShapeTrainingConfig
from models.data.assets import AssetIndex
from models.data.view_cache import training_views
from models.data.views import Views
from models.training.augment import make_batch
from models.training.averaged_weights import AveragedWeights
from models.training.learning_rate import warm_cosine
from models.training.material_stage import pretrained_trunk
from models.training.picture_loss import Scenes, picture_loss
from models.training.seen_views import SeenViews
from models.training.shape_loss import ShapeLoss, shape_loss
from models.training.silhouette_loss import silhouette_loss
from render.atomic_file import atomic_path
from render.errors import InputError
from render.progress import ProgressCallback

_log = logging.getLogger(__name__)

STATE_NAME = "shape-training.pt"
_LOG_EVERY = 100
_LAST_RATE = 0.01
_PICTURES = 2
"""Number of the stage that compares pictures."""


def train_shape(
    config: EmbeddedConfig, assets: Path | None, out: Path, progress: ProgressCallback
) -> Path:
    """Train the shape network, continuing where an earlier run in `out` stopped.

    Args:
        config: Network, views and schedule.
        assets: Asset library; may be None for a config that trains on procedural objects alone.
        out: Folder for the weights and the training state.
        progress: Told about rendering and training; raising in it stops at the last checkpoint.

    Returns:
        Path of the averaged weights.
    """
    index = None if config.training.synthetic_only or assets is None else AssetIndex.load(assets)
    if index is None and not config.training.synthetic_only:
        raise InputError("training needs the asset folder; only synthetic_only configs do without")
    views = training_views(index, config.views, frame_px=config.net.frame_px, progress=progress)
    out.mkdir(parents=True, exist_ok=True)
    trainer = ShapeTrainer(config)
    if (out / STATE_NAME).is_file():
        trainer.restore(out / STATE_NAME)
    seen = SeenViews.of(views, trainer.net, progress) if config.net.pretrained else None
    settings, started, first = config.training, time.monotonic(), trainer.step
    while trainer.step < settings.total_steps:
        loss = trainer.advance(views, seen)
        progress("train shape", trainer.step / settings.total_steps)
        if trainer.step % _LOG_EVERY == 0:
            rate = (trainer.step - first) * settings.batch_size / (time.monotonic() - started)
            _report(trainer.step, loss, rate)
        if trainer.step % settings.checkpoint_every_steps == 0:
            trainer.save(out)
    trainer.save(out)
    return out / SHAPE_WEIGHTS


class ShapeTrainer:
    """Network, averaged weights, optimizer and step counter."""

    def __init__(self, config: EmbeddedConfig) -> None:
        torch.manual_seed(config.training.seed)
        self.config = config
        self.step = 0
        self._scenes: Scenes | None = None
        self.net = build_surface_net(config.net)
        if self.net.trunk is not None:
            self.net.trunk.load_state_dict(pretrained_trunk().body_state())
        self.averaged = AveragedWeights(self.net, config.training.ema_decay)
        if config.training.compiled:
            self.net.compile()
        self.optimizer = torch.optim.AdamW(
            [parameter for parameter in self.net.parameters() if parameter.requires_grad],
            lr=config.training.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=config.training.weight_decay,
            fused=True,
        )

    def advance(self, views: Views, seen: SeenViews | None = None) -> ShapeLoss:
        """Take one optimizer step; the random numbers depend on seed and step alone.

        Args:
            views: All training views.
            seen: What the pretrained trunk sees in them; None looks at each batch anew.
        """
        settings = self.config.training
        stage, done = settings.stage_at(self.step)
        if stage > 0 and done == 0:
            self.net.load_state_dict(self.averaged.state_of(self.net))
        seed = settings.seed * 1_000_003 + self.step
        torch.manual_seed(seed)  # the network's dropout
        generator = torch.Generator().manual_seed(seed)
        chosen = _chosen(len(views), settings, self.step)
        others = self._scenes_of(views).others(chosen, generator) if stage == _PICTURES else None
        batch = make_batch(views, chosen, generator, others)
        pyramid = seen.gather(chosen, batch.mirrored) if seen else None
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(settings, self.step)
        with torch.autocast("cpu", torch.bfloat16):
            surfaces = self.net(batch.rgba, batch.condition, pyramid)
        loss = shape_loss(surfaces, batch, settings.color_weight)
        if stage > 0:
            silhouettes = silhouette_loss(surfaces, batch, generator)
            loss = loss._replace(
                total=loss.total + settings.silhouette_weight * silhouettes,
                silhouettes=silhouettes,
            )
        if others is not None:
            pictures = picture_loss(surfaces, batch, views, chosen, others)
            loss = loss._replace(
                total=loss.total + settings.picture_weight * pictures, pictures=pictures
            )
        self.optimizer.zero_grad(set_to_none=True)
        loss.total.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.averaged.update(self.net, done)
        self.step += 1
        return ShapeLoss(*(term.detach() for term in loss))

    def _scenes_of(self, views: Views) -> Scenes:
        if self._scenes is None:
            self._scenes = Scenes(views.scene)
        return self._scenes

    def save(self, out: Path) -> None:
        """Write training state and averaged weights, each all or nothing."""
        state = {
            "step": self.step,
            "net": self.net.state_dict(),
            "averaged": self.averaged.weights,
            "optimizer": self.optimizer.state_dict(),
        }
        with atomic_path(out / STATE_NAME) as temporary:
            torch.save(state, temporary)
        save_surface_net(out / SHAPE_WEIGHTS, self.averaged.state_of(self.net), self.config.net)

    def restore(self, path: Path) -> None:
        """Continue from a training state of the same config."""
        state = torch.load(path, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.averaged.weights = state["averaged"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = int(state["step"])
        _log.info("continuing at step %d", self.step)


def learning_rate(settings: ShapeTrainingConfig, step: int) -> float:
    """Linear warm-up, then half a cosine down to a hundredth of the peak; anew in each stage."""
    stage, done = settings.stage_at(step)
    peaks = (
        settings.learning_rate,
        settings.refine_learning_rate,
        settings.picture_learning_rate,
    )
    return warm_cosine(
        done,
        peak=peaks[stage],
        warmup_steps=settings.warmup_steps,
        step_count=settings.stage_steps[stage],
        last_share=_LAST_RATE,
    )


def _chosen(count: int, settings: ShapeTrainingConfig, step: int) -> torch.Tensor:
    """Views of one step: every epoch is a fresh permutation, reproducible from the step."""
    at = torch.arange(step * settings.batch_size, (step + 1) * settings.batch_size)
    orders = {
        int(epoch): torch.randperm(
            count, generator=torch.Generator().manual_seed(settings.seed * 7_919 + int(epoch))
        )
        for epoch in torch.unique(at // count)
    }
    return torch.stack([orders[int(place // count)][place % count] for place in at])


def _report(step: int, loss: ShapeLoss, rate: float) -> None:
    terms = (float(term) for term in loss)
    _log.info(
        "step %d  total %.4f  front %.4f  back %.4f  colour %.4f  elevation %.3f  "
        "silhouettes %.3f  pictures %.3f  plane %.3f  %.1f views/s",
        step,
        *terms,
        rate,
    )
