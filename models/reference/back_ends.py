"""Optional trackers and maskers of others, for users who have their packages and weights.

Nothing is downloaded. SAM 2: Ravi et al., Segment anything in images and videos, 2024. CoTracker 3:
Karaev et al., Simpler and better point tracking by pseudo-labelling real videos, 2024.
"""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt

from models.reference.clip import FilmedClip
from models.reference.masks import first_mask
from models.reference.tracks import Tracks
from render.errors import BackendUnavailableError, InputError
from render.progress import ProgressCallback, ignore_progress

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float32]

COTRACKER_STAGE = "Following points with CoTracker"
SAM_STAGE = "Finding the object with SAM 2"
SAM_CONFIG = "configs/sam2.1/sam2.1_hiera_t.yaml"
"""For weights of another name than those that SAM 2 publishes."""
_SAM_SIZES = {"tiny": "t", "small": "s", "base_plus": "b+", "large": "l"}


class CoTrackerTracker:
    """A `PointTracker` with CoTracker 3, the offline model.

    Args:
        weights: Its weights file, such as scaled_offline.pth.
        device: "cpu" or "cuda".
    """

    def __init__(self, weights: Path, *, device: str = "cpu") -> None:
        self._weights = _existing(weights, "CoTracker")
        self._device = device

    def follow(
        self, clip: FilmedClip, places: FloatArray, *, progress: ProgressCallback = ignore_progress
    ) -> Tracks:
        """Tracks of points, see `PointTracker.follow`."""
        import torch

        package = _package(
            "cotracker.predictor", "CoTracker 3", "github.com/facebookresearch/co-tracker"
        )
        progress(COTRACKER_STAGE, 0.0)
        model = package.CoTrackerPredictor(checkpoint=str(self._weights)).to(self._device)
        video = torch.from_numpy(clip.pictures.astype(np.float32)).permute(0, 3, 1, 2)[None]
        queries = np.concatenate([np.zeros((len(places), 1)), places], axis=1)  # frame, x, y
        with torch.inference_mode():
            found, visible = model(
                video.to(self._device),
                queries=torch.from_numpy(queries.astype(np.float32))[None].to(self._device),
            )
        progress(COTRACKER_STAGE, 1.0)
        return Tracks(found[0].cpu().numpy().astype(np.float32), visible[0].cpu().numpy() > 0.5)


class Sam2Masker:
    """A `Masker` with SAM 2, which follows what U²-Net-p finds in the first picture.

    Args:
        weights: Its weights file, such as sam2.1_hiera_tiny.pt.
        config: Name of the model's configuration in the package; None takes that of the file's
            name.
        device: "cpu" or "cuda".
    """

    def __init__(self, weights: Path, *, config: str | None = None, device: str = "cpu") -> None:
        self._weights = _existing(weights, "SAM 2")
        self._config = config or sam_config(weights)
        self._device = device

    def masks(self, clip: FilmedClip, *, progress: ProgressCallback = ignore_progress) -> BoolArray:
        """The object in every picture, see `Masker.masks`."""
        import torch

        package = _package("sam2.build_sam", "SAM 2", "github.com/facebookresearch/sam2")
        first = first_mask(clip)
        predictor = package.build_sam2_video_predictor(
            self._config, str(self._weights), device=self._device
        )
        masks = np.zeros((clip.frame_count, *first.shape), np.bool_)
        with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
            _write_pictures(clip, Path(folder))
            state = predictor.init_state(video_path=folder)
            predictor.add_new_mask(state, frame_idx=0, obj_id=1, mask=first)
            for index, _, logits in predictor.propagate_in_video(state):
                progress(SAM_STAGE, (index + 1) / clip.frame_count)
                masks[index] = (logits[0, 0] > 0).cpu().numpy()
        masks[0] = first
        return masks


def sam_config(weights: Path) -> str:
    """Configuration of weights by the name of their file, such as sam2.1_hiera_large.pt."""
    family, _, size = weights.stem.partition("_hiera_")
    if size not in _SAM_SIZES:
        return SAM_CONFIG
    return f"configs/{family}/{family}_hiera_{_SAM_SIZES[size]}.yaml"


def _write_pictures(clip: FilmedClip, folder: Path) -> None:
    """The pictures as the numbered JPEG files that SAM 2 reads."""
    from PIL import Image

    for index, picture in enumerate(clip.pictures):
        Image.fromarray(picture).save(folder / f"{index:05d}.jpg", quality=95)


def _existing(weights: Path, name: str) -> Path:
    if not weights.is_file():
        raise InputError(f"{name} weights {weights} do not exist; check the path")
    return weights


def _package(module: str, name: str, source: str) -> ModuleType:
    """A package that the user installed.

    Raises:
        BackendUnavailableError: If it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise BackendUnavailableError(
            f"{name} is not installed ({error}); install it from {source}, or leave its weights out"
        ) from None
