"""What a picture or video says of the scene it shows: tags that travel in the file."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Mapping

from sim.materials import ConstitutiveLaw, MaterialParams
from sim.project import Project
from sim.take import Take

APPLICATION = "phys4d-studio"
PREFIX = "phys4d"
"""Tags of ours are called phys4d.NAME."""

_MATERIAL_VALUES = (
    "youngs_modulus_pa",
    "poisson_ratio",
    "density_kg_m3",
    "yield_stress_pa",
)


def application_tags(title: str) -> dict[str, str]:
    """Tags of every file: title and the application with its version."""
    return {
        "title": title,
        f"{PREFIX}.version": f"{APPLICATION} {importlib.metadata.version(APPLICATION)}",
    }


def take_tags(project: Project, take: Take) -> Mapping[str, str]:
    """Tags of a take: material, law, E, nu, density, seed, stiffness map, quality and versions.

    The comment says the main ones in words, for players that show nothing else.
    """
    provenance, manifest = take.provenance, project.manifest
    material = provenance.simulated or provenance.predicted
    values: dict[str, object] = {
        "source": manifest.source,
        "model": manifest.model,
        "size_m": f"{manifest.size_m:g}",
        "take": take.path.name,
        "origin": provenance.source,
        "law": provenance.law,
        **_material_values(material),
        "seed": provenance.seed,
        "stiffness": provenance.stiffness,
        "substitution": provenance.substitution,
        "quality": provenance.quality,
        "particles": provenance.particle_count,
        "simulated_with": provenance.versions.get(APPLICATION),
    }
    tags = {
        f"{PREFIX}.{key}": str(value) for key, value in values.items() if value not in (None, "")
    }
    return {
        **application_tags(f"{project.path.stem}, {take.path.name}"),
        **tags,
        "comment": _comment(take),
    }


def _material_values(material: MaterialParams | None) -> dict[str, object]:
    if material is None:
        return {}
    values: dict[str, object] = {
        name: f"{getattr(material, name):g}" for name in _MATERIAL_VALUES if getattr(material, name)
    }
    if material.law is ConstitutiveLaw.SAND:
        values["friction_angle_rad"] = f"{material.friction_angle_rad:g}"
    if material.material_class is not None:
        values["material"] = material.material_class.name.title()
    return values


def _comment(take: Take) -> str:
    provenance = take.provenance
    material = provenance.simulated
    if material is None:
        return "; ".join([f"Motion {provenance.source}", *provenance.notes[:1]])
    words = [
        f"Simulated as {provenance.law}",
        f"E {material.youngs_modulus_pa:.3g} Pa, Poisson {material.poisson_ratio:.2f}, "
        f"density {material.density_kg_m3:.0f} kg/m³",
        f"seed {provenance.seed}, stiffness {provenance.stiffness}",
    ]
    if provenance.substitution:
        words.append(provenance.substitution)
    return "; ".join(words)
