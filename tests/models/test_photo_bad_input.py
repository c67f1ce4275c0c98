"""Every bad picture is refused in one line with the value, the range and the remedy."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from models.photo import Photo, read_photo
from render.errors import InputError


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_photo(path)
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 300
    return message


def noise(width: int, height: int) -> Image.Image:
    pixels = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return Image.fromarray(pixels)


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds almost no data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rest = chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + rest


@pytest.mark.parametrize("content", [b"", b"hello, I am text", os.urandom(5000), b"%PDF-1.7\n"])
def test_not_an_image(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    message = refusal(path)
    assert "photo.jpg" in message
    assert "PNG, JPEG" in message


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".tif", ".bmp", ".gif"])
@pytest.mark.parametrize("kept", [0.5, 0.9])
def test_truncated(tmp_path: Path, suffix: str, kept: float) -> None:
    path = tmp_path / f"photo{suffix}"
    noise(200, 150).save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])
    message = refusal(path)
    assert "damaged or cut off" in message or "not an image" in message


@pytest.mark.parametrize("position", [40, 200, 1000])
def test_flipped_bytes_never_crash(tmp_path: Path, position: int) -> None:
    for suffix in (".png", ".jpg", ".webp", ".tif", ".gif"):
        path = tmp_path / f"photo{suffix}"
        noise(60, 50).save(path)
        content = bytearray(path.read_bytes())
        content[position : position + 30] = b"\xff" * 30
        path.write_bytes(content)
        try:
            read_photo(path)
        except InputError as error:
            assert "\n" not in str(error)  # noqa: PT017 - both outcomes are fine


def test_zero_size(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(png_header(0, 0))
    assert "photo.png" in refusal(path)


@pytest.mark.parametrize("size", [(1, 1), (15, 200), (200, 3)])
def test_too_small(tmp_path: Path, size: tuple[int, int]) -> None:
    noise(*size).save(tmp_path / "photo.png")
    message = refusal(tmp_path / "photo.png")
    assert f"{size[0]} x {size[1]} px" in message
    assert "16 x 16" in message


def test_too_large_is_refused_before_decoding(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    path.write_bytes(png_header(20_000, 20_000))
    message = refusal(path)
    assert "20000 x 20000 px" in message
    assert "400 megapixels" in message
    assert "at most 100" in message


def test_too_narrow(tmp_path: Path) -> None:
    noise(16, 900).save(tmp_path / "photo.png")
    assert "16 x 900 px" in refusal(tmp_path / "photo.png")


def test_pillow_limit_is_restored(tmp_path: Path) -> None:
    before = Image.MAX_IMAGE_PIXELS
    (tmp_path / "photo.png").write_bytes(b"nothing")
    refusal(tmp_path / "photo.png")
    assert before == Image.MAX_IMAGE_PIXELS


def test_all_transparent(tmp_path: Path) -> None:
    image = noise(40, 40).convert("RGBA")
    image.putalpha(0)
    image.save(tmp_path / "photo.png")
    assert "transparent" in refusal(tmp_path / "photo.png")


@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (12, 130, 77)])
def test_all_one_colour(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    Image.new("RGB", (64, 64), colour).save(tmp_path / "photo.png")
    message = refusal(tmp_path / "photo.png")
    assert "all one colour" in message
    assert "contrast 0.0 %" in message


def test_one_colour_with_an_outline_is_fine(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[16:48, 16:48] = (200, 0, 0, 255)
    Image.fromarray(pixels).save(tmp_path / "icon.png")
    assert read_photo(tmp_path / "icon.png").alpha is not None


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_missing(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "absent.png")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.png"
    noise(40, 40).save(path)

    def denied(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    assert "no permission" in refusal(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_named_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.png")


def test_heic_without_decoder_names_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pillow_heif", None)
    (tmp_path / "photo.heic").write_bytes(struct.pack(">I", 24) + b"ftypheic" + bytes(200))
    assert "pillow-heif" in refusal(tmp_path / "photo.heic")


def test_photo_checks_its_fields() -> None:
    rgb = np.zeros((20, 30, 3), np.float32)
    with pytest.raises(InputError, match="shape"):
        Photo(rgb[..., 0], None, None, "x")
    with pytest.raises(InputError, match="alpha"):
        Photo(rgb, np.zeros((30, 20), np.float32), None, "x")
    with pytest.raises(InputError, match="focal"):
        Photo(rgb, None, -1.0, "x")
