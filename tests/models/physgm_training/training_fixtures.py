"""Tiny networks, objects and settings that train in milliseconds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from models.data.object_poses import PosedPicture, write_poses
from models.data.object_record import ObjectRecord
from models.data.physics_label import PhysicsLabel, write_label
from models.physgm.build import build_physgm
from models.physgm.precision import Precision
from models.training.physgm.processes import Processes
from models.training.physgm.scene_loss import SceneLoss
from models.training.physgm.scene_stream import SceneBatch
from models.training.physgm.scenes import make_scene, stacked
from models.training.physgm.settings import TrainingSettings
from models.training.physgm.splat_pictures import paint_on_cpu
from models.training.physgm.trainer import PhysGMTrainer
from render.camera import Camera
from sim.materials import MaterialClass

SIDE = 16
LABEL = PhysicsLabel(MaterialClass.RUBBER, 3e6, 0.45, density_kg_m3=1100.0)
NET = {
    "dim": 16, "head_size": 8, "depth": 2, "taps": [0, 0, 1, 1], "patch_px": 4,
    "ray_features": 8, "ray_hidden": 8, "table_side": 4, "map_channels": [8, 8, 8, 8],
    "map_features": 8, "encoder": "patches", "encoder_dim": 8, "predicts_density": True,
}  # fmt: skip


def document(**training: Any) -> dict[str, Any]:
    """A config that trains a few steps on pictures of 16 px."""
    schedule = {
        "step_count": 6, "batch_size": 2, "learning_rate": 1e-3, "warmup_steps": 2,
        "precision": "fp32", "save_every_steps": 2, "sheet_every_steps": 0, "log_every_steps": 1,
        "tensorboard": False,
    }  # fmt: skip
    return {
        "net": dict(NET),
        "preset": {"picture_px": SIDE, "view_count": 2, "scale_bias": -3.5},
        "views": {"targets": 3},
        "losses": {"rgb": 1.0},
        "training": {**schedule, **training},
    }


def settings(**training: Any) -> TrainingSettings:
    return TrainingSettings.from_json(document(**training))


def cameras(count: int = 4, side: int = SIDE) -> list[Camera]:
    return [
        Camera.orbit(
            (0, 0, 0),
            radius=1.7067,
            azimuth_deg=360 * index / count,
            elevation_deg=8.93,
            width=side,
            height=side,
            vertical_fov_deg=53.13,
        )
        for index in range(count)
    ]


def picture(seed: int, side: int = SIDE) -> np.ndarray:
    """A smooth coloured disc, straight RGBA bytes."""
    rng = np.random.default_rng(seed)
    x, y = np.meshgrid(*[np.linspace(-1, 1, side)] * 2)
    waves = 0.5 + 0.4 * np.sin(rng.uniform(1, 4, 3) * x[..., None] + rng.uniform(0, 6, 3))
    alpha = (x**2 + y**2 < 0.5)[..., None]
    return np.round(np.concatenate([waves, alpha], axis=2) * 255).astype(np.uint8)


def record(seed: int = 0, label: PhysicsLabel | None = LABEL, count: int = 4) -> ObjectRecord:
    shots = cameras(count)
    return ObjectRecord(
        f"object{seed}",
        np.stack([picture(10 * seed + index) for index in range(count)]),
        np.stack([camera.K[[0, 1, 0, 1], [0, 1, 2, 2]] for camera in shots]).astype(np.float64),
        np.stack([camera.world_to_camera for camera in shots]).astype(np.float64),
        label,
        f"folder/object{seed}",
    )


def batch(config: TrainingSettings, *seeds: int) -> SceneBatch:
    """One scene an object, pictures chosen by the object's number."""
    scenes = [
        make_scene(record(seed), config.preset, config.views, np.random.default_rng(seed))
        for seed in seeds
    ]
    return SceneBatch(tuple(f"object{seed}" for seed in seeds), stacked(scenes))


def scene_loss(config: TrainingSettings) -> SceneLoss:
    return SceneLoss(
        config.preset,
        config.losses,
        paint_on_cpu,
        perceptual=None,
        precision=Precision(config.training.precision),
    )


def trainer(config: TrainingSettings, processes: Processes | None = None) -> PhysGMTrainer:
    torch.manual_seed(config.training.seed)
    net = build_physgm(config.net)
    return PhysGMTrainer(net, scene_loss(config), config.training, processes or Processes())


def write_object(folder: Path, seed: int, label: PhysicsLabel | None = LABEL) -> Path:
    """An object's folder in the layout of PhysAssets."""
    folder.mkdir(parents=True)
    pictures = []
    for index, camera in enumerate(cameras()):
        file = folder / f"{index:03d}.png"
        Image.fromarray(picture(10 * seed + index)).save(file)
        pictures.append(PosedPicture(file, camera))
    if label is not None:
        write_label(folder, label)
    write_poses(folder, folder.name, pictures)
    return folder


def write_objects(root: Path, count: int = 4) -> Path:
    for seed in range(count):
        write_object(root / f"object{seed}", seed)
    return root
