"""Bundled samples and the development photos go all the way to a view."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from models.photo import read_photo
from models.preprocess import ObjectView, prepare
from models.segmentation import segment

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples"
ROWS = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))["samples"]
PHOTOS = ROOT / "../shared/photos"
CUT_OUTS = sorted([*PHOTOS.glob("*/*_rgba.png"), *PHOTOS.glob("triposr/*.png")])
SCENES = sorted(PHOTOS.glob("uncut/*.jpg"))


def view_of(path: Path) -> ObjectView:
    photo = read_photo(path)
    return prepare(photo, segment(photo))


def assert_sound(view: ObjectView) -> None:
    alpha = view.rgba[..., 3]
    assert view.rgba.shape == (512, 512, 4)
    assert np.isfinite(view.rgba).all()
    rows, columns = (np.flatnonzero((alpha > 0.5).any(axis=axis)) for axis in (1, 0))
    longer_side = max(np.ptp(rows), np.ptp(columns)) + 1
    assert longer_side / 512 == pytest.approx(0.586, abs=0.02)
    # A mask is decided nearly everywhere: haze would become fog of Gaussians.
    hazy = ((alpha > 0.15) & (alpha < 0.85)).sum() / (alpha > 0.5).sum()
    assert hazy < 0.15


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_sample_is_described_and_gives_a_view(row: dict[str, object]) -> None:
    assert {"title", "file", "kind", "author", "licence", "attribution", "source"} <= set(row)
    assert 0.01 < float(str(row["suggested_size_m"])) < 2
    view = view_of(SAMPLES / str(row["file"]))
    assert view.mask.source == "u2netp"
    assert 0.08 < view.mask.share < 0.8
    if row["kind"] == "rendered scan":
        assert view.warnings == ()
    assert_sound(view)


def test_samples_are_complete_and_small() -> None:
    listed = {row["file"] for row in ROWS}
    assert listed == {path.name for path in SAMPLES.glob("*.jpg")}
    assert sum(row["kind"] == "photograph" for row in ROWS) >= 1
    assert sum(row["kind"] == "rendered scan" for row in ROWS) >= 8
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 3e6


def test_every_weight_and_picture_is_on_the_licence_page() -> None:
    page = (ROOT / "resources/licences/THIRD_PARTY.md").read_text(encoding="utf-8")
    for folder, suffixes in (("weights", (".onnx", ".safetensors")), ("samples", (".jpg", ".png"))):
        for path in (ROOT / "resources" / folder).rglob("*"):
            if path.suffix in suffixes:
                assert path.name in page
    weights = (ROOT / "resources/weights/u2netp.onnx").read_bytes()
    assert hashlib.sha256(weights).hexdigest() in page


@pytest.mark.slow
@pytest.mark.parametrize("path", CUT_OUTS, ids=lambda path: path.stem)
def test_development_cut_outs_and_plain_backgrounds(shared_folder: Path, path: Path) -> None:
    view = view_of(path)
    photo = read_photo(path)
    assert view.mask.source == ("u2netp" if photo.alpha is None else "alpha")
    assert not view.mask.touches_border
    assert_sound(view)


SCENE_SHARES = {
    "picture1": (0.17, 0.28),
    "picture2": (0.04, 0.30),
    "picture3": (0.10, 0.16),
    "picture4": (0.07, 0.12),
    "picture5": (0.13, 0.19),
    "picture6": (0.14, 0.25),
}


@pytest.mark.slow
@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_development_scenes(shared_folder: Path, path: Path) -> None:
    view = view_of(path)
    low, high = SCENE_SHARES[path.stem]
    assert low < view.mask.share < high
    assert_sound(view)
