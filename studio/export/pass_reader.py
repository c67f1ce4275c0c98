"""Files of passes read back: their facts, and the numbers that packed pictures hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.errors import InputError
from render.os_faults import remedy_for
from render.passes.pass_image import PassValues
from render.passes.picture import PACKED
from render.passes.pseudo_rgb import (
    decode_depth,
    decode_geometry,
    decode_ids,
    decode_normals,
    decode_semantics,
    decode_trajectory,
)
from studio.export.exr_file import read_exr
from studio.export.pass_files import KEY

BoolArray = npt.NDArray[np.bool_]


def read_facts(path: Path) -> dict[str, Any]:
    """The metadata that `write_passes` gave a file.

    Raises:
        InputError: If the file cannot be read or carries none.
    """
    from PIL import Image

    try:
        if path.suffix.lower() == ".exr":
            text = str(read_exr(path)[1].get(KEY, ""))
        elif path.suffix.lower() == ".npz":
            with np.load(path, allow_pickle=False) as file:
                text = str(file[KEY])
        else:
            with Image.open(path) as picture:
                text = str(picture.info.get(KEY, ""))
        return dict(json.loads(text))
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        reason = remedy_for(error) or "it carries no facts of passes"
        raise InputError(f"{path} cannot be read: {reason}") from error


def read_packed(path: Path) -> tuple[str, PassValues, BoolArray]:
    """A packed picture's pass, its values of shape [H, W, C] and where there are any, [H, W].

    Raises:
        InputError: If the file is no picture of a packed pass.
    """
    from PIL import Image

    passes: Mapping[str, Mapping[str, float]] = read_facts(path).get("passes", {})
    name = next(iter(passes), "")
    if name not in PACKED:
        raise InputError(f"{path} is no packed pass; packed are: {', '.join(sorted(PACKED))}")
    with Image.open(path) as file:
        picture = np.asarray(file.convert("RGB"))
    try:
        return name, *unpacked(name, picture, passes[name])
    except KeyError as error:
        raise InputError(f"{path} lacks the fact {error} that decodes it") from error


def unpacked(
    name: str, picture: npt.NDArray[np.uint8], facts: Mapping[str, float]
) -> tuple[PassValues, BoolArray]:
    """Values [H, W, C] of a packed picture and where there are any, [H, W].

    Args:
        name: Pass, one of `picture.PACKED`.
        picture: Its picture, shape [H, W, 3].
        facts: The numbers of its encoding, such as `near_m`.
    """
    if name == "gaussian_id":
        ids = decode_ids(picture)
        return ids[:, :, None], ids >= 0
    if name == "semantics":
        labels = np.stack(decode_semantics(picture), axis=-1)
        return labels, labels[:, :, 0] >= 0
    if name == "trajectory":
        return decode_trajectory(picture, facts["reach_m"])
    if name == "normal_packed":
        return decode_normals(picture)
    near, far = facts["near_m"], facts["far_m"]
    if name == "depth_packed":
        depth, mask = decode_depth(picture, near, far)
        return depth[:, :, None], mask
    depth, normals, mask = decode_geometry(picture, near, far)
    return np.concatenate([depth[:, :, None], normals], axis=2), mask
