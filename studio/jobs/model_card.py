"""What is known of a model, as text for people; reads files only, loads no network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from render.errors import InputError

CARD_NAME = "model_card.md"
HEADER_LIMIT = 64 * 2**20
"""Bytes that the header of a weights file may have."""


def read_model_card(name: str) -> str:
    """What is known of a model.

    Args:
        name: "embedded", a folder with its weights files, or a checkpoint's path.

    Raises:
        InputError: If there is no such model.
    """
    from models import EMBEDDED, EMBEDDED_FOLDER

    path = EMBEDDED_FOLDER if name == EMBEDDED else Path(name)
    if path.is_dir():
        card = path / CARD_NAME
        return card_summary(card.read_text(encoding="utf-8")) if card.is_file() else _folder(path)
    if not path.is_file():
        raise InputError(f"{path} is no model; choose a checkpoint file or the embedded model")
    return _checkpoint(path)


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


def _folder(path: Path) -> str:
    files = sorted(file for file in path.iterdir() if file.suffix == ".safetensors")
    return "\n".join([str(path), *(f"{file.name}: {_megabytes(file)}" for file in files)])


def _checkpoint(path: Path) -> str:
    """Name and size of a checkpoint, and what its header says where it has one."""
    lines = [path.name, str(path.parent), _megabytes(path)]
    if path.suffix == ".safetensors":
        lines.extend(_header_lines(path))
    return "\n".join(lines)


def _header_lines(path: Path) -> list[str]:
    header = _header(path)
    stored = header.pop("__metadata__", {})
    shapes = [entry["shape"] for entry in header.values()]
    weights = 0
    for shape in shapes:
        count = 1
        for length in shape:
            count *= int(length)
        weights += count
    kinds = sorted({str(entry["dtype"]) for entry in header.values()})
    lines = [f"{len(shapes):,} tensors, {weights / 1e6:,.1f} M weights, {', '.join(kinds)}"]
    return [*lines, *(f"{key}: {str(value)[:200]}" for key, value in sorted(stored.items()))]


def _header(path: Path) -> dict[str, Any]:
    """Header of a safetensors file: its length in 8 bytes, then JSON."""
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 0 < length <= HEADER_LIMIT:
            raise InputError(f"{path} is no readable safetensors file; choose another")
        try:
            header = json.loads(stream.read(length))
        except ValueError:
            raise InputError(f"{path} is no readable safetensors file; choose another") from None
    if not isinstance(header, dict):
        raise InputError(f"{path} is no readable safetensors file; choose another")
    return header


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.1f} MB"
