"""`SplatsController`: writes splats to files: what is seen, or the project without deleted ones."""

from __future__ import annotations

from pathlib import Path

from studio.controllers.edit_controller import EditController
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.opening_controller import OpeningController
from studio.controllers.saving_controller import SavingController
from studio.controllers.shown_look import look_at, shown_scene
from studio.jobs.cloud_look import CloudLook
from studio.jobs.splat_requests import CleanRequest, ExportSplatsRequest
from studio.state.language import tr
from studio.state.notices import Remedy
from studio.state.saving import CleanOffer
from studio.state.studio_state import StudioState


class SplatsController:
    """Verbs on the splats of the open project as files."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        edits: EditController,
        saving: SavingController,
        opening: OpeningController,
    ) -> None:
        """Write the splats of a state.

        Args:
            state: State whose splats are written.
            jobs: Writes them.
            edits: Refuses edits while the project is rewritten.
            saving: Saves it before.
            opening: Reads it anew.
        """
        self._state = state
        self._jobs = jobs
        self._edits = edits
        self._saving = saving
        self._opening = opening

    def export_visible(self, out: Path) -> None:
        """Write what the viewport shows to a splat file, without what is hidden or deleted."""
        shown = shown_scene(self._state)
        if shown is None:
            return
        scene, frame = shown
        look = look_at(self._state, scene)
        kept = CloudLook(pose=look.pose, unseen=look.unseen)
        request = ExportSplatsRequest(scene, frame, out, kept)

        def done(path: Path) -> None:
            text = tr("Exported {name}.", name=path.name)
            self._state.notices.post("success", text, reveal=path)

        plan = JobPlan(
            tr("Exporting {name}", name=out.name),
            on_done=done,
            remedy=Remedy(tr("Export visible splats…"), "export-splats"),
        )
        self._jobs.submit(request, plan)

    def offer_cleaning(self) -> None:
        """Ask whether deleted Gaussians shall leave the project's file for good."""
        document, removed = self._state.document, self._state.selection.removed
        if document.project is None or removed is None:
            return
        busy = next((job for job in self._state.jobs.jobs if job.generation > 0), None)
        if busy is not None:  # it may read the file, and edits must not wait for it
            text = tr("{title} is running; wait or cancel that first.", title=busy.title)
            self._state.notices.post("warning", text)
            return
        self._state.saving.cleaning = CleanOffer(
            document.project, removed.chosen_count, removed.count
        )

    def keep_deleted(self) -> None:
        """Leave the file as it is."""
        self._state.saving.cleaning = None

    def clean(self) -> None:
        """Save the project, take deleted Gaussians out of its file and read it anew."""
        offer, self._state.saving.cleaning = self._state.saving.cleaning, None
        if offer is not None and offer.project == self._state.document.project:
            self._saving.save(lambda: self._rewrite(offer))

    def _rewrite(self, offer: CleanOffer) -> None:
        project = offer.project
        if self._state.document.project != project:
            return
        self._edits.hold(project.stem)

        def done(_path: Path) -> None:
            self._edits.drop_held()
            if self._state.document.project == project:
                self._opening.reload()
                text = tr("{count} deleted Gaussians have left the file.", count=offer.count)
                self._state.notices.post("success", text)

        plan = JobPlan(
            tr("Removing deleted Gaussians from {name}", name=project.name),
            on_done=done,
            on_end=self._edits.drop_held,
            remedy=Remedy(tr("Remove deleted Gaussians from the file…"), "apply-deletions"),
        )
        self._jobs.submit(CleanRequest(project), plan)
