"""What the pretrained trunk sees in pictures of meshes, kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt
import platformdirs
import torch
from torch.nn import functional

from models.data.assets import TexturedMesh
from models.data.material_views import ViewSettings, draw_views
from models.material_pictures import trunk_input
from models.nets.efficientnet_lite0 import EfficientNetLite0
from models.threads import one_thread
from render.atomic_file import atomic_path

FloatArray = npt.NDArray[np.float32]

_RECIPE_VERSION = 1


class FeatureStore:
    """Draws pictures of objects and takes their features, each object once.

    Args:
        trunk: Pretrained trunk.
        settings: Number, size and variety of the pictures.
        seed: Seed of cameras, light and colours; each object draws from its own stream.
        maker: What else the pictures depend on, such as the version of a generator.
    """

    def __init__(
        self, trunk: EfficientNetLite0, settings: ViewSettings, seed: int, maker: str = ""
    ) -> None:
        self._trunk, self._settings, self._seed = trunk, settings, seed
        self._folder = _cache_folder(trunk, settings, seed, maker)
        self._folder.mkdir(parents=True, exist_ok=True)

    def features_of(
        self, name: str, mesh: Callable[[], TexturedMesh]
    ) -> tuple[FloatArray, FloatArray]:
        """Features [V, 1280] and ImageNet log-probabilities [V, 1000] of one object's pictures.

        Args:
            name: Id of the object.
            mesh: Makes or loads it; called where its features are not in the cache.
        """
        path = self._folder / f"{name.replace('/', '__')}.npz"
        if path.is_file():
            stored = np.load(path)
            return stored["features"], stored["log_probabilities"]
        stream = [self._seed, *hashlib.sha256(name.encode()).digest()[:8]]
        pictures = draw_views(mesh(), self._settings, np.random.default_rng(stream))
        features, log_probabilities = picture_features(self._trunk, pictures)
        with atomic_path(path) as temporary:
            np.savez(temporary, features=features, log_probabilities=log_probabilities)
        return features, log_probabilities


def picture_features(
    trunk: EfficientNetLite0, pictures: npt.NDArray[np.uint8]
) -> tuple[FloatArray, FloatArray]:
    """Features [V, 1280] and ImageNet log-probabilities [V, 1000] of cut-outs [V, S, S, 4]."""
    with one_thread(), torch.inference_mode():
        inputs = [trunk_input(torch.from_numpy(picture).float() / 255) for picture in pictures]
        features, logits = trunk(torch.cat(inputs))
        log_probabilities = functional.log_softmax(logits, dim=1)
    return features.numpy(), log_probabilities.numpy()


def _cache_folder(trunk: EfficientNetLite0, settings: ViewSettings, seed: int, maker: str) -> Path:
    root = os.environ.get("PHYS4D_CACHE_DIR") or platformdirs.user_cache_dir("phys4d-studio")
    key = [_RECIPE_VERSION, asdict(settings), seed, *([maker] if maker else [])]
    digest = hashlib.sha256(json.dumps(key, sort_keys=True).encode())
    digest.update(trunk.classifier.weight.detach().numpy().tobytes())
    return Path(root) / "material-features" / digest.hexdigest()[:16]
