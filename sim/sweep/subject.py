"""`SweepSubject`: the object and the world that all runs of a sweep share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sim.body import Body
from sim.body_set import BodySet, common_cell_side, fill_bodies
from sim.materials import MaterialParams
from sim.object_edit import ObjectEdit
from sim.object_run import object_body, timed_scene
from sim.project import Project
from sim.quality import QualityPreset, quality_preset
from sim.regions import Region
from sim.scene_bodies import scene_bodies
from sim.scene_file import SceneBody
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
    bodies: tuple[SceneBody, ...] = ()
    """All bodies of the scene, with their regions and fill; none: the object stands alone."""
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

    def placed(self, project: Project, scene: SceneSetup, params: MaterialParams) -> list[Body]:
        """The bodies in their places, the object and its copies made of a material.

        Raises:
            InputError: If a body cannot be read, or nobody says what it is made of.
        """
        edit = self.edit_of(project)
        if self.bodies:
            return scene_bodies(self.bodies, project, params, scene, edit=edit)
        return [
            object_body(project.cloud(), params, self.regions, scene, fill=self.fill, edit=edit)
        ]

    def fit_stiffness(
        self, materials: Sequence[MaterialParams], mode: str, qualities: Sequence[str]
    ) -> SetStiffness:
        """The one stiffness map of a set that runs at several qualities.

        Args:
            materials: Materials asked for, of the whole set, at least one.
            mode: "real" or "expressive".
            qualities: Presets that the set will run at; all can step what the map gives.

        Raises:
            InputError: If the project cannot be read, or a name is unknown.
        """
        project = Project.open(self.project)
        presets = [quality_preset(name) for name in qualities]
        waves = [self._fastest_wave(project, preset, materials[0]) for preset in presets]
        return SetStiffness.fit(materials, mode, min(waves))

    def filled(self, project: Project, quality: QualityPreset, params: MaterialParams) -> BodySet:
        """All bodies with their particles; a material does not change the grid."""
        bodies = self.placed(project, self.scene_at(project, quality), params)
        return fill_bodies(bodies, quality=quality, seed=self.particle_seed)

    def _fastest_wave(
        self, project: Project, quality: QualityPreset, params: MaterialParams
    ) -> float:
        """Fastest wave [m/s] that can be followed on the grid of all bodies."""
        scene = self.scene_at(project, quality)
        dx_m = common_cell_side(self.placed(project, scene, params), quality=quality)
        return fastest_wave(dx_m, scene.frame_dt_s, quality)
