"""An object through every pair of formats: fields and pictures stay within stated errors."""

from __future__ import annotations

from dataclasses import astuple
from pathlib import Path

import pytest
from format_samples import sample

from benchmarks.format_errors import FieldErrors
from benchmarks.splat_formats import PictureCheck, crowd, pair_errors, written_formats
from render.base import Renderer
from render.cpu_tiles.renderer import CpuTilesRenderer
from render.formats.registry import FORMATS, read_splats
from render.formats.splat_file import SplatFile
from render.reference import ReferenceRenderer

EXACT = FieldErrors(1e-6, 1e-6, 2e-5, 1e-6, 1e-6, 1e-6)
LIMITS = {
    "ply": EXACT,
    "compressed-ply": FieldErrors(6e-4, 0.01, 0.25, 0.002, 0.003, 0.0157),
    "splat": FieldErrors(1e-6, 1e-6, 1.0, 0.002, 0.35, 1e-6),
    "spz": FieldErrors(4e-5, 1 / 31, 0.27, 0.002, 0.004, 1 / 31),
    "sog": FieldErrors(3e-5, 0.15, 1.0, 0.002, 0.012, 0.08),
    "gltf": EXACT,
    "usd": EXACT,
}
"""Largest errors of each format for an object of about 1 unit, as docs/formats.md states them."""

MIN_PSNR_DB = 40.0
COARSE = {"spz": 35.0, "compressed-ply": 35.0}
"""Formats that may look less like the original [dB]."""


def check_pairs(original: SplatFile, renderer: Renderer, folder: Path, *, size_px: int) -> None:
    check = PictureCheck(original.cloud, renderer, size_px=size_px)
    for first in written_formats():
        for second in written_formats():
            names = (first.name, second.name)
            errors, psnr = pair_errors(original, (first, second), check, folder)
            pairs = zip(astuple(LIMITS[first.name]), astuple(LIMITS[second.name]), strict=True)
            limit = FieldErrors(*(a + b for a, b in pairs))
            assert errors.within(limit), (names, errors, limit)
            assert psnr >= min(COARSE.get(name, MIN_PSNR_DB) for name in names), (names, psnr)


def test_limits_are_stated_for_every_format() -> None:
    assert set(LIMITS) == {item.name for item in FORMATS if item.reads and item.writes}


def test_every_pair_of_formats(tmp_path: Path) -> None:
    check_pairs(SplatFile(crowd(200), "", "+y"), ReferenceRenderer(), tmp_path, size_px=56)


@pytest.mark.slow
def test_a_captured_object_through_every_pair(tmp_path: Path) -> None:
    check_pairs(read_splats(sample("dog.ply")), CpuTilesRenderer(), tmp_path, size_px=400)
