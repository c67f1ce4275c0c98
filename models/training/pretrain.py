"""`train pretrain`: train what a committed config describes."""

from __future__ import annotations

import json
from pathlib import Path

from models.config import EmbeddedConfig
from models.data.assets import AssetIndex
from models.data.held_out import TRAINING_SPLIT, check_training_assets
from models.training.physgm.settings import PHYSGM_SECTION
from models.training.shape_stage import train_shape
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress

STAGES = ("shape", "material", "all")


def trains_physgm(config_path: Path) -> bool:
    """Whether a config describes a PhysGM network rather than parts of the embedded model.

    Raises:
        InputError: If the file is no JSON object or describes both.
    """
    try:
        document = json.loads(config_path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{config_path} is no training config: {error}") from None
    if not isinstance(document, dict):
        raise InputError(f"{config_path} is no training config: it holds no JSON object")
    others = sorted(set(document) - {PHYSGM_SECTION})
    if PHYSGM_SECTION in document and others:
        raise InputError(
            f"{config_path} holds {PHYSGM_SECTION} beside {', '.join(others)}; put each training "
            "into a config of its own"
        )
    return PHYSGM_SECTION in document


def pretrain(
    config_path: Path,
    assets: Path | None,
    out: Path,
    stage: str = "all",
    progress: ProgressCallback = ignore_progress,
) -> tuple[Path, ...]:
    """Train the shape network, the material head or both.

    Args:
        config_path: Committed training config (JSON).
        assets: Asset library; None works for configs that train on procedural objects alone.
        out: Folder for weights and training state; an earlier run in it is continued.
        stage: `shape`, `material` or `all`.
        progress: Told about each stage.

    Returns:
        Paths of the written weights.

    Raises:
        InputError: If the config, the assets or the stage is unusable, or an object to train on is
            one of val or test in any form.
    """
    if stage not in STAGES:
        raise InputError(f"unknown stage {stage!r}: choose one of {', '.join(STAGES)}")
    if assets is not None:
        index = AssetIndex.load(assets)
        check_training_assets(index.split(TRAINING_SPLIT), index)
    written: list[Path] = []
    if stage in ("shape", "all"):
        written.append(train_shape(EmbeddedConfig.load(config_path), assets, out, progress))
    if stage in ("material", "all"):
        from models.training.material_stage import train_material

        if assets is None:
            raise InputError("the material head needs the asset folder")
        written.append(train_material(config_path, assets, out, progress))
    return tuple(written)
