"""Provenance of a simulated take: what its bodies are made of and what computed it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import metadata
from typing import NamedTuple

from render.kernel_cache import cpu_name
from sim.body_set import BodySet
from sim.stiffness import SimulatedMaterial
from sim.take_header import RunSettings, TakeProvenance

Materials = Sequence[Sequence[SimulatedMaterial]]
"""Materials of each body, its own first, then those of its regions."""


class RunContext(NamedTuple):
    """How the particles and their materials came about."""

    stiffness: str
    """Name of the stiffness map."""
    quality: str
    """Name of the quality preset."""
    seed: int
    """Seed of the particles."""


def provenance_of(
    filled: BodySet,
    materials: Materials,
    run: RunSettings,
    context: RunContext,
    *,
    e_max_pa: float,
    notes: Sequence[str] = (),
) -> TakeProvenance:
    """Provenance of a take; predicted and simulated material are those of the first body.

    Args:
        filled: Bodies with their particles.
        materials: Materials of each body.
        run: How the solver is run.
        context: Stiffness map, preset and seed.
        e_max_pa: E_max of the first material [Pa].
        notes: Further facts beside those of the filling.
    """
    flat = [one for own in materials for one in own]
    on_cpu = run.device == "cpu"
    kernels = ("numba" if on_cpu else "taichi",) if run.grid else ()
    packages = ("phys4d-studio", "numpy", *kernels)
    volume = sum(float(body.particles.volumes.sum()) for body in filled.bodies)
    return TakeProvenance(
        source="mpm" if run.grid else "rigid",
        law=" + ".join(_each_once(one.simulated.law.value for one in flat)),
        predicted=flat[0].predicted,
        simulated=flat[0].simulated,
        stiffness=context.stiffness,
        substitution="; ".join(_each_once(_substitutions(filled, materials))) or None,
        seed=context.seed,
        quality=context.quality,
        dx_m=filled.dx_m,
        particle_count=filled.particle_count,
        particles_per_cell=filled.dx_m**3 * filled.particle_count / volume,
        youngs_modulus_max_pa=e_max_pa,
        device=cpu_name() if on_cpu or not run.grid else run.device,
        versions={package: metadata.version(package) for package in packages},
        notes=(*filled.notes, *notes),
    )


def _substitutions(filled: BodySet, materials: Materials) -> Iterable[str]:
    """What the stiffness map changed, with the names of the bodies."""
    for body, own in zip(filled.bodies, materials, strict=True):
        for material in own:
            if material.substitution:
                prefix = f"{body.name}: " if body.name else ""
                yield prefix + material.substitution


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
