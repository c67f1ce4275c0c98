"""What the weights of a model are, as plain values: read of their files, nothing is loaded."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MODEL_SUFFIXES = (".safetensors", ".pt", ".pth", ".ckpt", ".bin")
"""Endings of weights files."""


def is_model(path: Path) -> bool:
    """Whether a path is a weights file, or a folder of the embedded model's format."""
    if path.is_dir():
        return (path / "shape.safetensors").is_file()
    return path.suffix.lower() in MODEL_SUFFIXES


def model_report(path: Path) -> Mapping[str, object]:
    """Architecture, size, types and hash of a model.

    Raises:
        InputError: If a file of it cannot be read.
    """
    from models.checkpoint import file_digest
    from studio.jobs.model_card import model_files, read_model_facts

    facts = read_model_facts(str(path))
    report: dict[str, object] = {
        "kind": {"embedded": "embedded model", "physgm": "PhysGM", "other": "another network"}[
            facts.kind
        ],
        "weight_count": facts.weight_count,
        "dtypes": facts.dtypes,
        "file_mb": facts.byte_count / 1e6,
        "memory_fp32_gb": facts.weight_count * 4 / 1e9,
    }
    if facts.kind == "physgm":
        report |= {
            "block_count": facts.depth,
            "token_width": facts.width,
            "sh_degree": facts.sh_degree,
            "predicts_density": facts.density,
            "dinov3": facts.encoder or "none",
        }
    return report | {"sha256": file_digest(*model_files(path))}
