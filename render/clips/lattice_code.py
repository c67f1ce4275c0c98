"""Whole numbers of N Gaussians over some frames as few bytes, without loss.

A channel is one number of every Gaussian in one frame. What a prediction leaves of it is stored:
from the frames before (none, the last, or the straight line through the last two), and from the
Gaussian before in the file's order. Signed numbers become unsigned ones (0, -1, 1, -2 … to
0, 1, 2, 3 …) and are written byte plane by byte plane, low bytes first, because high bytes are
nearly all zero; zero planes are left out. Deflate (RFC 1951) shrinks a whole block.

One byte comes before the planes of each channel: bits 0-2 the number of planes (0 to 4), bits 3-4
the number of frames that predict (0 to 2), bit 5 whether the Gaussian before predicts.
docs/clip-format.md describes the same for other programs.
"""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int32]

LARGEST = 1 << 26
"""Largest magnitude of a stored number; differences of second order still fit 32 bits."""

PLANES_MASK, FRAMES_SHIFT, NEIGHBOUR_BIT = 7, 3, 32
_SAMPLE_STEP = 7
_LEVEL = 6
_MOST_DEFLATION = 1040
"""Deflate makes at most 1032 bytes of one."""


class CodeError(ValueError):
    """A block does not hold what it should."""


def encode_block(numbers: IntArray) -> bytes:
    """Compressed bytes of some frames.

    Args:
        numbers: At most `LARGEST` in magnitude, shape [frames, channels, N].
    """
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = bytearray()
    for frame in range(len(numbers)):
        for channel in range(numbers.shape[1]):
            history = numbers[max(frame - 2, 0) : frame + 1, channel]
            packed += packer.compress(_encode_channel(history))
    return bytes(packed + packer.flush())


def decode_block(packed: bytes, frame_count: int, channel_count: int, count: int) -> IntArray:
    """Numbers of `encode_block`, shape [frame_count, channel_count, count].

    Raises:
        CodeError: If the bytes are damaged or hold less.
    """
    raw = _inflate(packed, frame_count * channel_count * (1 + 4 * count))
    numbers = np.zeros((frame_count, channel_count, count), np.int32)
    place = 0
    for frame in range(frame_count):
        for channel in range(channel_count):
            history = numbers[max(frame - 2, 0) : frame + 1, channel]
            place = _decode_channel(raw, place, history)
    return numbers


def inflated_size_limit(packed_size: int) -> int:
    """Most bytes that a block of `packed_size` bytes can hold."""
    return packed_size * _MOST_DEFLATION


def _inflate(packed: bytes, most: int) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        raw = unpacker.decompress(packed, max(most, 1))
    except zlib.error as error:
        raise CodeError(f"its compressed data are damaged ({error})") from error
    if not unpacker.eof and unpacker.unconsumed_tail:
        raise CodeError("it holds more than it should")
    return raw


def _encode_channel(history: IntArray) -> bytes:
    """One byte of how, then the planes of the cheapest prediction's remainder.

    Args:
        history: The channel in up to two frames before, then in this one, shape [1 to 3, N].
    """
    remainders = {0: history[-1]}
    if len(history) > 1:
        remainders[1] = history[-1] - history[-2]
    if len(history) > 2:
        remainders[2] = history[-1] - 2 * history[-2] + history[-3]
    frames, neighbour = min(
        ((frames, neighbour) for frames in remainders for neighbour in (False, True)),
        key=lambda choice: _cost(_remainder(remainders[choice[0]], neighbour=choice[1])),
    )
    left = _remainder(remainders[frames], neighbour=neighbour)
    unsigned = ((left << 1) ^ (left >> 31)).view(np.uint32)
    planes = (int(unsigned.max(initial=0)).bit_length() + 7) // 8
    how = planes | frames << FRAMES_SHIFT | NEIGHBOUR_BIT * neighbour
    columns = unsigned.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :planes]
    return bytes([how]) + columns.T.tobytes()


def _remainder(numbers: IntArray, *, neighbour: bool) -> IntArray:
    if not neighbour:
        return numbers
    left = numbers.copy()
    left[1:] -= numbers[:-1]
    return left


def _cost(left: IntArray) -> float:
    """Estimate of the bits that a remainder needs, from some of its numbers."""
    return float(np.log2(1 + 2.0 * np.abs(left[::_SAMPLE_STEP])).sum())


def _decode_channel(raw: bytes, place: int, history: IntArray) -> int:
    """Fill the last row of `history` from `raw`; returns the place behind it."""
    count = int(history.shape[1])
    if place >= len(raw):
        raise CodeError("it ends early")
    how = int(raw[place])
    planes, frames = how & PLANES_MASK, how >> FRAMES_SHIFT & 3
    end = place + 1 + planes * count
    if planes > 4 or frames >= len(history) or end > len(raw):
        raise CodeError("it ends early or is damaged")
    unsigned = np.zeros((count, 4), np.uint8)
    stored = np.frombuffer(raw, np.uint8, planes * count, place + 1)
    unsigned[:, :planes] = stored.reshape(planes, count).T
    codes = unsigned.view("<u4")[:, 0].astype(np.uint32)
    left = (codes >> 1).astype(np.int32) ^ -(codes & 1).astype(np.int32)
    if how & NEIGHBOUR_BIT:
        left = np.cumsum(left, dtype=np.int32)
    if frames == 1:
        left += history[-2]
    elif frames == 2:
        left += 2 * history[-2] - history[-3]
    history[-1] = left
    return end
