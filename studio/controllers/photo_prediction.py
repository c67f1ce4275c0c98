"""`PhotoPrediction`: predicts the open photo again with what a person knows of it."""

from __future__ import annotations

from pathlib import Path

from models.photo_camera import PhotoCamera
from sim.project import Project
from studio.controllers.edit_controller import EditController
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.photo_controller import PhotoController, camera_of
from studio.controllers.take_controller import TakeController
from studio.jobs.file_tasks import Files
from studio.jobs.requests import PredictRequest
from studio.state.language import tr
from studio.state.notices import Remedy
from studio.state.photo import PhotoWishes
from studio.state.studio_state import StudioState

_MARKS = ("mask", "hidden", "locked", "removed")
"""Fields of the selection that mark Gaussians of one cloud."""


class PhotoPrediction:
    """The object is replaced in one go when it is there; until then all stays as it is."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        edits: EditController,
        photo: PhotoController,
        files: Files,
    ) -> None:
        """Predict for a state.

        Args:
            state: State whose photo is predicted.
            jobs: Runs the prediction.
            takes: Shows the new object.
            edits: Records what a new object makes void.
            photo: Reads the photo's facts anew.
            files: Reads the project.
        """
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._edits = edits
        self._photo = photo
        self._files = files

    def predict_again(self) -> None:
        """Predict into the same project: takes, edits and everything else stay."""
        photo, facts = self._state.photo, self._state.photo.facts
        if facts is None or photo.predicting is not None or self._state.saving.read_only:
            return
        self._edits.commit()
        wishes = photo.wishes
        plan = JobPlan(
            tr("Predicting {name} again", name=self._state.document.name),
            on_done=lambda path: self._done(path, wishes),
            on_end=self._ended,
            remedy=Remedy(tr("Show the photo"), "show-photo"),
        )
        photo.predicting = self._jobs.submit(self.request(), plan)

    def request(self) -> PredictRequest:
        """The job that predicts with the present wishes.

        The pose keeps the object's scale, so that it is predicted at the size that it had.
        """
        photo, document = self._state.photo, self._state.document
        wishes, facts = photo.wishes, photo.facts
        if facts is None:
            raise ValueError("no photo is open")
        fov_deg, elevation_deg = camera_of(wishes, facts)
        posed = bool(wishes.views)
        own_scale = posed and all(view.given is not None for view in wishes.views)
        return PredictRequest(
            photo=facts.photo,
            project=facts.project,
            model=wishes.model,
            size_m=None if own_scale and self._state.placement.pose.scale == 1 else document.size_m,
            elevation_deg=elevation_deg if posed else wishes.elevation_deg,
            mask_edits=wishes.mask_edits,
            camera=PhotoCamera(fov_deg, wishes.roll_deg),
            views=wishes.views,
        )

    def _ended(self) -> None:
        self._state.photo.predicting = None

    def _done(self, path: Path, wishes: PhotoWishes) -> None:
        self._state.photo.predicting = None
        self._files.submit(
            lambda: Project.open(path), lambda found, reason: self._take(found, reason, wishes)
        )

    def _take(self, project: Project | None, reason: str, wishes: PhotoWishes) -> None:
        document = self._state.document
        if project is None:
            self._state.notices.post("error", reason)
            return
        if project.path != document.project:
            return
        self._state.photo.predicted = wishes
        self._clear_marks()
        document.physics = project.physics
        document.novelty = project.manifest.novelty
        document.size_m = project.size_m
        if project.manifest.elevation_deg is not None:
            document.view_elevation_deg = project.manifest.elevation_deg
        self._photo.predicted_anew()
        self._takes.replace_object()
        for warning in project.manifest.warnings:
            self._state.notices.post("warning", warning)

    def _clear_marks(self) -> None:
        """Marks on the Gaussians of the old object mean nothing on the new one."""
        selection = self._state.selection
        if all(getattr(selection, name) is None for name in _MARKS):
            return
        with self._edits.step(tr("Predict again")):
            for name in _MARKS:
                setattr(selection, name, None)
        text = tr("What was selected, hidden, locked or deleted was part of the old object.")
        self._state.notices.post("info", text)
