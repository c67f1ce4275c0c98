"""`PhysicsController`: chooses the material and simulates it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.materials import ConstitutiveLaw, MaterialClass
from sim.project import TAKES_NAME
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.take_controller import TakeController
from studio.jobs.requests import SimulateRequest
from studio.state.material import SEED_MAX, SPLAT_LAW, chosen_sample
from studio.state.preference_fields import QUALITIES, STIFFNESS_MAPS
from studio.state.quantities import MATERIAL_QUANTITIES
from studio.state.studio_state import StudioState

_QUANTITIES = {quantity.key: quantity for quantity in MATERIAL_QUANTITIES}


class PhysicsController:
    """Verbs of the material panel."""

    def __init__(self, state: StudioState, jobs: JobController, takes: TakeController) -> None:
        self._state = state
        self._jobs = jobs
        self._takes = takes

    def set_value(self, key: str, value: float | None) -> None:
        """Choose Young's modulus, Poisson's ratio or density [SI]; None takes the predicted one."""
        chosen = None if value is None else _QUANTITIES[key].clamped(value)
        setattr(self._state.material, key, chosen)

    def set_class(self, material_class: MaterialClass | None) -> None:
        """Condition on a class; its own means replace values set before."""
        material = self._state.material
        material.youngs_modulus_pa = material.poisson_ratio = material.density_kg_m3 = None
        material.law = None
        material.material_class = material_class

    def set_law(self, law: ConstitutiveLaw | None) -> None:
        """Choose a law; None takes the one of the class."""
        self._state.material.law = law

    def set_seed(self, seed: int) -> None:
        """Choose the seed, 0 to 2³¹ - 1."""
        self._state.material.seed = min(max(seed, 0), SEED_MAX)

    def set_quality(self, name: str) -> None:
        """Choose the quality preset."""
        if name in QUALITIES:
            self._state.material.quality = name

    def set_stiffness(self, name: str) -> None:
        """Choose the stiffness map."""
        if name in STIFFNESS_MAPS:
            self._state.material.stiffness = name

    def reset(self) -> None:
        """Back to what the network predicted."""
        self.set_class(None)

    def draw_sample(self) -> None:
        """Draw class and values from the distribution with a new seed; the seed repeats it."""
        physics, material = self._state.document.physics, self._state.material
        if physics is None:
            return
        seed = (material.seed + 1) % (SEED_MAX + 1)
        sample = physics.sample(np.random.default_rng(seed), 1)[0]
        self.set_class(sample.material_class)
        material.seed = seed
        for quantity in MATERIAL_QUANTITIES:
            self.set_value(quantity.key, getattr(sample, quantity.key))

    def simulate(self) -> None:
        """Simulate a new take with the values the panel shows."""
        document = self._state.document
        if document.project is None:
            return
        name = self._free_name(document.project)
        plan = JobPlan(
            f"Simulating {name}",
            on_done=lambda _path: self._takes.stop_growing(name),
            on_end=lambda: self._takes.stop_growing(name),
        )
        self._takes.start_growing(name)
        self._jobs.submit(self.request(name), plan)

    def simulate_expressively(self) -> None:
        """Simulate a new take that visibly deforms, whatever the predicted stiffness."""
        self.set_stiffness("expressive")
        self.simulate()

    def request(self, take_name: str) -> SimulateRequest:
        """The job that simulates the chosen material into a take."""
        document, choice = self._state.document, self._state.material
        if document.project is None:
            raise ValueError("no project is open")
        sample = chosen_sample(choice, document.physics)
        law = choice.law
        if law is None and document.physics is None:
            law = SPLAT_LAW
        return SimulateRequest(
            project=document.project,
            take_name=take_name,
            law=None if law is None else law.value,
            youngs_modulus_pa=sample.youngs_modulus_pa,
            poisson_ratio=sample.poisson_ratio,
            density_kg_m3=sample.density_kg_m3,
            material_class=None if document.physics is None else sample.material_class.label,
            seed=choice.seed,
            quality=choice.quality,
            stiffness=choice.stiffness,
        )

    def _free_name(self, project: Path) -> str:
        """First of "take-1", "take-2", … that neither the disk nor a waiting job has."""
        number = 1
        while (
            self._state.document.take(f"take-{number}") is not None
            or (project / TAKES_NAME / f"take-{number}").exists()
        ):
            number += 1
        return f"take-{number}"
