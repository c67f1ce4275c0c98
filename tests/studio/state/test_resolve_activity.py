from __future__ import annotations

from studio.doctor_report import Check
from studio.state.jobs_state import JobsState, JobStatus
from studio.state.language import ENGLISH, set_language
from studio.state.machine import machine_lines
from studio.state.resolve_activity import resolve_activity
from studio.state.resolve_status import resolve_status
from studio.state.studio_state import StudioState


def test_jobs_are_told_in_words_running_ones_first() -> None:
    jobs = JobsState()
    jobs.put(JobStatus(1, "Exporting", phase="waiting"))
    jobs.put(JobStatus(2, "Simulating", "Frame 3", 0.256, cancelling=True))
    view = resolve_activity(jobs)
    assert view.summary == "1 running, 1 waiting"
    assert [row.title for row in view.rows] == ["Simulating", "Exporting"]
    assert [row.detail for row in view.rows] == ["Cancelling…", "Waiting"]
    assert view.rows[0].time == "26 %"
    assert view.can_cancel
    jobs.finish(1, "cancelled", 5.0)
    assert resolve_activity(jobs).finished[0].subtitle == "Cancelled"
    assert not resolve_activity(jobs).can_cancel


def test_the_strip_shows_the_running_job_or_the_quiet_status() -> None:
    state = StudioState()
    assert resolve_status(state).stage == "Starting the compute process…"
    state.jobs.compute = "ready"
    assert (resolve_status(state).title, resolve_status(state).stage) == ("", "Ready")
    state.jobs.put(JobStatus(1, "Simulating take-1", "Frame 3", 0.256))
    state.jobs.put(JobStatus(2, "Exporting", phase="waiting"))
    state.notices.post("error", "The disk is full.")
    view = resolve_status(state)
    assert (view.title, view.percent, view.others) == ("Simulating take-1", 26, 1)
    assert (view.problems, view.notices) == (1, 1)
    state.jobs.put(JobStatus(1, "Simulating take-1", "Frame 3", 0.3, cancelling=True))
    assert resolve_status(state).stage == "Cancelling…"


def test_stages_are_told_in_the_language_of_the_window() -> None:
    state = StudioState()
    state.jobs.put(JobStatus(1, "take-1", "Simulating", 0.5))
    set_language("de")
    try:
        told = (resolve_status(state).stage, resolve_activity(state.jobs).rows[0].detail)
    finally:
        set_language(ENGLISH)
    assert told == ("Simulation läuft", "Simulation läuft")


def test_the_machine_is_told_in_two_lines() -> None:
    cpu = Check("hardware", "cpu", True, "AMD EPYC, 2 cores usable")
    short = Check("hardware", "memory", False, "2.0 GB")
    none = Check("hardware", "gpu", False, "no NVIDIA GPU")
    facts, ability = machine_lines((cpu, short, none))
    assert facts == "AMD EPYC, 2 cores usable · 2.0 GB · no NVIDIA GPU"
    assert "Memory is short" in ability
    enough = Check("hardware", "memory", True, "16.0 GB")
    assert "NVIDIA" in machine_lines((cpu, enough, none))[1]
    card = Check("hardware", "gpu", True, "H200")
    assert "full speed" in machine_lines((cpu, enough, card))[1]
