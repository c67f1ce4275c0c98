"""Writes `index.csv` and `labels.csv`: the tables of an asset folder, from the objects in it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from models.data.assets import INDEX_FILE, LABELS_FILE
from models.data.object_description import ObjectDescription
from models.data.object_folder import MESH_FILE, object_folders
from models.data.physics_label import label_file, read_label
from render.atomic_file import atomic_path

INDEX_COLUMNS = (
    "id",
    "file",
    "faces",
    "size_x_m",
    "size_y_m",
    "size_z_m",
    "watertight",
    "source_repo",
    "licence",
    "mass_kg",
    "split",
    "family",
)
LABEL_COLUMNS = (
    "id",
    "category",
    "material",
    "alt_material",
    "material_confidence",
    "youngs_modulus_pa",
    "log10_E_std",
    "poisson_ratio",
    "nu_std",
    "density_kg_m3",
    "log10_density_std",
    "yield_stress_pa",
    "friction_angle_deg",
    "note",
)

Row = Mapping[str, str]


def write_tables(root: Path) -> None:
    """Write the tables of all complete objects of `data build` below `root`.

    Objects without a label have a row in the index and none in labels.csv.

    Raises:
        InputError: If a description or a label is unusable.
    """
    index: list[Row] = []
    labels: list[Row] = []
    for folder in object_folders(root):
        about = ObjectDescription.read(folder)
        if about is None or not (folder / MESH_FILE).is_file():
            continue
        file = (folder / MESH_FILE).relative_to(root).as_posix()
        index.append({**dict(about.columns), "id": about.id, "file": file})
        if label_file(folder) is not None:
            labels.append({"id": about.id, **read_label(folder).to_columns()})
    _write(root / INDEX_FILE, INDEX_COLUMNS, index)
    _write(root / LABELS_FILE, LABEL_COLUMNS, labels)


def _write(path: Path, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Write rows under the usual columns and those that only some rows have."""
    extra = sorted({name for row in rows for name in row} - set(columns))
    with atomic_path(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*columns, *extra], restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
