"""Whole numbers come back from the code as they were; damage is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from render.clips.lattice_code import LARGEST, CodeError, decode_block, encode_block


@given(seed=st.integers(0, 1000), reach=st.sampled_from([0, 1, 100, 40_000, LARGEST]))
@settings(max_examples=25, deadline=None)
def test_numbers_come_back(seed: int, reach: int) -> None:
    rng = np.random.default_rng(seed)
    numbers = rng.integers(-reach, reach, (4, 3, 50), endpoint=True).astype(np.int32)
    numbers[2] = numbers[1]
    packed = encode_block(numbers)
    assert np.array_equal(decode_block(packed, 4, 3, 50), numbers)


def test_what_the_frames_before_predict_costs_nothing() -> None:
    rng = np.random.default_rng(0)
    start, speed = rng.integers(-5000, 5000, (2, 3, 1000))
    moving = np.stack([start + step * speed for step in range(12)]).astype(np.int32)
    assert len(encode_block(moving)) < 1.05 * len(encode_block(moving[:2]))


def test_no_gaussians_need_no_planes() -> None:
    assert decode_block(encode_block(np.zeros((2, 3, 0), np.int32)), 2, 3, 0).shape == (2, 3, 0)


def test_damage_is_told() -> None:
    packed = encode_block(np.arange(3000, dtype=np.int32).reshape(1, 3, 1000) * 977)
    with pytest.raises(CodeError):
        decode_block(packed[: len(packed) // 2], 1, 3, 1000)
    with pytest.raises(CodeError):
        decode_block(packed, 2, 3, 1000)
    with pytest.raises(CodeError):
        decode_block(packed, 1, 3, 10)
    with pytest.raises(CodeError):
        decode_block(b"\xff" * 40, 1, 3, 1000)
