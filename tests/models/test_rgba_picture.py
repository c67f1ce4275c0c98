"""Pictures of datasets: damage anywhere in the file is found, never shown."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from models.data.object_cameras import object_cameras
from models.data.rgba_picture import check_rgba, decode_rgba
from render.errors import InputError

CAMERA = object_cameras("a", side_px=16, free_count=0, seed=0)[0]
CLOSING_CHECKSUM = 4
"""Bytes at the end of a PNG file that guard nothing."""


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (16, 16, 4)).astype(np.uint8)


@pytest.fixture(scope="module")
def png(picture: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, format="PNG")
    return buffer.getvalue()


def test_a_whole_picture_is_read(picture: np.ndarray, png: bytes) -> None:
    check_rgba(png, "a.png", CAMERA)
    np.testing.assert_array_equal(decode_rgba(png, "a.png", CAMERA), picture)


def test_every_truncation_is_refused(png: bytes) -> None:
    for length in range(len(png) - CLOSING_CHECKSUM):
        with pytest.raises(InputError, match=r"^a\.png is no readable picture"):
            decode_rgba(png[:length], "a.png", CAMERA)


def test_a_flipped_bit_is_refused_or_changes_nothing(picture: np.ndarray, png: bytes) -> None:
    refused = 0
    for place in range(len(png)):
        damaged = bytearray(png)
        damaged[place] ^= 1 << place % 8
        try:
            shown = decode_rgba(bytes(damaged), "a.png", CAMERA)
        except InputError:
            refused += 1
        else:
            np.testing.assert_array_equal(shown, picture)
    assert refused >= len(png) - 3 * CLOSING_CHECKSUM
