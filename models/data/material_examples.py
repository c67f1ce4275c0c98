"""Labelled features of the real objects: what the material head is fitted to and tested on."""

from __future__ import annotations

import hashlib
import json
import math
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs
import torch
from torch.nn import functional

from models.data.assets import Asset, AssetIndex, load_mesh
from models.data.material_views import ViewSettings, draw_views
from models.material_pictures import trunk_input
from models.nets.efficientnet_lite0 import EfficientNetLite0
from models.threads import one_thread
from render.atomic_file import atomic_path
from render.errors import InputError
from render.progress import ProgressCallback

FloatArray = npt.NDArray[np.float32]

REAL_FOLDERS = ("ycb", "scans", "gso")
"""Collections of real objects; modelled ones did not help the head."""
_RECIPE_VERSION = 1


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFeatures:
    """Features and labels of N objects with V pictures each."""

    features: FloatArray
    """Pooled trunk features, shape [N, V, 1280]."""
    log_probabilities: FloatArray
    """ImageNet log-probabilities, shape [N, V, 1000]."""
    classes: npt.NDArray[np.int64]
    """Material classes, shape [N]."""
    values: FloatArray
    """log10 E, nu, log10 rho, shape [N, 3]."""
    families: tuple[str, ...]
    """Family of each object; its own id where it stands alone, length N."""
    ids: tuple[str, ...]
    """Asset ids, length N."""

    def subset(self, rows: npt.NDArray[np.int64]) -> LabelledFeatures:
        """The objects of the given rows."""
        return LabelledFeatures(
            self.features[rows],
            self.log_probabilities[rows],
            self.classes[rows],
            self.values[rows],
            tuple(self.families[row] for row in rows),
            tuple(self.ids[row] for row in rows),
        )

    def weights(self, exponent: float) -> FloatArray:
        """Weight of each object: its family's size to the power -exponent, shape [N]."""
        sizes = np.array([self.families.count(family) for family in self.families])
        return (sizes.astype(np.float32) ** -exponent).astype(np.float32)


def real_objects(index: AssetIndex) -> tuple[Asset, ...]:
    """Real objects of the library, in index order; each must have a label.

    Raises:
        InputError: If there are none or a label is missing or unusable; it names the file.
    """
    found = tuple(asset for asset in index if asset.folder in REAL_FOLDERS)
    if not found:
        raise InputError(f"{index.folder} holds no object of {', '.join(REAL_FOLDERS)}")
    for asset in found:
        _label_values(asset)
    return found


def labelled_features(
    assets: tuple[Asset, ...],
    trunk: EfficientNetLite0,
    settings: ViewSettings,
    seed: int,
    progress: ProgressCallback,
) -> LabelledFeatures:
    """Draw pictures of the objects and take their features, kept in the user's cache folder.

    Args:
        assets: N labelled objects.
        trunk: Pretrained trunk.
        settings: Number, size and variety of the pictures.
        seed: Seed of cameras, light and colours; each object draws from its own stream.
        progress: Told about each object.
    """
    folder = _cache_folder(trunk, settings, seed)
    folder.mkdir(parents=True, exist_ok=True)
    features, log_probabilities = [], []
    for number, asset in enumerate(assets):
        pair = _object_features(asset, trunk, settings, seed, folder)
        features.append(pair[0])
        log_probabilities.append(pair[1])
        progress("pictures of materials", (number + 1) / len(assets))
    return LabelledFeatures(
        np.stack(features),
        np.stack(log_probabilities),
        np.array([asset.physics().material_class for asset in assets], np.int64),
        np.array([_label_values(asset) for asset in assets], np.float32),
        tuple(asset.family or asset.id for asset in assets),
        tuple(asset.id for asset in assets),
    )


def picture_features(
    trunk: EfficientNetLite0, pictures: npt.NDArray[np.uint8]
) -> tuple[FloatArray, FloatArray]:
    """Features [V, 1280] and ImageNet log-probabilities [V, 1000] of cut-outs [V, S, S, 4]."""
    with one_thread(), torch.inference_mode():
        inputs = [trunk_input(torch.from_numpy(picture).float() / 255) for picture in pictures]
        features, logits = trunk(torch.cat(inputs))
        log_probabilities = functional.log_softmax(logits, dim=1)
    return features.numpy(), log_probabilities.numpy()


def _object_features(
    asset: Asset, trunk: EfficientNetLite0, settings: ViewSettings, seed: int, folder: Path
) -> tuple[FloatArray, FloatArray]:
    """Features of one object's pictures, from the cache where they are there."""
    path = folder / f"{asset.id.replace('/', '__')}.npz"
    if path.is_file():
        stored = np.load(path)
        return stored["features"], stored["log_probabilities"]
    stream = [seed, *hashlib.sha256(asset.id.encode()).digest()[:8]]
    pictures = draw_views(load_mesh(asset.file), settings, np.random.default_rng(stream))
    features, log_probabilities = picture_features(trunk, pictures)
    with atomic_path(path) as temporary:
        np.savez(temporary, features=features, log_probabilities=log_probabilities)
    return features, log_probabilities


def _cache_folder(trunk: EfficientNetLite0, settings: ViewSettings, seed: int) -> Path:
    root = os.environ.get("PHYS4D_CACHE_DIR") or platformdirs.user_cache_dir("phys4d-studio")
    key = json.dumps([_RECIPE_VERSION, asdict(settings), seed], sort_keys=True)
    digest = hashlib.sha256(key.encode())
    digest.update(trunk.classifier.weight.detach().numpy().tobytes())
    return Path(root) / "material-features" / digest.hexdigest()[:16]


def _label_values(asset: Asset) -> list[float]:
    """log10 E, nu, log10 rho of an object's label."""
    label = asset.physics()
    if label.density_kg_m3 is None:
        raise InputError(f"{asset.labels_file}: {asset.id} has no density_kg_m3; add it")
    stiffness, density = label.youngs_modulus_pa, label.density_kg_m3
    return [math.log10(stiffness), label.poisson_ratio, math.log10(density)]
