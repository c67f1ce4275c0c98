"""Labelled features of the real objects: what the material head is fitted to and tested on."""

from __future__ import annotations

from functools import partial

from models.data.assets import Asset, AssetIndex, load_mesh
from models.data.labelled_features import LabelledFeatures, label_values
from models.data.material_views import ViewSettings
from models.data.trunk_features import FeatureStore
from models.nets.efficientnet_lite0 import EfficientNetLite0
from render.errors import InputError
from render.progress import ProgressCallback

REAL_FOLDERS = ("ycb", "scans", "gso")
"""Collections of real objects; modelled ones did not help the head."""


def real_objects(index: AssetIndex) -> tuple[Asset, ...]:
    """Real objects of the library, in index order; each must have a label.

    Raises:
        InputError: If there are none or a label is missing or unusable; it names the file.
    """
    found = tuple(asset for asset in index if asset.folder in REAL_FOLDERS)
    if not found:
        raise InputError(f"{index.folder} holds no object of {', '.join(REAL_FOLDERS)}")
    for asset in found:
        label_values(asset.physics(), f"{asset.labels_file}: {asset.id}")
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
    store = FeatureStore(trunk, settings, seed)
    pictures = []
    for number, asset in enumerate(assets):
        pictures.append(store.features_of(asset.id, partial(load_mesh, asset.file)))
        progress("pictures of materials", (number + 1) / len(assets))
    return LabelledFeatures.of(
        pictures,
        [asset.physics() for asset in assets],
        [asset.family or asset.id for asset in assets],
        [asset.id for asset in assets],
    )
