"""EfficientNet-lite0: shapes, TensorFlow padding, batch norms folded without a difference."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from models.nets.efficientnet_lite0 import (
    BATCH_NORM_EPS,
    EfficientNetLite0,
    InvertedResidual,
    SameConv,
    folded_state,
)


def checkpoint_of(net: EfficientNetLite0) -> dict[str, torch.Tensor]:
    """A checkpoint under the original names, with batch norms that are far from the identity."""
    generator = torch.Generator().manual_seed(0)
    names = {"stem": ("_conv_stem", "_bn0"), "head": ("_conv_head", "_bn1")}
    state: dict[str, torch.Tensor] = {}
    for key, tensor in net.state_dict().items():
        module, part = key.rsplit(".", 1)
        if module == "classifier":
            state[f"_fc.{part}"] = tensor
        elif part == "weight":
            convolution, norm = names.get(module) or original_names(module, net)
            channels = len(tensor)
            state[f"{convolution}.weight"] = tensor
            state[f"{norm}.weight"] = torch.rand(channels, generator=generator) + 0.5
            state[f"{norm}.bias"] = torch.randn(channels, generator=generator)
            state[f"{norm}.running_mean"] = torch.randn(channels, generator=generator)
            state[f"{norm}.running_var"] = torch.rand(channels, generator=generator) + 0.5
            state[f"{norm}.num_batches_tracked"] = torch.tensor(3)
    return state


def original_names(module: str, net: EfficientNetLite0) -> tuple[str, str]:
    _, index, part = module.split(".")
    block = net.blocks[int(index)]
    assert isinstance(block, InvertedResidual)
    norms = {"expand": "_bn0", "depthwise": "_bn1", "project": "_bn2"}
    return f"_blocks.{index}._{part}_conv", f"_blocks.{index}.{norms[part]}"


def test_features_and_logits_have_their_shapes() -> None:
    net = EfficientNetLite0().eval()
    with torch.inference_mode():
        features, logits = net(torch.zeros(2, 3, 224, 224))
    assert features.shape == (2, 1280)
    assert logits.shape == (2, 1000)
    assert sum(tensor.numel() for tensor in net.state_dict().values()) == 4_631_000


def test_folding_a_batch_norm_keeps_the_result() -> None:
    net = EfficientNetLite0().eval()
    checkpoint = checkpoint_of(net)
    pixels = torch.rand(1, 3, 33, 33)
    original = SameConv(3, 32, 3, 2, bias=False)
    original.load_state_dict({"weight": checkpoint["_conv_stem.weight"]})
    statistics = [checkpoint[f"_bn0.{part}"] for part in ("running_mean", "running_var")]
    gains = [checkpoint[f"_bn0.{part}"] for part in ("weight", "bias")]
    net.load_state_dict(folded_state(checkpoint), strict=True)
    with torch.inference_mode():
        expected = functional.batch_norm(original(pixels), *statistics, *gains, eps=BATCH_NORM_EPS)
        assert torch.allclose(net.stem(pixels), expected, atol=1e-5)


@pytest.mark.parametrize(("kernel", "stride", "size"), [(3, 2, 224), (5, 2, 56), (5, 1, 14)])
def test_padding_is_that_of_tensorflow(kernel: int, stride: int, size: int) -> None:
    """The output has ceil(size / stride) pixels and an odd padding pixel goes right and below."""
    convolution = SameConv(1, 1, kernel, stride, bias=False)
    torch.nn.init.ones_(convolution.weight)
    with torch.inference_mode():
        output = convolution(torch.ones(1, 1, size, size))[0, 0]
    assert output.shape == (-(-size // stride),) * 2
    total = max((output.shape[0] - 1) * stride + kernel - size, 0)
    assert output[0, 0] == (kernel - total // 2) ** 2


def test_wrong_checkpoints_are_refused() -> None:
    checkpoint = checkpoint_of(EfficientNetLite0())
    with pytest.raises(ValueError, match="not weights of EfficientNet-lite0: extra"):
        folded_state({**checkpoint, "extra.weight": torch.zeros(1)})
    del checkpoint["_bn1.bias"]
    with pytest.raises(KeyError, match=r"_bn1\.bias"):
        folded_state(checkpoint)
