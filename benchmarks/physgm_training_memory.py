"""What training the full PhysGM network needs of a GPU's memory: calculated, not measured.

The network of `resources/training/physgm.json` runs on tensors without content (torch's fake
tensors) under bf16 autocast, and what autograd keeps is added up. With `recompute` that is the
input of every transformer block and of the dense head's chunks, everything outside them, and, while
one of them is computed again, its own activations. gsplat's share is a formula: 140 bytes a
Gaussian and target view (opacities, colours, projected centres, conics, depths, radii, tile lists).
Not included: the CUDA context, cuDNN's workspaces and fragmentation; leave 15 % for them.

    python -m benchmarks.physgm_training_memory -o benchmarks/results/physgm_training_memory.json
"""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Callable
from pathlib import Path

import torch
from torch import nn
from torch._subclasses.fake_tensor import FakeTensorMode

from models.nets.lpips_vgg import TAP_AFTER, LpipsVggNet
from models.nets.physgm.physgm_net import PhysGMNet
from models.physgm.activations import activated
from models.physgm.build import build_physgm
from models.training.physgm.settings import TrainingSettings

CONFIG = Path(__file__).parents[1] / "resources" / "training" / "physgm.json"
BATCHES = (1, 2, 4, 8)
GSPLAT_BYTES = 140
"""Bytes that gsplat keeps a Gaussian and view, by adding up its saved tensors; an estimate."""
VGG_WIDTHS = (64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512)


def kept_bytes(work: Callable[[], object], module: nn.Module) -> int:
    """Bytes of distinct tensors, other than weights, that autograd keeps for the backward pass."""
    weights = {parameter.untyped_storage()._cdata for parameter in module.parameters()}
    kept: dict[int, torch.Tensor] = {}

    def keep(tensor: torch.Tensor) -> torch.Tensor:
        storage = tensor.untyped_storage()
        if storage._cdata not in weights:
            kept[storage._cdata] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        held = work()
    del held
    return sum(tensor.untyped_storage().nbytes() for tensor in kept.values())


def weight_bytes(net: PhysGMNet) -> dict[str, int]:
    """Weights and what the optimizer keeps of them, all float32."""
    trained = 4 * sum(p.numel() for p in net.parameters() if p.requires_grad)
    frozen = 4 * sum(p.numel() for p in net.parameters() if not p.requires_grad)
    return {
        "weights": trained,
        "gradients": trained,
        "adamw_moments": 2 * trained,
        "averaged_weights": trained,
        "frozen_dinov3": frozen,
        "bf16_copies_of_autocast": (trained + frozen) // 2,
    }


def activation_bytes(settings: TrainingSettings, net: PhysGMNet, batch: int) -> dict[str, int]:
    """What a batch adds."""
    side, views = settings.preset.picture_px, settings.preset.view_count
    pictures = torch.empty(batch, views, 3, side, side)
    rays, origins = torch.empty(batch, views, 6, side, side), torch.empty(batch, views, 3)
    patches = (side // settings.net.patch_px) ** 2
    tokens = torch.empty(
        batch, net.global_count + views * patches, settings.net.dim, requires_grad=True
    )
    image = torch.empty(1, patches, settings.net.dim, requires_grad=True)
    rows = side // settings.net.patch_px

    def mixed(work: Callable[[], object]) -> int:
        def run() -> object:
            with torch.autocast("cpu", dtype=torch.bfloat16):
                return work()

        return kept_bytes(run, net)

    def outside() -> object:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            raw = net(pictures, rays, views_at_once=1)
        return activated(raw.gaussians, pictures, rays, origins, settings.preset)

    targets = batch * settings.views.targets
    once = max(
        mixed(lambda: net.processor.blocks[0](tokens)),
        mixed(lambda: net.dpt_head([image] * 4, rows, rows)),
    )
    return {
        "inputs_of_blocks": settings.net.depth * tokens.numel() * 4,
        "outside_of_blocks": kept_bytes(outside, net),
        "largest_block_computed_again": once,
        "lpips": lpips_bytes(targets, min(side, settings.losses.lpips_px)),
        "gsplat_estimated": GSPLAT_BYTES * views * side**2 * targets,
        "drawn_pictures": 4 * 4 * 4 * side**2 * targets,
    }


def lpips_bytes(pictures: int, side: int) -> int:
    """What the perceptual distance keeps for the drawn pictures."""
    weights, before = {}, 3
    for index, width in enumerate(VGG_WIDTHS):
        weights[f"trunk.{index}.weight"] = torch.empty(width, before, 3, 3)
        weights[f"trunk.{index}.bias"] = torch.empty(width)
        before = width
    for place, index in enumerate(TAP_AFTER):
        weights[f"linear.{place}.weight"] = torch.empty(1, VGG_WIDTHS[index], 1, 1)
    net = LpipsVggNet(weights)
    drawn = torch.empty(pictures, 3, side, side, requires_grad=True)
    return kept_bytes(lambda: net(drawn, drawn.detach()), net)


def main() -> None:
    """Calculate for several batch sizes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    settings = TrainingSettings.load(CONFIG)
    rows = []
    with FakeTensorMode():
        net = build_physgm(settings.net)
        net.recompute_activations()
        fixed = weight_bytes(net)
        for batch in BATCHES:
            parts = activation_bytes(settings, net, batch)
            total = sum(fixed.values()) + sum(parts.values())
            rows.append(
                {"batch_size": batch, "total_gb": round(total / 1e9, 1)}
                | {name: round(value / 1e9, 2) for name, value in parts.items()}
            )
            print(json.dumps(rows[-1]))
    document = {
        "date": datetime.date.today().isoformat(),
        "kind": "calculated, not measured",
        "method": " ".join(__doc__.split("\n\n")[1].split()),
        "torch": torch.__version__,
        "per_gpu_gb": {name: round(value / 1e9, 2) for name, value in fixed.items()},
        "rows": rows,
    }
    if options.output:
        options.output.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
