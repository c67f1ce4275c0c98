"""The doctor's process is started, listened to, stopped, and its end is noticed."""

from __future__ import annotations

import pickle

from studio.controllers.doctor_controller import DoctorController
from studio.doctor_report import Check, Told
from studio.jobs.doctor_messages import DoctorDone, DoctorMessage, DoctorProgress
from studio.state.doctor import DoctorState, Speed, Task
from studio.state.language import ENGLISH, set_language
from studio.state.resolve_doctor import resolve_doctor

CPU = Check("hardware", "cpu", True, "8 cores")
GPU = Check("hardware", "gpu", False, "no NVIDIA GPU", "none is needed")
WEIGHTS = Check("weights", "shape", False, "gone", "reinstall", required=True)
SESSION = Check("desktop", "session", True, "Wayland", advice="use XWayland")


class FakeWorker:
    def __init__(self, task: Task) -> None:
        self.task = task
        self.alive = False
        self.sent: list[DoctorMessage] = []

    def start(self) -> None:
        self.alive = True

    def receive(self) -> list[DoctorMessage]:
        sent, self.sent = self.sent, []
        return sent

    def exit_reason(self) -> str:
        return "it was ended by signal SIGSEGV"

    def stop(self) -> None:
        self.alive = False


class Clinic:
    def __init__(self) -> None:
        self.state = DoctorState()
        self.workers: list[FakeWorker] = []
        self.doctor = DoctorController(self.state, self._make)

    def _make(self, task: Task) -> FakeWorker:
        self.workers.append(FakeWorker(task))
        return self.workers[-1]

    def say(self, *messages: DoctorMessage) -> None:
        self.workers[-1].sent += messages
        self.doctor.poll()


def test_showing_the_page_looks_once() -> None:
    clinic = Clinic()
    clinic.doctor.show()
    assert clinic.state.task == "look"
    clinic.say(DoctorProgress("Looking at this machine", 0.4), CPU, GPU)
    assert clinic.state.checks == (CPU, GPU)
    assert resolve_doctor(clinic.state).percent == 40
    clinic.say(DoctorDone())
    assert clinic.state.complete
    assert clinic.state.task is None
    assert not clinic.workers[0].alive
    clinic.doctor.leave()
    clinic.doctor.show()
    assert len(clinic.workers) == 1
    clinic.doctor.look()
    assert len(clinic.workers) == 2
    assert clinic.state.checks == ()


def test_stopping_keeps_what_was_found() -> None:
    clinic = Clinic()
    clinic.doctor.look()
    clinic.say(CPU)
    clinic.doctor.cancel()
    assert clinic.state.task is None
    assert clinic.state.checks == (CPU,)
    assert not clinic.state.complete
    assert not clinic.workers[0].alive


def test_a_process_that_dies_is_told_after_what_it_sent() -> None:
    clinic = Clinic()
    clinic.doctor.measure()
    clinic.workers[0].alive = False
    clinic.say(Speed("simulator", 20.0, "M particle-substeps/s", 7.5))
    assert clinic.state.problem == "it was ended by signal SIGSEGV"
    assert len(clinic.state.speeds) == 1
    clinic.doctor.poll()


def test_a_process_that_ends_after_its_work_has_no_problem() -> None:
    clinic = Clinic()
    clinic.doctor.measure()
    clinic.workers[0].alive = False
    clinic.say(DoctorDone())
    assert clinic.state.problem == ""


def test_the_report_holds_findings_help_and_figures() -> None:
    clinic = Clinic()
    clinic.doctor.look()
    clinic.say(CPU, SESSION, WEIGHTS, DoctorDone())
    clinic.doctor.measure()
    clinic.say(Speed("renderer", 55.4, "ms a picture", 2.8), DoctorDone())
    report = clinic.doctor.report()
    for part in ("8 cores", "-> use XWayland", "MISSING shape", "-> reinstall", "55.4 ms"):
        assert part in report


def test_the_page_says_in_one_sentence_how_things_stand() -> None:
    clinic = Clinic()
    clinic.doctor.look()
    assert resolve_doctor(clinic.state).summary.startswith("Looking")
    clinic.say(CPU, DoctorDone())
    assert resolve_doctor(clinic.state).summary == "Everything is here."
    clinic.state.checks = (CPU, GPU)
    assert "1 note says" in resolve_doctor(clinic.state).summary
    clinic.state.checks = (CPU, SESSION, WEIGHTS)
    view = resolve_doctor(clinic.state)
    assert not view.healthy
    assert view.summary == "1 thing that is needed is missing."
    assert [row.severity for row in view.rows] == ["success", "warning", "error"]


def test_findings_are_told_in_the_language_of_the_window() -> None:
    parts = {"size": "1.00", "digest": "ab", "state": Told("as shipped")}
    found = pickle.loads(pickle.dumps(Told("{size} MB, sha256 {digest}, {state}", **parts)))
    assert found == "1.00 MB, sha256 ab, as shipped"
    clinic = Clinic()
    clinic.state.checks = (Check("hardware", "cpu", True, found, advice=Told("no")),)
    set_language("de")
    try:
        row = resolve_doctor(clinic.state).rows[0]
    finally:
        set_language(ENGLISH)
    assert row.name == "Prozessor"
    assert row.detail == "1.00 MB, sha256 ab, wie ausgeliefert"
    assert row.help == "nein"
