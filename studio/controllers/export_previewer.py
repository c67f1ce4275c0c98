"""`ExportPreviewer`: asks the view process what an export will look like."""

from __future__ import annotations

from collections.abc import Callable

from render.errors import InputError
from studio.controllers.export_controller import ExportController
from studio.controllers.export_settings import ClipSettings, Settings, StillSettings, VideoSettings
from studio.controllers.view_probe import Asker
from studio.export.video_options import VideoOptions
from studio.jobs.preview_messages import Preview, PreviewQuestion
from studio.jobs.view_questions import Answer
from studio.state.studio_state import StudioState

CHANNEL = "export-preview"


class ExportPreviewer:
    """Keeps one question under way; only the newest is answered."""

    def __init__(self, state: StudioState, exports: ExportController, asker: Asker) -> None:
        """Ask about exports of a state.

        Args:
            state: State whose take is exported.
            exports: Knows the camera of settings.
            asker: Answers from the view process.
        """
        self._state = state
        self._exports = exports
        self._asker = asker

    def ask(
        self,
        settings: Settings,
        frame: int,
        answer: Callable[[Preview], None],
        failed: Callable[[str], None],
    ) -> None:
        """Ask for a picture of an export; a question that is under way is replaced.

        Args:
            settings: What would be exported; moving splats show their first view.
            frame: Picture of the video.
            answer: Told the picture.
            failed: Told why there is none.
        """
        document = self._state.document
        if document.project is None or document.active_take is None:
            return
        try:
            motion = self._exports.motion(settings)
        except InputError as error:
            failed(str(error))
            return
        options = VideoOptions() if isinstance(settings, ClipSettings) else settings.options
        question = PreviewQuestion(document.project, document.active_take, options, frame, motion)

        def take(found: Answer) -> None:
            if isinstance(found, Preview):
                answer(found)

        self._asker.ask(question, take, channel=CHANNEL, failed=failed)

    def drop(self) -> None:
        """Forget the question that is under way."""
        self._asker.cancel(CHANNEL)


def frame_count_of(settings: Settings, clip_frames: int, frame_dt_s: float) -> int:
    """Pictures that the video of some settings has, before any time remap."""
    if isinstance(settings, VideoSettings | StillSettings):
        return max(round(clip_frames * frame_dt_s * settings.options.fps), 1)
    return max(clip_frames, 1)
