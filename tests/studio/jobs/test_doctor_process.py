"""The doctor's process sends findings and figures as they come, and failures in a line."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import Pipe

import pytest

from render.errors import InputError
from render.progress import ProgressCallback
from studio.doctor_report import Check
from studio.jobs import doctor_process
from studio.jobs.doctor_messages import DoctorDone, DoctorProgress
from studio.state.doctor import Speed


def sent_by(task: str) -> list[object]:
    ours, theirs = Pipe()
    doctor_process.run_doctor(theirs, task)  # type: ignore[arg-type]
    found = []
    while ours.poll():
        found.append(ours.recv())
    return found


def test_findings_come_one_by_one_and_a_failure_ends_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(progress: ProgressCallback) -> Iterator[object]:
        progress("Looking", 0.5)
        yield Check("hardware", "cpu", True, "8 cores")
        raise InputError("no driver answers; restart")

    monkeypatch.setitem(doctor_process._TASKS, "look", look)
    assert sent_by("look") == [
        DoctorProgress("Looking", 0.5),
        Check("hardware", "cpu", True, "8 cores"),
        DoctorDone("no driver answers; restart"),
    ]


def test_speeds_say_what_they_mean(monkeypatch: pytest.MonkeyPatch) -> None:
    import render.raster_speed
    import sim.mpm.speed

    def simulator(case: object) -> dict[str, object]:
        return {"mega_particle_substeps_per_s": 15.0}

    def renderer(case: object, progress: ProgressCallback) -> dict[str, object]:
        return {"ms_per_frame": 40.0}

    monkeypatch.setattr(sim.mpm.speed, "measure_speed", simulator)
    monkeypatch.setattr(render.raster_speed, "measure_raster", renderer)
    found = [message for message in sent_by("measure") if isinstance(message, Speed)]
    assert [speed.figure for speed in found] == [15.0, 40.0]
    assert [speed.seconds for speed in found] == pytest.approx([10.0, 2.0])


@pytest.mark.slow
def test_this_machine_is_measured() -> None:
    *others, done = sent_by("measure")
    assert done == DoctorDone()
    assert all(speed.figure > 0 for speed in others if isinstance(speed, Speed))
    assert sum(isinstance(message, Speed) for message in others) == 2
