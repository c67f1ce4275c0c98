"""`ClipNet`: pictures and sentences to vectors that can be compared."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.nets.clip.transformer import ClipTransformer, TransformerShape


@dataclass(frozen=True, slots=True)
class ClipShape:
    """Sizes of a checkpoint, from its `config.json`."""

    picture: TransformerShape
    text: TransformerShape
    picture_px: int
    """Side of the pictures [px]."""
    patch_px: int
    """Side of a patch [px]."""
    vocabulary: int
    """Different text tokens."""
    text_length: int
    """Tokens of a sentence at most."""
    projected: int
    """Width of the vectors that are compared."""


class _PictureEmbeddings(nn.Module):
    def __init__(self, shape: ClipShape) -> None:
        super().__init__()
        width, patches = shape.picture.width, (shape.picture_px // shape.patch_px) ** 2
        self.class_embedding = nn.Parameter(torch.zeros(width))
        self.patch_embedding = nn.Conv2d(3, width, shape.patch_px, shape.patch_px, bias=False)
        self.position_embedding = nn.Embedding(patches + 1, width)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [B, 3, S, S] to tokens [B, 1 + N, D]."""
        patches = self.patch_embedding(pictures).flatten(2).transpose(1, 2)
        first = self.class_embedding.expand(len(pictures), 1, -1)
        out: Tensor = torch.cat([first, patches], 1) + self.position_embedding.weight
        return out


class _PictureHalf(nn.Module):
    def __init__(self, shape: ClipShape) -> None:
        super().__init__()
        self.embeddings = _PictureEmbeddings(shape)
        self.pre_layrnorm = nn.LayerNorm(shape.picture.width)
        self.encoder = ClipTransformer(shape.picture)
        self.post_layernorm = nn.LayerNorm(shape.picture.width)

    def forward(self, pictures: Tensor) -> Tensor:
        """Pictures [B, 3, S, S] to one vector each [B, D]."""
        tokens = self.encoder(self.pre_layrnorm(self.embeddings(pictures)), causal=False)
        out: Tensor = self.post_layernorm(tokens[:, 0])
        return out


class _TextEmbeddings(nn.Module):
    def __init__(self, shape: ClipShape) -> None:
        super().__init__()
        self.token_embedding = nn.Embedding(shape.vocabulary, shape.text.width)
        self.position_embedding = nn.Embedding(shape.text_length, shape.text.width)

    def forward(self, ids: Tensor) -> Tensor:
        """Token numbers [B, L] to tokens [B, L, D]."""
        out: Tensor = self.token_embedding(ids) + self.position_embedding.weight[: ids.shape[1]]
        return out


class _TextHalf(nn.Module):
    def __init__(self, shape: ClipShape) -> None:
        super().__init__()
        self.embeddings = _TextEmbeddings(shape)
        self.encoder = ClipTransformer(shape.text)
        self.final_layer_norm = nn.LayerNorm(shape.text.width)

    def forward(self, ids: Tensor) -> Tensor:
        """Token numbers [B, L], whose last is the end of the sentence, to vectors [B, D]."""
        tokens = self.final_layer_norm(self.encoder(self.embeddings(ids), causal=True))
        out: Tensor = tokens[:, -1]
        return out


class ClipNet(nn.Module):
    """Both halves with their projections.

    Source: Radford et al., Learning Transferable Visual Models From Natural Language Supervision,
    ICML 2021. Attribute names are those of the tensors in Hugging Face checkpoints.
    """

    def __init__(self, shape: ClipShape) -> None:
        super().__init__()
        self.shape = shape
        self.vision_model = _PictureHalf(shape)
        self.text_model = _TextHalf(shape)
        self.visual_projection = nn.Linear(shape.picture.width, shape.projected, bias=False)
        self.text_projection = nn.Linear(shape.text.width, shape.projected, bias=False)

    def pictures(self, pictures: Tensor) -> Tensor:
        """Unit vectors of prepared pictures [B, 3, S, S], shape [B, P]."""
        return functional.normalize(self.visual_projection(self.vision_model(pictures)), dim=-1)

    def sentence(self, ids: Tensor) -> Tensor:
        """Unit vector of one sentence's token numbers [L], shape [P]."""
        found = self.text_projection(self.text_model(ids[None]))
        return functional.normalize(found, dim=-1)[0]
