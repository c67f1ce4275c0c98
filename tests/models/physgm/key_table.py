"""Names and shapes of the public checkpoint's tensors, written down from its published table."""

from __future__ import annotations

Shape = tuple[int, ...]


def public_table(outputs: int = 14) -> dict[str, Shape]:
    return {**trunk(), **ray_encoder(), **dense_head(outputs), **dinov3()}


def trunk() -> dict[str, Shape]:
    table: dict[str, Shape] = {
        "global_token_init": (1, 3, 1024),
        "dino_proj.weight": (1024, 1056),
        "input_layernorm.weight": (1024,),
        "phys_token_decoder.0.weight": (1024,),
        "phys_token_decoder.1.weight": (14, 1024),
    }
    for head in ("E", "nu"):
        table |= {
            f"{head}_token_decoder.0.weight": (1024,),
            f"{head}_token_decoder.1.weight": (64, 1024),
            f"{head}_token_decoder.1.bias": (64,),
            f"{head}_token_decoder.3.weight": (2, 64),
            f"{head}_token_decoder.3.bias": (2,),
        }
    for index in range(24):
        at = f"processor.blocks.{index}."
        table |= {
            at + "norm1.weight": (1024,),
            at + "attn.qkv.weight": (3072, 1024),
            at + "attn.proj.weight": (1024, 1024),
            at + "norm2.weight": (1024,),
            at + "mlp.fc1.weight": (4096, 1024),
            at + "mlp.fc2.weight": (1024, 4096),
        }
    return table


def ray_encoder() -> dict[str, Shape]:
    return {
        "ray_encoder.pos_embed": (256, 32),
        "ray_encoder.patch_embed.1.weight": (128, 1536, 3, 3),
        "ray_encoder.patch_embed.1.bias": (128,),
        "ray_encoder.encoder.0.weight": (32, 128, 1, 1),
        "ray_encoder.encoder.0.bias": (32,),
        "ray_encoder.norm.weight": (32,),
        "ray_encoder.norm.bias": (32,),
        "ray_encoder.post_pe_norm.weight": (32,),
        "ray_encoder.post_pe_norm.bias": (32,),
    }


def dense_head(outputs: int) -> dict[str, Shape]:
    table: dict[str, Shape] = {"norm.weight": (1024,), "norm.bias": (1024,)}
    for index, channels in enumerate((256, 512, 1024, 1024)):
        table |= {
            f"projects.{index}.weight": (channels, 1024, 1, 1),
            f"projects.{index}.bias": (channels,),
            f"scratch.layer{index + 1}_rn.weight": (256, channels, 3, 3),
            f"scratch.refinenet{index + 1}.out_conv.weight": (256, 256, 1, 1),
            f"scratch.refinenet{index + 1}.out_conv.bias": (256,),
        }
        for unit in (1, 2) if index < 3 else (2,):
            for conv in (1, 2):
                at = f"scratch.refinenet{index + 1}.resConfUnit{unit}.conv{conv}."
                table |= {at + "weight": (256, 256, 3, 3), at + "bias": (256,)}
    table |= {
        "resize_layers.0.weight": (256, 256, 4, 4),
        "resize_layers.0.bias": (256,),
        "resize_layers.1.weight": (512, 512, 2, 2),
        "resize_layers.1.bias": (512,),
        "resize_layers.3.weight": (1024, 1024, 3, 3),
        "resize_layers.3.bias": (1024,),
        "scratch.output_conv1.weight": (128, 256, 3, 3),
        "scratch.output_conv1.bias": (128,),
        "scratch.output_conv2.0.weight": (32, 128, 3, 3),
        "scratch.output_conv2.0.bias": (32,),
        "scratch.output_conv2.2.weight": (outputs, 32, 1, 1),
        "scratch.output_conv2.2.bias": (outputs,),
    }
    return {f"dpt_head.{name}": shape for name, shape in table.items()}


def dinov3() -> dict[str, Shape]:
    """The Hugging Face names under the prefix of the checkpoint."""
    table: dict[str, Shape] = {
        "embeddings.cls_token": (1, 1, 1024),
        "embeddings.mask_token": (1, 1, 1024),
        "embeddings.register_tokens": (1, 4, 1024),
        "embeddings.patch_embeddings.weight": (1024, 3, 16, 16),
        "embeddings.patch_embeddings.bias": (1024,),
        "norm.weight": (1024,),
        "norm.bias": (1024,),
    }
    for index in range(24):
        at = f"layer.{index}."
        for name in ("norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias"):
            table[at + name] = (1024,)
        for name in ("q_proj", "v_proj", "o_proj"):
            table |= {
                f"{at}attention.{name}.weight": (1024, 1024),
                f"{at}attention.{name}.bias": (1024,),
            }
        table |= {
            at + "attention.k_proj.weight": (1024, 1024),
            at + "layer_scale1.lambda1": (1024,),
            at + "layer_scale2.lambda1": (1024,),
            at + "mlp.up_proj.weight": (4096, 1024),
            at + "mlp.up_proj.bias": (4096,),
            at + "mlp.down_proj.weight": (1024, 4096),
            at + "mlp.down_proj.bias": (1024,),
        }
    return {f"dinov3_extractor.model.{name}": shape for name, shape in table.items()}
