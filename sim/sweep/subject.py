"""`SweepSubject`: the object and the world that all runs of a sweep share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.body import Body
from sim.materials import MaterialParams
from sim.object_edit import ObjectEdit
from sim.object_run import object_body, timed_scene
from sim.particles import fill_body
from sim.project import Project
from sim.quality import QualityPreset, quality_preset
from sim.regions import Region
from sim.scene_setup import SceneSetup
from sim.stiffness import fastest_wave
from sim.sweep.set_stiffness import SetStiffness
from sim.voxel_fill import FillOptions


@dataclass(frozen=True, slots=True)
class SweepSubject:
    """What does not differ between runs; small, so that it travels to other processes."""

    project: Path
    """Folder `NAME.p4d` whose object moves and that keeps the takes."""
    scene: SceneSetup | None = None
    """World; None takes the project's."""
    regions: tuple[Region, ...] = ()
    """Parts with a material of their own, in the object's frame."""
    fill: FillOptions = field(default_factory=FillOptions)
    """How the object is filled."""
    edit: ObjectEdit | None = None
    """Where the object was put and what of it was removed; None takes the project's."""
    particle_seed: int = 0
    """Seed of the particles: one for all, so that only materials differ."""
    frame_count: int | None = None
    """Frames of a take; None takes the preset's."""

    def scene_at(self, project: Project, quality: QualityPreset) -> SceneSetup:
        """The world with the frames of a preset; a scene with its own timing keeps it."""
        return timed_scene(self.scene or project.scene, quality, self.frame_count)

    def edit_of(self, project: Project) -> ObjectEdit:
        """What was done to the object."""
        return project.edit if self.edit is None else self.edit

    def body(self, project: Project, scene: SceneSetup, params: MaterialParams) -> Body:
        """The placed object, made of a material."""
        return object_body(
            project.cloud(),
            params,
            self.regions,
            scene,
            fill=self.fill,
            edit=self.edit_of(project),
        )

    def fit_stiffness(
        self, materials: Sequence[MaterialParams], mode: str, qualities: Sequence[str]
    ) -> SetStiffness:
        """The one stiffness map of a set that runs at several qualities.

        Args:
            materials: Materials asked for, of the whole set.
            mode: "real" or "expressive".
            qualities: Presets that the set will run at; all can step what the map gives.

        Raises:
            InputError: If the project cannot be read, or a name is unknown.
        """
        project = Project.open(self.project)
        waves = [self._fastest_wave(project, quality_preset(name)) for name in qualities]
        return SetStiffness.fit(materials, mode, min(waves))

    def _fastest_wave(self, project: Project, quality: QualityPreset) -> float:
        scene = self.scene_at(project, quality)
        placed = self.edit_of(project).placed(project.cloud(), scene)
        filled = fill_body(placed, quality=quality, seed=self.particle_seed, options=self.fill)
        return fastest_wave(filled.dx_m, scene.frame_dt_s, quality)
