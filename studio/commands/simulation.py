"""Runs the simulations that `simulate` and `generate` ask for."""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path

from render.errors import InputError
from sim.interop.physgaussian import ImportedScene, read_physgaussian
from sim.interop.physgaussian_keys import is_physgaussian
from sim.materials import ConstitutiveLaw
from sim.particles import FillOptions
from sim.project import Project
from sim.regions import Region
from sim.scene_file import SceneBody, SceneFile, read_json, read_regions, read_scene_file
from sim.scene_setup import SceneSetup
from studio.commands.console import Console
from studio.commands.options import FILL_OPTIONS
from studio.jobs.pipeline import run_branch, run_resume, run_simulate, run_simulate_samples
from studio.jobs.requests import (
    BranchRequest,
    ResumeRequest,
    RunRequest,
    SimulateRequest,
    SimulateSamplesRequest,
)
from studio.jobs.saved_material import with_saved_material
from studio.jobs.saved_scene import with_saved_scene
from studio.jobs.simulation import alike_note

OFFER = "use --stiffness expressive to see them differ"
MATERIAL_OPTIONS = ("material", "young", "poisson", "density", "yield_stress", "friction_angle")
"""Options that a branch may change the material with, as argparse names them."""


def simulate_takes(
    project: Project, options: argparse.Namespace, console: Console
) -> tuple[Path, ...]:
    """Simulate one take, or one a sample; the scene becomes the project's once that worked.

    Args:
        project: Project that gets the takes.
        options: Those of `options.add_simulate_options`.
        console: Where progress and warnings go.

    Returns:
        Folders of the takes.
    """
    scene: SceneSetup | None = None
    bodies: tuple[SceneBody, ...] = ()
    imported = imported_scene(options)
    if imported is not None:
        _say_notes(imported, project, console)
    elif options.scene is not None:
        scene, bodies = read_scene_file(options.scene)
    several = options.samples > 1
    name = "sample" if several else project.next_take_name()
    request = replace(
        _request(project, options, name),
        scene=scene,
        bodies=bodies,
        regions=_regions(options),
        imported=None if imported is None else options.scene,
    )
    if not options.predicted and imported is None:
        request = with_saved_material(request, project.physics)
        request = with_saved_scene(request, project)
    if several:
        samples = SimulateSamplesRequest(request, options.samples)
        note = alike_note(samples)
        if note:
            console.warn(f"{note}; {OFFER}")
        takes = run_simulate_samples(samples, console.clock)
    else:
        takes = (run_simulate(request, console.clock),)
    if scene is not None:
        project.save(replace(project.manifest, scene=scene))
    return takes


def continued_take(project: Project, options: argparse.Namespace, console: Console) -> Path:
    """Resume a take, or branch from it; returns the folder of the take.

    Args:
        project: Project that holds it.
        options: Those of `simulate`, `resume` or `branch` among them.
        console: Where progress goes.
    """
    if options.resume is not None:
        name, frame = options.resume
        return run_resume(ResumeRequest(project.path, name, frame), console.clock)
    name, frame = options.branch
    scene = None if options.scene is None else read_scene_file(options.scene).scene
    base = _request(project, options, project.next_take_name())
    return run_branch(BranchRequest(base, name, frame, scene), console.clock)


def check_simulate_options(options: argparse.Namespace) -> None:
    """Reject what can be known to be wrong before minutes of work.

    Raises:
        InputError: If the law, the scene file, the regions or a combination cannot be used.
    """
    if options.material is not None:
        ConstitutiveLaw.from_name(options.material)
    if imported_scene(options) is not None:
        _check_imported(options)
        return
    scene = None if options.scene is None else read_scene_file(options.scene)
    regions = _regions(options)
    if scene is not None and scene.bodies:
        _check_several(scene, options, regions)
    for option in ("resume", "branch"):
        if getattr(options, option, None) is not None:
            _check_continuation(option, options)


def imported_scene(options: argparse.Namespace) -> ImportedScene | None:
    """The scene file in our terms where it is one of PhysGaussian or PhysGM, otherwise None.

    Raises:
        InputError: If it cannot be read.
    """
    if options.scene is None or not is_physgaussian(read_json(options.scene, "scene")):
        return None
    return read_physgaussian(options.scene)


def _say_notes(imported: ImportedScene, project: Project, console: Console) -> None:
    """What the file asks for that works differently here."""
    for note in imported.applied(project.cloud()).notes:
        console.warn(note)


def _check_imported(options: argparse.Namespace) -> None:
    """Options that a PhysGaussian scene decides itself."""
    named = [name for name in MATERIAL_OPTIONS if getattr(options, name) is not None]
    named += [name for name in FILL_OPTIONS if getattr(options, name) is not None]
    named += ["regions"] if options.regions is not None else []
    named += ["samples"] if options.samples > 1 else []
    named += [name for name in ("resume", "branch") if getattr(options, name, None) is not None]
    if named:
        raise InputError(
            f"--{_switch(named[0])} does not go with {options.scene}, a PhysGaussian scene with "
            "its own material and grid; leave it out, or change the file"
        )


def _check_several(
    scene: SceneFile, options: argparse.Namespace, regions: tuple[Region, ...]
) -> None:
    given = [name for name in FILL_OPTIONS if getattr(options, name) is not None]
    given += ["regions"] if regions else []
    given += ["preview_fill"] if getattr(options, "preview_fill", False) else []
    if given:
        raise InputError(
            f"--{_switch(given[0])} is for one object, but the scene names bodies of its own "
            f"({len(scene.bodies)}); leave it out, or give regions or fill to those bodies"
        )


def _check_continuation(option: str, options: argparse.Namespace) -> None:
    """Options that a take which goes on cannot take any more."""
    fixed = ["regions", "seed", "stiffness", *FILL_OPTIONS, *_unless(option == "branch")]
    named = [name for name in fixed if getattr(options, name) is not None]
    if options.samples > 1:
        named.append("samples")
    if named:
        remedy = (
            "branch from it with --branch to change its parameters"
            if option == "resume" and named[0] in _unless(False)
            else "start a new take for that"
        )
        raise InputError(f"--{_switch(named[0])} cannot be changed by --{option}; {remedy}")
    if options.scene is not None and read_scene_file(options.scene).bodies:
        raise InputError(f"--{option} keeps the bodies of its take; leave them out of the scene")


def _switch(name: str) -> str:
    """An option as it is typed, of its name in argparse."""
    return name.removesuffix("_stress").replace("_", "-")


def _unless(branching: bool) -> tuple[str, ...]:
    """Options that only a branch may take."""
    return () if branching else (*MATERIAL_OPTIONS, "scene", "frames")


def _request(project: Project, options: argparse.Namespace, take_name: str) -> SimulateRequest:
    """What the options say, without bodies and regions."""
    several, angle = options.samples > 1, options.friction_angle
    return SimulateRequest(
        project=project.path,
        take_name=take_name,
        law=options.material,
        youngs_modulus_pa=options.young,
        poisson_ratio=options.poisson,
        density_kg_m3=options.density,
        yield_stress_pa=options.yield_stress,
        friction_angle_rad=None if angle is None else math.radians(angle),
        seed=project.manifest.seed if options.seed is None else options.seed,
        quality=options.quality,
        stiffness=options.stiffness or ("expressive" if several else "real"),
        frame_count=options.frames,
        fill=fill_options(options),
        sampled=several or options.seed is not None,
        run=RunRequest(
            options.device, options.precision, options.checkpoint_every, tuple(options.fields)
        ),
        replay=getattr(options, "replay", None),
    )


def fill_options(options: argparse.Namespace) -> FillOptions:
    """How the options want the object to be filled."""
    threshold = options.opacity_threshold
    return FillOptions(
        opacity_threshold=FillOptions().opacity_threshold if threshold is None else threshold,
        gap_m=options.gap,
        particles_per_cell=options.particles_per_cell,
    )


def _regions(options: argparse.Namespace) -> tuple[Region, ...]:
    return () if options.regions is None else read_regions(options.regions)
