"""COLMAP reconstructions: `cameras` and `images`, as text or binary.

Layouts: the page "Output Format" of COLMAP's documentation. Distortion is left behind.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from render.cameras.interop.posed_view import (
    COLMAP_UP,
    PosedView,
    fov_deg,
    path_through,
    view_of,
)
from render.cameras.keyframe import FARTHEST
from render.cameras.path import CameraPath
from render.errors import InputError, damage_of
from render.os_faults import remedy_for
from render.quaternion import matrix_from_quaternion, normalized

FILES = ("images.bin", "images.txt", "cameras.bin", "cameras.txt")
SUBFOLDERS = ("", "sparse/0", "sparse")
"""Where a reconstruction lies in a folder that people name."""


class _Model(NamedTuple):
    name: str
    parameter_count: int
    fy_index: int


_MODELS = (
    _Model("SIMPLE_PINHOLE", 3, 0),
    _Model("PINHOLE", 4, 1),
    _Model("SIMPLE_RADIAL", 4, 0),
    _Model("RADIAL", 5, 0),
    _Model("OPENCV", 8, 1),
    _Model("OPENCV_FISHEYE", 8, 1),
    _Model("FULL_OPENCV", 12, 1),
    _Model("FOV", 5, 1),
    _Model("SIMPLE_RADIAL_FISHEYE", 4, 0),
    _Model("RADIAL_FISHEYE", 5, 0),
    _Model("THIN_PRISM_FISHEYE", 12, 1),
)
"""Camera models in the order of their numbers in binary files."""


class _Image(NamedTuple):
    name: str
    quaternion: tuple[float, ...]
    translation: tuple[float, ...]
    camera_id: int


def find_colmap(path: Path) -> Path | None:
    """Folder of the reconstruction that a path names; None if it names none."""
    folder = path.parent if path.name in FILES else path
    for name in SUBFOLDERS:
        for suffix in (".bin", ".txt"):
            if all((folder / name / f"{stem}{suffix}").is_file() for stem in ("cameras", "images")):
                return folder / name
    return None


def read_colmap(folder: Path, *, up: str = COLMAP_UP) -> CameraPath:
    """The path through all registered pictures, in order of their names.

    Args:
        folder: Folder with `cameras` and `images`; the binary ones count where both are there.
        up: Axis of the reconstruction that points up.

    Raises:
        InputError: If a file cannot be read or is damaged.
    """
    binary = (folder / "images.bin").is_file()
    suffix = ".bin" if binary else ".txt"
    try:
        cameras = (folder / f"cameras{suffix}").read_bytes()
        pictures = (folder / f"images{suffix}").read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {folder}: {remedy_for(error) or error}") from error
    try:
        fovs = dict(_binary_fovs(cameras) if binary else _text_fovs(cameras.decode()))
        images = list(_binary_images(pictures) if binary else _text_images(pictures.decode()))
        images.sort(key=lambda image: image.name)
        return path_through([_view(image, fovs) for image in images], up=up)
    except InputError:
        raise
    except (ValueError, KeyError, IndexError, OverflowError, struct.error) as error:
        raise InputError(
            f"{folder}: damaged COLMAP reconstruction ({damage_of(error)}); export it again"
        ) from error


def _view(image: _Image, fovs: Mapping[int, float]) -> PosedView:
    quaternion, translation = np.array(image.quaternion), np.array(image.translation)
    if not 1e-6 < np.abs(quaternion).max() < 1e6:
        raise ValueError(f"rotation of {image.name}")
    if not np.abs(translation).max() <= FARTHEST:
        raise ValueError(f"position of {image.name}")
    turn = matrix_from_quaternion(normalized(quaternion))
    position = -turn.T @ translation
    return view_of(np.column_stack([turn.T, position]), fovs[image.camera_id])


def _text_fovs(text: str) -> Iterator[tuple[int, float]]:
    models = {model.name: model for model in _MODELS}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            number, model, _width, height, *parameters = line.split()
            focal_px = float(parameters[models[model].fy_index])
            yield int(number), fov_deg(float(height), focal_px)


def _text_images(text: str) -> Iterator[_Image]:
    """Every picture has two lines; the second, of points, may be empty."""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    while lines and not lines[0].strip():
        lines.pop(0)
    for line in lines[::2]:
        if not line.strip():
            continue
        _, *numbers, camera_id, name = line.split(maxsplit=9)
        values = tuple(float(number) for number in numbers)
        yield _Image(name, values[:4], values[4:7], int(camera_id))


def _binary_fovs(data: bytes) -> Iterator[tuple[int, float]]:
    (count,) = struct.unpack_from("<Q", data)
    offset = 8
    for _ in range(count):
        number, model_id, _width, height = struct.unpack_from("<iiQQ", data, offset)
        if not 0 <= model_id < len(_MODELS):
            raise ValueError(f"camera model {model_id}")
        model = _MODELS[model_id]
        parameters = struct.unpack_from(f"<{model.parameter_count}d", data, offset + 24)
        offset += 24 + 8 * model.parameter_count
        yield number, fov_deg(float(height), parameters[model.fy_index])


def _binary_images(data: bytes) -> Iterator[_Image]:
    (count,) = struct.unpack_from("<Q", data)
    offset = 8
    for _ in range(count):
        _, *numbers, camera_id = struct.unpack_from("<i7di", data, offset)
        end = data.index(b"\0", offset + 64)
        name = data[offset + 64 : end].decode()
        (point_count,) = struct.unpack_from("<Q", data, end + 1)
        offset = end + 9 + 24 * point_count
        if offset > len(data):
            raise ValueError(f"{point_count} points of {name}")
        yield _Image(name, tuple(numbers[:4]), tuple(numbers[4:]), camera_id)
