"""Procedural objects of every material class as labelled features.

All classes are made by the same generators of shapes and the same painter, the common ones (wood,
metal, plastic …) too, so that being procedural tells nothing about the class.
"""

from __future__ import annotations

import hashlib
from functools import partial
from importlib.resources import files
from pathlib import Path

from models.data.labelled_features import LabelledFeatures
from models.data.material_views import ViewSettings
from models.data.procedural_materials import HELD_OUT, TRAINING, material_object, typical_label
from models.data.trunk_features import FeatureStore
from models.nets.efficientnet_lite0 import EfficientNetLite0
from render.progress import ProgressCallback
from sim.materials import MaterialClass

__all__ = ["HELD_OUT", "TRAINING", "procedural_features"]

FOLDER = "procedural"
"""First part of the ids."""
_GENERATORS = ("procedural_*.py", "finishes/*.py")


def procedural_features(
    generators: str,
    object_count: int,
    trunk: EfficientNetLite0,
    settings: ViewSettings,
    progress: ProgressCallback,
) -> LabelledFeatures:
    """Objects of all classes, the same number of each.

    Args:
        generators: `TRAINING` or `HELD_OUT`: no shape and no texture is in both.
        object_count: Objects of each class.
        trunk: Pretrained trunk.
        settings: Number, size and variety of the pictures.
        progress: Told about each object.
    """
    store = FeatureStore(trunk, settings, 0, maker=_version())
    members = [(member, seed) for seed in range(object_count) for member in MaterialClass]
    pictures, labels, ids = [], [], []
    for number, (member, seed) in enumerate(members):
        name = f"{FOLDER}/{generators}-{member.label.lower()}-{seed}"
        make = partial(material_object, seed, member, shapes=generators, textures=generators)
        pictures.append(store.features_of(name, make))
        labels.append(typical_label(member, seed, textures=generators))
        ids.append(name)
        progress("pictures of procedural materials", (number + 1) / len(members))
    return LabelledFeatures.of(pictures, labels, ids, ids)


def _version() -> str:
    """Digest of the generators' source: other code makes other objects."""
    folder = Path(str(files("models.data")))
    digest = hashlib.sha256()
    for pattern in _GENERATORS:
        for path in sorted(folder.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
