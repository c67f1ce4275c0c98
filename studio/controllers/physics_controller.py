"""`PhysicsController`: chooses law and settings of a simulation, and runs it."""

from __future__ import annotations

from dataclasses import replace

from render.errors import InputError
from sim.materials import ConstitutiveLaw
from sim.project import TAKES_NAME
from studio.controllers.edit_controller import EditController
from studio.controllers.growth_plan import growth_plan
from studio.controllers.job_controller import JobController
from studio.controllers.scene_check import can_run
from studio.controllers.shown_look import object_edit
from studio.controllers.take_controller import TakeController
from studio.jobs.requests import RunRequest, SimulateRequest
from studio.state.language import tr, within
from studio.state.law_numbers import NUMBERS, check_number, with_number
from studio.state.material import SPLAT_LAW, chosen_sample, table_params
from studio.state.preference_fields import QUALITIES, STIFFNESS_MAPS
from studio.state.scene_mapping import bodies_of, regions_of, scene_of, world_of
from studio.state.studio_state import StudioState

SHOWN_FIELDS = ("stress", "plastic_strain")
"""Scalars that takes of the window keep, so that the viewport can show them."""


class PhysicsController:
    """Verbs of the law and simulation sections; `DistributionController` has the others."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        edits: EditController,
    ) -> None:
        """Simulate the material of a state.

        Args:
            state: State whose material is simulated.
            jobs: Runs simulations.
            takes: Shows their takes.
            edits: Records the steps.
        """
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._edits = edits

    def set_law(self, law: ConstitutiveLaw | None) -> None:
        """Choose a law; None takes the one of the class."""
        with self._edits.step(tr("Choose law")):
            self._state.material.law = law

    def set_number(self, key: str, value: float | None) -> None:
        """Choose a number of the law [SI]; None takes the material table's.

        Args:
            key: Field of `MaterialParams`, for example "yield_stress_pa".
            value: Value; one that cannot be simulated is refused with a notice.
        """
        material = self._state.material
        if value is not None:
            try:
                check_number(table_params(material, self._state.document.physics), key, value)
            except InputError as error:
                self._state.notices.post("warning", str(error))
                return
        with self._edits.step(tr("Set {name}", name=within(tr(NUMBERS[key].label)))):
            material.numbers = with_number(material.numbers, key, value)

    def set_quality(self, name: str) -> None:
        """Choose the quality preset."""
        if name in QUALITIES:
            with self._edits.step(tr("Choose quality")):
                self._state.material.quality = name

    def set_stiffness(self, name: str) -> None:
        """Choose the stiffness map."""
        if name in STIFFNESS_MAPS:
            with self._edits.step(tr("Choose stiffness map")):
                self._state.material.stiffness = name

    def simulate(self) -> None:
        """Simulate a new take with the values the panels show; says what cannot run instead."""
        if can_run(self._state):
            name = self.free_name()
            self._run(self.request(name))

    def simulate_live(self, quality: str, frame_count: int) -> str | None:
        """Simulate a new take that a hand is in from the start.

        Args:
            quality: Preset.
            frame_count: Frames, so that there is time for the hand.

        Returns:
            Name of the take; None where it cannot run, which is said.
        """
        if not can_run(self._state):
            return None
        name = self.free_name()
        whole = self.request(name)
        self._run(replace(whole, quality=quality, frame_count=frame_count))
        return name

    def _run(self, request: SimulateRequest) -> None:
        name = request.take_name
        plan = growth_plan(self._state, self._takes, tr("Simulating {name}", name=name), name)
        self._takes.start_growing(name)
        self._jobs.submit(request, plan)

    def simulate_expressively(self) -> None:
        """Simulate a new take that visibly deforms, whatever the predicted stiffness."""
        self.set_stiffness("expressive")
        self.simulate()

    def request(self, take_name: str) -> SimulateRequest:
        """The job that simulates the chosen material into a take."""
        document, choice = self._state.document, self._state.material
        scene = self._state.scene
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
            numbers=choice.numbers,
            seed=choice.seed,
            quality=choice.quality,
            stiffness=choice.stiffness,
            edit=object_edit(self._state),
            scene=scene_of(scene),
            regions=regions_of(scene),
            bodies=bodies_of(scene, document.project),
            frame_count=world_of(scene).frame_count if scene.world is not None else None,
            run=RunRequest(fields=SHOWN_FIELDS),
            hand=True,
        )

    def free_name(self) -> str:
        """First of "take-1", "take-2", … that neither the disk nor a waiting job has."""
        document, number = self._state.document, 1
        folder = None if document.project is None else document.project / TAKES_NAME
        while document.take(f"take-{number}") is not None or (
            folder is not None and (folder / f"take-{number}").exists()
        ):
            number += 1
        return f"take-{number}"
