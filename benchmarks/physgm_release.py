"""Compare a checkout of PhysGM's public code with our network on the same random weights.

The checkout is yours: nothing of it is part of this project. No trained weights are needed, and
nothing is said about quality. Libraries that are absent are replaced by stand-ins; with
`transformers` installed DINOv3 is compared as well, otherwise our own stands on both sides.

    python -m benchmarks.physgm_release ~/PhysGM
    python -m benchmarks.physgm_release ~/PhysGM --full -o physgm_release.json
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch

from benchmarks.physgm_stand_ins import Settings, auto_classes, blank_rasterization, install
from models.nets.physgm.physgm_net import PhysGMNet
from models.physgm.activations import activated
from models.physgm.build import build_physgm
from models.physgm.cameras import normalized_cameras, ray_map
from models.physgm.config import INFERENCE_PRESET, PhysGMConfig
from models.physgm.physics import VARIANCE_FLOOR
from models.physgm.pictures import on_white
from models.state_faults import state_faults
from render.camera import Camera

Row = dict[str, Any]

SMALL = PhysGMConfig(dim=128, encoder_dim=64, encoder_head_size=16, encoder_depth=3)
VIEWS = 4


def settings(config: PhysGMConfig) -> Settings:
    """The release's configuration of a network of our size."""
    preset = INFERENCE_PRESET
    gaussians = {
        "sh_degree": config.sh_degree,
        "near_plane": preset.near_plane,
        "far_plane": preset.far_plane,
        "scale_bias": preset.scale_bias,
        "scale_max": preset.scale_max,
        "opacity_bias": preset.opacity_bias,
        "align_to_pixel": True,
        "max_dist": preset.max_dist,
    }
    model = {
        "use_dinov3": True,
        "dinov3_path": "",
        "dinov3_dim": config.encoder_dim,
        "num_layers": config.depth,
        "patch_size": config.patch_px,
        "dim": config.dim,
        "block_type": "transformer",
        "transformer": {"head_dim": config.head_size},
        "num_global_tokens": 3,
        "gaussians": gaussians,
    }
    return Settings({"model": model, "training": {}})


def release_network(checkout: Path, config: PhysGMConfig) -> tuple[Any, set[str]]:
    """The release's network on the CPU, and the libraries that had stand-ins."""
    sizes = {"dim": config.encoder_dim, "head_size": config.encoder_head_size}
    absent = install(sizes | {"depth": config.encoder_depth})
    sys.path.insert(0, str(checkout))
    module: Any = importlib.import_module("model.physgm")
    module.rasterization = blank_rasterization
    if "transformers" not in absent:
        loaders = auto_classes(lambda: random_dino(config))
        module.AutoModel, module.AutoImageProcessor = loaders.values()
    network = module.PhysGM(settings(config), "cpu").eval()
    for block in network.processor.blocks:
        block.attn.use_flashatt_v2 = False
    return network, absent


def random_dino(config: PhysGMConfig) -> Any:
    """DINOv3 of the library, not pretrained."""
    from transformers import DINOv3ViTConfig, DINOv3ViTModel

    return DINOv3ViTModel(
        DINOv3ViTConfig(
            hidden_size=config.encoder_dim,
            intermediate_size=4 * config.encoder_dim,
            num_hidden_layers=config.encoder_depth,
            num_attention_heads=config.encoder_dim // config.encoder_head_size,
            num_register_tokens=config.encoder_registers,
            patch_size=config.patch_px,
            key_bias=False,
        )
    )


def same_weights(ours: PhysGMNet, release: Any, seed: int) -> list[str]:
    """Fill both with the same random numbers; returns where names or shapes differ."""
    expected = {name: tuple(tensor.shape) for name, tensor in release.state_dict().items()}
    state = ours.state_dict()
    faults = state_faults(expected, {name: tuple(tensor.shape) for name, tensor in state.items()})
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, tensor in state.items():
            if name.endswith("pos_embed"):
                continue
            spread = tensor[0].numel() ** -0.5 if tensor.ndim > 1 else 0.2
            tensor.normal_(std=spread, generator=generator)
            if tensor.ndim == 1 and not name.endswith("bias"):
                tensor.add_(1)
    table = state["ray_encoder.pos_embed"] - release.state_dict()["ray_encoder.pos_embed"]
    if float(table.abs().max()) > 1e-6:
        faults.append(f"the position tables differ by {float(table.abs().max()):.3g}")
    if not faults:
        release.load_state_dict(state, strict=True)
    return faults


def inputs(side: int, seed: int) -> dict[str, torch.Tensor]:
    """Random RGBA pictures of an uneven ring of cameras, float32."""
    generator = torch.Generator().manual_seed(seed)
    cameras = [
        Camera.orbit(
            (0, 0, 0), radius=1.7067, azimuth_deg=a, elevation_deg=8.93, width=side, height=side
        )
        for a in (0, 75, 180, 300)
    ]
    frame = normalized_cameras(np.stack([camera.world_to_camera for camera in cameras]))
    lens = torch.tensor([[side, side, side / 2, side / 2]] * VIEWS, dtype=torch.float32)
    return {
        "input_images": torch.rand(1, VIEWS, 4, side, side, generator=generator),
        "input_intr": lens[None],
        "input_c2ws": torch.tensor(frame.camera_to_world, dtype=torch.float32)[None],
    }


@torch.no_grad()
def whole_rows(ours: PhysGMNet, release: Any, given: dict[str, torch.Tensor]) -> list[Row]:
    """Differences of everything that comes out, float32 on both sides."""
    cameras = {"test_intr": given["input_intr"], "test_c2ws": given["input_c2ws"]}
    theirs = release({**given, **cameras})
    side = given["input_images"].shape[-1]
    rays, origins = ray_map(
        given["input_intr"][0].numpy(), given["input_c2ws"][0].numpy(), side, side
    )
    pictures = on_white(given["input_images"])
    raw = ours(pictures, rays[None])
    own = activated(raw.gaussians, pictures, rays[None], origins[None], INFERENCE_PRESET)
    splats = theirs["gaussians"]
    softplus = torch.nn.functional.softplus
    pairs = {
        "means": (own.means, splats["xyz"]),
        "quats": (own.quats, torch.nn.functional.normalize(splats["rotation"], dim=-1)),
        "scales": (own.scales, splats["scale"].exp()),
        "opacities": (own.opacities, splats["opacity"].sigmoid()[..., 0]),
        "sh_coeffs": (own.sh_coeffs, splats["feature"]),
        "material_logits": (raw.material_logits, theirs["phys_logits"]),
        "E mean": (raw.youngs_modulus[:, 0], theirs["E_mu"]),
        "E variance": (softplus(raw.youngs_modulus[:, 1]) + VARIANCE_FLOOR, theirs["E_var"]),
        "nu mean": (raw.poisson_ratio[:, 0], theirs["nu_mu"]),
        "nu variance": (softplus(raw.poisson_ratio[:, 1]) + VARIANCE_FLOOR, theirs["nu_var"]),
    }
    return [difference(name, *pair) for name, pair in pairs.items()]


@torch.no_grad()
def part_rows(ours: PhysGMNet, release: Any, side: int) -> list[Row]:
    """Differences of single parts in float64, where only the formulas can differ."""
    ours, release = ours.double(), release.double()
    generator = torch.Generator().manual_seed(9)
    patches, dim = (side // 16) ** 2, ours.dino_proj.out_features

    def drawn(*shape: int) -> torch.Tensor:
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    rays, tokens = drawn(2, 6, side, side), drawn(1, 3 + 2 * patches, dim)
    taps = [drawn(2, patches, dim) for _ in range(4)]
    pictures = drawn(2, 3, side, side)
    dense = release.dpt_head([tap[None] for tap in taps], pictures[None])[0]
    encoded = release.ray_encoder(rays).flatten(2).transpose(1, 2)
    seen = release.dinov3_extractor(pictures).flatten(1, 2)
    pairs = {
        "DINOv3 (float64)": (ours.dinov3_extractor(pictures), seen),
        "ray encoder (float64)": (ours.ray_encoder(rays), encoded),
        "backbone (float64)": (ours.processor(tokens)[-1], release.processor(tokens)[-1]),
        "dense head (float64)": (
            ours.dpt_head(taps, side // 16, side // 16).movedim(1, -1),
            dense,
        ),
    }
    return [difference(name, *pair) for name, pair in pairs.items()]


def difference(name: str, own: torch.Tensor, other: torch.Tensor) -> Row:
    """Median relative difference, and the largest one over the root mean square."""
    gap, size = (own.double() - other.double()).abs(), other.double().abs()
    return {
        "part": name,
        "median_relative": float((gap / size.clamp(min=1e-300)).median()),
        "largest_over_rms": float(gap.max() / size.square().mean().sqrt()),
    }


def main() -> int:
    """Print the differences; the exit status tells whether the networks agree."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkout", type=Path, help="folder of the public repository")
    parser.add_argument("--full", action="store_true", help="the public size, about 11 GB")
    parser.add_argument("--side", type=int, default=64, help="side of the pictures [px]")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("-o", "--output", type=Path, help="JSON file for the differences")
    options = parser.parse_args()
    if not (options.checkout / "model" / "physgm.py").is_file():
        parser.error(f"{options.checkout} holds no model/physgm.py; give the repository's folder")
    config = PhysGMConfig() if options.full else SMALL
    release, absent = release_network(options.checkout, config)
    ours = build_physgm(config).eval()
    faults = same_weights(ours, release, options.seed)
    if faults:
        print("\n".join(f"differs: {fault}" for fault in faults))
        return 1
    rows = whole_rows(ours, release, inputs(options.side, options.seed))
    rows += part_rows(ours, release, options.side)
    print(f"{'part':26} {'median relative':>16} {'largest / rms':>14}")
    for row in rows:
        print(f"{row['part']:26} {row['median_relative']:16.2e} {row['largest_over_rms']:14.2e}")
    if "transformers" in absent:
        print("DINOv3 was not compared: transformers is not installed, ours stood on both sides")
    if options.output:
        document = {"side_px": options.side, "stand_ins": sorted(absent), "rows": rows}
        options.output.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return int(max(row["median_relative"] for row in rows) > 1e-5)


if __name__ == "__main__":
    sys.exit(main())
