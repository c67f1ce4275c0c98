"""Every format and mode decodes to the same upright sRGB picture."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from models.photo import PASTED_NAME, Photo, read_photo
from models.photo_decoding import WORKING_SIDE_PX


def test_pattern_decodes_losslessly(tmp_path: Path) -> None:
    path = tmp_path / "pattern.png"
    pattern().save(path)
    photo = read_photo(path)
    assert photo.name == "pattern"
    assert photo.alpha is None
    assert photo.focal_px is None
    assert photo.rgb.dtype == np.float32
    np.testing.assert_allclose(photo.rgb, np.asarray(pattern()) / 255, atol=1e-6)


def pattern(width: int = 60, height: int = 40) -> Image.Image:
    """Red left half, blue lower right, green upper right: no symmetry."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[:, : width // 2] = (220, 30, 30)
    pixels[: height // 2, width // 2 :] = (30, 200, 60)
    pixels[height // 2 :, width // 2 :] = (30, 60, 210)
    return Image.fromarray(pixels)


def assert_like_pattern(photo: Photo, tolerance: float = 0.02) -> None:
    difference = np.abs(photo.rgb - np.asarray(pattern()) / 255)
    assert photo.rgb.shape == (40, 60, 3)
    assert np.quantile(difference, 0.9) < tolerance


@pytest.mark.parametrize(
    ("suffix", "options"),
    [
        (".png", {}),
        (".jpg", {"quality": 95, "subsampling": 0}),
        (".jpg", {"quality": 95, "subsampling": 0, "progressive": True}),
        (".webp", {"lossless": True}),
        (".webp", {"quality": 90}),
        (".tif", {}),
        (".tif", {"compression": "tiff_lzw"}),
        (".bmp", {}),
        (".gif", {}),
        (".ppm", {}),
    ],
)
def test_formats_agree(tmp_path: Path, suffix: str, options: dict[str, object]) -> None:
    path = tmp_path / f"photo{suffix}"
    pattern().save(path, **options)
    assert_like_pattern(read_photo(path), 0.06)


def test_suffix_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    pattern().save(path, format="PNG")
    assert_like_pattern(read_photo(path))


def test_bytes_are_read_like_a_file() -> None:
    stream = io.BytesIO()
    pattern().save(stream, format="PNG")
    photo = read_photo(stream.getvalue())
    assert photo.name == PASTED_NAME
    assert_like_pattern(photo)
    assert_like_pattern(read_photo(memoryview(stream.getvalue())))


@pytest.mark.parametrize("suffix", [".gif", ".png", ".webp"])
def test_first_frame_of_animations(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"moving{suffix}"
    later = Image.new("RGB", (60, 40), "white")
    options = {"lossless": True} if suffix == ".webp" else {}
    pattern().save(path, save_all=True, append_images=[later], duration=100, **options)
    assert_like_pattern(read_photo(path))


def test_palette(tmp_path: Path) -> None:
    path = tmp_path / "palette.png"
    pattern().quantize(8).save(path)
    assert_like_pattern(read_photo(path))


@pytest.mark.parametrize("suffix", [".png", ".gif"])
def test_palette_with_transparency(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"palette{suffix}"
    image = pattern().quantize(8)
    red = image.getpixel((3, 3))
    image.save(path, transparency=red)
    photo = read_photo(path)
    assert photo.alpha is not None
    assert photo.alpha[:, :30].max() == 0
    assert photo.alpha[:, 31:].min() == 1


def test_transparent_colour_of_rgb(tmp_path: Path) -> None:
    path = tmp_path / "keyed.png"
    pattern().save(path, transparency=(220, 30, 30))
    photo = read_photo(path)
    assert photo.alpha is not None
    assert photo.alpha[:, :30].max() == 0


def test_grey_and_grey_with_alpha(tmp_path: Path) -> None:
    grey = pattern().convert("L")
    grey.save(tmp_path / "grey.png")
    photo = read_photo(tmp_path / "grey.png")
    np.testing.assert_allclose(photo.rgb[..., 1], np.asarray(grey) / 255, atol=1e-6)
    with_alpha = grey.convert("LA")
    with_alpha.putalpha(Image.linear_gradient("L").resize(grey.size))
    with_alpha.save(tmp_path / "grey_alpha.png")
    photo = read_photo(tmp_path / "grey_alpha.png")
    assert photo.alpha is not None
    assert photo.alpha[-1, 0] > 0.9 > 0.1 > photo.alpha[0, 0]


def test_black_and_white(tmp_path: Path) -> None:
    pattern().convert("1", dither=Image.Dither.NONE).save(tmp_path / "bits.png")
    assert set(np.unique(read_photo(tmp_path / "bits.png").rgb)) <= {0.0, 1.0}


def test_straight_alpha_survives(tmp_path: Path) -> None:
    image = pattern().convert("RGBA")
    image.putalpha(Image.fromarray(np.full((40, 60), 128, np.uint8)))
    image.save(tmp_path / "half.png")
    photo = read_photo(tmp_path / "half.png")
    assert photo.alpha is not None
    np.testing.assert_allclose(photo.alpha, 128 / 255, atol=1e-6)
    assert_like_pattern(photo)


def test_opaque_alpha_counts_as_none(tmp_path: Path) -> None:
    pattern().convert("RGBA").save(tmp_path / "opaque.png")
    assert read_photo(tmp_path / "opaque.png").alpha is None


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
def test_cmyk(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"print{suffix}"
    pattern().convert("CMYK").save(path, quality=95)
    assert_like_pattern(read_photo(path), 0.08)


@pytest.mark.parametrize("mode", ["YCbCr", "LAB"])
def test_other_colour_spaces_of_tiff(tmp_path: Path, mode: str) -> None:
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        image = ImageCms.profileToProfile(pattern(), srgb, lab, outputMode="LAB")
        assert image is not None
    else:
        image = pattern().convert(mode)
    image.save(tmp_path / "photo.tif")
    assert_like_pattern(read_photo(tmp_path / "photo.tif"), 0.05)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_16_bit_grey(tmp_path: Path, suffix: str) -> None:
    ramp = np.linspace(0, 65535, 60).astype(np.uint16)
    Image.fromarray(np.tile(ramp, (40, 1))).save(tmp_path / f"deep{suffix}")
    photo = read_photo(tmp_path / f"deep{suffix}")
    np.testing.assert_allclose(photo.rgb[0, :, 0], ramp / 65535, atol=1 / 255)


def test_16_bit_colour_png(tmp_path: Path) -> None:
    path = tmp_path / "deep.png"
    path.write_bytes(png_of_16_bits(np.asarray(pattern()).astype(np.uint16) * 257))
    assert_like_pattern(read_photo(path))


def test_16_bit_colour_tiff(tmp_path: Path) -> None:
    tifffile = pytest.importorskip("tifffile")
    deep = np.asarray(pattern()).astype(np.uint16) * 257
    tifffile.imwrite(tmp_path / "deep.tif", deep, photometric="rgb")
    assert_like_pattern(read_photo(tmp_path / "deep.tif"))


def test_float_tiff(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 1, 60, dtype=np.float32), (40, 1))
    Image.fromarray(ramp).save(tmp_path / "float.tif")
    np.testing.assert_allclose(read_photo(tmp_path / "float.tif").rgb[..., 0], ramp, atol=1 / 255)


def test_heic_where_its_decoder_is_installed(tmp_path: Path) -> None:
    heif = pytest.importorskip("pillow_heif")
    heif.register_heif_opener()
    pattern(128, 96).save(tmp_path / "phone.heic", quality=95)
    photo = read_photo(tmp_path / "phone.heic")
    assert photo.rgb.shape == (96, 128, 3)


def test_large_photo_is_reduced(tmp_path: Path) -> None:
    pattern(3000, 2000).save(tmp_path / "large.jpg", quality=90)
    photo = read_photo(tmp_path / "large.jpg")
    assert (photo.width, photo.height) == (WORKING_SIDE_PX, 1365)


def test_hidden_colours_do_not_bleed_when_reduced(tmp_path: Path) -> None:
    pixels = np.zeros((2400, 2400, 4), np.uint8)
    pixels[..., :3] = (0, 255, 0)  # hidden under alpha 0
    pixels[500:1900, 500:1900] = (200, 20, 20, 255)
    Image.fromarray(pixels).save(tmp_path / "large.png", compress_level=1)
    photo = read_photo(tmp_path / "large.png")
    assert photo.alpha is not None
    assert photo.rgb[photo.alpha > 0.05][:, 1].max() < 0.12


def png_of_16_bits(pixels: np.ndarray) -> bytes:
    """A minimal 16-bit RGB PNG, which Pillow reads but does not write."""
    import struct
    import zlib

    height, width, _ = pixels.shape

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0)
    signature = b"\x89PNG\r\n\x1a\n"
    return (
        signature
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
