"""PNG pictures."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from render.errors import InputError
from studio.export.image import write_png


def test_pixels_survive(tmp_path: Path, rng: np.random.Generator) -> None:
    picture = rng.integers(0, 256, (5, 7, 4)).astype(np.uint8)
    write_png(tmp_path / "frame.png", picture)
    with Image.open(tmp_path / "frame.png") as image:
        np.testing.assert_array_equal(np.asarray(image), picture)


@pytest.mark.parametrize(
    ("name", "message"), [("frame.jpg", "png"), ("absent/frame.png", "cannot")]
)
def test_impossible_names_are_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        write_png(tmp_path / name, np.zeros((2, 2, 3), np.uint8))
    assert os.listdir(tmp_path) == []
