"""The material that the window saved in a project, for commands that go on with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.physics_distribution import PhysicsDistribution
from studio.jobs.requests import SimulateRequest
from studio.jobs.saved_parts import saved_part
from studio.state.material import MaterialChoice, chosen_sample


def with_saved_material(
    request: SimulateRequest, predicted: PhysicsDistribution | None
) -> SimulateRequest:
    """A request that goes on with the material that the window saved in its project.

    What the request names itself stays; one that samples draws from the edited distribution.

    Args:
        request: Names the project.
        predicted: What the model says of its object; None for a splat file.

    Raises:
        InputError: If what was saved cannot be read.
    """
    choice = saved_material(request.project)
    if not choice.is_edited():
        return request
    named = request.law
    if named is None and choice.law is not None:
        named = choice.law.value
    changed = replace(request, edits=choice.edited, law=named)
    if request.law is None:
        changed = replace(changed, numbers=choice.numbers)
    if request.sampled or (predicted is None and named is None):
        return changed
    sample = chosen_sample(choice, predicted)
    return replace(
        changed,
        youngs_modulus_pa=_either(request.youngs_modulus_pa, sample.youngs_modulus_pa),
        poisson_ratio=_either(request.poisson_ratio, sample.poisson_ratio),
        density_kg_m3=_either(request.density_kg_m3, sample.density_kg_m3),
        material_class=None if predicted is None else sample.material_class.label,
    )


def saved_material(project: Path) -> MaterialChoice:
    """What was chosen in the material panel when the project was saved.

    Args:
        project: Folder `NAME.p4d`.

    Returns:
        The choice; that of a new project where nothing was saved.

    Raises:
        InputError: If `studio.json` is of a newer program, or a value of it is damaged.
    """
    choice = MaterialChoice()
    for name, value in saved_part(project, "material").items():
        setattr(choice, name, value)
    return choice


def _either(named: float | None, saved: float) -> float:
    return saved if named is None else named
