"""`ExportController`: the queue of exports, and the formats that work here."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from render.atomic_file import write_text_atomic
from render.cameras.motion import CameraMotion
from render.cameras.orthographic import OrthographicMotion
from render.cameras.path import CameraPath
from render.cameras.path_json import motion_to_json
from render.errors import InputError
from studio.controllers.export_command import command_line, python_call
from studio.controllers.export_settings import (
    PATH,
    PRESET,
    VIDEO_CODECS,
    ClipSettings,
    Settings,
    StillSettings,
    free_path,
)
from studio.controllers.job_controller import JobController, JobPlan
from studio.export.probe import ProbeReport
from studio.jobs.codec_probes import CodecProbes
from studio.jobs.file_tasks import Files
from studio.jobs.requests import ExportClipRequest, ExportStillRequest, ExportVideoRequest
from studio.state.camera_angles import key_of_view
from studio.state.camera_path import path_over
from studio.state.export import ExportItem, ExportOrder
from studio.state.language import tr
from studio.state.notices import Remedy
from studio.state.studio_state import StudioState

CAMERA_FOLDER = "cameras"
"""Folder of a project with the paths of its exports, by the hash of what they hold."""


class ExportController:
    """Verbs of the export panel; one export is done at a time, in an order that can be changed."""

    def __init__(
        self,
        state: StudioState,
        jobs: JobController,
        files: Files,
        probes: CodecProbes | None = None,
    ) -> None:
        """Export takes of a state.

        Args:
            state: State whose queue is kept.
            jobs: Carries the exports out.
            files: Writes the camera of an export in the background.
            probes: Tries codecs out.
        """
        self._state = state
        self._jobs = jobs
        self._files = files
        self._probes = probes or CodecProbes(VIDEO_CODECS)
        self._numbers = itertools.count(1)

    def default_path(self) -> Path:
        """Free name of a video beside the project."""
        document = self._state.document
        folder = Path.home() if document.project is None else document.project.parent
        return self.free(folder / f"{document.name}-{document.active_take or 'take'}.mp4")

    def free(self, path: Path) -> Path:
        """A free name like `path`, also beside what waits in the queue."""
        items = self._state.export.items
        return free_path(path, frozenset(item.order.out for item in items if not item.ended))

    def set_size(self, size_px: tuple[int, int]) -> None:
        """Say how large the pictures of the next export are, for the frame in the viewport."""
        self._state.export.size_px = size_px

    def probe(self, size_px: tuple[int, int], fps: float) -> Mapping[str, ProbeReport]:
        """Which codecs work here for a size and rate, as far as it is known; never blocks."""
        return self._probes.ask(size_px, fps)

    @property
    def probed(self) -> bool:
        """Whether everything that was asked last is known."""
        return self._probes.complete

    def motion(self, settings: Settings) -> CameraMotion | None:
        """Camera that is no preset: the keyed path over the take, or the present view.

        Raises:
            InputError: If there is no path.
        """
        if isinstance(settings, ClipSettings) or settings.camera == PRESET:
            return None
        if settings.camera == PATH:
            path = self._state.camera_path.path
            if path is None:
                raise InputError(tr("there is no camera path; add keys in the camera panel"))
            return path_over(path, self._length_s())
        return present_view(self._state)

    def order(self, settings: Settings) -> ExportOrder | None:
        """What settings mean for the shown take; None without one.

        Raises:
            InputError: If there is no camera path.
        """
        document = self._state.document
        if document.project is None or document.active_take is None:
            return None
        project, take = document.project, document.active_take
        if isinstance(settings, ClipSettings):
            return ExportOrder("clip", project, take, settings.out, quality=settings.quality)
        options, motion = settings.options, self.motion(settings)
        if motion is not None:
            options = replace(options, camera=str(project / camera_file(motion)))
        if isinstance(settings, StillSettings):
            return ExportOrder("still", project, take, settings.out, options, frame=settings.frame)
        return ExportOrder("video", project, take, settings.out, options)

    def export(self, settings: Settings) -> None:
        """Put an export of the shown take at the end of the queue."""
        try:
            order, motion = self.order(settings), self.motion(settings)
        except InputError as error:
            self._state.notices.post("warning", str(error))
            return
        if order is None:
            return
        if motion is None:
            self._enqueue(order)
        else:
            self._write_camera(order, motion, lambda: self._enqueue(order))

    def repeat_last(self) -> None:
        """Export the shown take as the last one was, under a free name."""
        last, document = self._state.export.last, self._state.document
        if last is None or document.project is None or document.active_take is None:
            return
        order = replace(
            last,
            project=document.project,
            take_name=document.active_take,
            out=self.free(document.project.parent / last.out.name)
            if last.project != document.project
            else self.free(last.out),
        )
        self._enqueue(order)

    def retry(self, number: int) -> None:
        """Put an export that failed or was cancelled in the queue again."""
        item = self._state.export.item(number)
        if item is not None and item.ended:
            self.remove(number)
            self._enqueue(replace(item.order, out=self.free(item.order.out)))

    def cancel(self, number: int) -> None:
        """End an export; complete pictures of a running one are kept."""
        item = self._state.export.item(number)
        if item is None or item.ended:
            return
        if item.generation is not None:
            self._jobs.cancel_one(item.generation)
        else:
            self._state.export.put(replace(item, phase="cancelled"))

    def cancel_all(self) -> None:
        """End the running export and drop those that wait."""
        for item in (*self._state.export.waiting, self._state.export.running):
            if item is not None:
                self.cancel(item.number)

    def move(self, number: int, step: int) -> None:
        """Let an export that waits change places with its neighbour, -1 for an earlier one."""
        waiting = list(self._state.export.waiting)
        place = next((i for i, item in enumerate(waiting) if item.number == number), None)
        if place is None or not 0 <= place + step < len(waiting):
            return
        waiting[place], waiting[place + step] = waiting[place + step], waiting[place]
        order = iter(waiting)
        items = self._state.export.items
        self._state.export.items = tuple(
            next(order) if item.phase == "waiting" else item for item in items
        )

    def remove(self, number: int) -> None:
        """Take an ended export off the list."""
        items = self._state.export.items
        self._state.export.items = tuple(
            item for item in items if item.number != number or not item.ended
        )

    def clear_ended(self) -> None:
        """Take all ended exports off the list."""
        items = self._state.export.items
        self._state.export.items = tuple(item for item in items if not item.ended)

    def command(self, settings: Settings | None = None) -> str:
        """Command line that writes the same file; that of the last export without settings.

        The camera file that it names is written in the background.
        """
        order = self._kept(settings)
        return "" if order is None else command_line(order)

    def call(self, settings: Settings | None = None) -> str:
        """Python calls that write the same file; see `command`."""
        order = self._kept(settings)
        return "" if order is None else python_call(order)

    def close(self) -> None:
        """Drop probes that wait."""
        self._probes.close()

    def _kept(self, settings: Settings | None) -> ExportOrder | None:
        if settings is None:
            return self._state.export.last
        order, motion = self.order(settings), self.motion(settings)
        if order is not None and motion is not None:
            self._write_camera(order, motion, lambda: None)
        return order

    def _length_s(self) -> float:
        document = self._state.document
        take = document.take(document.active_take)
        return 0.0 if take is None else (take.frame_count - 1) * take.frame_dt_s

    def _write_camera(
        self, order: ExportOrder, motion: CameraMotion, then: Callable[[], None]
    ) -> None:
        text = camera_text(motion)
        path = Path(order.options.camera)

        def work() -> bool:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_text_atomic(path, text)
            return True

        def answer(done: bool | None, fault: str) -> None:
            if done is None:
                line = tr("The camera cannot be stored: {reason}", reason=fault)
                self._state.notices.post("error", line)
            else:
                then()

        self._files.submit(work, answer, must_run=True)

    def _enqueue(self, order: ExportOrder) -> None:
        self._state.export.last = order
        if order.kind != "clip":
            self.set_size(order.options.size_px)
        self._state.export.put(ExportItem(next(self._numbers), order))
        self._begin_next()

    def _begin_next(self) -> None:
        export = self._state.export
        if export.running is not None or not export.waiting:
            return
        item = export.waiting[0]
        export.put(replace(item, phase="running"))
        plan = JobPlan(
            tr("Exporting {name}", name=item.order.out.name),
            on_done=lambda path: self._done(item.number, path),
            on_end=lambda: self._ended(item.number),
            remedy=Remedy(tr("Open the export queue"), "export"),
        )
        generation = self._jobs.submit(_request(item.order), plan)
        export.put(replace(item, phase="running", generation=generation))

    def _done(self, number: int, path: Path) -> None:
        item = self._state.export.item(number)
        if item is not None:
            self._state.export.put(replace(item, phase="done", generation=None, written=path))
        line = tr("Exported {name}.", name=path.name)
        self._state.notices.post("success", line, reveal=path)
        self._begin_next()

    def _ended(self, number: int) -> None:
        """An export failed or was cancelled; the queue goes on."""
        item, finished = self._state.export.item(number), self._state.jobs.finished
        if item is not None:
            end = next((one for one in finished if one.generation == item.generation), None)
            phase = "cancelled" if end is not None and end.outcome == "cancelled" else "failed"
            line = "" if end is None else end.line
            self._state.export.put(
                replace(item, phase=phase, generation=None, line=line)  # type: ignore[arg-type]
            )
        self._begin_next()


def present_view(state: StudioState) -> CameraMotion:
    """A camera that stays where the viewport's is; orthographic views stay so."""
    camera = state.viewport.seen_through
    motion = CameraPath((key_of_view(camera, 0.0),))
    if not camera.camera(16, 16).is_orthographic:
        return motion
    subject = getattr(camera, "target", (0.0, 0.0, 0.0))
    return OrthographicMotion(motion, subject_m=subject)


def camera_text(motion: CameraMotion) -> str:
    """What the file of an export's camera holds."""
    return json.dumps(motion_to_json(motion), indent=2) + "\n"


def camera_file(motion: CameraMotion) -> Path:
    """Name of that file in the project's folder; another motion has another name."""
    digest = hashlib.sha256(camera_text(motion).encode()).hexdigest()[:12]
    return Path(CAMERA_FOLDER) / f"{digest}.json"


def _request(order: ExportOrder) -> ExportVideoRequest | ExportStillRequest | ExportClipRequest:
    if order.kind == "clip":
        return ExportClipRequest(order.project, order.take_name, order.out, order.quality)
    if order.kind == "still":
        return ExportStillRequest(
            order.project, order.take_name, order.out, order.options, order.frame
        )
    return ExportVideoRequest(order.project, order.take_name, order.out, order.options)
