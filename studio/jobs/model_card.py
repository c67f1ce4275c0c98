"""What the files of a model say of it; loads no network."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from models.physgm.config import (
    ENCODER_PREFIX,
    LAST_LAYER,
    PhysGMConfig,
    sh_degree_of,
)  # fmt: skip
from render.errors import InputError
from studio.jobs.checkpoint_header import CheckpointHeader, TensorFacts, read_header
from studio.state.model_facts import Encoder, ModelFacts

CARD_NAME = "model_card.md"
_VALUE_LETTERS = 200
"""Letters of a stored text that are shown."""
_BLOCK = re.compile(r"processor\.blocks\.(\d+)\.")
_GLOBAL_TOKENS = "global_token_init"
"""Tensor whose last axis is the width of a token."""
_DENSITY = "density_token_decoder."


def model_path(name: str) -> Path:
    """File or folder of a model: "embedded", a folder with its weights, or a checkpoint.

    Raises:
        InputError: If there is no such model.
    """
    from models import EMBEDDED, EMBEDDED_FOLDER

    path = EMBEDDED_FOLDER if name == EMBEDDED else Path(name)
    if not path.exists():
        raise InputError(f"{path} is no model; choose a checkpoint file or the embedded model")
    return path


def model_files(path: Path) -> tuple[Path, ...]:
    """The weights files of a model, in the order in which its hash takes them."""
    return tuple(sorted(path.glob("*.safetensors"))) if path.is_dir() else (path,)


def read_model_facts(name: str) -> ModelFacts:
    """What is known of a model, without its hash.

    Args:
        name: As for `model_path`.

    Raises:
        InputError: If there is no such model, or a file of it cannot be read.
    """
    path = model_path(name)
    files = model_files(path)
    if not files:
        raise InputError(f"{path} holds no weights files; choose a checkpoint file")
    headers = [read_header(file) for file in files]
    tensors = [facts for header in headers for facts in header.tensors.values()]
    facts = ModelFacts(
        path,
        "embedded" if path.is_dir() else "other",
        sum(file.stat().st_size for file in files),
        sum(tensor.weight_count for tensor in tensors),
        _dtypes(tensors),
    )
    if path.is_dir():
        return _with_card(facts, path / CARD_NAME)
    if LAST_LAYER in headers[0].tensors:
        return _physgm(facts, headers[0])
    return replace(facts, text=_stored(headers[0].metadata))


def _with_card(facts: ModelFacts, card: Path) -> ModelFacts:
    if not card.is_file():
        return facts
    title, _, text = card_summary(card.read_text(encoding="utf-8")).partition("\n\n")
    return replace(facts, title=title, text=text)


def _physgm(facts: ModelFacts, header: CheckpointHeader) -> ModelFacts:
    """Size of a PhysGM network, from names and shapes of its tensors."""
    config = _stored_config(header.metadata)
    tokens = header.tensors.get(_GLOBAL_TOKENS)
    rows = header.tensors[LAST_LAYER].shape[:1] or (0,)
    return replace(
        facts,
        kind="physgm",
        depth=_block_count(header.tensors),
        width=tokens.shape[-1] if tokens is not None and tokens.shape else 0,
        sh_degree=sh_degree_of(rows[0]),
        density=any(name.startswith(_DENSITY) for name in header.tensors),
        encoder=_encoder(header.tensors, config),
        text=_stored(header.metadata),
    )


def _stored_config(metadata: Mapping[str, str]) -> PhysGMConfig | None:
    try:
        return PhysGMConfig.from_json(json.loads(metadata["physgm"]))
    except (KeyError, ValueError, TypeError, AttributeError, InputError):
        return None


def _block_count(tensors: Mapping[str, TensorFacts]) -> int:
    """Numbered blocks of the backbone."""
    numbers = [int(found[1]) for name in tensors if (found := _BLOCK.match(name))]
    return max(numbers) + 1 if numbers else 0


def _encoder(tensors: Mapping[str, TensorFacts], config: PhysGMConfig | None) -> Encoder:
    if config is not None and config.encoder != "dinov3":
        return ""
    return "inside" if any(name.startswith(ENCODER_PREFIX) for name in tensors) else "apart"


def _dtypes(tensors: list[TensorFacts]) -> tuple[str, ...]:
    """Types of the numbers, the most frequent first."""
    counts: Counter[str] = Counter()
    for tensor in tensors:
        counts[tensor.dtype] += tensor.weight_count
    return tuple(name for name, _ in counts.most_common())


def _stored(metadata: Mapping[str, str]) -> str:
    return "\n".join(f"{key}: {metadata[key][:_VALUE_LETTERS]}" for key in sorted(metadata))


def card_summary(markdown: str) -> str:
    """First lines, figures and limits of a model card as plain text."""
    lines = markdown.splitlines()
    title = lines[0].lstrip("# ") if lines else ""
    does = _paragraph(lines, "**What it does.**")
    figures = [_plain(row) for row in _table_after(lines, "### Figures")]
    limits = [_plain(line) for line in _list_after(lines, "### Limits")]
    parts = [title, does]
    if figures:
        parts.append("\n".join(figures))
    if limits:
        parts.append("\n".join(f"• {line}" for line in limits))
    return "\n\n".join(part for part in parts if part)


def _paragraph(lines: list[str], start: str) -> str:
    at = next((i for i, line in enumerate(lines) if line.startswith(start)), None)
    if at is None:
        return ""
    end = next((i for i in range(at, len(lines)) if not lines[i].strip()), len(lines))
    return _plain(" ".join(lines[at:end]))


def _table_after(lines: list[str], heading: str) -> list[str]:
    """Bold rows of the first table below a heading as "name: value, value"."""
    at = next((i for i, line in enumerate(lines) if line.startswith(heading)), len(lines))
    start = next((i for i in range(at, len(lines)) if lines[i].startswith("|")), len(lines))
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not set("".join(cells)) <= set("-: "):
            rows.append(cells)
    if len(rows) < 2:
        return []
    head = rows[0]
    return [
        f"{row[0]}: " + ", ".join(f"{k} {v}" for k, v in zip(head[1:], row[1:], strict=False))
        for row in rows[1:]
        if row[0].startswith("**")
    ]


def _list_after(lines: list[str], heading: str) -> list[str]:
    at = next((i for i, line in enumerate(lines) if line.startswith(heading)), len(lines))
    items: list[str] = []
    for line in lines[at + 1 :]:
        if line.startswith("#"):
            break
        if line.startswith("- "):
            items.append(line[2:])
        elif items and line.strip():
            items[-1] += " " + line.strip()
    return items


def _plain(text: str) -> str:
    """Markdown without its marks."""
    return re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"[*`]+", "", text)).strip()
