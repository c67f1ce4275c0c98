"""Codebooks: many values replaced by indices of a few that are near them all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
DoubleArray = npt.NDArray[np.float64]
IndexArray = npt.NDArray[np.int64]

SCALAR_ENTRIES = 256
"""Entries of a codebook of numbers, so that an index is one byte."""

_HISTOGRAM_BINS = 8192
_EVEN_SHARE = 1.0
_VECTOR_ROUNDS = 2
_FEW_A_CLUSTER = 4
_SAMPLES_PER_ENTRY = 48
_MOST_BRANCHES = 256
_CHUNK_VALUES = 1 << 23
_SEED = 20


def scalar_codebook(values: FloatArray) -> tuple[FloatArray, npt.NDArray[np.uint8]]:
    """The 256 numbers that stand for many, and which of them stands for each.

    Source: Panter and Dite, Quantization distortion in pulse-count modulation, 1951: the squared
    error is least where levels are as dense as the cube root of the values. Half of the levels are
    spread evenly instead, which keeps the largest error at twice that of even steps.

    Args:
        values: Finite numbers, any shape.

    Returns:
        Ascending codebook of shape [256], and indices in the shape of `values`; exact where there
        are at most 256 different numbers.
    """
    ordered = np.sort(values, axis=None).astype(np.float64)
    levels = _distinct(ordered)
    if levels is None:
        levels = _companded(ordered)
    middles = (levels[1:] + levels[:-1]) / 2
    codes = np.searchsorted(middles, values.astype(np.float64)).astype(np.uint8)
    return levels.astype(np.float32), codes


def _distinct(ordered: DoubleArray) -> DoubleArray | None:
    """All different numbers, padded with the largest to 256; None if there are more."""
    if not len(ordered):
        return np.zeros(SCALAR_ENTRIES)
    found = ordered[np.flatnonzero(np.diff(ordered, prepend=-np.inf) > 0)]
    if len(found) > SCALAR_ENTRIES:
        return None
    return np.pad(found, (0, SCALAR_ENTRIES - len(found)), mode="edge")


def _companded(ordered: DoubleArray) -> DoubleArray:
    """256 levels, denser where there are more values."""
    counts, edges = np.histogram(ordered, _HISTOGRAM_BINS)
    densities = np.cbrt(counts)
    shares = np.concatenate([[0], np.cumsum(densities + _EVEN_SHARE * densities.mean())])
    wanted = (np.arange(SCALAR_ENTRIES) + 0.5) / SCALAR_ENTRIES * shares[-1]
    return np.asarray(np.interp(wanted, shares, edges))


def vector_codebook(
    vectors: FloatArray, size: int, on_share: Callable[[float], None]
) -> tuple[FloatArray, IndexArray]:
    """Vectors that stand for many, and which of them stands for each.

    K-means in two or more levels: groups first, then entries within each group, as many as its
    share of the squared error. That costs about 2 √size distances a vector instead of `size`.

    Args:
        vectors: Finite vectors, shape [N, D].
        size: Entries wanted, at least 1; fewer come back where there are fewer vectors.
        on_share: Called with the share of the vectors done, 0 to 1; may raise to cancel.

    Returns:
        Entries, shape [at most size, D], and indices, shape [N].
    """
    if len(vectors) <= size:
        return vectors, np.arange(len(vectors))
    rng = np.random.default_rng(_SEED)
    labels = np.zeros(len(vectors), np.int64)
    entries: list[FloatArray] = []
    waiting = [(np.arange(len(vectors)), size)]
    done = count = 0

    def pause() -> None:
        on_share(done / len(vectors))

    while waiting:
        rows, wanted = waiting.pop()
        group = vectors[rows]
        if len(rows) > wanted > _MOST_BRANCHES:
            branches = int(np.ceil(np.sqrt(min(wanted, _MOST_BRANCHES**2))))
            centers, nearest = _clusters(group, branches, rng, pause)
            waiting += _shared_out(rows, group - centers[nearest], nearest, wanted)
            continue
        centers, nearest = _clusters(group, wanted, rng, pause)
        labels[rows] = count + nearest
        entries.append(centers)
        count += len(centers)
        done += len(rows)
    pause()
    return np.concatenate(entries), labels


def _shared_out(
    rows: IndexArray, errors: FloatArray, nearest: IndexArray, wanted: int
) -> list[tuple[IndexArray, int]]:
    """Groups of rows with the entries that each gets: by its squared error, one at least."""
    groups = int(nearest.max()) + 1
    counts = np.bincount(nearest, minlength=groups)
    spread = np.bincount(nearest, (errors.astype(np.float64) ** 2).sum(axis=1), minlength=groups)
    spare = max(wanted - groups, 0)
    given = 1 + np.floor(spare * spread / max(spread.sum(), 1e-300)).astype(np.int64)
    given = np.minimum(given, counts)
    members = np.split(np.argsort(nearest, kind="stable"), np.cumsum(counts)[:-1])
    return [(rows[own], int(n)) for own, n in zip(members, given, strict=True) if len(own)]


def _clusters(
    vectors: FloatArray, size: int, rng: np.random.Generator, pause: Callable[[], None]
) -> tuple[FloatArray, IndexArray]:
    """Lloyd's k-means from randomly chosen vectors; clusters that stay empty are dropped."""
    if len(vectors) <= size:
        return vectors, np.arange(len(vectors))
    if size == 1:
        return vectors.mean(axis=0, keepdims=True), np.zeros(len(vectors), np.int64)
    sample = vectors
    if len(vectors) > _SAMPLES_PER_ENTRY * size:
        sample = vectors[rng.choice(len(vectors), _SAMPLES_PER_ENTRY * size, replace=False)]
    centers = sample[rng.choice(len(sample), size, replace=False)]
    rounds = _VECTOR_ROUNDS if len(sample) > _FEW_A_CLUSTER * size else 1
    for _ in range(rounds):
        centers, _ = _means(sample, _nearest(sample, centers, pause))
    return _means(vectors, _nearest(vectors, centers, pause))


def _nearest(vectors: FloatArray, centers: FloatArray, pause: Callable[[], None]) -> IndexArray:
    """Index of the centre nearest to each vector, shape [N]."""
    halves = (centers**2).sum(axis=1) / 2
    step = max(_CHUNK_VALUES // len(centers), 1)
    parts = []
    for start in range(0, len(vectors), step):
        pause()
        parts.append((vectors[start : start + step] @ centers.T - halves).argmax(axis=1))
    return np.concatenate(parts)


def _means(vectors: FloatArray, nearest: IndexArray) -> tuple[FloatArray, IndexArray]:
    """Means of the clusters that have members, and their numbering anew."""
    order = np.argsort(nearest, kind="stable")
    starts = np.flatnonzero(np.diff(nearest[order], prepend=-1))
    counts = np.diff(np.append(starts, len(vectors)))
    means = np.add.reduceat(vectors[order], starts, axis=0) / counts[:, None].astype(np.float32)
    renumbered = np.empty(len(vectors), np.int64)
    renumbered[order] = np.repeat(np.arange(len(starts)), counts)
    return means.astype(np.float32), renumbered
