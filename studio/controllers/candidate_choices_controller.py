"""`CandidateChoicesController`: what the user says of candidates: pin, note, reject, promote."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from sim.materials import MaterialParams
from studio.controllers.edit_controller import EditController
from studio.controllers.export_controller import present_view
from studio.controllers.job_controller import JobController, JobPlan
from studio.controllers.take_controller import TakeController
from studio.jobs.requests import CandidateCell, ExportCandidatesRequest
from studio.state.candidates import Candidate
from studio.state.gallery_text import caption_of, detail_of
from studio.state.gallery_view import shown_takes
from studio.state.language import tr
from studio.state.material_recipe import MaterialRecipe, recipe_fields
from studio.state.notices import Remedy
from studio.state.studio_state import StudioState
from studio.state.take_pair import compared_takes, resolve_pair

NOTE_LIMIT = 500
"""Letters of a note."""


class CandidateChoicesController:
    """Verbs on single candidates of the shown set; each one is a step of undo."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        takes: TakeController,
        edits: EditController,
    ) -> None:
        self._state = state
        self._jobs = jobs
        self._takes = takes
        self._edits = edits

    def select(self, key: str | None) -> None:
        """Choose the candidate that commands are for."""
        self._state.gallery.selected = key

    def select_neighbour(self, step: int) -> None:
        """Choose the next (1) or previous (−1) candidate of the gallery."""
        keys = [take.key for take in shown_takes(self._state)]
        if keys:
            now = self._state.gallery.selected
            place = keys.index(now) + step if now in keys else 0
            self.select(keys[place % len(keys)])

    def toggle_by_rank(self) -> None:
        """Order the candidates by the votes, or by their numbers again."""
        gallery = self._state.gallery
        gallery.by_rank, gallery.first = not gallery.by_rank, 0

    def pin(self, key: str, side: str) -> None:
        """Pin a candidate as "a" or "b"; pinning it again lets it go."""
        candidates = self._state.candidates
        if candidates.candidate(key) is None:
            return
        now = candidates.pinned_a if side == "a" else candidates.pinned_b
        chosen = None if now == key else key
        with self._edits.step(tr("Pin candidate {side}", side=side.upper())):
            if side == "a":
                candidates.pinned_a = chosen
                if chosen is not None and candidates.pinned_b == key:
                    candidates.pinned_b = None
            else:
                candidates.pinned_b = chosen
                if chosen is not None and candidates.pinned_a == key:
                    candidates.pinned_a = None

    def set_note(self, key: str, note: str) -> None:
        """Write a note on a candidate."""
        candidate = self._state.candidates.candidate(key)
        if candidate is not None and candidate.note != note[:NOTE_LIMIT]:
            with self._edits.step(tr("Write a note"), mergeable=True):
                self._state.candidates.put_candidate(replace(candidate, note=note[:NOTE_LIMIT]))

    def toggle_rejected(self, key: str) -> None:
        """Put a candidate aside, or take it back."""
        candidate = self._state.candidates.candidate(key)
        if candidate is None:
            return
        label = tr("Take candidate back") if candidate.rejected else tr("Reject candidate")
        with self._edits.step(label):
            candidates = self._state.candidates
            candidates.put_candidate(replace(candidate, rejected=not candidate.rejected))
            if not candidate.rejected:
                for name in ("pinned_a", "pinned_b"):
                    if getattr(candidates, name) == key:
                        setattr(candidates, name, None)

    def promote(self, key: str) -> None:
        """Make a candidate the scene's: its material is the choice, its take is shown."""
        candidates, material = self._state.candidates, self._state.material
        candidate, shown = candidates.candidate(key), candidates.shown
        if candidate is None or shown is None:
            return
        recipe = promoted_recipe(candidate)
        with self._edits.step(tr("Promote candidate {number}", number=candidate.number)):
            recipe_fields(recipe, self._state.document.physics).put_into(material)
            material.seed = candidate.seed
            material.stiffness = shown.stiffness
        run = candidates.best_run(candidate)
        if run is not None:
            self._takes.show(run.take_name)

    def export(self, out: Path) -> None:
        """Write the shown candidates side by side, as the window looks at them.

        While the camera path is looked through, all of them are filmed along it.

        Args:
            out: .png for a contact sheet, otherwise a video.
        """
        project, cells = self._state.document.project, self.export_cells()
        if project is None or not cells:
            self._state.notices.post("warning", tr("No candidate is finished yet."))
            return
        keyed = self._state.camera_path
        flown = keyed.path if keyed.look_through else None
        camera = present_view(self._state) if flown is None else flown
        request = ExportCandidatesRequest(project, cells, out, camera)
        again = Remedy(tr("Export grid video…"), "export-grid")
        if out.suffix.lower() == ".png":
            again = Remedy(tr("Export contact sheet…"), "export-sheet")
        title = tr("Exporting {name}", name=out.name)
        plan = JobPlan(title, on_done=self._exported, remedy=again)
        self._jobs.submit(request, plan)

    def export_cells(self) -> tuple[CandidateCell, ...]:
        """The two takes that are compared, or the finished candidates that are not rejected."""
        takes = compared_takes(self._state)
        if takes is not None:
            view = resolve_pair(self._state, takes)
            return tuple(
                CandidateCell(cell.key, _plain(cell.title), _plain(cell.detail))
                for cell in view.cells
                if cell.status == "shown"
            )
        candidates = self._state.candidates
        members = () if candidates.shown is None else candidates.shown.candidates
        return tuple(
            CandidateCell(run.take_name, _plain(caption_of(one)), _plain(detail_of(one)))
            for one in members
            if not one.rejected and (run := candidates.best_run(one)) is not None
        )

    def _exported(self, path: Path) -> None:
        self._state.notices.post("success", tr("Exported {name}.", name=path.name), reveal=path)


def promoted_recipe(candidate: Candidate) -> MaterialRecipe:
    """The candidate's material as a recipe whose values are certain."""
    params: MaterialParams = candidate.params
    return MaterialRecipe(
        name=candidate.key,
        law=params.law if params.material_class is None else None,
        material_class=params.material_class,
        locks=(
            ("youngs_modulus_pa", params.youngs_modulus_pa),
            ("poisson_ratio", params.poisson_ratio),
            ("density_kg_m3", params.density_kg_m3),
        ),
    )


def _plain(text: str) -> str:
    """Text in the letters that pictures are written with."""
    return text.replace("³", "3").replace("−", "-").replace("ν", "nu").replace("ρ", "rho")
