"""A project with a photo, its mask and a prediction, as the pipeline leaves it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from sim.project import FOUND_MASK_NAME, MASK_NAME, PHOTO_NAME, Project
from sim.project_manifest import MaskReport
from tests.studio.synthetic_project import ball, ball_manifest


def make_photo_project(
    path: Path, *, size_px: tuple[int, int] = (160, 120), fov_deg: float | None = 40.0
) -> Project:
    """Create `path` (NAME.p4d): a disc of .3 longer sides in the middle of a photo."""
    width, height = size_px
    rows, columns = np.mgrid[:height, :width]
    inside = np.hypot(rows - height / 2, columns - width / 2) < 0.3 * width
    pixels = np.full((height, width, 3), 235, np.uint8)
    pixels[inside] = (230, 130, 60)
    mask = np.where(inside, 255, 0).astype(np.uint8)
    manifest = replace(ball_manifest(MaskReport("u2netp", 0.33)), photo_fov_deg=fov_deg)
    pictures = {PHOTO_NAME: png(pixels), MASK_NAME: png(mask), FOUND_MASK_NAME: png(mask)}
    return Project.create(path, manifest, ball(), pictures=pictures)


def predict_anew(path: Path, *, gaussian_count: int = 500, elevation_deg: float = 25.0) -> Path:
    """Replace the prediction of a project, as the pipeline does."""
    old = Project.open(path)
    manifest = replace(old.manifest, elevation_deg=elevation_deg)
    return Project.create(path, manifest, ball(gaussian_count)).path


def png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    """A PNG file in memory."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "png", compress_level=1)
    return buffer.getvalue()
