"""`PhysicsLabel`: the physics that somebody, or a vision model, gave an object of a dataset."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from render.atomic_file import write_text_atomic
from render.errors import InputError
from sim.materials import POISSON_MAX, MaterialClass

LABEL_FILES = ("physical.json", "phys.json")
"""Label files of a PhysAssets folder; the first that exists is read, both are written alike."""

_FOLDER_NAMES: Mapping[str, str] = MappingProxyType(
    {"youngs_modulus_pa": "E", "poisson_ratio": "nu"}
)
"""Columns of labels.csv that the label files of PhysAssets call otherwise."""
_LIMITS: Mapping[str, tuple[float, float, str, str]] = {
    "youngs_modulus_pa": (1.0, 1e13, " Pa", "give Young's modulus in Pa, such as 1e9"),
    "poisson_ratio": (0.0, POISSON_MAX, "", f"use at most {POISSON_MAX:g}"),
    "density_kg_m3": (1.0, 3e4, " kg/m³", "give kg/m³, such as 1000 for water"),
    "log10_E_std": (1e-3, 6.0, " decades", "give one standard deviation or leave it out"),
    "nu_std": (1e-3, 0.5, "", "give one standard deviation or leave it out"),
    "log10_density_std": (1e-3, 6.0, " decades", "give one standard deviation or leave it out"),
    "material_confidence": (0.0, 1.0, "", "give a share or leave it out"),
}
"""Smallest and largest value, unit and remedy of each number."""
_REQUIRED = ("youngs_modulus_pa", "poisson_ratio")
_NAMED = frozenset({*_LIMITS, "material", "alt_material"})


@dataclass(frozen=True, slots=True)
class PhysicsLabel:
    """Material class and values of one object; a value that nobody gave is None, never 0."""

    material_class: MaterialClass
    """Most plausible class."""
    youngs_modulus_pa: float
    """Young's modulus [Pa], 1 to 1e13."""
    poisson_ratio: float
    """Poisson's ratio, 0 to 0.49."""
    density_kg_m3: float | None = None
    """Density [kg/m³], 1 to 30,000; PhysAssets has none."""
    log10_E_std: float | None = None  # noqa: N815 - the column's name
    """Standard deviation of log10 E [decades]."""
    nu_std: float | None = None
    """Standard deviation of Poisson's ratio."""
    log10_density_std: float | None = None
    """Standard deviation of log10 density [decades]."""
    material_confidence: float | None = None
    """Belief in the class, 0 to 1."""
    alt_class: MaterialClass | None = None
    """Second most plausible class."""
    details: tuple[tuple[str, str], ...] = ()
    """Further columns as (name, text), such as a note."""

    def __post_init__(self) -> None:
        for name, (low, high, unit, remedy) in _LIMITS.items():
            value = getattr(self, name)
            if value is not None and not (math.isfinite(value) and low <= value <= high):
                raise InputError(
                    f"{name} {value:g}{unit} is outside {low:g} to {high:g}{unit}; {remedy}"
                )

    def to_columns(self) -> dict[str, str]:
        """Texts of the columns of labels.csv that are known, without the id."""
        numbers = {name: getattr(self, name) for name in _LIMITS}
        columns = {name: f"{value:.10g}" for name, value in numbers.items() if value is not None}
        columns["material"] = self.material_class.label
        if self.alt_class is not None:
            columns["alt_material"] = self.alt_class.label
        return columns | dict(self.details)

    @staticmethod
    def from_columns(
        columns: Mapping[str, object], where: str, *, names: Mapping[str, str] | None = None
    ) -> PhysicsLabel:
        """Label of a row of labels.csv or of a label file.

        Args:
            columns: Values by name; an empty text counts as missing, as does null.
            where: File, and object in it, for messages.
            names: What the file calls a column, where it differs from labels.csv.

        Raises:
            InputError: If the class or a value is missing, no number, unknown or out of range.
        """
        spelled = names or {}
        known = {spelled.get(name, name) for name in _NAMED}
        values = {
            name: _number(columns.get(spelled.get(name, name)), spelled.get(name, name), where)
            for name in _LIMITS
        }
        for name in _REQUIRED:
            if values[name] is None:
                raise InputError(f"{where} has no {spelled.get(name, name)}; add it to the label")
        try:
            other = _text(columns.get("alt_material"))
            return PhysicsLabel(
                material_class=MaterialClass.from_label(_class_text(columns)),
                alt_class=MaterialClass.from_label(other) if other else None,
                details=tuple(
                    (name, _text(value))
                    for name, value in columns.items()
                    if name not in known and _text(value)
                ),
                **values,  # type: ignore[arg-type]  # the two required ones are no None
            )
        except InputError as error:
            raise InputError(f"{where}: {error}") from None


def label_file(folder: Path) -> Path | None:
    """The label file of an object's folder, or None where it has none."""
    return next((folder / name for name in LABEL_FILES if (folder / name).is_file()), None)


def read_label(folder: Path) -> PhysicsLabel:
    """Label of an object's folder in the layout of PhysAssets.

    Raises:
        InputError: If there is none or it is unusable; the message names the file.
    """
    path = label_file(folder)
    if path is None:
        raise InputError(
            f"{folder / LABEL_FILES[0]} is missing, so the object has no label; write it or ask a "
            "vision model with `data annotate`"
        )
    return parse_label(path.read_bytes(), str(path))


def parse_label(text: bytes, where: str) -> PhysicsLabel:
    """Label of a label file's content.

    Args:
        text: Content of the file.
        where: Its name, for messages.

    Raises:
        InputError: If it is unusable; the message names the file.
    """
    try:
        values = json.loads(text)
    except ValueError as error:
        raise InputError(f"{where} is no JSON ({error}); write the label anew") from None
    if not isinstance(values, dict):
        raise InputError(f"{where} holds no JSON object; write material, E and nu")
    return PhysicsLabel.from_columns(values, where, names=_FOLDER_NAMES)


def write_label(folder: Path, label: PhysicsLabel) -> None:
    """Write both label files of an object's folder."""
    values: dict[str, object] = {}
    for name, text in label.to_columns().items():
        values[_FOLDER_NAMES.get(name, name)] = float(text) if name in _LIMITS else text
    for name in LABEL_FILES:
        write_text_atomic(folder / name, json.dumps(values, indent=1, ensure_ascii=False) + "\n")


def _class_text(columns: Mapping[str, object]) -> str:
    text = _text(columns.get("material"))
    if not text:
        raise InputError("has no material; name one of the 14 classes")
    return text


def _number(value: object, name: str, where: str) -> float | None:
    """A number, also one written as text, as PhysAssets does."""
    if _text(value) == "":
        return None
    try:
        return float(_text(value))
    except ValueError:
        raise InputError(f"{where}: {name} {value!r} is no number; correct the label") from None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
