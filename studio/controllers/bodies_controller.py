"""`BodiesController`: further bodies of photos and splat files, as projects in the project."""

from __future__ import annotations

from pathlib import Path

from render.formats.registry import is_splat_path
from sim.project import Project
from studio.controllers.document_controller import PHOTO_SUFFIXES, free_project_path
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.scene_controller import SceneController
from studio.jobs.requests import ImportRequest, PredictRequest
from studio.state.language import tr
from studio.state.material_presets import bundled_presets
from studio.state.new_things import on_top
from studio.state.notices import Remedy
from studio.state.preset_params import preset_params
from studio.state.scene_parts import BodyPart
from studio.state.studio_state import StudioState

BODIES_NAME = "bodies"
"""Folder of further bodies inside a project; copies and shared files take it along."""


class BodiesController:
    """A further body is predicted or imported in the background, then stands in the scene."""

    def __init__(self, state: StudioState, jobs: JobController, scene: SceneController) -> None:
        """Add bodies to the scene of a state.

        Args:
            state: State whose project gets them.
            jobs: Predicts and imports.
            scene: Puts them in the scene.
        """
        self._state = state
        self._jobs = jobs
        self._scene = scene

    def add(self, path: Path) -> None:
        """Make a body of a photo or splat file; trouble becomes a notice."""
        project = self._state.document.project
        if project is None:
            return
        folder = project / BODIES_NAME
        is_photo = path.suffix.lower() in PHOTO_SUFFIXES
        if not path.is_file() or not (is_photo or is_splat_path(path)):
            text = tr("{name} is neither a photo nor a splat file; choose another one.",
                      name=path.name)  # fmt: skip
            self._state.notices.post("error", text)
            return
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            text = tr("The body cannot be stored: {reason}", reason=error)
            self._state.notices.post("error", text)
            return
        target = free_project_path(folder, path.stem)
        request: PredictRequest | ImportRequest
        if is_photo:
            request = PredictRequest(photo=path, project=target)
            title = tr("Reconstructing {name}", name=path.name)
        else:
            request = ImportRequest(cloud=path, project=target)
            title = tr("Importing {name}", name=path.name)
        plan = JobPlan(
            title,
            on_done=lambda made: self._put(project, made),
            remedy=Remedy(tr("Photo or splat…"), "add-body"),
        )
        self._jobs.submit(request, plan)

    def _put(self, project: Path, made: Path) -> None:
        """Put a body in the scene above the object, unless another project is open by now."""
        if self._state.document.project != project:
            return
        body = Project.open(made)
        preset = "" if body.physics is not None else bundled_presets()[0].name
        side = body.size_m
        part = BodyPart(
            on_top(self._state, (side, side, side)),
            made.relative_to(project),
            preset,
            preset_params(bundled_presets()[0]) if preset else None,
            extent_m=(side, side, side),
        )
        self._scene.add_value(part, made.stem)
