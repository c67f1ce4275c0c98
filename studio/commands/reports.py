"""What commands tell about projects and takes, as lines for people and values for machines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields

import numpy as np

from sim.checkpoint import checkpoint_frames
from sim.materials import MaterialClass, MaterialParams
from sim.physics_distribution import PhysicsDistribution
from sim.project import Project
from sim.take import Take
from sim.take_bodies import TakeBody
from studio.stage_clock import StageClock

Report = Mapping[str, object]

SHOWN_CLASSES = 3


def common_report(clock: StageClock) -> Report:
    """Times and memory, which every command reports."""
    return {
        "seconds_total": clock.seconds_total,
        "stage_seconds": clock.seconds_by_stage,
        "peak_memory_mb": peak_memory_mb(),
    }


def peak_memory_mb() -> float | None:
    """Largest resident memory of this process [MB], or None where the system does not tell."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)


def prediction_report(project: Project) -> Report:
    """What the prediction of a project holds."""
    manifest = project.manifest
    mask = manifest.mask
    return {
        "project": str(project.path),
        "source": manifest.source,
        "up_axis": manifest.up_axis,
        "model": manifest.model,
        "checkpoint_sha256": manifest.checkpoint or None,
        "adapter": None if manifest.adapter is None else manifest.adapter.name,
        "adapter_sha256": None if manifest.adapter is None else manifest.adapter.digest,
        "view_source": manifest.view_source or None,
        "novelty": manifest.novelty,
        "size_m": manifest.size_m,
        "elevation_deg": manifest.elevation_deg,
        "mask_source": mask.source if mask else None,
        "mask_share": mask.share if mask else None,
        "warnings": list(manifest.warnings),
        "physics": None if project.physics is None else physics_report(project.physics),
    }


def physics_report(physics: PhysicsDistribution) -> Report:
    """Point estimate and class probabilities of a distribution."""
    point = physics.mean()
    return {
        "material_class": point.material_class.label,
        "youngs_modulus_pa": point.youngs_modulus_pa,
        "poisson_ratio": point.poisson_ratio,
        "density_kg_m3": point.density_kg_m3,
        "class_probabilities": {
            member.label: round(float(physics.probabilities[member]), 4) for member in MaterialClass
        },
    }


def prediction_lines(project: Project) -> Iterable[str]:
    """Lines for people about a project's prediction."""
    manifest, physics = project.manifest, project.physics
    mask = manifest.mask
    if manifest.model:
        yield f"model      {manifest.model}, {manifest.view_source or 'one picture'}"
    if manifest.adapter is not None:
        yield f"adapter    {manifest.adapter.name} has a part in the material"
    if mask is not None:
        how = {"alpha": "its own alpha channel", "u2netp": "found by U2-Net-p"}
        yield (
            f"object     {mask.share:.0%} of {manifest.source} "
            f"({how.get(mask.source, mask.source)}), longest side {project.size_m:g} m"
        )
    if physics is not None:
        order = np.argsort(physics.probabilities)[::-1][:SHOWN_CLASSES]
        shares = (f"{MaterialClass(i).label} {physics.probabilities[i]:.0%}" for i in order)
        point = physics.mean()
        yield f"material   {', '.join(shares)}"
        yield (
            f"           {point.material_class.label}: E {point.youngs_modulus_pa:.3g} Pa, "
            f"nu {point.poisson_ratio:.2f}, density {point.density_kg_m3:.0f} kg/m3"
        )


def take_report(take: Take) -> Report:
    """What a take holds and where it comes from."""
    provenance, ending = take.provenance, take.ending
    peaks = (
        "peak_strain",
        "max_speed_m_s",
        "peak_plastic_strain",
        "youngs_modulus_clamped_share",
    )
    return {
        "take": take.path.name,
        "take_path": str(take.path),
        "frame_count": take.frame_count,
        "planned_frame_count": take.planned_frame_count,
        "complete": take.complete,
        "status": None if ending is None else ending.status,
        "simulate_seconds": None if ending is None else round(ending.wall_time_s, 3),
        "frame_dt_s": take.frame_dt_s,
        "gaussian_count": take.gaussian_count,
        **provenance.to_json(),
        "bodies": [body.to_json() for body in take.bodies],
        "run": None if take.header.run is None else take.header.run.to_json(),
        "branch_of": None if take.header.branch_of is None else take.header.branch_of._asdict(),
        "checkpoint_frames": checkpoint_frames(take.path),
        "hand_commands": len(take.commands()),
        **{name: _peak(take, name) for name in peaks},
        "substeps": int(take.diagnostics().substeps.sum()) if take.frame_count else 0,
    }


def _peak(take: Take, name: str) -> float | None:
    """Largest value of a quantity in the complete frames; None where none records it."""
    if not take.frame_count or name in take.lacking_diagnostics:
        return None
    return float(getattr(take.diagnostics(), name).max())


def diagnostics_report(take: Take) -> Report:
    """Physical state of every complete frame: one list a quantity, in the order of the frames.

    Quantities that the take does not record, as those of format 1, are lists of None.
    """
    diagnostics, lacking = take.diagnostics(), take.lacking_diagnostics
    return {
        item.name: [None] * take.frame_count
        if item.name in lacking
        else getattr(diagnostics, item.name).tolist()
        for item in fields(diagnostics)
    }


def take_lines(take: Take) -> Iterable[str]:
    """Lines for people about a take: law, substitution, predicted beside simulated."""
    provenance = take.provenance
    yield f"take       {take.path.name}: {take.frame_count} of {take.planned_frame_count} frames"
    if provenance.simulated is None:
        yield f"motion     {provenance.source}, not simulated here"
    else:
        yield f"law        {provenance.law}, stiffness {provenance.stiffness}"
    for body in take.bodies:
        yield from _body_lines(body, alone=len(take.bodies) == 1)
    if provenance.substitution:
        yield f"           {provenance.substitution}"
    for note in provenance.notes:
        yield f"           {note}"
    if take.ending is not None and take.ending.message:
        yield f"           {take.ending.message}"


def _body_lines(body: TakeBody, *, alone: bool) -> Iterable[str]:
    """Materials of a body, predicted beside simulated."""
    if not alone:
        yield f"body       {body.name or 'unnamed'}: {body.particle_count:,} particles"
    for material in body.materials:
        yield f"predicted  {_material_text(material.predicted)}"
        yield f"simulated  {_material_text(material.simulated)}"


def _material_text(params: MaterialParams) -> str:
    stiffness = f"E {params.youngs_modulus_pa:.3g} Pa, nu {params.poisson_ratio:.2f}"
    kind = params.material_class.label if params.material_class is not None else "as named"
    return f"{kind}, {params.law.value}: {stiffness}, density {params.density_kg_m3:.0f} kg/m3"
