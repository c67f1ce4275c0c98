"""The scene of a glTF file: which primitives it shows, and where its nodes place them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from render.clips.frame_pose import FramePose, posed_cloud
from render.errors import InputError
from render.formats.gltf_files import GltfFile
from render.gaussians import GaussianCloud
from render.quaternion import matrix_from_quaternion, quaternion_from_matrix

Matrix = npt.NDArray[np.float64]

MAX_NODES = 2_000
"""Most nodes that are visited; scenes of splats have a few."""
MAX_DEPTH = 64
"""Most levels of nodes; deeper ones form a circle."""
_SAME = 1e-6
_SMALLEST_FACTOR = 1e-9
_LARGEST_FACTOR = 1e9


def primitives_in(file: GltfFile, extension: str) -> Iterator[tuple[Mapping[str, Any], Matrix]]:
    """Primitives with an extension and their global transformations, shape [4, 4].

    The default scene counts, else the first; a file without scenes shows every mesh once.

    Raises:
        InputError: If nodes form a circle.
    """
    root = file.root
    meshes, nodes, scenes = (root.get(name, []) for name in ("meshes", "nodes", "scenes"))
    if not scenes:
        for mesh in meshes:
            yield from ((one, np.eye(4)) for one in _with_extension(mesh, extension))
        return
    waiting = [(index, np.eye(4), 0) for index in scenes[root.get("scene", 0)].get("nodes", [])]
    for _ in range(MAX_NODES):
        if not waiting:
            return
        index, parent, depth = waiting.pop()
        if depth > MAX_DEPTH:
            break
        node = nodes[_index(index, len(nodes))]
        matrix = parent @ _local_matrix(node)
        if "mesh" in node:
            mesh = meshes[_index(node["mesh"], len(meshes))]
            yield from ((one, matrix) for one in _with_extension(mesh, extension))
        waiting += [(child, matrix, depth + 1) for child in node.get("children", [])]
    raise InputError(f"{file.path}: its nodes form a circle or are more than {MAX_NODES:,}")


def placed(cloud: GaussianCloud, matrix: Matrix, path: Path) -> GaussianCloud:
    """The cloud after x → M x + t; colours turn along.

    Args:
        cloud: Gaussians in the node's own frame.
        matrix: Affine transformation, shape [4, 4].
        path: File, for messages.

    Raises:
        InputError: If the transformation mirrors, flattens or is not finite.
    """
    if np.abs(matrix - np.eye(4)).max() <= _SAME:
        return cloud
    left, factors, right = np.linalg.svd(matrix[:3, :3])
    turn = left @ right
    usable = factors.min() > _SMALLEST_FACTOR and factors.max() < _LARGEST_FACTOR
    if not usable or np.linalg.det(turn) < 0 or not np.isfinite(matrix).all():
        raise InputError(f"{path}: a node mirrors or flattens its splats, which cannot be drawn")
    offset = matrix[:3, 3].astype(np.float32)
    if factors.max() - factors.min() <= _SAME * factors.max():
        sized = cloud.scaled(float(factors.mean()))
        return sized.transformed(turn.astype(np.float32), offset)
    count = cloud.gaussian_count
    pose = FramePose(
        cloud.means @ matrix[:3, :3].T.astype(np.float32) + offset,
        np.tile(quaternion_from_matrix(turn).astype(np.float32), (count, 1)),
        np.tile((right.T * factors @ right).astype(np.float32), (count, 1, 1)),
    )
    return posed_cloud(cloud, pose)


def _with_extension(mesh: Mapping[str, Any], extension: str) -> list[Mapping[str, Any]]:
    return [one for one in mesh["primitives"] if extension in (one.get("extensions") or {})]


def _index(value: Any, count: int) -> int:
    if not isinstance(value, int) or not 0 <= value < count:
        raise ValueError(f"{value!r:.30} is no index below {count}")
    return value


def _local_matrix(node: Mapping[str, Any]) -> Matrix:
    """Transformation of a node against its parent, shape [4, 4]."""
    if "matrix" in node:
        return _numbers(node["matrix"], 16).reshape(4, 4).T
    x, y, z, w = _numbers(node.get("rotation", (0, 0, 0, 1)), 4)
    length = float(np.sqrt(x * x + y * y + z * z + w * w))
    if not length > _SMALLEST_FACTOR:
        raise ValueError("a rotation of length 0")
    matrix = np.eye(4)
    turn = matrix_from_quaternion(np.array([w, x, y, z]) / length)
    matrix[:3, :3] = turn * _numbers(node.get("scale", (1, 1, 1)), 3)
    matrix[:3, 3] = _numbers(node.get("translation", (0, 0, 0)), 3)
    return matrix


def _numbers(values: Any, count: int) -> Matrix:
    numbers = np.array(values, np.float64)
    if numbers.shape != (count,) or not (np.abs(numbers) < 1e30).all():
        raise ValueError(f"{count} finite numbers are due")
    return numbers
