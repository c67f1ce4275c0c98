"""At which Gaussian each pixel's transmittance falls to a half, from gsplat's lists of hits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch

    Tensor = torch.Tensor

HALF = 0.5
STEPS_AT_ONCE = 4
"""Batches of tile_size² Gaussians of each tile that are listed at a time."""


def median_hits(gsplat: Any, meta: dict[str, Any]) -> Tensor:
    """Place of each pixel's Gaussian among the visible ones, -1 for none, shape [H · W].

    Args:
        gsplat: The module.
        meta: What `gsplat.rasterization` tells of one packed view.
    """
    import torch

    width, height, tile = meta["width"], meta["height"], meta["tile_size"]
    means, conics, opacities = meta["means2d"], meta["conics"], meta["opacities"]
    found = torch.full((height * width,), -1, dtype=torch.int64, device=means.device)
    light = torch.ones(height * width, device=means.device)
    for step in range(0, _step_count(meta), STEPS_AT_ONCE):
        open_light = torch.where(found < 0, light, torch.zeros_like(light))  # 0 lists nothing
        hits, pixels, _ = gsplat.rasterize_to_indices_in_range(
            step,
            step + STEPS_AT_ONCE,
            open_light.reshape(1, height, width),
            means[None],
            conics[None],
            opacities[None],
            width,
            height,
            tile,
            meta["isect_offsets"],
            meta["flatten_ids"],
        )
        if not len(hits):
            continue
        alphas = hit_alphas(hits, pixels, width, means, conics, opacities)
        light, found = first_below_half(hits, pixels, alphas, light, found)
        if bool((found >= 0).all()):
            break
    return found


def hit_alphas(
    hits: Tensor, pixels: Tensor, width: int, means: Tensor, conics: Tensor, opacities: Tensor
) -> Tensor:
    """Alpha of each hit, shape [M].

    Args:
        hits: Visible Gaussians, shape [M].
        pixels: Pixels that they hit, row after row, shape [M].
        width: Pixels of a row.
        means: Projected centres [px], shape [V, 2].
        conics: Inverse 2D covariances, upper triangle [1/px²], shape [V, 3].
        opacities: Opacities, shape [V].
    """
    x = pixels % width + 0.5 - means[hits, 0]
    y = pixels // width + 0.5 - means[hits, 1]
    conic = conics[hits]
    distance = 0.5 * (conic[:, 0] * x * x + conic[:, 2] * y * y) + conic[:, 1] * x * y
    return (opacities[hits] * (-distance).exp()).clamp_max(0.999)


def first_below_half(
    hits: Tensor, pixels: Tensor, alphas: Tensor, light: Tensor, found: Tensor
) -> tuple[Tensor, Tensor]:
    """Blend a further part of the hits.

    Args:
        hits: Visible Gaussians, pixel by pixel and from near to far in each, shape [M].
        pixels: Pixels that they hit, in runs, shape [M].
        alphas: Alpha of each hit, shape [M].
        light: Transmittance before this part, shape [P].
        found: Gaussian found before, -1 for none, shape [P].

    Returns:
        Transmittance after this part, and the Gaussians found, each of shape [P].
    """
    import torch

    sums = torch.log1p(-alphas.double()).cumsum(0)
    is_first = torch.ones_like(pixels, dtype=torch.bool)
    is_first[1:] = pixels[1:] != pixels[:-1]
    starts = is_first.nonzero().squeeze(1)
    run = is_first.long().cumsum(0) - 1
    before = torch.cat([sums.new_zeros(1), sums])[starts]
    after = light[pixels].double() * (sums - before[run]).exp()
    last = torch.cat([starts[1:], starts.new_tensor([len(pixels)])]) - 1
    crossing = (after <= HALF).nonzero().squeeze(1)
    found, light = found.clone(), light.clone()
    light[pixels[last]] = after[last].to(light.dtype)
    nearest = torch.full_like(found, len(pixels)).scatter_reduce(
        0, pixels[crossing], crossing, "amin"
    )
    is_new = (found < 0) & (nearest < len(pixels))
    found[is_new] = hits[nearest[is_new]]
    return light, found


def _step_count(meta: dict[str, Any]) -> int:
    """Batches of the fullest tile."""
    import torch

    starts = meta["isect_offsets"].flatten()
    ends = torch.cat([starts[1:], starts.new_tensor([len(meta["flatten_ids"])])])
    size = meta["tile_size"] ** 2
    return int(-(-int((ends - starts).max()) // size))
