"""Takes as the first version of their format had them."""

from __future__ import annotations

import json
from pathlib import Path


def as_format_1(path: Path) -> None:
    """Rewrite a take as the first version of the format had it."""
    header_file = path / "take.json"
    values = json.loads(header_file.read_text())
    for key in ("bodies", "run", "branch_of"):
        del values[key]
    header_file.write_text(json.dumps(values | {"version": 1}))
    later = (
        "youngs_modulus_clamped_share",
        "angular_momentum_kg_m2_s",
        "peak_plastic_strain",
        "smallest_dt_s",
        "limiting_particle",
        "limiting_cause",
    )
    for file in (path / "commits").iterdir():
        values = json.loads(file.read_text())
        values["diagnostics"] = {
            key: value for key, value in values["diagnostics"].items() if key not in later
        }
        file.write_text(
            json.dumps({key: values[key] for key in ("frame", "bounds", "diagnostics")})
        )
