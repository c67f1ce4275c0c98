"""Packed pictures come back: identities bit for bit, values within the stated error."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from render.errors import InputError
from render.passes.pseudo_rgb import (
    LARGEST_ID,
    LARGEST_OBJECT,
    Geometry,
    decode_depth,
    decode_geometry,
    decode_ids,
    decode_normals,
    decode_semantics,
    decode_trajectory,
    encode_depth,
    encode_geometry,
    encode_ids,
    encode_normals,
    encode_semantics,
    encode_trajectory,
)

SIZE = (64, 80)
Picture = npt.NDArray[np.uint8]


def through_png(picture: Picture) -> Picture:
    content = io.BytesIO()
    Image.fromarray(picture).save(content, format="PNG")
    with Image.open(io.BytesIO(content.getvalue())) as file:
        return np.asarray(file)


@pytest.fixture
def mask(rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    return rng.random(SIZE) < 0.7


def unit_vectors(rng: np.random.Generator) -> npt.NDArray[np.float32]:
    vectors = rng.normal(size=(*SIZE, 3))
    vectors[0, :6] = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
    vectors[1, :4] = [[1, 1, 0], [-1, 1, 0], [1, 0, -1], [0, -1, -1]]
    return (vectors / np.linalg.norm(vectors, axis=2, keepdims=True)).astype(np.float32)


def angles_deg(first: npt.NDArray[np.float32], second: npt.NDArray[np.float32]) -> float:
    cross = np.linalg.norm(np.cross(first.astype(np.float64), second), axis=-1)
    return float(np.degrees(np.arctan2(cross, (first.astype(np.float64) * second).sum(-1))).max())


def test_identities_come_back_bit_for_bit(rng: np.random.Generator) -> None:
    ids = rng.integers(-1, LARGEST_ID + 1, SIZE).astype(np.int32)
    ids[0, :5] = [-1, 0, 1, LARGEST_ID - 1, LARGEST_ID]
    picture = encode_ids(ids)
    assert picture[0, 0].tolist() == [0, 0, 0]
    assert picture[0, 1].tolist() == [128, 0, 0]
    assert picture[0, 4].tolist() == [255, 255, 255]
    np.testing.assert_array_equal(decode_ids(through_png(picture)), ids)


def test_every_pair_of_low_identities_looks_different() -> None:
    picture = encode_ids(np.arange(64, dtype=np.int32)[None]).astype(int)[0]
    apart = np.abs(picture[:, None] - picture[None]).max(axis=2)
    assert apart[~np.eye(64, dtype=bool)].min() >= 32


def test_semantics_come_back_bit_for_bit(rng: np.random.Generator) -> None:
    objects = rng.integers(-1, LARGEST_OBJECT + 1, SIZE).astype(np.int32)
    classes = rng.integers(-1, 15, SIZE).astype(np.int32)
    found_objects, found_classes = decode_semantics(through_png(encode_semantics(objects, classes)))
    np.testing.assert_array_equal(found_objects, objects)
    np.testing.assert_array_equal(found_classes, np.where(objects >= 0, classes, -1))


def test_depth_comes_back_within_half_a_step(
    rng: np.random.Generator, mask: npt.NDArray[np.bool_]
) -> None:
    near, far = 0.8, 3.2
    depth = rng.uniform(near, far, SIZE).astype(np.float32)
    depth[0, :2], mask[0, :2] = (near, far), True
    found, seen = decode_depth(through_png(encode_depth(depth, mask, near, far)), near, far)
    np.testing.assert_array_equal(seen, mask)
    half_step = (far - near) / (2 * (2**24 - 2))
    assert np.abs(found - depth)[mask].max() <= half_step + np.spacing(np.float32(far))
    assert not found[~mask].any()


def test_normals_come_back_within_their_error(
    rng: np.random.Generator, mask: npt.NDArray[np.bool_]
) -> None:
    normals = unit_vectors(rng)
    mask[:2] = True
    found, seen = decode_normals(through_png(encode_normals(normals, mask)))
    np.testing.assert_array_equal(seen, mask)
    assert angles_deg(found[mask], normals[mask]) < 0.06


def test_geometry_comes_back_within_its_errors(
    rng: np.random.Generator, mask: npt.NDArray[np.bool_]
) -> None:
    near, far = 1.0, 2.5
    depth = rng.uniform(near, far, SIZE).astype(np.float32)
    mask[:2] = True
    given = Geometry(depth, unit_vectors(rng), mask)
    found = decode_geometry(through_png(encode_geometry(given, near, far)), near, far)
    np.testing.assert_array_equal(found.mask, mask)
    assert np.abs(found.depth - depth)[mask].max() <= (far - near) / 508 + 1e-6
    assert angles_deg(found.normals[mask], given.normals[mask]) < 1


def test_what_faces_the_camera_is_smooth_in_geometry_pictures() -> None:
    y, x = np.mgrid[-0.7:0.7:40j, -0.7:0.7:40j]
    normals = np.dstack([x, y, -np.ones_like(x)])
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    everywhere = np.ones((40, 40), bool)
    given = Geometry(np.full((40, 40), 1.5, np.float32), normals.astype(np.float32), everywhere)
    picture = encode_geometry(given, 1, 2).astype(int)
    assert max(np.abs(np.diff(picture, axis=axis)).max() for axis in (0, 1)) <= 5


def test_trajectories_come_back_within_half_a_step(
    rng: np.random.Generator, mask: npt.NDArray[np.bool_]
) -> None:
    reach = 0.07
    steps = rng.uniform(-reach, reach, (*SIZE, 3)).astype(np.float32)
    steps[0, :3] = [[0, 0, 0], [reach] * 3, [-reach] * 3]
    mask[0, :3] = True
    found, seen = decode_trajectory(through_png(encode_trajectory(steps, mask, reach)), reach)
    np.testing.assert_array_equal(seen, mask)
    assert np.abs(found - steps)[mask].max() <= reach / 254 + 1e-8
    assert found[0, 0].tolist() == [0, 0, 0]


def test_nothing_is_black_and_black_is_nothing(mask: npt.NDArray[np.bool_]) -> None:
    smallest = Geometry(np.zeros(SIZE, np.float32), np.full((*SIZE, 3), -0.57735, np.float32), mask)
    steps = np.full((*SIZE, 3), -9, np.float32)
    for picture in (
        encode_geometry(smallest, 1, 2),
        encode_depth(smallest.depth, mask, 1, 2),
        encode_normals(smallest.normals, mask),
        encode_trajectory(steps, mask, 1),
        encode_ids(np.where(mask, 0, -1).astype(np.int32)),
    ):
        np.testing.assert_array_equal(picture.any(axis=2), mask)


def test_what_does_not_fit_is_refused() -> None:
    for ids in (LARGEST_ID + 1, -2):
        with pytest.raises(InputError, match="cannot be packed; -1 to 16777214 fit"):
            encode_ids(np.full((1, 1), ids, np.int32))
    one = np.zeros((1, 1), np.int32)
    with pytest.raises(InputError, match="material classes 15 to 15"):
        encode_semantics(one, one + 15)
    with pytest.raises(InputError, match="objects 1048575 to 1048575"):
        encode_semantics(one + LARGEST_OBJECT + 1, one)
    with pytest.raises(InputError, match="range must be finite and > 0, got 0"):
        encode_depth(np.ones((1, 1), np.float32), np.ones((1, 1), bool), 2, 2)
