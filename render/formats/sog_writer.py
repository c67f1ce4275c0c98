"""SOG pictures of a cloud; see `sog` for what they hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from render.formats.codebook import scalar_codebook, vector_codebook
from render.formats.morton import morton_order
from render.formats.quantized import to_bytes
from render.formats.smallest_three import ROOT_HALF, split
from render.formats.sog_meta import ENTRIES_A_ROW, LEVELS, MAX_ENTRIES, TAG
from render.formats.texture import encode_texture, texture_size
from render.gaussians import GaussianCloud
from render.progress import ProgressCallback

FloatArray = npt.NDArray[np.float32]
ByteArray = npt.NDArray[np.uint8]
Parts = tuple[dict[str, Any], dict[str, ByteArray]]

COMPRESSING = "Compressing the Gaussians"
SMALLEST_SHARE = np.float32(1e-6)
"""Scales below this share of the largest are raised to it: codes are better spent on others."""
_PALETTE_SHARE = 0.5


def scene_parts(
    cloud: GaussianCloud, progress: ProgressCallback
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Entries of `meta.json` and pictures by name.

    Args:
        cloud: Gaussians in the axes of the file.
        progress: Told the share done; may cancel.
    """
    cloud = cloud.select(morton_order(cloud.means))
    meta: dict[str, Any] = {}
    tables: dict[str, ByteArray] = {}
    pictures: dict[str, bytes] = {}
    for encode in (_means, _scales, _quats, _colors):
        progress(COMPRESSING, 0.0)
        entry, own = encode(cloud)
        meta |= entry
        tables |= own
    if cloud.sh_degree:
        entry, labels, palette = _palette(cloud, progress)
        meta |= entry
        tables["shN_labels.webp"] = labels
        pictures["shN_centroids.webp"] = palette
    start = _PALETTE_SHARE if cloud.sh_degree else 0.0
    for done, (name, rows) in enumerate(tables.items()):
        progress(COMPRESSING, start + (1 - start) * done / len(tables))
        pictures[name] = encode_texture(rows, *texture_size(cloud.gaussian_count))
    return meta, pictures


def _palette(
    cloud: GaussianCloud, progress: ProgressCallback
) -> tuple[dict[str, Any], ByteArray, bytes]:
    """Entry of `meta.json`, labels [N, 3] and picture of the colours above degree 0."""
    count, bands = cloud.gaussian_count, cloud.sh_coeffs.shape[1] - 1
    entries, labels = vector_codebook(
        cloud.sh_coeffs[:, 1:].reshape(count, 3 * bands),
        MAX_ENTRIES,
        lambda share: progress(COMPRESSING, _PALETTE_SHARE * share),
    )
    codebook, codes = scalar_codebook(entries.reshape(-1, 3))
    rows = max(-(-len(entries) // ENTRIES_A_ROW), 1)
    names = ["shN_centroids.webp", "shN_labels.webp"]
    entry: dict[str, Any] = {"count": max(len(entries), 1), "bands": cloud.sh_degree}
    entry |= {"codebook": _plain(codebook), "files": names}
    split = np.stack([labels & 0xFF, labels >> 8, np.zeros_like(labels)], axis=1)
    picture = encode_texture(codes, ENTRIES_A_ROW * bands, rows)
    return {"shN": entry}, split.astype(np.uint8), picture


def _plain(values: npt.NDArray[np.floating]) -> list[float]:
    """Numbers as JSON writes them, as short as their type allows."""
    return [float(str(value)) for value in values]


def _means(cloud: GaussianCloud) -> Parts:
    means = cloud.means.astype(np.float64)
    logs = np.sign(means) * np.log1p(np.abs(means))
    low = logs.min(axis=0) if len(logs) else np.zeros(3)
    high = logs.max(axis=0) if len(logs) else np.zeros(3)
    extent = np.where(high > low, high - low, 1.0)
    codes = np.rint((logs - low) / extent * LEVELS).astype(np.uint16)
    names = ["means_l.webp", "means_u.webp"]
    halves = ((codes & 0xFF).astype(np.uint8), (codes >> 8).astype(np.uint8))
    entry = {"mins": _plain(low), "maxs": _plain(high), "files": names}
    return {"means": entry}, dict(zip(names, halves, strict=True))


def _scales(cloud: GaussianCloud) -> Parts:
    logs = np.log(cloud.scales)
    logs = np.maximum(logs, logs.max(initial=-np.inf) + np.log(SMALLEST_SHARE))
    codebook, codes = scalar_codebook(logs)
    entry = {"codebook": _plain(codebook), "files": ["scales.webp"]}
    return {"scales": entry}, {"scales.webp": codes}


def _quats(cloud: GaussianCloud) -> Parts:
    parts = split(cloud.quats)
    codes = to_bytes((parts.others / ROOT_HALF + 1) / 2 * 255)
    rows = np.concatenate([codes, (TAG + parts.largest)[:, None].astype(np.uint8)], axis=1)
    return {"quats": {"files": ["quats.webp"]}}, {"quats.webp": rows}


def _colors(cloud: GaussianCloud) -> Parts:
    codebook, codes = scalar_codebook(cloud.sh_coeffs[:, 0])
    alphas = to_bytes(cloud.opacities * 255)
    entry = {"codebook": _plain(codebook), "files": ["sh0.webp"]}
    return {"sh0": entry}, {"sh0.webp": np.concatenate([codes, alphas[:, None]], axis=1)}
