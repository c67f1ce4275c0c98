"""Training of the material head on pictures of real and procedural objects."""

from __future__ import annotations

import logging
from importlib.resources import files
from pathlib import Path

import platformdirs

from models.data.assets import AssetIndex
from models.data.labelled_features import LabelledFeatures
from models.data.material_examples import labelled_features, real_objects
from models.data.material_procedural import TRAINING, procedural_features
from models.data.material_views import ViewSettings
from models.material_checkpoint import WEIGHTS_NAME, MaterialNet, load_trunk, save_material
from models.material_config import MaterialConfig
from models.nets.efficientnet_lite0 import EfficientNetLite0
from models.training.material_fit import fit_head
from models.training.novelty_fit import fit_novelty
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.class_priors import class_priors

_log = logging.getLogger(__name__)

TRAINING_SPLIT = "train"
TRUNK_NAME = "efficientnet_lite0.safetensors"


def train_material(
    config_path: Path,
    assets: Path,
    out: Path,
    progress: ProgressCallback = ignore_progress,
) -> Path:
    """Fit the material head to the training objects and write it with its trunk.

    Args:
        config_path: Training config with a `material` section, or beside a `material.json`.
        assets: Asset library.
        out: Folder for the weights.
        progress: Told about pictures and fitting.

    Returns:
        Path of the weights.

    Raises:
        InputError: If config, assets or trunk are unusable.
    """
    config = MaterialConfig.load(config_path)
    trunk = pretrained_trunk()
    index = AssetIndex.load(assets)
    chosen = tuple(asset for asset in real_objects(index) if asset.split == TRAINING_SPLIT)
    examples = labelled_features(chosen, trunk, view_settings(config), config.seed, progress)
    procedural = procedural_training(config, trunk, progress)
    head = fit_head(examples, class_priors(), config, config.seed, procedural=procedural)
    progress("train material", 1.0)
    out.mkdir(parents=True, exist_ok=True)
    path = out / WEIGHTS_NAME
    learned = [examples] if procedural is None else [examples, procedural]
    novelty = fit_novelty([(group.features, group.log_probabilities) for group in learned])
    save_material(path, MaterialNet(trunk, head, novelty), {"config": config.to_json()})
    _log.info("material head fitted to %d objects, written to %s", len(chosen), path)
    return path


def procedural_training(
    config: MaterialConfig, trunk: EfficientNetLite0, progress: ProgressCallback
) -> LabelledFeatures | None:
    """Procedural training objects of a recipe; None where it wants none."""
    if not config.procedural_count or not config.procedural_share:
        return None
    settings = ViewSettings(size_px=config.view_size_px, views=config.procedural_views)
    return procedural_features(TRAINING, config.procedural_count, trunk, settings, progress)


def view_settings(config: MaterialConfig) -> ViewSettings:
    """Training pictures of a recipe."""
    return ViewSettings(size_px=config.view_size_px, views=config.views)


def pretrained_trunk() -> EfficientNetLite0:
    """The pretrained trunk: that of the shipped weights, or the converted one in the cache.

    Raises:
        InputError: If neither file exists.
    """
    shipped = Path(str(files("resources").joinpath("weights", "embedded", WEIGHTS_NAME)))
    converted = trunk_path()
    for path in (shipped, converted):
        if path.is_file():
            return load_trunk(path)
    raise InputError(
        f"no pretrained trunk at {shipped} or {converted}; "
        "run python tools/convert_efficientnet_weights.py once"
    )


def trunk_path() -> Path:
    """Where the development set-up keeps the converted trunk."""
    return Path(platformdirs.user_cache_dir("phys4d-studio")) / TRUNK_NAME
