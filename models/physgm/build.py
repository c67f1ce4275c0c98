"""Composition root of the PhysGM network: settings in, module out."""

from __future__ import annotations

from torch import nn

from models.nets.physgm.backbone import Backbone
from models.nets.physgm.dinov3 import DinoV3
from models.nets.physgm.dinov3_extractor import DinoV3Extractor
from models.nets.physgm.dpt_head import DptHead
from models.nets.physgm.patch_encoder import PatchEncoder
from models.nets.physgm.physgm_net import PhysGMNet
from models.nets.physgm.ray_encoder import RayEncoder
from models.physgm.config import PhysGMConfig, output_count


def build_physgm(config: PhysGMConfig) -> PhysGMNet:
    """A freshly initialised network; inside `torch.device("meta")` it takes no memory."""
    first, second, third, fourth = config.map_channels
    return PhysGMNet(
        _encoder(config),
        RayEncoder(
            config.ray_features,
            config.ray_hidden,
            patch_px=config.patch_px,
            table_side=config.table_side,
        ),
        Backbone(config.dim, config.head_size, config.depth, config.taps),
        DptHead(
            config.dim,
            (first, second, third, fourth),
            features=config.map_features,
            outputs=output_count(config.sh_degree),
            patch_px=config.patch_px,
        ),
        dim=config.dim,
        fused=config.encoder_dim + config.ray_features,
        predicts_density=config.predicts_density,
    )


def _encoder(config: PhysGMConfig) -> nn.Module:
    if config.encoder == "patches":
        return PatchEncoder(config.encoder_dim, patch_px=config.patch_px)
    return DinoV3Extractor(
        DinoV3(
            config.encoder_dim,
            config.encoder_head_size,
            config.encoder_depth,
            patch_px=config.patch_px,
            register_count=config.encoder_registers,
        )
    )
