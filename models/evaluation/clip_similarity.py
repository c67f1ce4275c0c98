"""CLIP_sim: how well the pictures of a video fit a sentence, by weights that a user supplies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from models.checkpoint import file_digest, read_tensors
from models.clip_tokens import ClipTokens
from models.nets.clip.clip_net import ClipNet, ClipShape
from models.nets.clip.transformer import TransformerShape
from models.state_faults import state_faults
from render.errors import InputError, damage_of

WEIGHTS_NAME, CONFIG_NAME = "model.safetensors", "config.json"
MEAN, STD = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
"""Moments of the colours that CLIP was trained with (OpenAI's preprocessing)."""
_NO_WEIGHTS = ("logit_scale", "position_ids")
_AT_ONCE = 16

FloatArray = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClipSimilarity:
    """What CLIP says of one video."""

    clip_sim: float
    """Mean over pictures of the cosine between picture and sentence, -1 to 1."""
    picture_count: int
    """Pictures that were looked at."""
    prompt: str
    """The sentence; figures of different wordings do not compare."""
    variant: str
    """Architecture with the digits of the weights' hash; figures of variants do not compare."""

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return {
            "clip_sim": round(self.clip_sim, 4),
            "picture_count": self.picture_count,
            "prompt": self.prompt,
            "variant": self.variant,
        }


class ClipScorer:
    """A CLIP checkpoint in the layout of Hugging Face, on the CPU."""

    def __init__(self, net: ClipNet, tokens: ClipTokens, variant: str) -> None:
        self._net = net.eval().requires_grad_(False)
        self._tokens = tokens
        self.variant = variant

    @staticmethod
    def load(folder: Path) -> ClipScorer:
        """Open a folder with `model.safetensors`, `config.json`, `vocab.json` and `merges.txt`.

        Raises:
            InputError: If a file is missing, damaged or does not fit the others.
        """
        weights = folder / WEIGHTS_NAME
        net = ClipNet(_shape(folder / CONFIG_NAME))
        found = {
            name: tensor
            for name, tensor in read_tensors(weights).items()
            if not name.endswith(_NO_WEIGHTS)
        }
        expected = net.state_dict()
        faults = state_faults(
            {name: tuple(tensor.shape) for name, tensor in expected.items()},
            {name: tuple(tensor.shape) for name, tensor in found.items()},
        )
        if faults:
            raise InputError(f"{weights} does not fit its config: {'; '.join(faults[:5])}")
        net.load_state_dict({name: tensor.float() for name, tensor in found.items()})
        shape = net.shape
        variant = (
            f"CLIP ViT width {shape.picture.width}, {shape.picture.layers} layers, patch "
            f"{shape.patch_px}, {shape.picture_px} px ({file_digest(weights)[:8]})"
        )
        return ClipScorer(net, ClipTokens.load(folder), variant)

    def similarity(self, pictures: Iterable[npt.NDArray[np.uint8]], prompt: str) -> ClipSimilarity:
        """Mean cosine of pictures with a sentence, plain, not times 100.

        Source: the CLIP_sim of PhysGM's tables, as far as it is described.

        Args:
            pictures: sRGB, each of shape [H, W, 3].
            prompt: Sentence that says what is to be seen.

        Raises:
            InputError: If there is no picture or no sentence.
        """
        if not prompt.strip():
            raise InputError("CLIP_sim needs a sentence; name what is to be seen with --prompt")
        numbers = self._tokens.numbers(prompt, self._net.shape.text_length)
        side = self._net.shape.picture_px
        prepared = [_prepared(picture, side) for picture in pictures]
        if not prepared:
            raise InputError("CLIP_sim needs at least one picture; name a video that has some")
        with torch.inference_mode():
            sentence = self._net.sentence(torch.tensor(numbers))
            vectors = [
                self._net.pictures(torch.stack(prepared[first : first + _AT_ONCE]))
                for first in range(0, len(prepared), _AT_ONCE)
            ]
            cosines = torch.cat(vectors) @ sentence
        return ClipSimilarity(float(cosines.mean()), len(prepared), prompt, self.variant)


def _prepared(picture: npt.NDArray[np.uint8], side: int) -> Tensor:
    """A picture with its shorter side scaled, its middle cut out and its colours standardised."""
    values = torch.from_numpy(np.ascontiguousarray(picture[..., :3])).float().permute(2, 0, 1) / 255
    height, width = values.shape[1:]
    factor = side / min(height, width)
    size = (max(round(height * factor), side), max(round(width * factor), side))
    scaled = functional.interpolate(values[None], size, mode="bicubic", antialias=True)[0]
    top, left = (size[0] - side) // 2, (size[1] - side) // 2
    cut = scaled[:, top : top + side, left : left + side].clamp(0, 1)
    return (cut - torch.tensor(MEAN)[:, None, None]) / torch.tensor(STD)[:, None, None]


def _shape(config: Path) -> ClipShape:
    try:
        known = json.loads(config.read_text(encoding="utf-8"))
        picture, text = known["vision_config"], known["text_config"]
        return ClipShape(
            _half(picture),
            _half(text),
            int(picture["image_size"]),
            int(picture["patch_size"]),
            int(text["vocab_size"]),
            int(text["max_position_embeddings"]),
            int(known["projection_dim"]),
        )
    except OSError as error:
        raise InputError(f"{config} is missing ({error.strerror}); it comes with CLIP") from None
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"{config} is no complete config of CLIP ({damage_of(error)}); save it with all sizes"
        ) from None


def _half(values: dict[str, Any]) -> TransformerShape:
    return TransformerShape(
        int(values["hidden_size"]),
        int(values["intermediate_size"]),
        int(values["num_hidden_layers"]),
        int(values["num_attention_heads"]),
        str(values.get("hidden_act", "quick_gelu")) == "quick_gelu",
    )
