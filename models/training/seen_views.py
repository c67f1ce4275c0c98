"""What the pretrained trunk sees in training views, computed once and kept in the cache folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from platformdirs import user_cache_path

from models.data.views import Views
from models.nets.pretrained_taps import Pyramid
from models.nets.surface_net import SurfaceNet
from models.training.augment import worn_pictures
from render.atomic_file import atomic_path
from render.progress import ProgressCallback

HalfArray = npt.NDArray[np.float16]

_FORMAT = 1
_SEED = 5
_BATCH = 32


@dataclass(frozen=True, slots=True, eq=False)
class SeenViews:
    """Features of every view and of its mirror image, in light and colours of their own.

    The trunk is frozen and dear beside the network that is trained, so each view passes through it
    twice in all: colours there differ from those of the step that uses the features.
    """

    middle: HalfArray
    """Features at the stride 16; upright and mirrored, shape [2, V, 112, H, W]."""
    low: HalfArray
    """Features at the stride 32; upright and mirrored, shape [2, V, 320, H, W]."""

    @staticmethod
    def of(
        views: Views, net: SurfaceNet, progress: ProgressCallback, folder: Path | None = None
    ) -> SeenViews:
        """Features of all views, from the cache where they were computed before.

        Args:
            views: Training views.
            net: Network with a trunk.
            progress: Told about stage `look at views`.
            folder: Cache folder; None takes the user's. 110 kB a view.
        """
        folder = folder or user_cache_path("phys4d-studio") / "training-views"
        folder.mkdir(parents=True, exist_ok=True)
        paths = [folder / f"seen-{_digest(views, net)}-{name}.npy" for name in ("middle", "low")]
        if not all(path.is_file() for path in paths):
            _write(views, net, paths, progress)
        middle, low = (np.load(path, mmap_mode="r") for path in paths)
        return SeenViews(middle, low)

    def gather(self, chosen: torch.Tensor, mirrored: torch.Tensor) -> Pyramid:
        """Features of some views.

        Args:
            chosen: Indices of the views, shape [B].
            mirrored: Whether each is mirrored, shape [B].
        """
        sides, index = mirrored.long().numpy(), chosen.numpy()
        middle, low = (
            torch.from_numpy(part[sides, index]).float().to(memory_format=torch.channels_last)
            for part in (self.middle, self.low)
        )
        return middle, low


def _digest(views: Views, net: SurfaceNet) -> str:
    digest = hashlib.sha256(f"{_FORMAT} {_SEED}".encode())
    digest.update(views.rgba.tobytes())
    assert net.trunk is not None
    for tensor in net.trunk.state_dict().values():
        digest.update(tensor.numpy().tobytes())
    return digest.hexdigest()[:24]


def _write(views: Views, net: SurfaceNet, paths: list[Path], progress: ProgressCallback) -> None:
    with atomic_path(paths[0]) as first, atomic_path(paths[1]) as second:
        files: list[HalfArray] = []
        for start, pyramids in _pyramids(views, net):
            if not files:
                files = [
                    np.lib.format.open_memmap(
                        path, "w+", np.float16, (2, len(views), *part.shape[2:])
                    )
                    for path, part in zip((first, second), pyramids, strict=True)
                ]
            for file, part in zip(files, pyramids, strict=True):
                file[:, start : start + part.shape[1]] = part
            progress("look at views", min(1.0, (start + _BATCH) / len(views)))
        for file in files:
            file.flush()  # type: ignore[attr-defined]


def _pyramids(views: Views, net: SurfaceNet) -> Iterator[tuple[int, list[HalfArray]]]:
    """Index of the first view and features [2, B, D, H, W] of one batch after the other."""
    generator = torch.Generator().manual_seed(_SEED)
    for start in range(0, len(views), _BATCH):
        chosen = torch.arange(start, min(start + _BATCH, len(views)))
        sides = []
        for mirrored in (False, True):
            picture = worn_pictures(views, chosen, generator).rgba
            picture = picture.flip(-1) if mirrored else picture
            with torch.autocast("cpu", torch.bfloat16):
                seen = net.seen(picture.contiguous(memory_format=torch.channels_last))
            assert seen is not None
            sides.append([part.half().numpy() for part in seen])
        yield start, [np.stack(pair) for pair in zip(*sides, strict=True)]
