"""`PhysGMNet`: posed pictures to raw Gaussians of every pixel and raw physics."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import nn
from torch.utils.checkpoint import checkpoint

from models.nets.physgm.backbone import Backbone
from models.nets.physgm.dpt_head import DptHead
from models.nets.physgm.layer_norm import WideLayerNorm
from models.nets.physgm.physics_decoders import class_decoder, value_decoder
from models.nets.physgm.ray_encoder import RayEncoder

GLOBAL_TOKENS = 3
"""Material, Young's modulus, Poisson's ratio, in this order, before the image tokens; a fourth for
density is ours."""


class RawPrediction(NamedTuple):
    """What the network says before any activation, float32 or wider."""

    gaussians: torch.Tensor
    """Raw values of every pixel, shape [B, V, outputs, H, W]."""
    material_logits: torch.Tensor
    """One logit a class, trained against one-hot labels with binary cross-entropy, [B, 14]."""
    youngs_modulus: torch.Tensor
    """Mean and raw variance of the standardised log10 E, shape [B, 2]."""
    poisson_ratio: torch.Tensor
    """Mean and raw variance of the standardised nu, shape [B, 2]."""
    density: torch.Tensor | None = None
    """Mean and raw variance of the standardised log10 density, shape [B, 2]; None: not predicted,
    as by the public network."""


class PhysGMNet(nn.Module):
    """Pictures and rays of all views through one transformer to Gaussians and physics.

    Source: PhysGM, CVPR 2026 (arXiv 2508.13911), section 3. Attribute names are those of the
    tensors in the public checkpoint; `dinov3_extractor` may hold any encoder of patches.
    """

    def __init__(
        self,
        encoder: nn.Module,
        ray_encoder: RayEncoder,
        backbone: Backbone,
        dpt_head: DptHead,
        *,
        dim: int,
        fused: int,
        predicts_density: bool = False,
    ) -> None:
        """Join the parts.

        Args:
            encoder: Pictures [M, 3, H, W] to features [M, h w, F].
            ray_encoder: Rays [M, 6, H, W] to features [M, h w, R].
            backbone: Tokens [B, L, D] to those of four taps.
            dpt_head: Image tokens of the taps to raw values of every pixel.
            dim: Width D of a token.
            fused: F + R.
            predicts_density: Whether a fourth global token and a head for density are added.
        """
        super().__init__()
        self.dinov3_extractor = encoder
        self.ray_encoder = ray_encoder
        self.dino_proj = nn.Linear(fused, dim, bias=False)
        self.global_count = GLOBAL_TOKENS + predicts_density
        self.global_token_init = nn.Parameter(torch.zeros(1, self.global_count, dim))
        self.input_layernorm = WideLayerNorm(dim, bias=False)
        self.processor = backbone
        self.dpt_head = dpt_head
        self.phys_token_decoder = class_decoder(dim)
        self.E_token_decoder = value_decoder(dim)
        self.nu_token_decoder = value_decoder(dim)
        self.density_token_decoder = value_decoder(dim) if predicts_density else None
        self.recomputes = False

    def recompute_activations(self) -> None:
        """Compute activations again in the backward pass: less memory, about a third more time."""
        self.recomputes = self.processor.recomputes = True

    def forward(
        self, pictures: torch.Tensor, rays: torch.Tensor, *, views_at_once: int | None = None
    ) -> RawPrediction:
        """Predict from V views.

        Args:
            pictures: On white, sRGB 0 to 1, shape [B, V, 3, H, W]; H and W multiples of the patch.
            rays: Moment and unit direction, shape [B, V, 6, H, W].
            views_at_once: Views that the dense head takes together; fewer need less memory. The
                result does not depend on it.
        """
        batch, views, _, height, width = pictures.shape
        taps = self.processor(self._tokens(pictures, rays))  # each [B, 3 + V h w, D]
        patch = self.dpt_head.patch_px
        rows, columns = height // patch, width // patch
        flat = (batch * views, rows * columns, -1)
        images = [tap[:, self.global_count :].reshape(flat) for tap in taps]
        parts = zip(*(image.split(views_at_once or batch * views) for image in images), strict=True)
        raw = torch.cat([_wide(self._dense(part, rows, columns)) for part in parts])
        last = taps[-1]
        density = self.density_token_decoder
        return RawPrediction(
            gaussians=raw.view(batch, views, *raw.shape[1:]),  # [B, V, outputs, H, W]
            material_logits=_wide(self.phys_token_decoder(last[:, 0])),
            youngs_modulus=_wide(self.E_token_decoder(last[:, 1])),
            poisson_ratio=_wide(self.nu_token_decoder(last[:, 2])),
            density=None if density is None else _wide(density(last[:, GLOBAL_TOKENS])),
        )

    def _dense(self, part: tuple[torch.Tensor, ...], rows: int, columns: int) -> torch.Tensor:
        """The dense head on some views, shape [M, outputs, H, W]."""
        if self.recomputes and torch.is_grad_enabled():
            out: torch.Tensor = checkpoint(self.dpt_head, part, rows, columns, use_reentrant=False)
        else:
            out = self.dpt_head(part, rows, columns)
        return out

    def _tokens(self, pictures: torch.Tensor, rays: torch.Tensor) -> torch.Tensor:
        """Normalised tokens: global ones, then the patches of view after view, [B, L, D]."""
        batch = pictures.shape[0]
        features = self.dinov3_extractor(pictures.flatten(0, 1))  # [B V, h w, F]
        encoded = self.ray_encoder(rays.flatten(0, 1))  # [B V, h w, R]
        patches = self.dino_proj(torch.cat([features, encoded], dim=-1))  # [B V, h w, D]
        images = patches.reshape(batch, -1, patches.shape[-1])  # [B, V h w, D]
        first = self.global_token_init.expand(batch, -1, -1)
        out: torch.Tensor = self.input_layernorm(torch.cat([first, images], dim=1))
        return out


def _wide(values: torch.Tensor) -> torch.Tensor:
    """Values in float32 at least."""
    return values.to(torch.promote_types(values.dtype, torch.float32))
