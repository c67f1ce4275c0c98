"""`Story`: the chapters in which all pictures are taken."""

from __future__ import annotations

from pathlib import Path

from studio.views.export.export_panel import ExportPanel
from tools.window_pictures import situations, subjects
from tools.window_pictures.photographer import SMALL, Photographer

GUIDE_DOCKS = (
    "photo", "scene", "material", "selection", "placement", "camera", "timeline", "export",
    "console", "history",
)  # fmt: skip
"""Docks that the guide shows within the window."""


class Story:
    """Each chapter leaves the window with nothing open."""

    CHAPTERS = ("empty", "busy", "candidates", "stage", "failures", "guide")

    def __init__(self, photographer: Photographer) -> None:
        """Tell it with a window.

        Args:
            photographer: Drives the window.
        """
        self._photographer = photographer
        self._studio, self._state = photographer.studio, photographer.state
        self.project = Path()

    def empty(self) -> None:
        """A window that was never used."""
        p = self._photographer
        p.shoot("empty", subjects.whole(p, "welcome"))
        p.shoot("empty", subjects.palette(p, "nothing fits this"))
        p.window.palette_box.close_palette()
        p.shoot("empty", subjects.settings(p, "nothing fits this"))
        p.shoot("empty", subjects.settings(p, "nothing fits this", keys=True))
        self._close_settings()
        p.window.show_page("workspace")
        p.shoot("empty", subjects.panels(p))
        p.window.show_page("welcome")
        p.command("doctor")
        p.shoot("empty", subjects.whole(p, "doctor"))
        self._studio.doctor.leave()

    def busy(self) -> None:
        """A furnished scene while a long simulation runs."""
        p = self._photographer
        self._open()
        p.shoot("idle", subjects.whole(p, "workspace"))
        p.shoot("empty", subjects.centre(p, "gallery", "candidates"))
        situations.furnish(p, p.folder)
        p.shoot("busy", subjects.panels(p))
        p.shoot("busy", subjects.centre(p, "photo", "photo-page"))
        p.window.workspace.show_centre("viewport")
        p.shoot("busy", subjects.palette(p, "s"))
        p.window.palette_box.close_palette()
        p.shoot("busy", subjects.settings(p, ""))
        p.shoot("busy", subjects.settings(p, "", keys=True))
        self._close_settings()
        p.close_project()
        p.shoot("busy", subjects.whole(p, "welcome"))
        p.command("doctor")
        p.until(lambda: self._state.doctor.task is None and bool(self._state.doctor.checks))
        p.shoot("done", subjects.whole(p, "doctor"))
        self._studio.doctor.leave()

    def candidates(self) -> None:
        """The gallery while candidates are simulated, compared and voted on."""
        p = self._photographer
        self._open()
        p.command("sample-4")
        p.until(lambda: any(run.status == "finished" for run in self._state.candidates.runs))
        p.shoot("busy", subjects.centre(p, "gallery", "candidates"))
        p.idle()
        p.live(3.0)
        p.page("candidates")
        shown = self._state.candidates.shown
        if shown is None:
            raise SystemExit("there are no candidates")
        for side, candidate in zip("ab", shown.candidates, strict=False):
            self._studio.candidate_choices.pin(candidate.key, side)
        p.live(0.5)
        for kind in ("wipe", "difference", "trajectories"):
            p.command(f"compare-{kind}")
            p.live(2.0)
            p.shoot(kind, subjects.centre(p, "compare", "candidates"))
            if kind == "wipe":
                p.page("compare")
            p.command(f"compare-{kind}")
        p.command("vote")
        p.live(2.0)
        p.shoot("asked", subjects.centre(p, "vote", "candidates"))
        p.page("vote")
        self._studio.votes.answer("left")
        p.shoot("revealed", subjects.centre(p, "vote", "candidates"))
        self._studio.votes.end()
        situations.one_failed_run(p)
        p.shoot("error", subjects.centre(p, "gallery", "candidates"))
        p.window.workspace.show_centre("viewport")
        p.close_project()

    def stage(self) -> None:
        """Visitors before the screen."""
        p = self._photographer
        self._open()
        p.command("present")
        stage, p_stage = self._studio.stage, subjects.stage(p)
        p.live(3.0)
        p.shoot("loop", p_stage)
        stage.touch()
        p.shoot("empty", p_stage)
        visitor = stage.visitor
        if visitor is None:
            raise SystemExit("nothing is presented")
        from studio.state.samples import load_samples, samples_folder

        sample = load_samples(samples_folder())[1]
        stage.open_photo(sample.path, size_m=sample.size_m)
        p.until(lambda: visitor.state.jobs.active is not None)
        p.shoot("busy", p_stage)
        p.until(lambda: bool(visitor.state.document.takes) and not visitor.state.jobs.jobs)
        stage.touch()
        p.live(2.0)
        p.shoot("object", p_stage)
        if p.window.stage is not None:
            p.page("stage", p.window.stage)
        stage.compare()
        p.live(1.0)
        p.until(lambda: visitor.state.votes.ballot is not None)
        stage.touch()
        p.live(2.0)
        p.shoot("vote", p_stage)
        stage.vote("left")
        self._state.stage.line = "That picture could not be read; choose another one."
        p.shoot("error", p_stage)
        stage.leave()
        p.until(lambda: p.window.stage is None)
        p.close_project()

    def failures(self) -> None:
        """What a person sees when things go wrong."""
        p = self._photographer
        self._open()
        situations.fail(p, p.folder)
        p.shoot("error", subjects.whole(p, "workspace"))
        p.shoot("error", subjects.panels(p))
        p.close_project()
        (p.folder / "no-photo.png").write_bytes(b"this is no picture")
        self._studio.document.open_path(p.folder / "no-photo.png")
        p.idle()
        p.shoot("error", subjects.whole(p, "welcome"))
        p.command("doctor")
        p.until(lambda: self._state.doctor.task is None and bool(self._state.doctor.checks))
        situations.failing_doctor(p)
        p.shoot("error", subjects.whole(p, "doctor"))
        self._studio.doctor.leave()
        self._state.notices.clear_history()

    def guide(self) -> None:
        """Whole windows, in the order of the guide."""
        p = self._photographer
        p.page("welcome")
        p.command("palette")
        p.page("palette")
        p.window.palette_box.close_palette()
        self._open()
        p.page("object")
        for dock in GUIDE_DOCKS:
            p.window.workspace.show_dock(dock)
            if dock == "export":
                p.until(self._preview_is_shown)
            p.page(f"window-{dock}")
        p.window.workspace.show_dock("material")
        p.window.resize(*SMALL.size_px)
        p.page("small")
        p.command("preferences")
        p.page("preferences", p.window.settings)
        self._close_settings()
        p.command("doctor")
        p.until(lambda: self._state.doctor.task is None and bool(self._state.doctor.checks))
        p.page("doctor")
        self._studio.doctor.leave()
        p.close_project()

    def _open(self) -> None:
        """Open the project in a tidy window and show its last take."""
        p = self._photographer
        p.open(self.project)
        p.command("layout-reset")
        takes = self._state.document.takes
        if takes:
            self._studio.takes.show(takes[-1].name)
            p.live(3.0)
            self._studio.playback.pause()

    def _preview_is_shown(self) -> bool:
        """Whether the export panel shows how a video would look."""
        panel = self._photographer.window.findChild(ExportPanel)
        return panel is not None and panel.preview.shown is not None

    def _close_settings(self) -> None:
        if self._photographer.window.settings is not None:
            self._photographer.window.settings.reject()
