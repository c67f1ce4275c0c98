"""Runs the simulations that `simulate` and `generate` ask for."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

from render.errors import InputError
from sim.materials import ConstitutiveLaw
from sim.project import Project
from sim.scene_setup import SceneSetup
from studio.commands.console import Console
from studio.jobs.pipeline import run_simulate, run_simulate_samples
from studio.jobs.requests import SimulateRequest, SimulateSamplesRequest
from studio.jobs.simulation import alike_note

OFFER = "use --stiffness expressive to see them differ"


def simulate_takes(
    project: Project, options: argparse.Namespace, console: Console
) -> tuple[Path, ...]:
    """Simulate one take, or one a sample.

    Args:
        project: Project that gets the takes.
        options: Those of `options.add_simulate_options`.
        console: Where progress and warnings go.

    Returns:
        Folders of the takes.
    """
    if options.scene is not None:
        project = project.save(replace(project.manifest, scene=read_scene(options.scene)))
    several = options.samples > 1
    stiffness = options.stiffness or ("expressive" if several else "real")
    request = SimulateRequest(
        project=project.path,
        take_name="sample" if several else project.next_take_name(),
        law=options.material,
        youngs_modulus_pa=options.young,
        poisson_ratio=options.poisson,
        density_kg_m3=options.density,
        seed=project.manifest.seed if options.seed is None else options.seed,
        quality=options.quality,
        stiffness=stiffness,
        frame_count=options.frames,
        sampled=several or options.seed is not None,
    )
    if not several:
        return (run_simulate(request, console.clock),)
    samples = SimulateSamplesRequest(request, options.samples)
    note = alike_note(samples)
    if note:
        console.warn(f"{note}; {OFFER}")
    return run_simulate_samples(samples, console.clock)


def check_simulate_options(options: argparse.Namespace) -> None:
    """Reject what can be known to be wrong before minutes of work.

    Raises:
        InputError: If the law or the scene file cannot be used.
    """
    if options.material is not None:
        ConstitutiveLaw.from_name(options.material)
    if options.scene is not None:
        read_scene(options.scene)


def read_scene(path: Path) -> SceneSetup:
    """Read a scene file.

    Raises:
        InputError: If it is not JSON of a scene.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"scene {path} is not JSON ({error}); check the file") from None
    if not isinstance(document, dict):
        raise InputError(f"scene {path} must be a JSON object of scene fields")
    return SceneSetup.from_json(document)
