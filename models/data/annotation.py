"""`data annotate`: labels objects by asking the user's own vision server.

An answer that cannot be read or is implausible is kept as refused, with the reason; nothing is ever
guessed from it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.data.asset_tables import write_tables
from models.data.build_settings import DATASET_FILE
from models.data.object_folder import ObjectFolder, object_folders
from models.data.physics_label import PhysicsLabel, label_file, write_label
from models.data.vision_server import VisionServer
from render.atomic_file import write_text_atomic
from render.errors import InputError
from render.progress import ProgressCallback, ignore_progress
from sim.class_priors import class_priors
from sim.materials import POISSON_MAX, MaterialClass

ANNOTATION_FILE = "annotation.json"
PROMPT = f"""The pictures show one object from several sides. Judge what it is made of and how it
would behave if it were simulated as one solid body; for hollow or filled things give effective bulk
values. Answer with one JSON object and nothing else:
{{"material": CLASS, "confidence": 0 to 1,
"youngs_modulus_pa": {{"value": V, "low": L, "high": H}},
"poisson_ratio": {{"value": V, "low": L, "high": H}},
"density_kg_m3": {{"value": V, "low": L, "high": H}}}}
CLASS is one of {", ".join(member.label for member in MaterialClass)}. V is your best value in SI
units, L and H bound it with 90 % certainty, L < H. Poisson's ratio is at most {POISSON_MAX:g}."""
"""What the model is asked."""

_VERSION = 1
_VIEWS = (0, 6, 12, 18)
_SIGMAS_OF_90 = 1.645
_SLACK: Mapping[str, tuple[float, float]] = {
    "youngs_modulus_pa": (3.0, 2.0),
    "poisson_ratio": (0.12, 0.12),
    "density_kg_m3": (1.5, 0.8),
}
"""How far a value may lie below and above the published 90 % range of its class: decades, for
Poisson's ratio its own unit. Effective values of hollow and filled things need that much."""


@dataclass(frozen=True, slots=True)
class AnnotationReport:
    """What a run of annotation did."""

    accepted: int
    """Objects labelled now."""
    refused: tuple[str, ...]
    """Objects whose answer was refused now, with the reason."""
    kept: int
    """Objects that had a label or an earlier answer."""


def annotate_dataset(
    root: Path,
    server: VisionServer,
    *,
    retry_refused: bool = False,
    progress: ProgressCallback = ignore_progress,
) -> AnnotationReport:
    """Ask for the label of every object that has none; a stopped run goes on where it was.

    Args:
        root: Dataset, or one object's folder.
        server: The user's server.
        retry_refused: Ask again about objects whose answer was refused.
        progress: Told after every object; raising in it keeps the answers so far.

    Raises:
        InputError: If there is no object, a folder is unusable or the server cannot be asked.
    """
    folders = object_folders(root)
    if not folders:
        raise InputError(f"{root} holds no object with pose.json; make some with `data build`")
    accepted, kept, refused = 0, 0, []
    try:
        for number, folder in enumerate(folders):
            if label_file(folder) or (not retry_refused and _was_asked(folder, server.model)):
                kept += 1
            else:
                reason = _annotate(folder, server)
                accepted += not reason
                refused += [f"{folder}: {reason}"] if reason else []
            progress("ask the vision model", (number + 1) / len(folders))
    finally:
        if (root / DATASET_FILE).is_file():
            write_tables(root)
    return AnnotationReport(accepted, tuple(refused), kept)


def label_of_answer(text: str, model: str) -> PhysicsLabel:
    """The label that an answer gives.

    Args:
        text: Answer of the model: one JSON object, in a code fence or not.
        model: Name of the model, which the label's note keeps.

    Raises:
        InputError: If it is another text, a number is missing or out of range, or a value is
            implausible for the class; the message is the reason of a refusal.
    """
    values = _json_object(text)
    material = values.get("material")
    if not isinstance(material, str):
        raise InputError(f"material {material!r} is no name of a class")
    chosen = MaterialClass.from_label(material)
    spreads = {name: _spread(values, name) for name in _SLACK}
    best = {name: spread[0] for name, spread in spreads.items()}
    label = PhysicsLabel(
        material_class=chosen,
        youngs_modulus_pa=best["youngs_modulus_pa"],
        poisson_ratio=best["poisson_ratio"],
        density_kg_m3=best["density_kg_m3"],
        log10_E_std=spreads["youngs_modulus_pa"][1],
        nu_std=spreads["poisson_ratio"][1],
        log10_density_std=spreads["density_kg_m3"][1],
        material_confidence=_finite(values, "confidence") if "confidence" in values else None,
        details=(("note", f"by vision model {model}"),),
    )
    _check_plausible(chosen, best)
    return label


def _annotate(folder: Path, server: VisionServer) -> str:
    """Ask about one object and store answer and label; the reason where it is refused, else ""."""
    shown = ObjectFolder.open(folder)
    views = [place for place in _VIEWS if place < len(shown.pictures)]
    answer = server.ask(PROMPT, [shown.rgba(place) for place in views])
    label, reason = None, ""
    try:
        label = label_of_answer(answer, server.model)
    except InputError as error:
        reason = str(error)
    record = {
        "version": _VERSION,
        "model": server.model,
        "prompt": PROMPT,
        "pictures": [shown.pictures[place].file.name for place in views],
        "answer": answer,
        "accepted": label is not None,
        "reason": reason,
    }
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    write_text_atomic(folder / ANNOTATION_FILE, text)
    if label is not None:
        write_label(folder, label)
    return reason


def _was_asked(folder: Path, model: str) -> bool:
    """Whether this model was asked this question and its answer was refused."""
    path = folder / ANNOTATION_FILE
    if not path.is_file():
        return False
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        same = bool(stored["model"] == model and stored["prompt"] == PROMPT)
        return same and not stored["accepted"]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{path} is damaged ({error!r}); remove it") from None


def _json_object(text: str) -> Mapping[str, Any]:
    bare = text.strip()
    if bare.startswith("```") and bare.endswith("```"):
        bare = bare[3:-3].removeprefix("json")
    try:
        values = json.loads(bare)
    except (ValueError, RecursionError):
        raise InputError("the answer is no JSON object") from None
    if not isinstance(values, dict):
        raise InputError("the answer is no JSON object")
    return values


def _spread(values: Mapping[str, Any], name: str) -> tuple[float, float]:
    """Best value and standard deviation, in decades but for Poisson's ratio."""
    spread = values.get(name)
    if not isinstance(spread, dict):
        raise InputError(f"{name} has no value with low and high")
    best, low, high = (_finite(spread, key, f"{name}.") for key in ("value", "low", "high"))
    if not (low <= best <= high and low < high):
        raise InputError(f"{name} {best:g} with range {low:g} to {high:g} is out of order")
    if name == "poisson_ratio":
        return best, (high - low) / (2 * _SIGMAS_OF_90)
    if low <= 0:
        raise InputError(f"{name} has a range from {low:g}, expected a number above 0")
    return best, math.log10(high / low) / (2 * _SIGMAS_OF_90)


def _finite(values: Mapping[str, Any], key: str, prefix: str = "") -> float:
    value = values.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InputError(f"{prefix}{key} {value!r} is no finite number")
    return float(value)


def _check_plausible(chosen: MaterialClass, best: Mapping[str, float]) -> None:
    """Compare with the published ranges of the class."""
    priors = class_priors()
    moments = {
        "youngs_modulus_pa": (
            priors.log10_youngs_modulus_mean,
            priors.log10_youngs_modulus_std,
        ),
        "poisson_ratio": (priors.poisson_mean, priors.poisson_std),
        "density_kg_m3": (priors.log10_density_mean, priors.log10_density_std),
    }
    for name, (means, stds) in moments.items():
        mean, reach = float(means[chosen]), _SIGMAS_OF_90 * float(stds[chosen])
        below, above = _SLACK[name]
        low, high = mean - reach - below, mean + reach + above
        if name != "poisson_ratio":
            low, high = 10**low, 10**high
        if not low <= best[name] <= high:
            raise InputError(
                f"{name} {best[name]:g} is implausible for {chosen.label}: expected {low:.3g} to "
                f"{high:.3g}"
            )
