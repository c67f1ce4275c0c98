"""Trackers and maskers of others, by stand-ins for their packages."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch

from models.reference import back_ends
from models.reference.back_ends import CoTrackerTracker, Sam2Masker, sam_config
from render.errors import BackendUnavailableError, InputError
from tests.models.reference.moving_pictures import falling_square


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    file = tmp_path / "weights.pth"
    file.write_bytes(b"weights")
    return file


def test_missing_weights_and_packages_are_named(weights: Path) -> None:
    with pytest.raises(InputError, match=r"CoTracker weights gone\.pth do not exist"):
        CoTrackerTracker(Path("gone.pth"))
    with pytest.raises(InputError, match="SAM 2 weights"):
        Sam2Masker(Path("gone.pt"))
    clip, _ = falling_square(frame_count=5)
    with pytest.raises(BackendUnavailableError, match=r"CoTracker 3 is not installed.*install it"):
        CoTrackerTracker(weights).follow(clip, np.zeros((3, 2), np.float32))


def test_cotracker_is_asked_for_points_of_the_first_picture(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Predictor:
        def __init__(self, checkpoint: str) -> None:
            assert checkpoint == str(weights)

        def to(self, device: str) -> Predictor:
            assert device == "cpu"
            return self

        def __call__(self, video: torch.Tensor, queries: torch.Tensor) -> Any:
            assert video.shape == (1, 5, 3, 144, 160)
            assert (queries[..., 0] == 0).all()
            steps = torch.arange(5.0)[None, :, None, None]
            seen = torch.ones(1, 5, queries.shape[1])
            return queries[:, None, :, 1:] + steps, seen

    module = ModuleType("cotracker.predictor")
    module.CoTrackerPredictor = Predictor  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cotracker.predictor", module)
    clip, _ = falling_square(frame_count=5)
    places = np.array([[10, 20], [30, 40]], np.float32)
    tracks = CoTrackerTracker(weights).follow(clip, places)
    np.testing.assert_allclose(tracks.places[3], places + 3)
    assert tracks.visible.all()


def test_sam_follows_the_first_silhouette(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clip, masks = falling_square(frame_count=5)

    class Predictor:
        def init_state(self, video_path: str) -> SimpleNamespace:
            return SimpleNamespace(count=len(list(Path(video_path).glob("*.jpg"))))

        def add_new_mask(self, state: Any, *, frame_idx: int, obj_id: int, mask: Any) -> None:
            assert (frame_idx, obj_id) == (0, 1)
            np.testing.assert_array_equal(mask, masks[0])

        def propagate_in_video(self, state: Any) -> Iterator[Any]:
            for index in range(state.count):
                logits = torch.from_numpy(masks[index]).float() - 0.5
                yield index, [1], logits[None, None]

    module = ModuleType("sam2.build_sam")
    module.build_sam2_video_predictor = (  # type: ignore[attr-defined]
        lambda config, checkpoint, device: Predictor()
    )
    monkeypatch.setitem(sys.modules, "sam2.build_sam", module)
    monkeypatch.setattr(back_ends, "first_mask", lambda clip: masks[0])
    found = Sam2Masker(weights).masks(clip)
    np.testing.assert_array_equal(found, masks)


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("sam2.1_hiera_base_plus.pt", "configs/sam2.1/sam2.1_hiera_b+.yaml"),
        ("sam2_hiera_large.pt", "configs/sam2/sam2_hiera_l.yaml"),
        ("mine.pt", "configs/sam2.1/sam2.1_hiera_t.yaml"),
    ],
)
def test_the_configuration_of_sam_is_that_of_its_file(name: str, config: str) -> None:
    assert sam_config(Path(name)) == config
