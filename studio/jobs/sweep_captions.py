"""Words above a sweep's pictures: what tells a run from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.sweep.config import SweepConfig
from sim.sweep.table import TableRow
from studio.export.cell_sheet import Caption

NAMES: Mapping[str, str] = {
    "asked_youngs_modulus_pa": "E {:.3g} Pa",
    "asked_poisson_ratio": "nu {:.2f}",
    "asked_density_kg_m3": "{:.0f} kg/m3",
    "asked_yield_stress_pa": "yield {:.3g} Pa",
    "asked_restitution": "restitution {:.2f}",
    "asked_friction": "friction {:.2f}",
    "drop_height_over_size": "drop {:.2f}",
    "tilt_deg": "tilt {:.1f}°",
    "ground_friction": "ground {:.2f}",
    "particle_seed": "particles {:.0f}",
}
"""Columns that a caption may name, with how."""
MOST_PARTS = 4


def captions_of(rows: Sequence[TableRow], config: SweepConfig) -> list[Caption]:
    """A caption each: number, material and what differs between the runs.

    Args:
        rows: Runs that are shown together.
        config: Config of the sweep; what it varies is named first.
    """
    values = [row.values() for row in rows]
    varied = {name for axis in config.axes for name in (axis.name, f"asked_{axis.name}")}
    ordered = sorted(NAMES, key=lambda name: name not in varied)
    differing = [name for name in ordered if len({one[name] for one in values}) > 1]
    several_objects = len({one["object"] for one in values}) > 1
    qualities = len({one["quality"] for one in values}) > 1
    captions = []
    for one in values:
        kind = one["asked_material_class"] or one["asked_law"]
        parts = [str(one["object"])] * several_objects + [str(kind)]
        parts += [str(one["quality"])] * qualities
        detail = [NAMES[name].format(one[name]) for name in differing if one[name] is not None]
        words = ", ".join(detail[:MOST_PARTS])
        if one["status"] == "failed":
            words = f"failed: {one['reason']}"
        captions.append(Caption(f"{one['run']}  {' · '.join(parts)}", words))
    return captions
