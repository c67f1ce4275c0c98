"""Orientation, colour profile and focal length that cameras write into photos."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageCms

from models.photo import read_photo

SWAPPED = Image.Transpose.TRANSPOSE
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: SWAPPED,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture lies in a file with that orientation tag (EXIF 2.32, tag 0x0112)."""


def corner_marked(width: int = 64, height: int = 48) -> Image.Image:
    pixels = np.full((height, width, 3), 40, np.uint8)
    pixels[: height // 3, : width // 3] = (240, 240, 20)
    return Image.fromarray(pixels)


@pytest.mark.parametrize("orientation", list(STORED_AS))
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif"])
def test_orientation(tmp_path: Path, orientation: int, suffix: str) -> None:
    transpose = STORED_AS[orientation]
    stored = corner_marked() if transpose is None else corner_marked().transpose(transpose)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    path = tmp_path / f"photo{suffix}"
    stored.save(path, exif=exif)
    photo = read_photo(path)
    assert (photo.width, photo.height) == (64, 48)
    assert photo.rgb[4, 4, 0] > 0.8
    assert photo.rgb[-4, -4, 0] < 0.3
    assert photo.rgb[4, -4, 0] < 0.3


def test_colour_profile_is_converted(tmp_path: Path) -> None:
    """A profile that swaps the meaning of the numbers changes the picture as lcms says."""
    lab_grey = np.full((40, 40, 3), 128, np.uint8)
    lab_grey[:20] = (200, 60, 40)
    image = Image.fromarray(lab_grey)
    linear = linear_light_profile()
    image.save(tmp_path / "linear.png", icc_profile=linear)
    photo = read_photo(tmp_path / "linear.png")
    # Linear 128/255 = .502 is .735 in sRGB (IEC 61966-2-1).
    np.testing.assert_allclose(photo.rgb[-1, -1], 0.735, atol=0.02)


def linear_light_profile() -> bytes:
    """An ICC profile with sRGB's primaries and a linear tone curve."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    for entry in range(count):
        at = 132 + 12 * entry
        signature = bytes(profile[at : at + 4])
        offset = int.from_bytes(profile[at + 4 : at + 8], "big")
        if signature in (b"rTRC", b"gTRC", b"bTRC"):
            # curveType with no entries is the identity (ICC.1:2010, 10.5).
            profile[offset : offset + 12] = b"curv" + bytes(8)
            profile[at + 8 : at + 12] = (12).to_bytes(4, "big")
    return bytes(profile)


@pytest.mark.parametrize("profile", [b"no profile at all", b"\0" * 200])
def test_broken_profile_is_ignored(tmp_path: Path, profile: bytes) -> None:
    corner_marked().save(tmp_path / "photo.png", icc_profile=profile)
    photo = read_photo(tmp_path / "photo.png")
    np.testing.assert_allclose(photo.rgb, np.asarray(corner_marked()) / 255, atol=1e-6)


def test_profile_of_another_colour_space_is_ignored(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    corner_marked().convert("L").save(tmp_path / "grey.png", icc_profile=srgb)
    photo = read_photo(tmp_path / "grey.png")
    assert np.ptp(photo.rgb, axis=-1).max() == 0


def exif_with(entries: dict[int, float]) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif).update(entries)
    return exif


def test_focal_length_of_35_mm_film(tmp_path: Path) -> None:
    exif = exif_with({ExifTags.Base.FocalLengthIn35mmFilm: 50})
    corner_marked(640, 480).save(tmp_path / "photo.jpg", exif=exif)
    focal_px = read_photo(tmp_path / "photo.jpg").focal_px
    assert focal_px == pytest.approx(50 / math.hypot(36, 24) * 800)


def test_focal_length_from_sensor_resolution(tmp_path: Path) -> None:
    exif = exif_with(
        {
            ExifTags.Base.FocalLength: 8.0,
            ExifTags.Base.FocalPlaneXResolution: 1000.0,
            ExifTags.Base.FocalPlaneResolutionUnit: 3,  # per centimetre: 100 px a millimetre
            ExifTags.Base.ExifImageWidth: 640,
            ExifTags.Base.ExifImageHeight: 480,
        }
    )
    corner_marked(640, 480).save(tmp_path / "photo.jpg", exif=exif)
    assert read_photo(tmp_path / "photo.jpg").focal_px == pytest.approx(800)


def test_focal_length_follows_reduction_and_orientation(tmp_path: Path) -> None:
    exif = exif_with({ExifTags.Base.FocalLengthIn35mmFilm: 28})
    exif[ExifTags.Base.Orientation] = 6
    corner_marked(4096, 3072).save(tmp_path / "photo.jpg", exif=exif)
    photo = read_photo(tmp_path / "photo.jpg")
    assert (photo.width, photo.height) == (1536, 2048)
    assert photo.focal_px == pytest.approx(28 / math.hypot(36, 24) * 2560, rel=1e-3)


@pytest.mark.parametrize("equivalent_mm", [0, 2, 60000])
def test_implausible_focal_length_is_dropped(tmp_path: Path, equivalent_mm: int) -> None:
    exif = exif_with({ExifTags.Base.FocalLengthIn35mmFilm: equivalent_mm})
    corner_marked().save(tmp_path / "photo.jpg", exif=exif)
    assert read_photo(tmp_path / "photo.jpg").focal_px is None
