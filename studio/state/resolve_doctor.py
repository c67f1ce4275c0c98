"""Pure function from what the doctor knows to what its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.doctor_report import Check
from studio.state.doctor import DoctorState, Speed
from studio.state.language import mark, tr, trn
from studio.state.told import finding_text, said

Severity = Literal["success", "info", "warning", "error"]

_SECTIONS = {
    "hardware": mark("Hardware"),
    "desktop": mark("Desktop and graphics"),
    "packages": mark("Packages"),
    "kernels": mark("Compiled kernels"),
    "back_ends": mark("Back-ends"),
    "weights": mark("Model files"),
    "codecs": mark("Video and photo formats"),
}
_NAMES = {
    "cpu": mark("Processor"),
    "memory": mark("Memory"),
    "gpu": mark("NVIDIA GPU"),
    "disk here": mark("Disk of this folder"),
    "disk for temporary": mark("Disk for temporary files"),
    "session": mark("Session"),
    "remote desktop": mark("Remote desktop"),
    "graphics cards": mark("Graphics cards"),
    "scaling": mark("Scaling"),
    "software drawing": mark("Software drawing"),
    "threading layer": mark("Threads"),
    "cache": mark("Cache"),
    "mpm cpu": mark("Simulator on the CPU"),
    "mpm gpu": mark("Simulator on the GPU"),
    "opengl": mark("Renderer: OpenGL"),
    "gsplat_cuda": mark("Renderer: gsplat"),
    "cpu_tiles": mark("Renderer: software"),
    "reference": mark("Renderer: reference"),
    "OpenGL draws on": mark("OpenGL draws on"),
    "auto": mark("Chosen by itself"),
    "JPEG photos": mark("JPEG photos"),
    "WebP photos": mark("WebP photos"),
    "TIFF photos": mark("TIFF photos"),
}
"""What people read for a finding; packages, model files and codecs are called what they are."""
_SPEEDS = {
    "simulator": mark("Simulator: {figure:.1f} {unit}"),
    "renderer": mark("Renderer: {figure:.0f} {unit}"),
}
_MEANINGS = {
    "simulator": mark("A simulation in preview quality takes {seconds:.0f} s at most."),
    "renderer": mark("The pictures of a video of 50 frames in 512 × 512 take {seconds:.1f} s."),
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as it is shown."""

    section: str
    """Title of its group."""
    name: str
    """What was looked at."""
    severity: Severity
    """Sign in front of it."""
    word: str
    """The sign in a word, for screen readers."""
    detail: str
    """What was found."""
    help: str
    """What helps; empty when all is well."""


@dataclass(frozen=True, slots=True)
class DoctorView:
    """Everything the page shows."""

    rows: tuple[FindingRow, ...]
    """Findings in order."""
    speeds: tuple[tuple[str, str], ...]
    """What was measured, and what it means."""
    summary: str
    """One sentence about the whole."""
    healthy: bool
    """Whether nothing that is needed is missing."""
    busy: bool
    """True while a task runs."""
    stage: str
    """Present stage of the task."""
    percent: int
    """Share of the task that is done."""
    problem: str
    """Why the last task failed; empty when it did not."""


def resolve_doctor(state: DoctorState) -> DoctorView:
    """What the page shows."""
    missing = sum(not check.passed and check.required for check in state.checks)
    return DoctorView(
        rows=tuple(_row(check) for check in state.checks),
        speeds=tuple(_speed(speed) for speed in state.speeds),
        summary=_summary(state, missing),
        healthy=missing == 0,
        busy=state.task is not None,
        stage=tr(state.stage) if state.stage else "",
        percent=round(100 * state.fraction),
        problem=state.problem,
    )


def _summary(state: DoctorState, missing: int) -> str:
    if missing:
        return trn(
            "{count} thing that is needed is missing.",
            "{count} things that are needed are missing.",
            missing,
        )
    if not state.complete:
        return tr("Looking at hardware, drivers and back-ends.") if state.task == "look" else ""
    notes = sum(bool(check.help) for check in state.checks)
    if not notes:
        return tr("Everything is here.")
    return (
        tr("Everything that is needed is here.")
        + " "
        + trn(
            "{count} note says what could be better.",
            "{count} notes say what could be better.",
            notes,
        )
    )


def _row(check: Check) -> FindingRow:
    severity: Severity = "success"
    word = tr("All right")
    if not check.passed:
        severity = "error" if check.required else "info"
        word = tr("Missing") if check.required else tr("Not there")
    elif check.advice:
        severity, word = "warning", tr("Note")
    section = tr(_SECTIONS.get(check.section, check.section))
    name = tr(_NAMES[check.name]) if check.name in _NAMES else check.name
    help_text = said(check.help) if check.help else ""
    return FindingRow(section, name, severity, word, finding_text(check), help_text)


def _speed(speed: Speed) -> tuple[str, str]:
    said = tr(_SPEEDS[speed.name], figure=speed.figure, unit=speed.unit)
    return said, tr(_MEANINGS[speed.name], seconds=speed.seconds)
