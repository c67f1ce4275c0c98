"""Stand-ins for libraries that PhysGM's public code imports and a comparison does not need.

Each is installed only where the library is absent; nothing of them is used by the product.
"""

from __future__ import annotations

import importlib.util
import math
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import torch
from torch import nn

from models.nets.physgm.dinov3 import DinoV3


def install(dino: dict[str, int]) -> set[str]:
    """Fill `sys.modules` with stand-ins for what is absent.

    Args:
        dino: Sizes of DINOv3: dim, head_size, depth.

    Returns:
        Names of the libraries that were absent.
    """
    pieces: dict[str, dict[str, Any]] = {
        "einops": {"rearrange": rearrange},
        "easydict": {"EasyDict": Settings},
        "gsplat": {"rasterization": blank_rasterization},
        "kiui": {},
        "kiui.lpips": {"LPIPS": nn.Identity},
        "xformers": {},
        "xformers.ops": {},
        "torchvision": {},
        "torchvision.transforms": {"v2": transforms()},
        "transformers": auto_classes(lambda: DinoWithOurCode(dino)),
    }
    absent = {name for name in pieces if "." not in name and importlib.util.find_spec(name) is None}
    for name, members in pieces.items():
        if name.split(".")[0] in absent:
            module = ModuleType(name)
            module.__dict__.update(members)
            sys.modules[name] = module
            parent, _, child = name.rpartition(".")
            if parent:
                setattr(sys.modules[parent], child, module)
    return absent


class Settings(dict[str, Any]):
    """A dictionary whose keys are attributes, also inside."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__({k: Settings(v) if type(v) is dict else v for k, v in values.items()})
        self.__dict__ = self


class DinoWithOurCode(DinoV3):
    """Our DINOv3 with the call of the library's: it keeps the rest comparable, not itself."""

    def __init__(self, sizes: dict[str, int]) -> None:
        super().__init__(
            sizes["dim"], sizes["head_size"], sizes["depth"], patch_px=16, register_count=4
        )

    def forward(self, pixels: torch.Tensor) -> Any:
        """Tokens after the final norm, as an attribute."""
        return SimpleNamespace(last_hidden_state=super().forward(pixels))


def auto_classes(make: Any) -> dict[str, Any]:
    """What stands for the library's loaders: every path gives a fresh random network."""
    model = SimpleNamespace(from_pretrained=lambda _path: make())
    return {
        "AutoModel": model,
        "AutoImageProcessor": SimpleNamespace(from_pretrained=lambda _path: None),
    }


def transforms() -> Any:
    """The three picture transforms in use."""

    def compose(steps: list[Any]) -> Any:
        def run(pictures: torch.Tensor) -> torch.Tensor:
            for step in steps:
                pictures = step(pictures)
            return pictures

        return run

    def normalize(mean: Any, std: Any) -> Any:
        return lambda p: (
            (p - torch.tensor(mean, dtype=p.dtype).view(-1, 1, 1))
            / torch.tensor(std, dtype=p.dtype).view(-1, 1, 1)
        )

    def unchanged(*_args: Any, **_options: Any) -> Any:
        return lambda pictures: pictures

    return SimpleNamespace(
        Compose=compose,
        Normalize=normalize,
        ToImage=unchanged,
        ToDtype=unchanged,  # the pictures are float already, so the library does not scale them
        Resize=unchanged,
    )


def blank_rasterization(**options: Any) -> tuple[torch.Tensor, torch.Tensor, None]:
    """White pictures; what is compared lies before the rasterizer."""
    size = (len(options["viewmats"]), options["height"], options["width"])
    return torch.ones(*size, 3), torch.zeros(*size, 1), None


def rearrange(values: torch.Tensor, pattern: str, **sizes: int) -> torch.Tensor:
    """Split, permute and join axes as in "(b v) c h w -> b v (h w) c"."""
    left, right = (_axes(side) for side in pattern.split("->"))
    known = dict(sizes)
    for group, length in zip(left, values.shape, strict=True):
        unknown = [name for name in group if name not in known]
        given = math.prod(known[name] for name in group if name in known)
        known |= dict.fromkeys(unknown[:1], length // given)
    order = [name for group in left for name in group]
    flat = values.reshape([known[name] for name in order])
    wanted = [name for group in right for name in group]
    turned = flat.permute([order.index(name) for name in wanted])
    return turned.reshape([math.prod(known[name] for name in group) for group in right])


def _axes(side: str) -> list[list[str]]:
    """Axes of one side of a pattern, those in parentheses together."""
    groups: list[list[str]] = []
    inside = False
    for token in side.replace("(", " ( ").replace(")", " ) ").split():
        if token == "(":
            groups.append([])
            inside = True
        elif token == ")":
            inside = False
        elif inside:
            groups[-1].append(token)
        else:
            groups.append([token])
    return groups
