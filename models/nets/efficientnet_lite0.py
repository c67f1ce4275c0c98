"""EfficientNet-lite0: the pretrained trunk behind the material head, batch norms folded in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

INPUT_SIZE_PX = 224
FEATURE_COUNT = 1280
IMAGENET_CLASS_COUNT = 1000
BATCH_NORM_EPS = 1e-3


@dataclass(frozen=True, slots=True)
class Stage:
    """A run of inverted-residual blocks; the first one changes stride and channels."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
"""Architecture of lite0: no squeeze-excitation, ReLU6.

Sources: Tan & Le, EfficientNet, ICML 2019, table 1; the TensorFlow release "EfficientNet-lite".
"""

_MIDDLE_BLOCKS = sum(stage.repeats for stage in STAGES[:5])
"""Blocks up to the last ones with a stride of 16."""
PYRAMID_CHANNELS = (STAGES[4].channels, STAGES[-1].channels)
"""Channels of `EfficientNetBody.pyramid`."""


def scaled_pixels(pictures: Tensor) -> Tensor:
    """Pictures in sRGB, 0 to 1, as this network takes them: (x − 127) / 128 from 0..255."""
    return (pictures * 255 - 127) / 128


class SameConv(nn.Conv2d):
    """Convolution with TensorFlow's "same" padding: the odd pixel goes right and below."""

    def forward(self, pixels: Tensor) -> Tensor:
        """Convolve [B, C, H, W] to [B, C', ceil(H / stride), ceil(W / stride)]."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        height, width = pixels.shape[-2:]
        down = max((-(-height // stride) - 1) * stride + kernel - height, 0)
        across = max((-(-width // stride) - 1) * stride + kernel - width, 0)
        if down or across:
            sides = (across // 2, across - across // 2, down // 2, down - down // 2)
            pixels = functional.pad(pixels, sides)
        convolved: Tensor = super().forward(pixels)
        return convolved


class InvertedResidual(nn.Module):
    """Expand 1×1, depthwise k×k, project 1×1, with a skip where shapes agree.

    Source: Sandler et al., MobileNetV2, CVPR 2018, section 3.
    """

    def __init__(
        self, inputs: int, outputs: int, *, kernel: int, stride: int, expansion: int
    ) -> None:
        super().__init__()
        inner = inputs * expansion
        self.skip = stride == 1 and inputs == outputs
        self.expand = nn.Conv2d(inputs, inner, 1) if expansion > 1 else nn.Identity()
        self.expanded = expansion > 1
        self.depthwise = SameConv(inner, inner, kernel, stride, groups=inner)
        self.project = nn.Conv2d(inner, outputs, 1)

    def forward(self, pixels: Tensor) -> Tensor:
        """Map [B, C, H, W] to [B, C', H / stride, W / stride]."""
        hidden = functional.relu6(self.expand(pixels)) if self.expanded else pixels
        hidden = functional.relu6(self.depthwise(hidden))
        projected: Tensor = self.project(hidden)
        return projected + pixels if self.skip else projected


class EfficientNetBody(nn.Module):
    """All convolutions before the pooled features; each carries its folded batch norm."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = SameConv(3, 32, 3, 2)
        blocks: list[nn.Module] = []
        channels = 32
        for stage in STAGES:
            for repeat in range(stage.repeats):
                blocks.append(
                    InvertedResidual(
                        channels,
                        stage.channels,
                        kernel=stage.kernel,
                        stride=stage.stride if repeat == 0 else 1,
                        expansion=stage.expansion,
                    )
                )
                channels = stage.channels
        self.blocks = nn.Sequential(*blocks)

    def pyramid(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Features at the strides 16 and 32.

        Args:
            pixels: What `scaled_pixels` returns, shape [B, 3, H, W]; H and W are multiples of 32.

        Returns:
            Shapes [B, 112, H / 16, W / 16] and [B, 320, H / 32, W / 32].
        """
        middle: Tensor = self.blocks[:_MIDDLE_BLOCKS](functional.relu6(self.stem(pixels)))
        low: Tensor = self.blocks[_MIDDLE_BLOCKS:](middle)
        return middle, low


class EfficientNetLite0(EfficientNetBody):
    """Body, pooled features and the ImageNet classifier."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Conv2d(STAGES[-1].channels, FEATURE_COUNT, 1)
        self.classifier = nn.Linear(FEATURE_COUNT, IMAGENET_CLASS_COUNT)

    def body_state(self) -> dict[str, Tensor]:
        """The tensors of `EfficientNetBody` alone."""
        state = self.state_dict().items()
        return {name: tensor for name, tensor in state if name.startswith(("stem.", "blocks."))}

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Pooled features and ImageNet logits.

        Args:
            pixels: What `scaled_pixels` returns, shape [B, 3, 224, 224].

        Returns:
            Features, shape [B, 1280], and logits, shape [B, 1000].
        """
        _, low = self.pyramid(pixels)
        hidden = functional.relu6(self.head(low))
        features = hidden.mean(dim=(2, 3))
        return features, self.classifier(features)


def folded_state(checkpoint: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Weights for `EfficientNetLite0` from the names of lukemelas' EfficientNet-PyTorch.

    Args:
        checkpoint: State dict with `_conv_stem`, `_blocks.N._expand_conv`, `_bn1` and so on.

    Returns:
        State dict of this module, float32, each batch norm folded into the convolution before it.

    Raises:
        KeyError: If a tensor is missing.
        ValueError: If tensors are left over.
    """
    unused = {name for name in checkpoint if not name.endswith("num_batches_tracked")}
    folded: dict[str, Tensor] = {}
    for target, convolution, norm in _folding_table():
        names = [f"{convolution}.weight"]
        names += [f"{norm}.{part}" for part in ("weight", "bias", "running_mean", "running_var")]
        weight, gain, bias, mean, variance = (checkpoint[name].double() for name in names)
        factor = gain / torch.sqrt(variance + BATCH_NORM_EPS)
        folded[f"{target}.weight"] = (weight * factor[:, None, None, None]).float()
        folded[f"{target}.bias"] = (bias - mean * factor).float()
        unused -= set(names)
    for part in ("weight", "bias"):
        folded[f"classifier.{part}"] = checkpoint[f"_fc.{part}"].float()
        unused.discard(f"_fc.{part}")
    if unused:
        raise ValueError(f"not weights of EfficientNet-lite0: {', '.join(sorted(unused)[:3])}")
    return folded


def _folding_table() -> list[tuple[str, str, str]]:
    """Rows of (our convolution, their convolution, their batch norm)."""
    rows = [("stem", "_conv_stem", "_bn0")]
    index = 0
    for stage in STAGES:
        for _ in range(stage.repeats):
            theirs, ours = f"_blocks.{index}", f"blocks.{index}"
            if stage.expansion > 1:
                rows.append((f"{ours}.expand", f"{theirs}._expand_conv", f"{theirs}._bn0"))
            rows.append((f"{ours}.depthwise", f"{theirs}._depthwise_conv", f"{theirs}._bn1"))
            rows.append((f"{ours}.project", f"{theirs}._project_conv", f"{theirs}._bn2"))
            index += 1
    return [*rows, ("head", "_conv_head", "_bn1")]
