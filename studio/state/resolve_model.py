"""The card of a model as the photo panel shows it: a pure function."""

from __future__ import annotations

from dataclasses import dataclass

from studio.state.language import tr
from studio.state.model_choice import PRECISIONS, ModelChoice
from studio.state.model_facts import ModelFacts

DINO_WEIGHTS = 303_000_000
"""Weights of DINOv3 ViT-L/16."""
_BYTES = {"fp32": 4, "bf16": 2, "fp16": 2}
_GIGA = 1e9


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known of the chosen model."""

    rows: tuple[tuple[str, str], ...] = ()
    """Label and value, in order."""
    sha256: str = ""
    """Hash of its files; empty until it was computed."""
    problem: str = ""
    """What is missing before it can predict, or why it cannot; empty when all is well."""
    text: str = ""
    """Its card, or what is stored in its file."""


def model_card(facts: ModelFacts | None, problem: str, choice: ModelChoice) -> ModelCard:
    """The card of a model.

    Args:
        facts: What its files say; None while they are read, or when they cannot be.
        problem: Why they cannot.
        choice: The model and how it is asked.
    """
    if facts is None:
        return ModelCard(problem=problem)
    rows = [
        (tr("Architecture"), _architecture(facts)),
        (tr("Weights"), _weights(facts)),
        (tr("Memory"), _memory(facts)),
    ]
    if facts.encoder:
        rows.insert(1, (tr("DINOv3"), _encoder(facts, choice)))
    rows.append((tr("Source"), facts.path.name))
    text = "\n\n".join(part for part in (facts.title, facts.text) if part)
    return ModelCard(tuple(rows), facts.sha256, _problem(facts, choice), text)


def _architecture(facts: ModelFacts) -> str:
    if facts.kind == "embedded":
        return tr("Shape network and material head")
    if facts.kind == "other":
        return tr("Not PhysGM")
    degree = "?" if facts.sh_degree is None else facts.sh_degree
    said = tr(
        "PhysGM: {blocks} blocks of width {width}, SH degree {degree}",
        blocks=facts.depth, width=f"{facts.width:,}", degree=degree,
    )  # fmt: skip
    return tr("{network}, predicts density", network=said) if facts.density else said


def _weights(facts: ModelFacts) -> str:
    return tr(
        "{count} M in {types}, {size} on disk",
        count=f"{facts.weight_count / 1e6:,.1f}",
        types="/".join(facts.dtypes),
        size=_size(facts.byte_count),
    )


def _memory(facts: ModelFacts) -> str:
    """Weights in memory at the precision asked for; those of pictures come on top."""
    if facts.kind == "embedded":
        return tr("about {size}", size=_size(facts.weight_count * _BYTES["fp32"]))
    count = facts.weight_count + (DINO_WEIGHTS if facts.encoder == "apart" else 0)
    sizes = [f"{name} {_size(count * _BYTES[name])}" for name in PRECISIONS[:2]]
    return tr("weights alone: {sizes}", sizes=", ".join(sizes))


def _encoder(facts: ModelFacts, choice: ModelChoice) -> str:
    if facts.encoder == "inside":
        return tr("inside the file")
    return tr("not inside the file") if choice.dino is None else choice.dino.name


def _problem(facts: ModelFacts, choice: ModelChoice) -> str:
    if facts.kind == "other":
        return tr("This file holds no PhysGM network; choose another.")
    if facts.encoder == "apart" and choice.dino is None:
        return tr("DINOv3 is not inside this checkpoint: choose the file of its weights.")
    if facts.encoder == "inside" and choice.dino is not None:
        return tr("This checkpoint holds its own DINOv3: leave the file of weights out.")
    if not choice.embedded and choice.views_from == "mvadapter" and not choice.mvadapter_weights:
        return tr("Choose the folder with MV-Adapter's weights.")
    return ""


def _size(count: float) -> str:
    return f"{count / _GIGA:,.1f} GB" if count >= 0.1 * _GIGA else f"{count / 1e6:,.0f} MB"
